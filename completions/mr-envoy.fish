function __mr-envoy_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-envoy_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mr-envoy_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-envoy_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mr-envoy_parse_tokens -S
    set -l unparsed_tokens (__mr-envoy_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mr-envoy'
        __mr-envoy_parse_subcommand -r 1 'o/output=' 'color=' 'pretty' 'V/version' 'report=' 'report-file=' 'fail-on=' 'notes' 'stdin-filename=' 'release=' 'emit=' 'apply=' 'resources=+' 'endpoint=+' 'route-timeout=' 'max-retries=' 'explain' 'repair' 'names=' 'format=' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mr-envoy_parse_subcommand -r 1 
        end
    end
end

function __mr-envoy_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mr-envoy_parse_subcommand -S -a positional_count
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

function __mr-envoy_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mr-envoy_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mr-envoy_tokens -p)
    if test -z "$(__mr-envoy_tokens -t)"
        set -l index (count (__mr-envoy_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mr-envoy' -f
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" o output' -s 'o' -l 'output' -d 'Write to a file, replaced at once when all is written.' -rF
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" color' -l 'color' -d 'When to colour messages.' -rfka 'auto always never'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" pretty' -l 'pretty' -d 'Indent JSON by two spaces.'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" report' -l 'report' -d 'The form of findings: text, json (a line each), sarif, github or junit (default: text; github in a job of GitHub Actions).' -rfka 'text json sarif github junit'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" report-file' -l 'report-file' -d 'Write findings to a file.' -rF
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" fail-on' -l 'fail-on' -d 'Findings of this severity and worse make the exit status 1.' -rfka 'error warning note never'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" notes' -l 'notes' -d 'Show notes too.'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" stdin-filename' -l 'stdin-filename' -d 'The name of standard input in messages.' -rfka ''
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" release' -l 'release' -d 'The release of Kuma or Kong Mesh whose rules apply, 2.2 to 2.14: 2.9 is the newest patch of that line, 2.9.3 that patch (default: $MR_RELEASE, or 2.3).' -rfka ''
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" emit' -l 'emit' -d 'What to emit.' -rfka 'retry-policy route listener bootstrap'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" apply' -l 'apply' -d 'Set the policies in an Envoy configuration (JSON) and emit that.' -rF
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy"' -l 'resources' -d 'A file of resources as JSON; their Dataplanes are the endpoints of a bootstrap.' -rF
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy"' -l 'endpoint' -d 'An endpoint of a service in a bootstrap; may be given more than once.' -rfka ''
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" route-timeout' -l 'route-timeout' -d 'The timeout of emitted routes (default: none).' -rfka ''
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" max-retries' -l 'max-retries' -d 'The circuit breaker of emitted clusters: retries under way at one time (default: Envoy\'s 3).' -rfka ''
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" explain' -l 'explain' -d 'Say in words what is retried, what never, how often and when.'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" repair' -l 'repair' -d 'Emit what was meant where Kuma\'s output has no effect or Envoy would refuse it.'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" names' -l 'names' -d 'Names of fields: camel or snake (default: camel; with --apply, as they are).' -rfka 'camel snake'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" format' -l 'format' -d 'The form of the output.' -rfka 'json yaml'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_positional "mr-envoy" -ge 1' -F
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_flags_or_options "mr-envoy" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mr-envoy' -n '__mr-envoy_should_offer_completions_for_positional "mr-envoy" -eq 2' -fa 'help' -d 'Show subcommand help information.'
