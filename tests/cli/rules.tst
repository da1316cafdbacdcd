# Rules: a broken file is refused with its place, the rest is loaded; a rule of
# one's own makes a table.
0 -                   cmtrail rules test
2 rules-bad.txt       cmtrail rules check fixtures/bad/bad_rule.yaml
2 rules-missing.txt   cmtrail rules check nothere.yaml
2 rules-load-bad.txt  cmtrail load --rules fixtures/bad/bad_rule.yaml fixtures/route_list
0 rules-load-left.txt cmtrail calls
0 -                   printf '%s\n' 'rules:' '  - id: service-start' '    about: When the service began.' '    type: FileHead' '    literal: "AppStartTime:"' '    pattern: "AppStartTime: (?<began>[0-9/]+)"' '    into: service_start' '    examples:' '      - record: "00000000.000 |10:00:00.000 |FileHead |AppStartTime: 2019/11/01 01:02:03"' '        fields: {began: 2019/11/01}' '    misses:' '      - "00000000.000 |10:00:00.000 |FileHead |AppStartTime: never"' >own.yaml
0 rules-own.txt       cmtrail rules check own.yaml
0 -                   cmtrail -q -d own.db load --rules own.yaml fixtures/route_list
0 rules-own-table.txt cmtrail -d own.db sql "SELECT began FROM service_start"
0 rules-own-event.txt cmtrail -d own.db sql "SELECT rule, fields FROM event WHERE rule = 'service-start'"
2 rules-some-bad.txt  cmtrail -d some.db load --rules fixtures/rules/some_bad.yaml fixtures/route_list
0 rules-some-left.txt cmtrail -d some.db sql "SELECT began, name FROM service_start, service_name LIMIT 1"
2 rules-some-check.txt cmtrail rules check fixtures/rules/some_bad.yaml
0 rules-again.txt     cmtrail -d own.db load --rules own.yaml fixtures/route_list
0 -                   test -z "$(cmtrail -d own.db load --force --rules own.yaml fixtures/route_list 2>&1 | grep warning)"
0 rules-copy.txt      cp -r fixtures/route_list copy && cmtrail -d own.db load --rules own.yaml copy
# What rules cost; times differ from run to run.
0 rule-profile.txt   cmtrail --json rules test --profile fixtures/route_list | sed 's/"ns":[0-9]*/"ns":N/' | grep -v '"tried":0' | sort
1 -                  echo hello >hello.txt && cmtrail rules test --profile hello.txt
2 -                  cmtrail rules test --profile nothere
