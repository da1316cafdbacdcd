# Each problem is said, everything else is loaded, the exit status is 2.
0 -                 mkdir empty
2 bad.txt           cmtrail load fixtures/bad/not_a_trace.txt fixtures/bad/cut.txt.gz empty fixtures/route_list --rules fixtures/bad/bad_rule.yaml
0 bad-calls.txt     cmtrail calls
0 bad-source.txt    cmtrail sql "SELECT file, kind, records, status, note FROM source ORDER BY file"
0 -                 cmtrail -q -d text.db load --no-text fixtures/route_list
0 bad-no-text.txt   cmtrail -d text.db sql "SELECT count(*) > 0 AS messages, count(text) AS texts FROM message"
# Nothing of the bodies is left in the file when it is loaded without them again.
0 -                 cmtrail -q -d again.db load fixtures/route_list && grep -aq '^Max-Forwards: ' again.db
1 -                 cmtrail -q -d again.db load --force --no-text fixtures/route_list && grep -aq '^Max-Forwards: ' again.db
0 -                 cmtrail -q -d since.db load --since "10:17" --until "10:19" fixtures/trunk_tls
0 bad-since.txt     cmtrail -d since.db --json calls
0 -                 cat fixtures/document/*.txt | cmtrail -q -d stdin.db load -
0 bad-stdin.txt     cmtrail -d stdin.db calls
0 -                 mkdir tree && cp fixtures/route_list/SDL* fixtures/trunk_tls/SDL* tree && tar -czf tree.tgz tree && gzip -9 tree/SDL001* && (cd tree && zip -q ../inner.zip *) && tar -cf outer.tar inner.zip
0 bad-tgz.txt       cmtrail --json -d tgz.db load tree.tgz
0 bad-nested.txt    cmtrail --json -d tgz.db load outer.tar
0 -                 zip -q dent.zip fixtures/trunk_tls/SDL* && printf '%064d' 0 | dd of=dent.zip bs=1 seek=2000 conv=notrunc status=none
2 -                 cmtrail -q -d dent.db load dent.zip 2>dent.txt
0 -                 grep -q '^cmtrail: dent.zip:[^:]*: ' dent.txt && ! grep -q 'dent.zip.*dent.zip' dent.txt
0 -                 cmtrail -d dent.db info | grep -q '^dent.zip:[^:]*: ' && ! cmtrail -d dent.db info | grep -q 'dent.zip.*dent.zip'
