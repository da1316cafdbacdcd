# Errors are said, everything else is loaded.
2 load-missing.txt   cmtrail load nothere
2 -                  test -e cmtrail.db || exit 2
2 load-nodb.txt      cmtrail calls
0 -                  mkdir empty docs && echo hello >hello.txt && echo hello >docs/README.txt && : >SDL001_100_000001.txt
2 load-empty.txt     cmtrail load empty
2 load-docs.txt      cmtrail load docs
2 load-hello.txt     cmtrail load hello.txt
2 load-zero.txt      cmtrail load SDL001_100_000001.txt
0 load-hello-sql.txt cmtrail sql "SELECT file, status, note FROM source ORDER BY file"
0 -                  printf 'rules:\n  - id: broken\n    about: A pattern that is open.\n    type: AppInfo\n    literal: foo\n    pattern: "a("\n    into: y\n    examples:\n      - record: "x"\n        fields: {}\n' >bad.yaml
2 load-date.txt      cmtrail load --date tomorrow hello.txt
2 load-offset.txt    cmtrail load --utc-offset 5 hello.txt
2 load-folder.txt    cmtrail -d nowhere/x.db load hello.txt
2 load-notdb.txt     cmtrail -d hello.txt calls
# Files of other times are not read.
0 load-outside.txt   cmtrail -v -d outside.db load --since "2019-11-05 10:12" --until "2019-11-05 10:13" fixtures/missing_file
0 -                  rm -f outside.zip && zip -q outside.zip fixtures/missing_file/SDL*
0 load-outside-zip.txt cmtrail -v -d outzip.db load --since "2019-11-05 10:12" --until "2019-11-05 10:13" outside.zip
0 load-outside-json.txt cmtrail --json -d outside.db load --until "2019-11-05 10:01" fixtures/missing_file
