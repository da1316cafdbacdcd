# The ledger of connections. Grades are those of a day, so that they stay.
0 -                    cmtrail -q load fixtures/ledger
0 tls-ledger.txt       COLUMNS=160 cmtrail tls --as-of 2026-11-01
0 tls-ledger-2013.txt  cmtrail tls --as-of 2013-06-01 --grade '*a*'
0 tls-ledger-json.txt  cmtrail --json tls --as-of 2026-11-01
0 tls-reused.txt       cmtrail tls 3 --as-of 2026-11-01
0 tls-before.txt       cmtrail tls 1 --as-of 2026-11-01
0 tls-verify.txt       cmtrail tls 5 --as-of 2026-11-01
0 tls-name.txt         cmtrail tls 10 --as-of 2026-11-01
0 tls-show-refused.txt cmtrail show 10
0 tls-show-failed.txt  cmtrail show 6; cmtrail ladder 6
0 tls-calls.txt        cmtrail calls; cmtrail calls --trunk TRUNK_SIX
0 tls-by-peer.txt      cmtrail tls --by peer --as-of 2026-11-01 --peer 198.51.100.30
0 tls-filters.txt      cmtrail tls --since 12:30 --until 13:30 --number 5503 --transport TLS --as-of 2026-11-01
1 -                    cmtrail tls --since 12:30 --until 13:30 --number 5508
1 -                    cmtrail tls --failed --cause 44
2 tls-as-of.txt        cmtrail tls --as-of yesterday
2 tls-by.txt           cmtrail tls --by colour
2 tls-window.txt       cmtrail tls --window 3m
0 tls-template.txt     cmtrail tls --expect-template --as-of 2026-11-01
1 tls-template-met.txt cmtrail tls --expect-template --as-of 2026-11-01 >t.yaml && cmtrail tls --as-of 2026-11-01 --expect t.yaml --json | grep -o '"expected":.*'; cmtrail -q tls --as-of 2026-11-01 --expect t.yaml >t.txt
0 -                    cmtrail -q tls --as-of 2026-11-01 --expect t.yaml --trunk TRUNK_SOUTH
1 tls-expect.txt       cmtrail tls --as-of 2026-11-01 --expect fixtures/expect/trunks.yaml
1 tls-conflict.txt     cmtrail tls --expect fixtures/expect/conflict.yaml --trunk TRUNK_EAST
2 tls-bad-grade.txt    cmtrail tls --expect fixtures/expect/bad_grade.yaml
2 tls-bad-key.txt      cmtrail tls --expect fixtures/expect/bad_key.yaml
2 tls-bad-top.txt      cmtrail tls --expect fixtures/expect/bad_top.yaml
2 tls-bad-port.txt     cmtrail tls --expect fixtures/expect/bad_port.yaml
2 tls-bad-place.txt    cmtrail tls --expect fixtures/expect/bad_destination.yaml
2 tls-bad-name.txt     cmtrail tls --expect fixtures/expect/bad_name.yaml
2 tls-bad-more.txt     cmtrail tls --expect fixtures/expect/bad_more.yaml
1 tls-twice.txt        cmtrail tls --as-of 2026-11-01 --expect fixtures/expect/twice.yaml --trunk TRUNK_SIX
1 tls-place.txt        sed 2,5d fixtures/expect/twice.yaml >p.yaml; cmtrail tls --as-of 2026-11-01 --expect p.yaml --trunk TRUNK_SIX
0 tls-clusters.txt     cmtrail -q -d two.db load fixtures/two_clusters && cmtrail -d two.db tls && cmtrail -d two.db tls --by peer
2 tls-value.txt        cmtrail tls --grade wekk; cmtrail tls --transport tsl
2 tls-bad-file.txt     cmtrail tls --expect nothing.yaml
