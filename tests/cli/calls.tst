# The commands that show calls, over two invented trace sets.
0 -                    cmtrail -q load fixtures/trunk_tls fixtures/two_nodes
0 calls.txt            cmtrail calls
0 calls-json.txt       cmtrail --json calls
0 calls-failed.txt     cmtrail calls --failed
0 calls-number.txt     cmtrail calls --number '*7770001'
0 calls-cn.txt         cmtrail calls --cn '*.example.net' --limit 1
0 calls-since.txt      cmtrail calls --since "2019-11-05 10:18" --until "2019-11-05 10:19"
1 calls-nothing.txt    cmtrail calls --number 4711
0 show.txt             cmtrail show 1
0 show-json.txt        cmtrail --json show 1
0 show-ci.txt          cmtrail show ci:16789921
1 show-nothing.txt     cmtrail show 99
1 show-null.txt        cmtrail show session:00000000-0000-0000-0000-000000000000
1 show-nobody.txt      cmtrail show nobody@192.0.2.1
0 ladder.txt           cmtrail ladder 1
0 ladder-ascii.txt     cmtrail ladder 1 -f ascii
0 ladder-markdown.txt  cmtrail ladder 1 -f markdown
0 ladder-mermaid.txt   cmtrail ladder 1 -f mermaid
0 ladder-json.txt      cmtrail ladder 1 -f json
2 ladder-format.txt    cmtrail ladder 1 -f runes
0 ladder-nodes.txt     cmtrail ladder 4
0 ladder-narrow.txt    COLUMNS=60 cmtrail ladder 1
0 messages.txt         cmtrail messages 2
0 tls.txt              cmtrail tls
0 tls-json.txt         cmtrail --json tls
0 tls-call.txt         cmtrail tls 1
