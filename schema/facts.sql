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
    app          INTEGER,             -- AppId: 100 CallManager, 200 CTI, 600
                                      -- ILS
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
    cluster_name TEXT,                -- the cluster that its node is found to be
                                      -- of: label, name or GUID
    cluster_address TEXT,             -- of one of its nodes, when it has no name
                                      -- and there are others
    skew_ms      INTEGER NOT NULL DEFAULT 0, -- its node's clock is ahead of the
                                      -- reference node's by this
    place        INTEGER NOT NULL DEFAULT 0, -- from 1: its rank by what it
                                      -- holds, however files were loaded
    first_tod    INTEGER,             -- tod_ms of the first record
    last_tod     INTEGER,             -- and of the last
    first_seq    TEXT,                -- record number of the first record
    last_seq     TEXT,                -- and of the last
    lost         INTEGER NOT NULL DEFAULT 0, -- records that the numbers skip
                                      -- inside, where they skip the most
    lost_from    INTEGER,             -- tod_ms of the record before that place
    lost_to      INTEGER,             -- and of the one behind it
    size         INTEGER,             -- bytes on disk or in the archive
    mtime_ms     INTEGER,             -- of the file or member, ms UTC
    bytes        INTEGER NOT NULL,    -- uncompressed bytes read
    records      INTEGER NOT NULL,    -- records found
    facts        INTEGER NOT NULL,    -- facts stored
    messages     INTEGER NOT NULL,    -- of them: SIP traffic
    bad_times    INTEGER NOT NULL,    -- records with an unreadable time
    hash_hi      INTEGER NOT NULL,    -- XXH3-128 of the uncompressed bytes
    hash_lo      INTEGER NOT NULL,    -- the other half
    cut          INTEGER NOT NULL,    -- 1 when the file ended early
    status       TEXT NOT NULL,       -- ok, cut, not a trace, empty,
                                      -- unreadable, duplicate, contained
    note         TEXT,                -- a sentence for `info`
    first_event  INTEGER,             -- its facts are in first_event..
    last_event   INTEGER,             -- last_event; NULL: there were none
    -- As the file itself says; the columns above are what is known of it
    -- beside the others, made anew with the calls.
    read_node         INTEGER,        -- node
    read_utc_offset_s INTEGER,        -- utc_offset_s
    read_date_from    TEXT,           -- date_from
    read_base_ms      INTEGER,        -- base_ms
    read_status       TEXT,           -- status
    read_note         TEXT,           -- note
    read_facts        INTEGER,        -- facts, before those of records that
                                      -- another file holds too were left out
    compared          INTEGER NOT NULL DEFAULT 0, -- 1: with those before it
    name         TEXT AS (            -- as views and evidence print it
        CASE member WHEN '' THEN file ELSE file || ':' || member END
    ) VIRTUAL
) STRICT;

CREATE INDEX source_file_name ON source_file(file, member);
CREATE INDEX source_file_hash ON source_file(hash_hi, hash_lo);
CREATE INDEX source_file_event ON source_file(last_event);

-- Files without a FileHead that hold the same records as another file.
CREATE TABLE overlap (
    source INTEGER NOT NULL, -- source_file.source
    other  INTEGER NOT NULL, -- source_file.source
    PRIMARY KEY (source, other)
) STRICT, WITHOUT ROWID;

-- One row: how far the work on the facts has come.
CREATE TABLE progress (
    calls_current INTEGER NOT NULL, -- 1: calls were made from these facts
    log_messages  INTEGER NOT NULL  -- messages known only from the call log
) STRICT;
INSERT INTO progress(calls_current, log_messages) VALUES (0, 0);

CREATE TABLE rule (
    rule   INTEGER PRIMARY KEY,        -- its number
    id     TEXT NOT NULL UNIQUE,       -- as in the rule file
    target TEXT NOT NULL,              -- table it feeds; '' for events only
    tried  INTEGER NOT NULL DEFAULT 0, -- records that reached the pattern
    hit    INTEGER NOT NULL DEFAULT 0, -- records that it matched
    over   INTEGER NOT NULL DEFAULT 0  -- matches given up at the limit
) STRICT;

CREATE TABLE fact_message (
    event          INTEGER PRIMARY KEY, -- its number
    rule           INTEGER NOT NULL,    -- rule.rule
    source         INTEGER NOT NULL,    -- source_file.source
    line           INTEGER NOT NULL,    -- of its header
    record         TEXT,                -- trace sequence
    tod_ms         INTEGER,             -- time, local
    direction      TEXT,                -- in, out: as CUCM sees it
    transport      TEXT,                -- as logged: TCP (also for TLS) or UDP
    remote_ip      TEXT,                -- far side
    remote_port    INTEGER,             -- far side
    conn_index     INTEGER,             -- SIP connection; NULL for UDP
    bytes          INTEGER,             -- as printed for incoming messages
    net_tag        INTEGER,             -- N of [N,NET]
    tag_kind       TEXT,                -- NET: traffic; INT: a copy around a
                                        -- script
    method         TEXT,                -- of a request
    status         INTEGER,             -- of a response
    reason         TEXT,                -- of a response
    request_uri    TEXT,                -- of a request
    call_id        TEXT,                -- Call-ID
    cseq           INTEGER,             -- CSeq number
    cseq_method    TEXT,                -- CSeq method
    from_user      TEXT,                -- From URI user
    to_user        TEXT,                -- To URI user
    from_tag       TEXT,                -- From tag
    to_tag         TEXT,                -- To tag
    session_id     TEXT,                -- RFC 7989, sender's half, lower case
    session_remote TEXT,                -- the other half
    user_agent     TEXT,                -- User-Agent or Server
    via_transport  TEXT,                -- of the top Via
    date_ms        INTEGER,             -- Date header, ms UTC
    guid           TEXT,                -- Cisco-Guid, 32 hex digits
    device         TEXT,                -- devicename in Contact
    "join"         TEXT,                -- Join header
    replaces       TEXT,                -- Replaces header
    refer_to       TEXT,                -- Refer-To header
    diversion      TEXT,                -- user;reason of the first Diversion:
                                        -- who forwarded the call last
    cause          INTEGER,             -- Q.850 cause of a Reason header
    refci          INTEGER,             -- x-refci of a recording INVITE
    contact_ip     TEXT,                -- host of Contact
    sdp            TEXT,                -- what the body offers, for people
    srtp_keys      INTEGER,             -- keys for SRTP that the body carries
    fields         TEXT                 -- JSON, the rest
) STRICT;

-- Message texts apart, so that what does not need them does not read them.
CREATE TABLE message_text (
    event INTEGER PRIMARY KEY, -- fact_message.event
    text  TEXT NOT NULL        -- as logged; bytes that are not UTF-8 as \xNN
) STRICT;

CREATE TABLE fact_signal (
    event        INTEGER PRIMARY KEY, -- its number
    rule         INTEGER NOT NULL,    -- rule.rule
    source       INTEGER NOT NULL,    -- source_file.source
    line         INTEGER NOT NULL,    -- of its header
    record       TEXT,                -- trace sequence
    tod_ms       INTEGER,             -- time, local
    name         TEXT,                -- CcSetupReq, DaRes, ...
    type         TEXT,                -- SdlSig, SdlSig-O (to another node), -I
                                      -- (from one)
    state        TEXT,                -- of the receiver before the signal
    to_process   TEXT,                -- Name(node,app,type,instance)
    from_process TEXT,                -- sender
    tag          TEXT,                -- origin of the causal chain
    ci           INTEGER,             -- the leg
    ci2          INTEGER,             -- the other leg that it names
    cause        INTEGER,             -- c.l=1 ... cv=
    device       TEXT,                -- device name
    calling      TEXT,                -- calling number
    called       TEXT,                -- called number
    dialed       TEXT,                -- digits dialled
    pattern      TEXT,                -- that matched
    partition    TEXT,                -- of the pattern
    ip           TEXT,                -- address:port of the party
    call_id      TEXT,                -- Call-ID
    from_tag     TEXT,                -- From tag
    to_tag       TEXT,                -- To tag
    cluster      TEXT,                -- name in fateShareId
    gci          TEXT,                -- global call id, node-number
    process      TEXT,                -- PID in its parameters
    lr           TEXT,    -- last redirecting number: who forwarded the call
    lr_reason    INTEGER, -- why it was forwarded, CUCM's redirect reason
    original     TEXT,    -- originally called number
    original_reason INTEGER, -- why that one was left
    reason       INTEGER, -- of a join or split, CUCM's redirect reason
    fields       TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_da_match (
    event   INTEGER PRIMARY KEY, -- its number
    rule    INTEGER NOT NULL,    -- rule.rule
    source  INTEGER NOT NULL,    -- source_file.source
    line    INTEGER NOT NULL,    -- of its header
    record  TEXT,                -- trace sequence
    tod_ms  INTEGER,             -- time, local
    pi      INTEGER,             -- 2 ordinary, 1 made by the system
    fqcn    TEXT,                -- fully qualified calling number
    calling TEXT,                -- cn
    plv     INTEGER,             -- precedence level
    pss     TEXT,                -- partitions of the search space
    tod_pss TEXT,                -- the same after the time-of-day filter
    dialed  TEXT,                -- dd: digits so far
    dac     INTEGER,             -- as printed
    fields  TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_da_result (
    event          INTEGER PRIMARY KEY, -- its number
    rule           INTEGER NOT NULL,    -- rule.rule
    source         INTEGER NOT NULL,    -- source_file.source
    line           INTEGER NOT NULL,    -- of its header
    record         TEXT,                -- trace sequence
    tod_ms         INTEGER,             -- time, local
    calling_before TEXT,                -- PretransformCallingPartyNumber
    calling        TEXT,                -- CallingPartyNumber
    partition      TEXT,                -- DialingPartition
    pattern        TEXT,                -- DialingPattern
    qualified      TEXT,                -- FullyQualifiedCalledPartyNumber
    potential      TEXT,                -- PotentialMatches
    dialed         TEXT,                -- PretransformDigitString
    collected      TEXT,                -- CollectedDigits
    block          TEXT,                -- RouteBlockFlag
    cause          INTEGER,             -- RouteBlockCause
    pkid           TEXT,                -- CallableEndPointName
    location       TEXT,                -- NetworkLocation: OnNet, OffNet
    fields         TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_da_verdict (
    event     INTEGER PRIMARY KEY, -- its number
    rule      INTEGER NOT NULL,    -- rule.rule
    source    INTEGER NOT NULL,    -- source_file.source
    line      INTEGER NOT NULL,    -- of its header
    record    TEXT,                -- trace sequence
    tod_ms    INTEGER,             -- time, local
    potential TEXT,                -- PotentialMatchesExist,
                                   -- NoPotentialMatchesExist, ...
    fields    TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_da_target (
    event       INTEGER PRIMARY KEY, -- its number
    rule        INTEGER NOT NULL,    -- rule.rule
    source      INTEGER NOT NULL,    -- source_file.source
    line        INTEGER NOT NULL,    -- of its header
    record      TEXT,                -- trace sequence
    tod_ms      INTEGER,             -- time, local
    pattern     TEXT,                -- that matched
    device_type TEXT,                -- cmDeviceType
    process     TEXT,                -- Class(node,app,type,instance)
    ci          INTEGER,             -- of the caller
    sender      TEXT,                -- Cdcc(...)
    fields      TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_device (
    event      INTEGER PRIMARY KEY, -- its number
    rule       INTEGER NOT NULL,    -- rule.rule
    source     INTEGER NOT NULL,    -- source_file.source
    line       INTEGER NOT NULL,    -- of its header
    record     TEXT,                -- trace sequence
    tod_ms     INTEGER,             -- time, local
    what       TEXT,                -- found, remote, pid, call, connection,
                                    -- registered, ring
    name       TEXT,                -- device
    pkid       TEXT,                -- database key
    process    TEXT,                -- n,t,i or n,a,t,i or Class(n,a,t,i) or
                                    -- Class(i)
    type       TEXT,                -- ccmType
    ci         INTEGER,             -- call identifier
    conn_index INTEGER,             -- SIP connection
    ip         TEXT,                -- address
    port       INTEGER,             -- port
    calling    TEXT,                -- as sent out to the device
    called     TEXT,                -- called number
    fields     TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_route (
    event   INTEGER PRIMARY KEY, -- its number
    rule    INTEGER NOT NULL,    -- rule.rule
    source  INTEGER NOT NULL,    -- source_file.source
    line    INTEGER NOT NULL,    -- of its header
    record  TEXT,                -- trace sequence
    tod_ms  INTEGER,             -- time, local
    what    TEXT,                -- list, group, member, branch
    name    TEXT,                -- device name
    pkid    TEXT,                -- database key
    process TEXT,                -- as printed
    ci      INTEGER,             -- call identifier
    branch  INTEGER,             -- branch of the fork
    fields  TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_connection (
    event       INTEGER PRIMARY KEY, -- its number
    rule        INTEGER NOT NULL,    -- rule.rule
    source      INTEGER NOT NULL,    -- source_file.source
    line        INTEGER NOT NULL,    -- of its header
    record      TEXT,                -- trace sequence
    tod_ms      INTEGER,             -- time, local
    what        TEXT,                -- asked, created, accepted, incoming,
                                     -- seen, closed, reset
    conn_index  INTEGER,             -- SIP connection
    remote_ip   TEXT,                -- far side
    remote_port INTEGER,             -- far side
    transport   TEXT,                -- as printed: TCP, TLS Over TCP
    local_port  INTEGER,             -- listen port
    security    INTEGER,             -- tls_security
    fields      TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_certificate (
    event        INTEGER PRIMARY KEY, -- its number
    rule         INTEGER NOT NULL,    -- rule.rule
    source       INTEGER NOT NULL,    -- source_file.source
    line         INTEGER NOT NULL,    -- of its header
    record       TEXT,                -- trace sequence
    tod_ms       INTEGER,             -- time, local
    conn_index   INTEGER,             -- SIP connection
    remote_ip    TEXT,                -- far side
    remote_port  INTEGER,             -- far side
    subject      TEXT,                -- peer's certificate
    cipher       TEXT,                -- OpenSSL's name
    san          TEXT,                -- alternative names
    to_process   TEXT,                -- receiver
    from_process TEXT,                -- sender
    tag          TEXT,                -- causal chain
    fields       TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_tls_error (
    event       INTEGER PRIMARY KEY, -- its number
    rule        INTEGER NOT NULL,    -- rule.rule
    source      INTEGER NOT NULL,    -- source_file.source
    line        INTEGER NOT NULL,    -- of its header
    record      TEXT,                -- trace sequence
    tod_ms      INTEGER,             -- time, local
    what        TEXT,                -- verify, protocol, name, refused
    code        INTEGER,             -- OpenSSL's; refused: reason of the alarm
    text        TEXT,                -- as printed beside the code
    remote_ip   TEXT,                -- far side
    remote_port INTEGER,             -- far side
    process     TEXT,                -- that reports it
    received    TEXT,                -- name: what the certificate has
    expected    TEXT,                -- and what it should have
    device      TEXT,                -- phone or trunk
    device_type INTEGER,             -- CUCM's number; 131 is a SIP trunk
    fields      TEXT                 -- JSON, the rest
) STRICT;

-- What else than traces tells of TLS. A source is a capture, a certificate file,
-- or a text of the command line.
CREATE TABLE wire_handshake (
    handshake    INTEGER PRIMARY KEY, -- from 1
    source       INTEGER NOT NULL,    -- source_file.source
    at_ms        INTEGER,             -- ClientHello, ms UTC
    end_ms       INTEGER,             -- last packet of the connection
    client_ip    TEXT NOT NULL,       -- who connected
    client_port  INTEGER NOT NULL,    -- who connected
    server_ip    TEXT NOT NULL,       -- to whom
    server_port  INTEGER NOT NULL,    -- to whom
    version      TEXT,                -- that the server chose: TLS 1.2
    cipher       INTEGER,             -- number in the IANA registry
    sni          TEXT,                -- name that the client asked for
    hello        INTEGER NOT NULL,    -- 1: a ClientHello was seen
    resumed      INTEGER NOT NULL,    -- 1: a session goes on, no certificates
    requested    INTEGER NOT NULL,    -- 1: a client certificate was asked for
    finished     INTEGER NOT NULL,    -- 1: both sides encrypt
    lost         INTEGER NOT NULL,    -- 1: not all of it was captured
    alert        INTEGER,             -- the first one in clear
    alert_fatal  INTEGER NOT NULL,    -- 1: it ended the connection
    alert_server INTEGER NOT NULL     -- 1: the server sent it, 0: the client
) STRICT;
CREATE TABLE wire_certificate (
    certificate   INTEGER PRIMARY KEY, -- from 1
    source        INTEGER NOT NULL,    -- source_file.source
    line          INTEGER,             -- of a text
    "where"       TEXT NOT NULL,       -- wire, own, trust, file
    handshake     INTEGER,             -- wire: wire_handshake.handshake
    server        INTEGER NOT NULL,    -- wire: 1: the server sent it
    place         INTEGER NOT NULL,    -- wire: in the chain, 0 = the sender's
    unit          TEXT,                -- own, trust: CallManager
    serial        TEXT,                -- hexadecimal
    subject       TEXT,                -- as printed there
    issuer        TEXT,                -- as printed there
    san           TEXT,                -- DNS:a, IP:b
    not_before_ms INTEGER,             -- own, trust: the wall clock
    not_after_ms  INTEGER,             -- own, trust: the wall clock
    "key"         TEXT,                -- RSA, EC
    bits          INTEGER,             -- of the key
    signature     TEXT,                -- algorithm
    usage         TEXT,                -- extended key usage
    sha256        TEXT                 -- of its DER form
) STRICT;
CREATE TABLE wire_flow (
    source    INTEGER NOT NULL, -- source_file.source
    line      INTEGER,          -- of its first packet
    "from"    TEXT NOT NULL,    -- end that sent first, host.port
    "to"      TEXT NOT NULL,    -- the other one
    first_tod INTEGER,          -- local time of day, ms
    last_tod  INTEGER,          -- local time of day, ms
    packets   INTEGER NOT NULL, -- in both directions
    bytes     INTEGER NOT NULL  -- in both directions
) STRICT;

CREATE TABLE fact_pair (
    event   INTEGER PRIMARY KEY, -- its number
    rule    INTEGER NOT NULL,    -- rule.rule
    source  INTEGER NOT NULL,    -- source_file.source
    line    INTEGER NOT NULL,    -- of its header
    record  TEXT,                -- trace sequence
    tod_ms  INTEGER,             -- time, local
    what    TEXT,                -- assoc, media, ...
    ci      INTEGER,             -- call identifier
    ci2     INTEGER,             -- the other leg
    process TEXT,                -- as printed
    fields  TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_process (
    event   INTEGER PRIMARY KEY, -- its number
    rule    INTEGER NOT NULL,    -- rule.rule
    source  INTEGER NOT NULL,    -- source_file.source
    line    INTEGER NOT NULL,    -- of its header
    record  TEXT,                -- trace sequence
    tod_ms  INTEGER,             -- time, local
    what    TEXT,                -- created, stopping, ci
    process TEXT,                -- Class(node,app,type,instance) or n,a,t,i
    parent  TEXT,                -- process that made it
    ci      INTEGER,             -- call identifier
    fields  TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_log_message (
    event         INTEGER PRIMARY KEY, -- its number
    rule          INTEGER NOT NULL,    -- rule.rule
    source        INTEGER NOT NULL,    -- source_file.source
    line          INTEGER NOT NULL,    -- of its header
    record        TEXT,                -- trace sequence
    tod_ms        INTEGER,             -- time, local
    line_or_trunk TEXT,                -- SIPL, SIPT
    ci            INTEGER,             -- call identifier
    transport     TEXT,                -- TCP, UDP
    direction     TEXT,                -- IN, OUT as printed
    local_ip      TEXT,                -- node
    local_port    INTEGER,             -- node
    device        TEXT,                -- phone or trunk
    remote_ip     TEXT,                -- far side
    remote_port   INTEGER,             -- far side
    tag           TEXT,                -- causal chain
    net_tag       INTEGER,             -- N of [N,NET]
    call_id       TEXT,                -- Call-ID
    method        TEXT,                -- of a request
    status        INTEGER,             -- of a response
    reason        TEXT,                -- of a response
    fields        TEXT                 -- JSON, the rest
) STRICT;

CREATE TABLE fact_log_call (
    event          INTEGER PRIMARY KEY, -- its number
    rule           INTEGER NOT NULL,    -- rule.rule
    source         INTEGER NOT NULL,    -- source_file.source
    line           INTEGER NOT NULL,    -- of its header
    record         TEXT,                -- trace sequence
    tod_ms         INTEGER,             -- time, local
    what           TEXT,                -- SETUP OFFERED RELEASE REJECT SPLIT
                                        -- JOIN
    ci             INTEGER,             -- call identifier
    ci2            INTEGER,             -- the other leg
    calling        TEXT,                -- calling number
    original       TEXT,                -- called at first
    called         TEXT,                -- called number
    calling_device TEXT,                -- phone or trunk
    called_device  TEXT,                -- phone or trunk
    cause          INTEGER,             -- Q.850
    fields         TEXT                 -- JSON, the rest
) STRICT;

-- Messages of protocols other than SIP, and lines that say whose they are.
CREATE TABLE fact_protocol_message (
    event          INTEGER PRIMARY KEY, -- its number
    rule           INTEGER NOT NULL,    -- rule.rule
    source         INTEGER NOT NULL,    -- source_file.source
    line           INTEGER NOT NULL,    -- of its header
    record         TEXT,                -- trace sequence
    tod_ms         INTEGER,             -- time, local
    what           TEXT,                -- message; channel: D-channel of the
                                        -- messages of this signal; sender:
                                        -- process that sent it; device: of a
                                        -- phone's process
    protocol       TEXT,                -- MGCP, Q.931, H.225, SCCP
    direction      TEXT,                -- in, out: as CUCM sees it
    name           TEXT,                -- SETUP; CRCX; 200 OK; OffHook
    status         INTEGER,             -- of an MGCP response
    reason         TEXT,                -- its words
    device         TEXT,                -- endpoint or phone, when it says
    remote_ip      TEXT,                -- far side, when it says
    ref            TEXT,                -- call reference, MGCP call id
    cause          INTEGER,             -- Q.850
    ci             INTEGER,             -- leg that it names
    transaction_id TEXT,                -- of MGCP
    dchannel       TEXT,                -- of Q.931: its number
    address        TEXT,                -- of the gateway, hexadecimal with the
                                        -- last octet first
    instance       INTEGER,             -- of the phone's process (SCCP), or
                                        -- its TCP handle in old releases
    call_state     INTEGER,             -- of SCCP, Q.931
    to_process     TEXT,                -- receiver of the signal
    from_process   TEXT,                -- sender
    calling        TEXT,                -- calling number
    called         TEXT,                -- called number
    detail         TEXT,                -- what people look for
    text           TEXT,                -- octets or text, as logged
    fields         TEXT                 -- JSON, the rest
) STRICT;

-- Call detail records (CDR) and call management records (CMR).
CREATE TABLE fact_cdr (
    event            INTEGER PRIMARY KEY, -- its number
    rule             INTEGER NOT NULL,    -- rule.rule
    source           INTEGER NOT NULL,    -- source_file.source
    line             INTEGER NOT NULL,    -- of its header
    record           TEXT,                -- trace sequence
    tod_ms           INTEGER,             -- time, local
    what             TEXT,                -- CDR, CMR
    gci              TEXT,                -- global call id, node-number
    cluster          TEXT,                -- globalCallId_ClusterID
    ci               INTEGER,             -- calling leg; of a CMR: its leg
    ci2              INTEGER,             -- called leg
    origination_s    INTEGER,             -- s since 1970 UTC; CMR: written
    connect_s        INTEGER,             -- answer; 0 = never
    disconnect_s     INTEGER,             -- release
    duration_s       INTEGER,             -- from answer to release, s
    calling          TEXT,                -- calling number; CMR: of the leg
    original         TEXT,                -- called at first
    called           TEXT,                -- called in the end
    redirecting      TEXT,                -- who redirected last
    calling_device   TEXT,                -- phone or trunk
    called_device    TEXT,                -- phone or trunk
    calling_ip       TEXT,                -- of that device
    called_ip        TEXT,                -- of that device
    calling_cause    INTEGER,             -- as stored, unsigned
    called_cause     INTEGER,             -- as stored, unsigned
    original_reason  INTEGER,             -- why the first number was left
    last_reason      INTEGER,             -- why the last one was
    original_by      INTEGER,             -- on whose behalf: on_behalf_of
    last_by          INTEGER,             -- on whose behalf
    calling_ended_by INTEGER,             -- on whose behalf
    called_ended_by  INTEGER,             -- on whose behalf
    join_by          INTEGER,             -- on whose behalf
    calling_codec    INTEGER,             -- payload capability
    called_codec     INTEGER,             -- payload capability
    incoming_ref     TEXT,                -- protocol call reference
    outgoing_ref     TEXT,                -- Cisco-Guid as 32 hex digits
    pattern          TEXT,                -- of the called number
    hunt_pilot       TEXT,                -- its number
    calling_session  TEXT,                -- device session id
    called_session   TEXT,                -- device session id
    pkid             TEXT,                -- of the record
    packets_sent     INTEGER,             -- CMR: by this leg's phone
    packets_received INTEGER,             -- CMR
    packets_lost     INTEGER,             -- CMR
    jitter_ms        INTEGER,             -- CMR
    latency_ms       INTEGER,             -- CMR
    quality          TEXT,                -- CMR: varVQMetrics
    mos              TEXT,                -- CMR: MLQK of it
    text             TEXT,                -- the row
    fields           TEXT                 -- JSON, the rest
) STRICT;

-- Files that the collection tool says it collected.
CREATE TABLE fact_collected (
    event    INTEGER PRIMARY KEY, -- its number
    rule     INTEGER NOT NULL,    -- rule.rule
    source   INTEGER NOT NULL,    -- source_file.source; its address: the node
    line     INTEGER NOT NULL,    -- of its header
    record   TEXT,                -- NULL
    tod_ms   INTEGER,             -- NULL
    path     TEXT,                -- on the node
    name     TEXT,                -- the file's, without .gz or .gzo
    modified TEXT,                -- as printed, with a zone
    size     INTEGER,             -- bytes
    fields   TEXT                 -- JSON, the rest
) STRICT;

-- Facts of users' own rules that go into no table of their own.
CREATE TABLE fact_event (
    event  INTEGER PRIMARY KEY, -- its number
    rule   INTEGER NOT NULL,    -- rule.rule
    source INTEGER NOT NULL,    -- source_file.source
    line   INTEGER NOT NULL,    -- of its header
    record TEXT,                -- trace sequence
    tod_ms INTEGER,             -- time, local
    fields TEXT                 -- JSON, the rest
) STRICT;
