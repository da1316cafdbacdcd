-- Calls: what the correlator makes of the facts. All of it can be thrown away
-- and made again. Indexes are made after the rows (store_end_calls).
--
-- A time is three columns: *_ms (ms since 1970 UTC, NULL without a date),
-- *_tod (ms since the midnight that began the source's first day, local) and
-- *_offset_s (seconds east of UTC, NULL when unknown).
-- Evidence is event (a fact), source, line and record as in facts.sql.

CREATE TABLE call_row (
    call              INTEGER PRIMARY KEY, -- from 1, by start
    start_ms          INTEGER,             -- first event
    start_tod         INTEGER,             -- local
    start_offset_s    INTEGER,             -- of local time
    answered_ms       INTEGER,             -- NULL: never, or not in the traces
    answered_tod      INTEGER,             -- local
    answered_offset_s INTEGER,             -- of local time
    end_ms            INTEGER,             -- release
    end_tod           INTEGER,             -- local
    end_offset_s      INTEGER,             -- of local time
    clock_node        TEXT,                -- whose clock tells these times;
    clock_cluster     TEXT,                -- NULL: all are of one node
    duration_ms       INTEGER,             -- from answer to release
    setup_ms          INTEGER,             -- first event to first ringing
    calling           TEXT,                -- number or URI user
    dialed            TEXT,                -- as dialled
    called            TEXT,                -- after translation
    calling_device    TEXT,                -- phone or trunk
    called_device     TEXT,                -- phone or trunk
    outcome           TEXT NOT NULL,       -- answered, busy, no-answer, ...
    sip_status        INTEGER,             -- that decided the outcome
    cause             INTEGER,             -- Q.850, or CUCM's own (cucm_cause)
    cause_text        TEXT,                -- NULL: the name in q850
    released_by       TEXT                 -- calling, called, system
) STRICT;

-- What a call went through, in the order in which it is to be shown.
CREATE TABLE call_list (
    call   INTEGER NOT NULL, -- call_row.call
    what   TEXT NOT NULL,    -- trunk, peer, transport, node, cluster, tls
    n      INTEGER NOT NULL, -- place in the list, from 0
    value  TEXT NOT NULL,    -- the name, address or number; tls: the CN
    value2 TEXT,             -- tls: the cipher
    PRIMARY KEY (call, what, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE leg_row (
    leg               INTEGER PRIMARY KEY, -- from 1
    call              INTEGER NOT NULL,    -- call_row.call
    role              TEXT,                -- calling, called
    purpose           TEXT NOT NULL,       -- recording, media, ...; '' = party
    ci                INTEGER,             -- CUCM's call identifier
    cluster           TEXT,                -- as `calls` prints it
    node              TEXT,                -- number, or host without one
    call_id           TEXT,                -- SIP Call-ID
    session_id        TEXT,                -- RFC 7989, lower case
    device            TEXT,                -- phone or trunk
    number            TEXT,                -- of the party
    ip                TEXT,                -- of the device
    start_ms          INTEGER,             -- first event
    start_tod         INTEGER,             -- local
    start_offset_s    INTEGER,             -- of local time
    answered_ms       INTEGER,             -- answer
    answered_tod      INTEGER,             -- local
    answered_offset_s INTEGER,             -- of local time
    end_ms            INTEGER,             -- release
    end_tod           INTEGER,             -- local
    end_offset_s      INTEGER,             -- of local time
    cause             INTEGER              -- of the release
) STRICT;

-- Why two legs are one call.
CREATE TABLE link_row (
    link     INTEGER PRIMARY KEY, -- in the order found
    call     INTEGER NOT NULL,    -- call_row.call
    from_leg INTEGER,             -- leg_row.leg
    to_leg   INTEGER,             -- leg_row.leg
    "by"     TEXT NOT NULL,       -- digit analysis, assoc, join header, ...
    sure     TEXT NOT NULL,       -- exact, inferred
    event    INTEGER,             -- evidence
    source   INTEGER,             -- its source
    line     INTEGER,             -- its line
    record   TEXT                 -- its record
) STRICT;

-- The path of a call.
CREATE TABLE step_row (
    call        INTEGER NOT NULL, -- call_row.call
    n           INTEGER NOT NULL, -- from 1
    kind        TEXT NOT NULL,    -- extension, digit_analysis, trunk, ...
    label       TEXT,             -- for people
    at_ms       INTEGER,          -- when
    at_tod      INTEGER,          -- local
    at_offset_s INTEGER,          -- of local time
    node        TEXT,             -- number or host
    sure        TEXT NOT NULL,    -- exact, inferred
    detail      TEXT NOT NULL,    -- JSON: further keys, in their order
    PRIMARY KEY (call, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_evidence (
    call   INTEGER NOT NULL, -- step_row.call
    n      INTEGER NOT NULL, -- step_row.n
    i      INTEGER NOT NULL, -- from 0
    event  INTEGER,          -- evidence
    source INTEGER,          -- its source
    line   INTEGER,          -- its line
    record TEXT,             -- its record
    PRIMARY KEY (call, n, i)
) STRICT, WITHOUT ROWID;

-- A connection from open to close; its index may be used again later.
CREATE TABLE connection_row (
    connection         INTEGER PRIMARY KEY, -- from 1
    first_source       INTEGER,             -- where it was first seen
    node               TEXT,                -- number or host
    cluster            TEXT,                -- as `calls` prints it
    direction          TEXT,                -- outgoing, incoming
    local_ip           TEXT,                -- of the node
    local_port         INTEGER,             -- of the node
    remote_ip          TEXT,                -- of the far side
    remote_port        INTEGER,             -- of the far side
    transport          TEXT,                -- UDP TCP TLS
    conn_index         INTEGER,             -- CUCM's; NULL for UDP
    seen_ms            INTEGER,             -- first line that shows it
    seen_tod           INTEGER,             -- local
    seen_offset_s      INTEGER,             -- of local time
    last_ms            INTEGER,             -- last line that shows it
    last_tod           INTEGER,             -- local
    last_offset_s      INTEGER,             -- of local time
    plain              INTEGER NOT NULL,    -- 1: the traces say: no TLS
    heard              INTEGER NOT NULL,    -- 1: something came in on it
    srtp               INTEGER NOT NULL,    -- 1: keys for SRTP went over it
    opened_ms          INTEGER,             -- set-up
    opened_tod         INTEGER,             -- local
    opened_offset_s    INTEGER,             -- of local time
    handshake_ms       INTEGER,             -- certificate seen
    handshake_tod      INTEGER,             -- local
    handshake_offset_s INTEGER,             -- of local time
    closed_ms          INTEGER,             -- close
    closed_tod         INTEGER,             -- local
    closed_offset_s    INTEGER,             -- of local time
    subject            TEXT,                -- of the peer's certificate
    cn                 TEXT,                -- common name in it
    san                TEXT,                -- alternative names
    cipher             TEXT,                -- OpenSSL's name
    cipher_iana        TEXT,                -- NULL: as table cipher has it
    protocol           TEXT,                -- the same
    grade              TEXT,                -- the same
    event              INTEGER,             -- evidence
    source             INTEGER,             -- its source
    line               INTEGER,             -- its line
    record             TEXT                 -- its record
) STRICT;

-- What lines say of a connection's security beside the certificate.
CREATE TABLE connection_event (
    connection  INTEGER NOT NULL, -- connection_row.connection
    n           INTEGER NOT NULL, -- in the order in which they came, from 0
    kind        TEXT NOT NULL,    -- keys, fallback, verify, protocol, name,
                                  -- refused
    call        INTEGER,          -- call_row.call that it is about
    code        INTEGER,          -- OpenSSL's, or of the alarm
    text        TEXT,             -- as printed; name: in the certificate
    other       TEXT,             -- name: that was expected
    at_ms       INTEGER,          -- when
    at_tod      INTEGER,          -- local
    at_offset_s INTEGER,          -- of local time
    event       INTEGER,          -- evidence
    source      INTEGER,          -- its source
    line        INTEGER,          -- its line
    record      TEXT,             -- its record
    PRIMARY KEY (connection, n)
) STRICT, WITHOUT ROWID;

-- Trunks, or phones' devices, that a connection serves.
CREATE TABLE connection_trunk (
    connection INTEGER NOT NULL, -- connection_row.connection
    n          INTEGER NOT NULL, -- place in the list, from 0
    trunk      TEXT NOT NULL,    -- device name, or process without one
    PRIMARY KEY (connection, n)
) STRICT, WITHOUT ROWID;

-- Which calls a connection carried.
CREATE TABLE connection_call_row (
    connection INTEGER NOT NULL, -- connection_row.connection
    call       INTEGER NOT NULL, -- call_row.call
    PRIMARY KEY (connection, call)
) STRICT, WITHOUT ROWID;

-- Digit analyses: match, results block and target put together.
CREATE TABLE da_row (
    da          INTEGER PRIMARY KEY, -- in the order found
    call        INTEGER,             -- NULL: belongs to no call
    ci          INTEGER,             -- of the caller
    at_ms       INTEGER,             -- when
    at_tod      INTEGER,             -- local
    at_offset_s INTEGER,             -- of local time
    node        TEXT,                -- number or host
    calling     TEXT,                -- who asked
    dialed      TEXT,                -- digits asked for
    css         TEXT,                -- partitions searched
    partition   TEXT,                -- of the pattern
    pattern     TEXT,                -- that matched
    called      TEXT,                -- after its transformations
    result      TEXT NOT NULL,       -- match, none, blocked, partial, unknown
    cause       INTEGER,             -- of a block
    device      TEXT,                -- target
    process     TEXT,                -- target's process
    sure        TEXT NOT NULL,       -- how it is tied to the call
    event       INTEGER,             -- evidence
    source      INTEGER,             -- its source
    line        INTEGER,             -- its line
    record      TEXT                 -- its record
) STRICT;

-- What a ladder shows beside the messages.
CREATE TABLE clock_row (
    node         TEXT,    -- number or host
    cluster      TEXT,
    host         TEXT,
    address      TEXT,    -- when it has neither cluster nor host
    against      TEXT,    -- node that its clock was compared with
    against_cluster TEXT,
    against_host TEXT,
    against_address TEXT,
    via          TEXT,    -- node it was measured against, when another
    via_cluster  TEXT,
    offset_ms    INTEGER NOT NULL, -- ahead of the reference node
    error_ms     INTEGER, -- at most; NULL: only one direction was seen
    received     INTEGER NOT NULL, -- signals and messages from that node
    sent         INTEGER NOT NULL  -- and to it
) STRICT;

CREATE TABLE note_row (
    note        INTEGER PRIMARY KEY, -- in the order found
    call        INTEGER NOT NULL,    -- call_row.call
    topic       TEXT NOT NULL,       -- da, route, trunk, connection, tls, gap
    text        TEXT NOT NULL,       -- one line
    at_ms       INTEGER,             -- when
    at_tod      INTEGER,             -- local
    at_offset_s INTEGER,             -- of local time
    node        TEXT,                -- number or host
    bad         INTEGER NOT NULL,    -- 1: a failure
    sure        TEXT NOT NULL,       -- exact, inferred
    purpose     TEXT NOT NULL,       -- of the leg it is about, as in leg_row
    event       INTEGER,             -- evidence
    source      INTEGER,             -- its source
    line        INTEGER,             -- its line
    record      TEXT                 -- its record
) STRICT;

-- What a fact belongs to.
CREATE TABLE owner (
    event      INTEGER PRIMARY KEY, -- of any fact table
    call       INTEGER,             -- call_row.call
    leg        INTEGER,             -- leg_row.leg
    connection INTEGER              -- connection_row.connection
) STRICT;

-- What the messages of other protocols do not say themselves.
CREATE TABLE protocol_row (
    event     INTEGER PRIMARY KEY, -- fact_protocol_message.event
    answers   TEXT,                -- command that a response answers
    remote_ip TEXT,                -- of the gateway
    device    TEXT,                -- phone or gateway
    sure      TEXT NOT NULL        -- how it is tied to its call
) STRICT;

-- Call records that were compared with the call they are of.
CREATE TABLE cdr_row (
    event      INTEGER PRIMARY KEY, -- fact_cdr.event
    alone      INTEGER NOT NULL,    -- 1: the call is known only from it
    difference TEXT                 -- what it says otherwise; NULL: nothing
) STRICT;

-- Calllog messages that no trace file has: rows of the view message.
CREATE TABLE log_only (
    event INTEGER PRIMARY KEY -- fact_log_message.event
) STRICT;

-- Stretches of time that the traces do not cover.
CREATE TABLE gap_row (
    gap         INTEGER PRIMARY KEY, -- in the order found
    node        TEXT,                -- number or host
    from_ms     INTEGER,             -- last record before it
    to_ms       INTEGER,             -- first record after it
    after_file  TEXT,                -- file before the gap
    before_file TEXT,                -- file behind it
    reason      TEXT,                -- a sentence: what is missing, and how
                                     -- that is known
    call        INTEGER,             -- call_row.call that needs it; NULL: any
    kind        TEXT,                -- files, hole, calllog, node, cluster,
                                     -- start, end
    cluster     TEXT,                -- the node's: label, name or GUID
    collect     TEXT                 -- names of the files that would fill it
) STRICT;

-- What went wrong with a call.
CREATE TABLE finding_row (
    finding INTEGER PRIMARY KEY, -- in the order found
    call    INTEGER NOT NULL,    -- call_row.call
    leg     INTEGER,             -- leg_row.leg
    id      TEXT NOT NULL,       -- stable name: no-route
    verdict TEXT NOT NULL,       -- established, likely, possible, ...
    text    TEXT NOT NULL,       -- a sentence
    next    TEXT,                -- what to check
    event   INTEGER,             -- evidence
    source  INTEGER,             -- its source
    line    INTEGER,             -- its line
    record  TEXT                 -- its record
) STRICT;
