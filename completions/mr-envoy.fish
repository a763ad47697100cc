# fish completion of mr-envoy, made by `make generate`
function __mr_envoy_files -a extensions
  complete -C "'' "(commandline -ct) | string match -r ".*(?:/|\.(?:$extensions)\$)"
end
complete -c mr-envoy -f
complete -c mr-envoy -s o -l output -r -F -d 'Write to a file, replaced at once when all is written'
complete -c mr-envoy -l color -x -a 'auto always never' -d 'When to colour messages'
complete -c mr-envoy -l pretty -d 'Indent JSON by two spaces'
complete -c mr-envoy -s V -l version -d 'Show the version'
complete -c mr-envoy -l report -x -a 'text json sarif github junit' -d 'The form of findings: text, json (a line each), sarif, github or junit'
complete -c mr-envoy -l report-file -r -F -d 'Write findings to a file'
complete -c mr-envoy -l fail-on -x -a 'error warning note never' -d 'Findings of this severity and worse make the exit status 1'
complete -c mr-envoy -l notes -d 'Show notes too'
complete -c mr-envoy -l stdin-filename -x -d 'The name of standard input in messages'
complete -c mr-envoy -l release -x -a '2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14' -d 'The release of Kuma or Kong Mesh whose rules apply, 2.2 to 2.14: 2.9 is the newest patch of that line, 2.9.3 that patch'
complete -c mr-envoy -l emit -x -a 'retry-policy route listener bootstrap' -d 'What to emit'
complete -c mr-envoy -l apply -x -a '(__mr_envoy_files "json|ndjson|jsonl")' -d 'Set the policies in an Envoy configuration (JSON) and emit that'
complete -c mr-envoy -l resources -x -a '(__mr_envoy_files "json|ndjson|jsonl")' -d 'A file of resources as JSON; their Dataplanes are the endpoints of a bootstrap'
complete -c mr-envoy -l endpoint -x -d 'An endpoint of a service in a bootstrap; may be given more than once'
complete -c mr-envoy -l route-timeout -x -d 'The timeout of emitted routes'
complete -c mr-envoy -l max-retries -x -d 'The circuit breaker of emitted clusters: retries under way at one time'
complete -c mr-envoy -l explain -d 'Say in words what is retried, what never, how often and when'
complete -c mr-envoy -l repair -d 'Emit what was meant where Kuma\'s output has no effect or Envoy would refuse it'
complete -c mr-envoy -l names -x -a 'camel snake' -d 'Names of fields: camel or snake'
complete -c mr-envoy -l format -x -a 'json yaml' -d 'The form of the output'
complete -c mr-envoy -s h -l help -d 'Show help information'
complete -c mr-envoy -a '(__mr_envoy_files "json|ndjson|jsonl")'
