function __mr-parse_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-parse_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mr-parse_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-parse_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mr-parse_parse_tokens -S
    set -l unparsed_tokens (__mr-parse_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mr-parse'
        __mr-parse_parse_subcommand -r 1 'check' 'no-validate' 'locations' 'R/recursive' 'system-namespace=' 'to=' 'normalize' 'schema' 'fix' 'diff' 'in-place' 'splitter=' 'only=' 'disable=' 'explain=' 'list-rules' 'format=' 'release=' 'report=' 'report-file=' 'fail-on=' 'notes' 'stdin-filename=' 'o/output=' 'color=' 'pretty' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mr-parse_parse_subcommand -r 1 
        end
    end
end

function __mr-parse_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mr-parse_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __mr-parse_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mr-parse_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mr-parse_tokens -p)
    if test -z "$(__mr-parse_tokens -t)"
        set -l index (count (__mr-parse_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mr-parse' -f
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" check' -l 'check' -d 'No documents: the report goes to standard output.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" no-validate' -l 'no-validate' -d 'Plain YAML to JSON: one line a document, null for an empty one.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" locations' -l 'locations' -d 'Add the member x-mr-source: the file, and line and column of every value.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" R recursive' -s 'R' -l 'recursive' -d 'Go into the folders of directories, too.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" system-namespace' -l 'system-namespace' -d 'Kuma\'s own namespace on Kubernetes (default: kuma-system and kong-mesh-system).' -rfka ''
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" to' -l 'to' -d 'Convert the envelope of Kuma\'s resources.' -rfka 'universal kubernetes'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" normalize' -l 'normalize' -d 'Write policies as a control plane stores them: defaults, durations in Go\'s form.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" schema' -l 'schema' -d 'Print a JSON Schema of MeshRetry for editors, and stop.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" fix' -l 'fix' -d 'Print the text with everything corrected that has exactly one right answer.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" diff' -l 'diff' -d 'Print what --fix would change, as a unified diff.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" in-place' -l 'in-place' -d 'Correct the files themselves.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" splitter' -l 'splitter' -d 'Whose way of cutting a file into documents applies.' -rfka 'yaml kuma kubernetes'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" only' -l 'only' -d 'Only the rules of these codes, separated by commas.' -rfka ''
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" disable' -l 'disable' -d 'Not the rules of these codes, separated by commas.' -rfka ''
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" explain' -l 'explain' -d 'Say what a rule is about, and stop.' -rfka ''
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" list-rules' -l 'list-rules' -d 'List all rules, and stop.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" format' -l 'format' -d 'The form of --list-rules: text, json or markdown.' -rfka 'text json markdown'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" release' -l 'release' -d 'The release of Kuma or Kong Mesh whose rules apply, 2.2 to 2.14: 2.9 is the newest patch of that line, 2.9.3 that patch (default: $MR_RELEASE, or 2.3).' -rfka ''
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" report' -l 'report' -d 'The form of findings: text, json (a line each), sarif, github or junit (default: text; github in a job of GitHub Actions).' -rfka 'text json sarif github junit'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" report-file' -l 'report-file' -d 'Write findings to a file.' -rF
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" fail-on' -l 'fail-on' -d 'Findings of this severity and worse make the exit status 1.' -rfka 'error warning note never'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" notes' -l 'notes' -d 'Show notes too.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" stdin-filename' -l 'stdin-filename' -d 'The name of standard input in messages.' -rfka ''
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" o output' -s 'o' -l 'output' -d 'Write to a file, replaced at once when all is written.' -rF
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" color' -l 'color' -d 'When to colour messages.' -rfka 'auto always never'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" pretty' -l 'pretty' -d 'Indent JSON by two spaces.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_positional "mr-parse" -ge 1' -F
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_flags_or_options "mr-parse" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mr-parse' -n '__mr-parse_should_offer_completions_for_positional "mr-parse" -eq 2' -fa 'help' -d 'Show subcommand help information.'
