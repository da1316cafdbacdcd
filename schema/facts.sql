-- Facts: what the rules captured, one table a kind. Filled while loading, in
-- file order; `event` grows with the position inside a source. Part two
-- (calls.sql) can be made again from these at any time.
--
-- Each fact table begins with the same six columns:
--   event    number of the event in this database, from 1; unique over all
--   rule     rule.rule that made it
--   source   source.source it was read in
--   line     line of the record's header, from 1, in the uncompressed file
--   record   trace sequence such as 04530161.009; NULL for calllog rows
--   tod_ms   ms since the midnight that began the source's first day, local
--            time (calllog rows: ms since 1970 as if local time were UTC);
--            NULL when the time is unreadable
-- and ends with `fields`: JSON of what a rule captured beyond the columns.

CREATE TABLE source_file (
    source       INTEGER PRIMARY KEY, -- its number
    file         TEXT NOT NULL,       -- path as given, or of the archive
    member       TEXT NOT NULL,       -- name inside the archive; '' for a file
    kind         TEXT NOT NULL,       -- sdl, calllog, unknown
    cluster      TEXT,                -- label given with --cluster
    node         INTEGER,             -- AppNodeId
    app          INTEGER,             -- AppId: 100 CallManager, 200 CTI, 600 ILS
    host         TEXT,                -- HostName
    address      TEXT,                -- HostIPAddress
    version      TEXT,                -- AppVersion, free text
    app_start    TEXT,                -- AppStartTime: scope of record numbers,
                                      -- CIs and connection indexes
    file_number  INTEGER,             -- FileNumber
    has_head     INTEGER NOT NULL,    -- 1 when there was a FileHead record
    utc_offset_s INTEGER,             -- seconds east of UTC
    date_from    TEXT NOT NULL,       -- how the date is known
    base_ms      INTEGER,             -- ms UTC that tod_ms counts from
    first_tod    INTEGER,             -- tod_ms of the first record
    last_tod     INTEGER,             -- and of the last
    first_seq    TEXT,                -- record number of the first record
    last_seq     TEXT,                -- and of the last
    size         INTEGER,             -- bytes on disk or in the archive
    mtime_ms     INTEGER,             -- of the file or member, ms UTC
    bytes        INTEGER NOT NULL,    -- uncompressed bytes read
    records      INTEGER NOT NULL,    -- records found
    facts        INTEGER NOT NULL,    -- facts stored
    bad_times    INTEGER NOT NULL,    -- records with an unreadable time
    hash_hi      INTEGER NOT NULL,    -- XXH3-128 of the uncompressed bytes
    hash_lo      INTEGER NOT NULL,
    cut          INTEGER NOT NULL,    -- 1 when the file ended early
    status       TEXT NOT NULL,       -- ok, cut, not a trace, empty,
                                      -- unreadable, duplicate
    note         TEXT,                -- a sentence for `info`
    first_event  INTEGER,             -- its facts are first_event..last_event
    last_event   INTEGER
) STRICT;

CREATE TABLE rule (
    rule   INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,      -- as in the rule file
    target TEXT NOT NULL,             -- table it feeds; '' for events only
    tried  INTEGER NOT NULL DEFAULT 0,-- records that reached the pattern
    hit    INTEGER NOT NULL DEFAULT 0,
    over   INTEGER NOT NULL DEFAULT 0 -- matches given up at the limit
) STRICT;

CREATE TABLE fact_message (
    event          INTEGER PRIMARY KEY,
    rule           INTEGER NOT NULL,
    source         INTEGER NOT NULL,
    line           INTEGER NOT NULL,
    record         TEXT,
    tod_ms         INTEGER,
    direction      TEXT NOT NULL, -- in, out: as CUCM sees it
    transport      TEXT,    -- as logged: TCP (also for TLS) or UDP
    remote_ip      TEXT,
    remote_port    INTEGER,
    conn_index     INTEGER, -- SIP connection; NULL for UDP
    bytes          INTEGER, -- as printed for incoming messages
    net_tag        INTEGER, -- N of [N,NET]
    tag_kind       TEXT,    -- NET: traffic; INT: a copy around a script
    method         TEXT,    -- of a request
    status         INTEGER, -- of a response
    reason         TEXT,    -- of a response
    request_uri    TEXT,
    call_id        TEXT,
    cseq           INTEGER,
    cseq_method    TEXT,
    from_user      TEXT,
    to_user        TEXT,
    from_tag       TEXT,
    to_tag         TEXT,
    session_id     TEXT,    -- RFC 7989, sender's half, lower case
    session_remote TEXT,    -- the other half
    user_agent     TEXT,    -- User-Agent or Server
    via_transport  TEXT,    -- of the top Via
    date_ms        INTEGER, -- Date header, ms UTC
    guid           TEXT,    -- Cisco-Guid, 32 hex digits
    device         TEXT,    -- devicename in Contact
    "join"         TEXT,    -- Join header
    replaces       TEXT,    -- Replaces header
    refer_to       TEXT,
    cause          INTEGER, -- Q.850 cause of a Reason header
    refci          INTEGER, -- x-refci of a recording INVITE
    contact_ip     TEXT,    -- host of Contact
    sdp            TEXT,    -- what the body offers, for people
    fields         TEXT
) STRICT;

-- Message texts apart, so that what does not need them does not read them.
CREATE TABLE message_text (
    event INTEGER PRIMARY KEY, -- fact_message.event
    text  TEXT NOT NULL        -- as logged; bytes that are not UTF-8 as \xNN
) STRICT;

CREATE TABLE fact_signal (
    event        INTEGER PRIMARY KEY,
    rule         INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    record       TEXT,
    tod_ms       INTEGER,
    name         TEXT NOT NULL, -- CcSetupReq, DaRes, ...
    type         TEXT,    -- SdlSig, SdlSig-O (to another node), -I (from one)
    state        TEXT,    -- of the receiver before the signal
    to_process   TEXT,    -- Name(node,app,type,instance)
    from_process TEXT,
    tag          TEXT,    -- origin of the causal chain
    ci           INTEGER, -- the leg
    ci2          INTEGER, -- the other leg that it names
    cause        INTEGER, -- c.l=1 ... cv=
    device       TEXT,
    calling      TEXT,
    called       TEXT,
    dialed       TEXT,
    pattern      TEXT,
    partition    TEXT,
    ip           TEXT,    -- address:port of the party
    call_id      TEXT,
    from_tag     TEXT,
    to_tag       TEXT,
    cluster      TEXT,    -- name in fateShareId
    gci          TEXT,    -- global call id, node-number
    process      TEXT,    -- PID in its parameters
    fields       TEXT
) STRICT;

CREATE TABLE fact_da_match (
    event     INTEGER PRIMARY KEY,
    rule      INTEGER NOT NULL,
    source    INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    record    TEXT,
    tod_ms    INTEGER,
    pi        INTEGER, -- 2 ordinary, 1 made by the system
    fqcn      TEXT,    -- fully qualified calling number
    calling   TEXT,    -- cn
    plv       INTEGER, -- precedence level
    pss       TEXT,    -- partitions of the search space
    tod_pss   TEXT,    -- the same after the time-of-day filter
    dialed    TEXT,    -- dd: digits so far
    dac       INTEGER,
    fields    TEXT
) STRICT;

CREATE TABLE fact_da_result (
    event          INTEGER PRIMARY KEY,
    rule           INTEGER NOT NULL,
    source         INTEGER NOT NULL,
    line           INTEGER NOT NULL,
    record         TEXT,
    tod_ms         INTEGER,
    calling_before TEXT, -- PretransformCallingPartyNumber
    calling        TEXT, -- CallingPartyNumber
    partition      TEXT, -- DialingPartition
    pattern        TEXT, -- DialingPattern
    qualified      TEXT, -- FullyQualifiedCalledPartyNumber
    potential      TEXT, -- PotentialMatches
    dialed         TEXT, -- PretransformDigitString
    collected      TEXT, -- CollectedDigits
    block          TEXT, -- RouteBlockFlag
    cause          INTEGER, -- RouteBlockCause
    pkid           TEXT, -- CallableEndPointName
    location       TEXT, -- NetworkLocation: OnNet, OffNet
    fields         TEXT
) STRICT;

CREATE TABLE fact_da_verdict (
    event     INTEGER PRIMARY KEY,
    rule      INTEGER NOT NULL,
    source    INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    record    TEXT,
    tod_ms    INTEGER,
    potential TEXT, -- PotentialMatchesExist, NoPotentialMatchesExist, ...
    fields    TEXT
) STRICT;

CREATE TABLE fact_da_target (
    event       INTEGER PRIMARY KEY,
    rule        INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    record      TEXT,
    tod_ms      INTEGER,
    pattern     TEXT,
    device_type TEXT,    -- cmDeviceType
    process     TEXT,    -- Class(node,app,type,instance)
    ci          INTEGER, -- of the caller
    sender      TEXT,    -- Cdcc(...)
    fields      TEXT
) STRICT;

CREATE TABLE fact_device (
    event      INTEGER PRIMARY KEY,
    rule       INTEGER NOT NULL,
    source     INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    record     TEXT,
    tod_ms     INTEGER,
    what       TEXT NOT NULL, -- found, remote, pid, call, connection,
                              -- registered, ring
    name       TEXT,    -- device
    pkid       TEXT,    -- database key
    process    TEXT,    -- n,t,i or n,a,t,i or Class(n,a,t,i) or Class(i)
    type       TEXT,    -- ccmType
    ci         INTEGER,
    conn_index INTEGER,
    ip         TEXT,
    port       INTEGER,
    calling    TEXT,    -- as sent out to the device
    called     TEXT,
    fields     TEXT
) STRICT;

CREATE TABLE fact_route (
    event   INTEGER PRIMARY KEY,
    rule    INTEGER NOT NULL,
    source  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    record  TEXT,
    tod_ms  INTEGER,
    what    TEXT NOT NULL, -- list, group, member, branch
    name    TEXT,
    pkid    TEXT,
    process TEXT,
    ci      INTEGER,
    branch  INTEGER,
    fields  TEXT
) STRICT;

CREATE TABLE fact_connection (
    event       INTEGER PRIMARY KEY,
    rule        INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    record      TEXT,
    tod_ms      INTEGER,
    what        TEXT NOT NULL, -- asked, created, accepted, incoming, seen,
                               -- closed, reset
    conn_index  INTEGER,
    remote_ip   TEXT,
    remote_port INTEGER,
    transport   TEXT,    -- as printed: TCP, TLS Over TCP
    local_port  INTEGER, -- listen port
    security    INTEGER, -- tls_security
    fields      TEXT
) STRICT;

CREATE TABLE fact_certificate (
    event        INTEGER PRIMARY KEY,
    rule         INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    record       TEXT,
    tod_ms       INTEGER,
    conn_index   INTEGER,
    remote_ip    TEXT,
    remote_port  INTEGER,
    subject      TEXT,
    cipher       TEXT,
    san          TEXT,
    to_process   TEXT,
    from_process TEXT,
    tag          TEXT,
    fields       TEXT
) STRICT;

CREATE TABLE fact_pair (
    event   INTEGER PRIMARY KEY,
    rule    INTEGER NOT NULL,
    source  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    record  TEXT,
    tod_ms  INTEGER,
    what    TEXT NOT NULL, -- assoc, media, ...
    ci      INTEGER,
    ci2     INTEGER,
    process TEXT,
    fields  TEXT
) STRICT;

CREATE TABLE fact_process (
    event   INTEGER PRIMARY KEY,
    rule    INTEGER NOT NULL,
    source  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    record  TEXT,
    tod_ms  INTEGER,
    what    TEXT NOT NULL, -- created, stopping, ci
    process TEXT,    -- Class(node,app,type,instance) or n,a,t,i
    parent  TEXT,
    ci      INTEGER,
    fields  TEXT
) STRICT;

CREATE TABLE fact_log_message (
    event         INTEGER PRIMARY KEY,
    rule          INTEGER NOT NULL,
    source        INTEGER NOT NULL,
    line          INTEGER NOT NULL,
    record        TEXT,
    tod_ms        INTEGER,
    line_or_trunk TEXT,    -- SIPL, SIPT
    ci            INTEGER,
    transport     TEXT,
    direction     TEXT,    -- IN, OUT as printed
    local_ip      TEXT,
    local_port    INTEGER,
    device        TEXT,    -- phone or trunk
    remote_ip     TEXT,
    remote_port   INTEGER,
    tag           TEXT,
    net_tag       INTEGER,
    call_id       TEXT,
    method        TEXT,
    status        INTEGER,
    reason        TEXT,
    fields        TEXT
) STRICT;

CREATE TABLE fact_log_call (
    event          INTEGER PRIMARY KEY,
    rule           INTEGER NOT NULL,
    source         INTEGER NOT NULL,
    line           INTEGER NOT NULL,
    record         TEXT,
    tod_ms         INTEGER,
    what           TEXT NOT NULL, -- SETUP OFFERED RELEASE REJECT SPLIT JOIN
    ci             INTEGER,
    ci2            INTEGER,
    calling        TEXT,
    original       TEXT,
    called         TEXT,
    calling_device TEXT,
    called_device  TEXT,
    cause          INTEGER,
    fields         TEXT
) STRICT;

-- Facts of users' own rules that go into no table of their own.
CREATE TABLE fact_event (
    event  INTEGER PRIMARY KEY,
    rule   INTEGER NOT NULL,
    source INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    record TEXT,
    tod_ms INTEGER,
    fields TEXT
) STRICT;
