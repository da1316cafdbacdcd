# Tickets: every form, the same bytes every time, nothing of --redact's map.
0 -                  cmtrail -q load fixtures/trunk_tls && printf '%064d\n' 7 >key
0 ticket-summary.md  cmtrail ticket 1 -o t/ && ls t && sed 's/^by cmtrail .*/by cmtrail V/' t/summary.md
0 ticket-manifest.txt python3 -c "import json; [json.load(open('t/' + f)) for f in ('facts.json', 'manifest.json')]" && sed 's/"cmtrail":"[^"]*"/"cmtrail":"V"/; s/"bytes":[0-9]*,"sha256":"[0-9a-f]*"/"bytes":N/g' t/manifest.json
0 -                  cmtrail ticket 1 -o a.zip && TZ=Asia/Tokyo cmtrail ticket 1 -o b.zip && cmp a.zip b.zip
0 -                  cmtrail ticket 1 -o a.html && cmtrail ticket 1 -o b.html && cmp a.html b.html && grep -q 'Made from' a.html
0 -                  cmtrail ticket 1 -o a.md && grep -q '^sequenceDiagram' a.md && grep -q '^INVITE sip:' a.md
0 -                  cmtrail ticket 1 -o r/ --redact --key key && test "$(stat -c %a r.map)" = 600 && ! grep -rqiE '5551|7770001|TRUNK_EAST|example|0011aabb' r
0 -                  cmtrail ticket 1 -o r2.zip --redact --key key && cmp r.map r2.zip.map
0 -                  cmp t/ladder.svg r/ladder.svg; test $? = 1
0 -                  mkdir sec && sed 's/^User-Agent: Cisco-CP.*/&\nProxy-Authorization: Digest username="u", nonce="SECRET1", response="SECRET2"\r/; s/^a=rtpmap:0 PCMU.*/&\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRET3|2^20\r/' fixtures/trunk_tls/SDL001_100_000042.txt >sec/SDL001_100_000042.txt && grep -q SECRET3 sec/*.txt && cmtrail -q -d sec.db load sec
0 -                  cmtrail -d sec.db ticket 1 -o s/ && cmtrail -d sec.db ticket 1 -o s.md && cmtrail -d sec.db ticket 1 -o s.html --redact && cmtrail -d sec.db messages 1 >s.txt && cmtrail -d sec.db messages 1 --json >s.json
0 -                  grep -q 'response=\*\*\*' s/messages.txt && grep -q 'inline:\*\*\*' s/call.html && grep -aq 'inline:\*\*\*' s/call.pcap && ! grep -raq SECRET s s.md s.html s.txt s.json
2 ticket-form.txt    cmtrail ticket 1 -o x.tar
2 ticket-none.txt    cmtrail ticket 1
2 ticket-legs.txt    cmtrail ticket 1 -o x.md --legs some
1 -                  cmtrail ticket 99 -o x.md
2 -                  cmtrail ticket 1 -o nothere/x.md
0 help-ticket.txt    cmtrail ticket --help
