# fish completion of mr-parse, made by `make generate`
function __mr_parse_files -a extensions
  complete -C "'' "(commandline -ct) | string match -r ".*(?:/|\.(?:$extensions)\$)"
end
function __mr_parse_codes
  printf '%s\t%s\n' \
    'MR001' 'the text is not YAML (or not JSON)' \
    'MR002' 'a key is given twice' \
    'MR003' 'a key that nothing reads' \
    'MR004' 'a value of another type than the schema\'s' \
    'MR005' 'a text that is no duration' \
    'MR006' 'a number that the field cannot hold' \
    'MR007' 'a required field is missing' \
    'MR008' 'a value outside the schema\'s enumeration, pattern or length' \
    'MR009' 'type, apiVersion, kind or metadata are not those of a resource' \
    'MR010' 'a targetRef kind that the release does not accept here' \
    'MR011' 'a targetRef field that does not go with the kind' \
    'MR012' 'a retryOn item that the release does not know' \
    'MR013' 'a status code in retryOn without quotes' \
    'MR014' 'a status code in retryOn that Kuma does not know' \
    'MR015' 'a section with nothing in it' \
    'MR016' 'a header name with characters that the schema refuses' \
    'MR017' 'resetHeaders is empty: Envoy refuses it' \
    'MR018' 'a backOff without baseInterval: Envoy refuses it' \
    'MR019' 'maxInterval is shorter than baseInterval: Envoy refuses it' \
    'MR020' 'a back-off interval that is not positive: Envoy refuses it' \
    'MR021' 'a duration with parts below a millisecond' \
    'MR022' 'a negative perTryTimeout: Envoy refuses it' \
    'MR023' 'an empty prefix or regular expression: Envoy refuses it' \
    'MR024' 'a name or mesh with characters that the release refuses' \
    'MR025' 'a value that the validator refuses' \
    'MR026' 'a document that cannot be turned into JSON' \
    'MR027' 'a document that is no Kuma or Kubernetes resource' \
    'MR028' 'a regular expression that RE2 refuses' \
    'MR029' 'maxConnectAttempt 0: Envoy refuses it' \
    'MR030' 'status codes alone keep the default conditions' \
    'MR031' 'methods alone limit the default conditions' \
    'MR032' 'retriableResponseHeaders has no effect' \
    'MR033' 'methods and request headers are alternatives' \
    'MR034' 'a retryOn item that another one covers' \
    'MR035' 'OmitPreviousPriorities twice or without a positive updateFrequency' \
    'MR036' 'hostSelectionMaxAttempts without hostSelection' \
    'MR037' 'a policy with tcp only clears the retries of http services' \
    'MR038' 'a service whose protocol gets no retries' \
    'MR039' 'a section for another protocol than the service\'s' \
    'MR040' 'a targetRef that nothing in the input answers to' \
    'MR041' 'a policy none of whose fields is ever in force' \
    'MR042' 'namespace and mesh of a Kubernetes MeshRetry' \
    'MR043' 'a service name in the other environment\'s style' \
    'MR044' 'hostSelectionMaxAttempts that Envoy cannot hold' \
    'MR045' 'gRPC Canceled has no effect' \
    'MR046' 'a status code with a sign is lost on the way to Envoy' \
    'MR047' 'MeshRetry has no \'from\'' \
    'MR048' 'a legacy Retry beside MeshRetry' \
    'MR049' 'perTryTimeout is not below the request timeout' \
    'MR050' 'requests of every method are retried' \
    'MR053' 'numRetries counts retries, not attempts' \
    'MR054' 'an explicit gRPC list drops connection failures' \
    'MR055' 'waits above maxInterval are skipped, not cut' \
    'MR056' 'perTryTimeout 0 is no limit' \
    'MR057' 'a targetRef kind that the release calls deprecated' \
    'MR058' 'YAML 1.1 reads the word as something else' \
    'MR059' 'Kuma or kubectl splits the file otherwise' \
    'MR060' 'a Dataplane that is not in the input' \
    'MR061' 'a reference to a resource that is not in the input' \
    'MR062' 'rules that could not be built' \
    'MR063' 'two resources of one type, mesh and name' \
    'MR064' 'the Mesh of a Dataplane is not in the input' \
    'MR065' 'a policy in a mesh without Dataplanes' \
    'MR066' 'a MeshRetryExpectation that does not come true' \
    'MR067' 'a MeshRetryExpectation that cannot be read' \
    'MR068' 'a legacy Retry of the control plane is in force beside MeshRetry' \
    'MR069' 'a policy that is not in the input' \
    'MR070' 'a duration beyond Envoy\'s clock: Envoy refuses it' \
    'MR080' 'a configuration that Envoy refuses to load' \
    'MR081' 'a setting that has no effect in Envoy' \
    'MR082' 'a setting that Envoy loads and then fails on' \
    'MR083' 'a policy that retries more than it says' \
    'MR084' 'a policy with no place in the configuration given' \
    'MR100' 'a suppression that suppresses nothing' \
    'MR101' 'names that mean something else in the other form' \
    'MR102' 'more proxies and services than are compared with policies'
end
complete -c mr-parse -f
complete -c mr-parse -l check -d 'No documents: the report goes to standard output'
complete -c mr-parse -l no-validate -d 'Plain YAML to JSON: one line a document, null for an empty one'
complete -c mr-parse -l locations -d 'Add the member x-mr-source: the file, and line and column of every value'
complete -c mr-parse -s R -l recursive -d 'Go into the folders of directories, too'
complete -c mr-parse -l system-namespace -x -d 'Kuma\'s own namespace on Kubernetes'
complete -c mr-parse -l to -x -a 'universal kubernetes' -d 'Convert the envelope of Kuma\'s resources'
complete -c mr-parse -l normalize -d 'Write policies as a control plane stores them: defaults, durations in Go\'s form'
complete -c mr-parse -l schema -d 'Print a JSON Schema of MeshRetry for editors, and stop'
complete -c mr-parse -l fix -d 'Print the text with everything corrected that has exactly one right answer'
complete -c mr-parse -l diff -d 'Print what --fix would change, as a unified diff'
complete -c mr-parse -l in-place -d 'Correct the files themselves'
complete -c mr-parse -l splitter -x -a 'yaml kuma kubernetes' -d 'Whose way of cutting a file into documents applies'
complete -c mr-parse -l only -x -a '(__fish_complete_list , __mr_parse_codes)' -d 'Only the rules of these codes, separated by commas'
complete -c mr-parse -l disable -x -a '(__fish_complete_list , __mr_parse_codes)' -d 'Not the rules of these codes, separated by commas'
complete -c mr-parse -l explain -x -a '(__fish_complete_list , __mr_parse_codes)' -d 'Say what rules are about, and stop'
complete -c mr-parse -l list-rules -d 'List all rules, and stop'
complete -c mr-parse -l format -x -a 'text json markdown' -d 'The form of --list-rules: text, json or markdown'
complete -c mr-parse -l release -x -a '2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14' -d 'The release of Kuma or Kong Mesh whose rules apply, 2.2 to 2.14: 2.9 is the newest patch of that line, 2.9.3 that patch'
complete -c mr-parse -l report -x -a 'text json sarif github junit' -d 'The form of findings: text, json (a line each), sarif, github or junit'
complete -c mr-parse -l report-file -r -F -d 'Write findings to a file'
complete -c mr-parse -l fail-on -x -a 'error warning note never' -d 'Findings of this severity and worse make the exit status 1'
complete -c mr-parse -l notes -d 'Show notes too'
complete -c mr-parse -l stdin-filename -x -d 'The name of standard input in messages'
complete -c mr-parse -s o -l output -r -F -d 'Write to a file, replaced at once when all is written'
complete -c mr-parse -l color -x -a 'auto always never' -d 'When to colour messages'
complete -c mr-parse -l pretty -d 'Indent JSON by two spaces'
complete -c mr-parse -s V -l version -d 'Show the version'
complete -c mr-parse -s h -l help -d 'Show help information'
complete -c mr-parse -a '(__mr_parse_files "yaml|yml|json")'
