# EXIT GOLDEN COMMAND
0 help.txt          cmtrail --help
0 help.txt          cmtrail help
0 help-load.txt     cmtrail load --help
0 help-load.txt     cmtrail help load
0 help-calls.txt    cmtrail calls --help
0 help-show.txt     cmtrail show --help
0 help-ladder.txt   cmtrail ladder --help
0 help-messages.txt cmtrail messages --help
0 help-tls.txt      cmtrail tls --help
0 help-sql.txt      cmtrail sql --help
0 help-rules.txt    cmtrail rules --help
0 help-info.txt     cmtrail info --help
0 version.txt       cmtrail --version
2 usage-none.txt    cmtrail
2 usage-typo.txt    cmtrail lod
2 usage-word.txt    cmtrail frobnicate
2 usage-option.txt  cmtrail calls --sinse 17:00
2 usage-value.txt   cmtrail load --jobs 0 x
2 usage-missing.txt cmtrail load
2 usage-letter.txt  cmtrail calls -Z
2 usage-color.txt   cmtrail --color pink calls
2 usage-equals.txt  cmtrail calls --failed=yes
