# The page about a whole collection.
0 -                cmtrail -q load fixtures/trunk_tls fixtures/two_nodes
0 -                cmtrail report -o r.html && cmtrail report -o s.html && cmp r.html s.html
0 report-data.txt  python3 -c "import json, re; [print(c['title'], len(c['lanes']), len(c['rows']), len(c['steps'])) for b in re.findall(r'<script type=.application/json. class=.block.>(.*?)</script>', open('r.html').read(), re.S) for c in json.loads(b)]"
0 report-sums.txt  sed -n '/h-outcomes/,/h-pairs/p' r.html
0 -                ! grep -qE '(src|href)="?(http|//)|url\(|@import' r.html && grep -q 'far-pub.example.net' r.html
0 -                mkdir evil && sed 's/TRUNK_EAST/TR<script>x<!--/g; s/180 Ringing/180 <\/script><b>/' fixtures/trunk_tls/SDL001_100_000042.txt >evil/SDL001_100_000042.txt && cmtrail -q -d evil.db load evil
0 -                cmtrail -d evil.db report -o evil.html && test "$(grep -c '<script>x' evil.html)" = 0 && test "$(grep -c '</script>' evil.html)" = 2 && grep -q 'TR&lt;script&gt;x&lt;!--' evil.html
0 -                printf '%064d\n' 7 >key; cmtrail report -o a.html --redact --key key && cmtrail report -o b.html --redact --key key && cmp a.html b.html && test "$(stat -c %a a.html.map)" = 600
0 -                ! grep -qiE '5551|5561|TRUNK_EAST|example|0011aabb|cm-east' a.html && ! grep -qiE '192\.0\.2|198\.51\.100' a.html
2 report-form.txt  cmtrail report -o r.pdf
2 -                cmtrail report -o nothere/r.html
0 help-report.txt  cmtrail report --help
