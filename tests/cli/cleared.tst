# Addresses cleared from one side of a call, or from a node's SDL files or its
# call log alone: nothing else differs.
0 -                     cp -r fixtures/two_clusters one && sed -i 's/192\.0\.2\.11\b/10.9.9.9/g' one/west/SDL*
0 cleared-info.txt      cmtrail -q -d one.db load one && cmtrail -d one.db info | sed -n '/^Clocks/,/^$/p' && cmtrail -d one.db calls
0 cleared-ladder.txt    cmtrail -d one.db ladder 1
0 -                     cp -r fixtures/two_nodes sdl && sed -i -E 's/(192\.0\.2|198\.51\.100)\.([0-9])/10.9.9.\2/g' sdl/node1/SDL*
0 -                     cp -r fixtures/two_nodes log && sed -i -E 's/(192\.0\.2|198\.51\.100)\.([0-9])/10.9.9.\2/g' log/node1/calllogs*
0 -                     for i in fixtures/two_nodes sdl log; do cmtrail -q -d $(basename $i).db load $i || exit; done
0 cleared-nodes.txt     cmtrail -d two_nodes.db info | sed '/^Rules/,$d'
0 cleared-nodes.txt     cmtrail -d sdl.db info | sed '/^Rules/,$d'
0 cleared-nodes.txt     cmtrail -d log.db info | sed '/^Rules/,$d'
0 cleared-calls.txt     cmtrail -d two_nodes.db calls | cut -c 1-65
0 cleared-calls.txt     cmtrail -d sdl.db calls | cut -c 1-65
0 cleared-calls.txt     cmtrail -d log.db calls | cut -c 1-65
0 cleared-log.txt       cmtrail -d two_nodes.db ladder 1
0 cleared-log.txt       cmtrail -d log.db ladder 1
0 cleared-sdl.txt       cmtrail -d sdl.db ladder 1
# All of the Call-IDs: a row is a message by its number and time.
0 -                     cp -r fixtures/two_nodes ids && sed -i -E 's/\|[0-9a-f]{4}([0-9a-f]*-)/|ffff\1/' ids/node1/calllogs* && grep -q '|ffff' ids/node1/calllogs* && cmtrail -q -d ids.db load ids
1 -                     cmtrail -d ids.db sql 'SELECT * FROM message WHERE text IS NULL'
