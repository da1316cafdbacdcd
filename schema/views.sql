-- The views that users and scripts rely on: names, columns and their order are
-- fixed; new columns go to the end. Views whose names begin with '_' are for
-- the program itself.
--
-- Times (*_ms) are ms since 1970 UTC. file, line and record say where it
-- stands in the traces: "FILE" or "ARCHIVE:MEMBER", the line in the
-- uncompressed file, the trace sequence.
--
-- Two more are made when the tables are known (store_put_views): `event`, and
-- for each table of a user's own rules a view of its name; also `_fact_NAME`,
-- the non-NULL columns of each fact as JSON.

-- One row a file or member of an archive.
CREATE VIEW source AS
SELECT s.file, s.member, s.kind, s.node, s.host, s.cluster, s.version,
       s.utc_offset_s, s.date_from,
       s.base_ms + s.first_tod AS first_ms, s.base_ms + s.last_tod AS last_ms,
       s.bytes, s.records, s.status, s.note
  FROM source_file s;

CREATE VIEW call AS
SELECT c.call, c.start_ms, c.answered_ms, c.end_ms, c.calling, c.dialed,
       c.called, c.calling_device, c.called_device, c.outcome, c.sip_status,
       c.cause, c.released_by
  FROM call_row c;

CREATE VIEW leg AS
SELECT l.call, l.leg, l.role, l.ci, l.cluster, l.node, l.call_id, l.session_id,
       l.device, l.number, l.start_ms, l.answered_ms, l.end_ms, l.cause,
       l.purpose, l.ip,
       (SELECT c.packets_lost FROM owner o JOIN fact_cdr c ON c.event = o.event
         WHERE o.call = l.call AND o.leg = l.leg AND c.what = 'CMR')
           AS packets_lost,
       (SELECT c.jitter_ms FROM owner o JOIN fact_cdr c ON c.event = o.event
         WHERE o.call = l.call AND o.leg = l.leg AND c.what = 'CMR')
           AS jitter_ms,
       (SELECT c.latency_ms FROM owner o JOIN fact_cdr c ON c.event = o.event
         WHERE o.call = l.call AND o.leg = l.leg AND c.what = 'CMR')
           AS latency_ms,
       (SELECT c.mos FROM owner o JOIN fact_cdr c ON c.event = o.event
         WHERE o.call = l.call AND o.leg = l.leg AND c.what = 'CMR') AS mos
  FROM leg_row l;

-- Why two legs are one call.
CREATE VIEW link AS
SELECT l.call, l.from_leg, l.to_leg, l."by", l.sure, s.name AS file, l.line,
       l.record
  FROM link_row l
  LEFT JOIN source_file s ON s.source = l.source;

-- The path; file, line and record are those of the first evidence.
CREATE VIEW step AS
SELECT t.call, t.n, t.kind, t.label, t.node, t.at_ms, t.sure, t.detail,
       s.name AS file, v.line, v.record
  FROM step_row t
  LEFT JOIN step_evidence v ON v.call = t.call AND v.n = t.n AND v.i = 0
  LEFT JOIN source_file s ON s.source = v.source;

-- SIP messages as ladders need them: those of the trace files (without the
-- copies that CUCM prints around a script), then those that only the call log
-- has. A message that no leg owns has its CI in CUCM's own tag:
-- N~UUID-CI, where the UUID has 36 characters.
CREATE VIEW _message AS
SELECT m.event, m.source, o.call, o.leg, o.connection,
       s.base_ms + m.tod_ms AS at_ms, m.tod_ms, s.utc_offset_s,
       CAST(CASE s.kind WHEN 'ios' THEN coalesce(s.host, 'gateway')
           ELSE coalesce(s.node, l.node, c.node, s.host) END AS TEXT) AS node,
       s.host, s.address,
       coalesce(s.cluster, s.cluster_name, l.cluster) AS cluster,
       m.direction,
       CASE c.transport WHEN 'TLS' THEN 'TLS' ELSE m.transport END AS transport,
       coalesce(c.local_ip, s.address) AS local_ip, c.local_port,
       m.remote_ip, m.remote_port, m.conn_index, m.net_tag, m.method, m.status,
       m.reason, m.call_id, m.cseq, m.cseq_method, m.from_user, m.to_user,
       m.from_tag, m.to_tag,
       coalesce(l.ci,
           CASE (m.direction = 'out') = (m.method IS NOT NULL)
           WHEN 1 THEN
               CASE WHEN m.from_tag GLOB '[0-9]*~*-[0-9]*' THEN
                   CAST(substr(m.from_tag, instr(m.from_tag, '~') + 38)
                       AS INTEGER)
               END
           ELSE
               CASE WHEN m.to_tag GLOB '[0-9]*~*-[0-9]*' THEN
                   CAST(substr(m.to_tag, instr(m.to_tag, '~') + 38)
                       AS INTEGER)
               END
           END) AS ci,
       m.session_id, m.user_agent,
       -- a phone that a cluster or a gateway names is not its own
       coalesce(l.device, CASE WHEN s.kind <> 'ios' AND m.direction = 'in'
                AND coalesce(m.user_agent, '') NOT LIKE '%CUCM%'
                THEN m.device END,
           (SELECT t.trunk FROM connection_trunk t
             WHERE t.connection = o.connection AND t.n = 0)) AS device,
       x.text, s.name AS file, m.line, m.record, m.sdp, l.purpose,
       0 AS from_calllog, s.skew_ms, s.place
  FROM fact_message m
  JOIN source_file s ON s.source = m.source
  LEFT JOIN owner o ON o.event = m.event
  LEFT JOIN leg_row l ON l.leg = o.leg
  LEFT JOIN connection_row c ON c.connection = o.connection
  LEFT JOIN message_text x ON x.event = m.event
 WHERE m.tag_kind IS NOT 'INT'
UNION ALL
SELECT m.event, m.source, o.call, o.leg, o.connection,
       s.base_ms + m.tod_ms, m.tod_ms, s.utc_offset_s,
       CAST(coalesce(s.node, l.node, c.node, s.host) AS TEXT),
       s.host, s.address, coalesce(s.cluster, s.cluster_name, l.cluster),
       lower(m.direction),
       CASE c.transport WHEN 'TLS' THEN 'TLS' ELSE m.transport END,
       m.local_ip, m.local_port, m.remote_ip, m.remote_port, NULL, m.net_tag,
       m.method, m.status, m.reason, m.call_id, NULL, NULL, NULL, NULL, NULL,
       NULL, coalesce(m.ci, l.ci), NULL, NULL, coalesce(m.device, l.device),
       NULL, s.name, m.line, m.record, NULL, l.purpose, 1, s.skew_ms,
       s.place
  FROM log_only g
  JOIN fact_log_message m ON m.event = g.event
  JOIN source_file s ON s.source = m.source
  LEFT JOIN owner o ON o.event = g.event
  LEFT JOIN leg_row l ON l.leg = o.leg
  LEFT JOIN connection_row c ON c.connection = o.connection;

-- text is NULL for what only the call log has.
CREATE VIEW message AS
SELECT m.event AS message, m.call, m.leg, m.at_ms, m.node, m.cluster,
       m.direction, m.transport, m.local_ip, m.local_port, m.remote_ip,
       m.remote_port, m.conn_index, m.net_tag, m.method, m.status, m.reason,
       m.call_id, m.cseq, m.cseq_method, m.from_user, m.to_user, m.from_tag,
       m.to_tag, m.ci, m.session_id, m.user_agent, m.device, m.text, m.file,
       m.line, m.record
  FROM _message m;

-- Connections; what the cipher's name fixes comes from the table cipher.
CREATE VIEW _connection AS
SELECT c.connection, c.first_source, c.node, c.cluster, c.direction,
       c.local_ip, c.local_port, c.remote_ip, c.remote_port, c.transport,
       c.conn_index, c.seen_ms, c.seen_tod, c.seen_offset_s, c.last_ms,
       c.last_tod, c.last_offset_s, c.plain, c.heard, c.srtp, c.opened_ms,
       c.opened_tod, c.opened_offset_s,
       c.handshake_ms, c.handshake_tod, c.handshake_offset_s, c.closed_ms,
       c.closed_tod, c.closed_offset_s, c.subject, c.cn, c.san, c.cipher,
       coalesce(c.cipher_iana, k.iana) AS cipher_iana,
       coalesce(c.protocol, k.protocol) AS protocol,
       coalesce(c.grade, k.grade,
           CASE WHEN c.plain AND c.srtp THEN 'critical'
           WHEN c.plain THEN 'plaintext'
           ELSE 'unknown' END) AS grade,
       c.event, c.source, c.line, c.record
  FROM connection_row c
  LEFT JOIN cipher k ON k.name = c.cipher;

-- grade is the cipher's, by the newest standards; `tls` also looks at version
-- and certificate where a capture shows them, and grades by any day.
CREATE VIEW connection AS
SELECT c.connection, c.node, c.cluster, c.direction, c.local_ip, c.remote_ip,
       c.remote_port, c.transport, c.conn_index, c.opened_ms, c.handshake_ms,
       c.closed_ms, c.subject, c.cn, c.san, c.cipher, c.grade, s.name AS file,
       c.line, c.record, c.cipher_iana, c.protocol
  FROM _connection c
  LEFT JOIN source_file s ON s.source = c.source;

-- TLS handshakes in captures.
CREATE VIEW handshake AS
SELECT h.handshake, h.at_ms, h.end_ms, h.client_ip, h.client_port, h.server_ip,
       h.server_port, h.version, k.name AS cipher, k.iana AS cipher_iana,
       h.cipher AS cipher_code, h.sni, h.resumed, h.requested, h.finished,
       h.lost, h.alert,
       CASE WHEN h.alert IS NULL THEN NULL WHEN h.alert_server THEN 'server'
            ELSE 'client' END AS alert_from, s.name AS file
  FROM wire_handshake h
  LEFT JOIN cipher k ON k.code = h.cipher
  LEFT JOIN source_file s ON s.source = h.source;

-- Certificates on the wire, in files, and of the command line.
CREATE VIEW certificate AS
SELECT c.certificate, c."where", c.handshake,
       CASE WHEN c.handshake IS NULL THEN NULL WHEN c.server THEN 'server'
            ELSE 'client' END AS sent_by, c.place, c.unit, c.serial, c.subject,
       c.issuer, c.san, c.not_before_ms, c.not_after_ms, c."key", c.bits,
       c.signature, c.usage, c.sha256, s.name AS file, c.line
  FROM wire_certificate c
  LEFT JOIN source_file s ON s.source = c.source;

CREATE VIEW connection_call AS
SELECT c.connection, c.call
  FROM connection_call_row c;

CREATE VIEW digit_analysis AS
SELECT d.call, d.ci, d.at_ms, d.node, d.calling, d.dialed, d.css, d.partition,
       d.pattern, d.called, d.result, d.cause, d.device, d.process,
       s.name AS file, d.line, d.record
  FROM da_row d
  LEFT JOIN source_file s ON s.source = d.source;

-- Call-control signals; detail: their parameters as JSON.
CREATE VIEW signal AS
SELECT o.call, g.ci, s.base_ms + g.tod_ms AS at_ms,
       CAST(coalesce(s.node, s.host) AS TEXT) AS node, g.name, g.state,
       g.to_process, g.from_process, g.tag,
       json_remove((SELECT f.fields FROM _fact_signal f
                     WHERE f.event = g.event),
           '$.name', '$.state', '$.to_process', '$.from_process', '$.tag',
           '$.ci') AS detail,
       s.name AS file, g.line, g.record
  FROM fact_signal g
  JOIN source_file s ON s.source = g.source
  LEFT JOIN owner o ON o.event = g.event;

-- Messages of other protocols as ladders need them.
CREATE VIEW _protocol_message AS
SELECT m.event, m.source, o.call, o.leg,
       s.base_ms + m.tod_ms AS at_ms, m.tod_ms, s.utc_offset_s,
       CAST(coalesce(s.node, s.host,
           CASE s.kind WHEN 'ios' THEN 'gateway' END) AS TEXT) AS node,
       s.host, s.address,
       coalesce(s.cluster, s.cluster_name) AS cluster, m.direction, m.protocol,
       m.name, m.status, m.reason, p.answers,
       coalesce(m.device, p.device, l.device) AS device,
       -- who stands at the other end of the arrow
       CASE WHEN m.protocol = 'CTI' THEN 'CTI manager'
       WHEN s.kind = 'ios' THEN m.dchannel
       ELSE coalesce(l.device, p.device, m.device) END AS lane,
       coalesce(m.remote_ip, p.remote_ip) AS remote_ip, m.ref, m.cause,
       m.calling, m.called, m.detail, m.text, coalesce(p.sure, 'exact') AS sure,
       l.purpose, s.name AS file, m.line, m.record, s.skew_ms, s.place
  FROM fact_protocol_message m
  JOIN source_file s ON s.source = m.source
  LEFT JOIN owner o ON o.event = m.event
  LEFT JOIN leg_row l ON l.leg = o.leg
  LEFT JOIN protocol_row p ON p.event = m.event
 WHERE m.what = 'message';

-- fields: what the message says beyond the columns, as JSON; answers: the
-- command that a response answers; text: octets or text, as logged; sure: how
-- it is tied to its call.
CREATE VIEW protocol_message AS
SELECT m.event AS message, m.call, m.leg, m.at_ms, m.node, m.direction,
       m.protocol, m.name, m.device, m.remote_ip, m.ref, m.cause,
       json_remove((SELECT f.fields FROM _fact_protocol_message f
                     WHERE f.event = m.event),
           '$.what', '$.protocol', '$.direction', '$.name', '$.device',
           '$.remote_ip', '$.ref', '$.cause', '$.text', '$.detail') AS fields,
       m.file, m.line, m.record, m.answers, m.text, m.sure
  FROM _protocol_message m;

-- Causes of call records in words: Q.850's, CUCM's own, and the SIP status in
-- the top byte of others.
CREATE VIEW _cause_name AS
SELECT v.code,
       coalesce(q.name, k.name,
           'SIP ' || CASE
               WHEN v.code >> 24 BETWEEN 1 AND 34 THEN 399 + (v.code >> 24)
               WHEN v.code >> 24 BETWEEN 64 AND 77 THEN 416 + (v.code >> 24)
               WHEN v.code >> 24 BETWEEN 84 AND 89 THEN 416 + (v.code >> 24)
           END || ', cause ' || (v.code & 255),
           printf('0x%08X', v.code)) AS name
  FROM (SELECT calling_cause AS code FROM fact_cdr WHERE calling_cause > 0
        UNION SELECT called_cause FROM fact_cdr WHERE called_cause > 0) v
  LEFT JOIN q850 q ON q.cause = v.code
  LEFT JOIN cucm_cause k ON k.code = v.code;

-- Call detail records and the calls that they are of. alone: the call is known
-- only from this. difference: what it says otherwise than the traces.
CREATE VIEW cdr AS
SELECT o.call, o.leg, c.gci, c.ci, c.ci2, c.origination_s * 1000 AS start_ms,
       nullif(c.connect_s, 0) * 1000 AS answered_ms,
       nullif(c.disconnect_s, 0) * 1000 AS end_ms, c.duration_s, c.calling,
       c.original, c.called, c.redirecting, c.calling_device, c.called_device,
       c.calling_ip, c.called_ip, c.calling_cause,
       (SELECT name FROM _cause_name WHERE code = c.calling_cause)
           AS calling_cause_text, c.called_cause,
       (SELECT name FROM _cause_name WHERE code = c.called_cause)
           AS called_cause_text, r1.name AS original_reason,
       r2.name AS last_reason, b1.name AS original_by, b2.name AS last_by,
       b3.name AS calling_ended_by, b4.name AS called_ended_by,
       b5.name AS join_by, c.incoming_ref, c.outgoing_ref, c.pattern,
       c.hunt_pilot, c.cluster, coalesce(d.alone, 0) AS alone, d.difference,
       s.name AS file, c.line, c.record
  FROM fact_cdr c
  JOIN source_file s ON s.source = c.source
  LEFT JOIN owner o ON o.event = c.event
  LEFT JOIN cdr_row d ON d.event = c.event
  LEFT JOIN redirect_reason r1 ON r1.reason = c.original_reason
  LEFT JOIN redirect_reason r2 ON r2.reason = c.last_reason
  LEFT JOIN on_behalf_of b1 ON b1.code = c.original_by
  LEFT JOIN on_behalf_of b2 ON b2.code = c.last_by
  LEFT JOIN on_behalf_of b3 ON b3.code = c.calling_ended_by
  LEFT JOIN on_behalf_of b4 ON b4.code = c.called_ended_by
  LEFT JOIN on_behalf_of b5 ON b5.code = c.join_by
 WHERE c.what = 'CDR';

-- How well a leg was heard, as its phone told at the end (CMR).
CREATE VIEW quality AS
SELECT o.call, o.leg, c.ci, c.calling_device AS device, c.calling AS number,
       c.packets_sent, c.packets_received, c.packets_lost, c.jitter_ms,
       c.latency_ms, c.mos, c.quality, c.duration_s, s.name AS file, c.line,
       c.record
  FROM fact_cdr c
  JOIN source_file s ON s.source = c.source
  LEFT JOIN owner o ON o.event = c.event
 WHERE c.what = 'CMR';

-- Files that were collected of a node, and whether they were loaded.
CREATE VIEW collected AS
SELECT s.address AS node_ip, c.path, c.modified, c.size,
       EXISTS (SELECT 1 FROM source_file g
                WHERE g.kind <> 'collected'
                  AND (g.address = s.address OR g.address IS NULL)
                  AND instr('/' || g.name || '.', '/' || c.name || '.') > 0)
           AS loaded,
       s.name AS file, c.line, c.record
  FROM fact_collected c
  JOIN source_file s ON s.source = c.source;

CREATE VIEW finding AS
SELECT f.call, f.id, f.verdict, f.text, f.next, s.name AS file, f.line,
       f.record
  FROM finding_row f
  LEFT JOIN source_file s ON s.source = f.source;

CREATE VIEW gap AS
SELECT g.node, g.from_ms, g.to_ms, g.after_file, g.before_file, g.reason,
       g.call, g.kind, g.cluster, g.collect
  FROM gap_row g;
