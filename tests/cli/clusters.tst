# One call over two clusters, whose clocks and time zones differ.
0 -                    cmtrail -q load fixtures/two_clusters
0 clusters-show.txt    cmtrail show 1 | sed '/^$/q'
0 clusters-label.txt   cmtrail -q -d east.db load --cluster east fixtures/two_clusters/east && cmtrail -d east.db calls --cluster east
0 clusters-guid.txt    cmtrail -d east.db calls --cluster b81d27e4-60c3-4f9a-9e52-17a4c5d8036b
1 clusters-none.txt    cmtrail -d east.db calls --cluster b81d27e4
1 -                    cmtrail -d east.db calls --cluster 'Cisco*'
0 clusters-far.txt     cmtrail -q -d east.db load --cluster west fixtures/two_clusters/west && cmtrail -d east.db calls --cluster west
0 clusters-both.txt    cmtrail -d east.db calls --cluster B81D27E4-60C3-4F9A-9E52-17A4C5D8036B
# One zone in a ladder, that of its heading; JSON has each item's own.
1 -                    cmtrail ladder 1 | grep '^16:'
1 -                    cmtrail ladder 1 -f ascii | grep '^16:'
1 -                    cmtrail ladder 1 -f markdown | grep '| 16:'
0 clusters-mermaid.txt cmtrail ladder 1 -f mermaid
0 clusters-json.txt    cmtrail ladder 1 --json | grep -o '"at":"2019-11-05T16:10:02.428+01:00"'
# Call logs alone: two clusters without a name, whose nodes have one number.
0 -                    cmtrail -q -d logs.db load fixtures/logs_alone/north fixtures/logs_alone/south
0 clusters-logs.txt    cmtrail -d logs.db info | sed '/^Rules/,$d'
0 clusters-gaps.txt    cmtrail -d logs.db show 4 | sed -n '/^What the traces lack/,$p'
0 clusters-lanes.txt   cmtrail -d logs.db ladder 4
0 -                    cmtrail -q -d named.db load --cluster North fixtures/logs_alone/north && cmtrail -q -d named.db load --cluster South fixtures/logs_alone/south
0 clusters-named.txt   cmtrail -d named.db info | sed -n '/^Clocks/,/^$/p'
