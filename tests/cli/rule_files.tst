# Rule files of users: each mistake is named with its place; good ones load,
# replace shipped rules, and explain records.
0 rule-good.txt        cmtrail rules check fixtures/rules/good.yaml
0 rule-folder.txt      cmtrail rules test fixtures/rules/folder
0 rule-good-json.txt   cmtrail rules check --json fixtures/rules/good.yaml
1 rule-test-json.txt   cmtrail rules test --json fixtures/rules/bad_example.yaml
2 rule-bad-key.txt     cmtrail rules check fixtures/rules/bad_key.yaml
2 rule-bad-pattern.txt cmtrail rules check fixtures/rules/bad_pattern.yaml
2 rule-bad-table.txt   cmtrail rules check fixtures/rules/bad_table.yaml
2 rule-bad-type.txt    cmtrail rules check fixtures/rules/bad_type.yaml
2 rule-bad-twice.txt   cmtrail rules check fixtures/rules/bad_twice.yaml
2 rule-bad-yaml.txt    cmtrail rules check fixtures/rules/bad_yaml.yaml
2 rule-bad-none.txt    cmtrail rules check fixtures/rules/bad_no_example.yaml
2 rule-bad-miss.txt    cmtrail rules check fixtures/rules/bad_miss.yaml
2 rule-bad-example.txt cmtrail rules check fixtures/rules/bad_example.yaml
1 rule-test-fails.txt  cmtrail rules test fixtures/rules/bad_example.yaml
2 rule-list-bad.txt    cmtrail rules list --rules fixtures/rules/bad_example.yaml
0 rule-list.txt        cmtrail rules list --rules fixtures/rules/replace.yaml --json | grep -c -e '"my_verdict"' -e '"id":"da-verdict"'
0 -                    cmtrail rules list --yaml >all.yaml && cmtrail rules check all.yaml
0 rule-explain.txt     cmtrail rules explain --rules fixtures/rules/good.yaml "00000042.000 |10:00:00.000 |AlarmErr |AlarmName: SIPTrunkOOS, DeviceName : TRUNK_EAST, ReasonCode : 2" | sed "s,[0-9]* rules are,N rules are,"
0 rule-explain-json.txt printf '00000044.000 |10:00:02.000 |SdlSig |CcTimerExpired |wait |Cdcc(4,100,224,12) |Timer(4,100,3,1) |4,100,3,1.7^*^* |[R:N] CI=67109041\n' | cmtrail rules explain --rules fixtures/rules/good.yaml --json -
1 -                    cmtrail rules explain "00000042.000 |10:00:00.000 |SdlStat |nothing"
2 rule-explain-bad.txt cmtrail rules explain "no record"
2 rule-word.txt        cmtrail rules lst
2 rule-no-file.txt     cmtrail rules check
