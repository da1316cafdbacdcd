# One call over two clusters, whose clocks and time zones differ.
0 -                    cmtrail -q load fixtures/two_clusters
0 clusters-show.txt    cmtrail show 1 | sed '/^$/q'
