# Ladders in the formats that calls.tst has not, and what they can show.
0 -                      cmtrail -q load fixtures/trunk_tls
0 -                      cmtrail -q -d hold.db load fixtures/hold_resume
0 ladder-plantuml.txt    cmtrail ladder 1 -f plantuml
0 ladder-failed.txt      cmtrail ladder 3 -w 80
0 ladder-failed-ascii.txt cmtrail ladder 3 -f ascii --only sip,da
0 ladder-failed-mmd.txt  cmtrail ladder 3 -f mermaid
0 ladder-failed-puml.txt cmtrail ladder 3 -f plantuml
0 ladder-failed-red.txt  cmtrail ladder 3 --color always --only da
0 ladder-hold.txt        cmtrail -d hold.db ladder 1
0 ladder-120.txt         cmtrail ladder 2 -w 120
0 ladder-hold-wide.txt   cmtrail -d hold.db ladder 1 -w 200 --max-messages 12
0 ladder-hold-md.txt     cmtrail -d hold.db ladder 1 -f markdown --only sip
0 ladder-hold-puml.txt   cmtrail -d hold.db ladder 1 -o x.puml && cat x.puml
0 -                      cmtrail -q -d logs.db load fixtures/logs_alone
0 ladder-names.txt       printf '# ours\n192.0.2.11 north  alias\n192.0.2.51\tsouth # theirs\n' >hosts; cmtrail -d logs.db ladder 1 --names hosts
2 ladder-names-bad.txt   printf '192.0.2.102 desk\n\nfar-end 198.51.100.20\n' >bad; cmtrail ladder 1 --names bad
2 ladder-names-twice.txt printf '192.0.2.102 a\n192.0.2.102 b\n' >twice; cmtrail ladder 1 --names twice
2 ladder-names-none.txt  cmtrail ladder 1 --names nothere
0 -                      cmtrail ladder 1 -o a.svg && cmtrail ladder 1 -f svg | cmp - a.svg && python3 -c "import xml.dom.minidom as x; x.parse('a.svg')"
0 -                      cmtrail -d hold.db ladder 1 -o a.html && cmtrail -d hold.db ladder 1 -f html | cmp - a.html && grep -q '<ins>a=sendonly</ins>' a.html
0 -                      ! grep -qE '(src|href)="?(http|//)|url\(' a.html
0 ladder-redact.txt      printf '%064d\n' 7 >key; cmtrail ladder 1 -w 100 --redact --key key --map map && stat -c '%a' map && cut -f2 map | sort | uniq -c
0 -                      cmtrail -q ladder 1 --redact --map m1 >a && cmtrail ladder 1 --redact --map m2 | cmp - a && cmp m1 m2 && test "$(stat -c %a cmtrail.db.key)" = 600
0 -                      cmtrail ladder 1 --redact --key key | cmp - a; test $? = 1
0 -                      cmtrail ladder 1 --redact --key key -o r.svg && test "$(stat -c %a r.svg.map)" = 600
2 ladder-redact-no.txt   cmtrail ladder 1 --map map
2 ladder-redact-key.txt  echo short >key; cmtrail ladder 1 --redact --key key
2 ladder-redact-names.txt cmtrail -d logs.db ladder 1 --redact --names hosts
