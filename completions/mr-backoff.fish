function __mr-backoff_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-backoff_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mr-backoff_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-backoff_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mr-backoff_parse_tokens -S
    set -l unparsed_tokens (__mr-backoff_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mr-backoff'
        __mr-backoff_parse_subcommand -r 1 'base=' 'max=' 'retries=' 'protocol=' 'per-try-timeout=' 'reset-header=+' 'reset-max=' 'route-timeout=' 'attempt-time=' 'max-retries=' 'response=' 'header=+' 'now=' 'samples=' 'seed=' 'clients=' 'failure-rate=' 'model=' 'format=' 'release=' 'o/output=' 'color=' 'pretty' 'V/version' 'report=' 'report-file=' 'fail-on=' 'notes' 'stdin-filename=' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mr-backoff_parse_subcommand -r 1 
        end
    end
end

function __mr-backoff_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mr-backoff_parse_subcommand -S -a positional_count
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

function __mr-backoff_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mr-backoff_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mr-backoff_tokens -p)
    if test -z "$(__mr-backoff_tokens -t)"
        set -l index (count (__mr-backoff_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mr-backoff' -f
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" base' -l 'base' -d 'The bound of the first delay (backOff.baseInterval).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" max' -l 'max' -d 'The largest bound (backOff.maxInterval).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" retries' -l 'retries' -d 'Retries after the first attempt (numRetries).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" protocol' -l 'protocol' -d 'http or grpc: the section of the conf to show.' -rfka 'http grpc'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" per-try-timeout' -l 'per-try-timeout' -d 'The longest an attempt may take; 0 is no limit.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff"' -l 'reset-header' -d 'A header of rateLimitedBackOff, format seconds or unix-timestamp; may be repeated (default: the policy\'s; without a policy retry-after and x-ratelimit-reset).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" reset-max' -l 'reset-max' -d 'The longest wait that a reset header may ask for (rateLimitedBackOff.maxInterval).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" route-timeout' -l 'route-timeout' -d 'The time for the whole request; 0 is none (default: MeshTimeout of the input, or 15s).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" attempt-time' -l 'attempt-time' -d 'The time that a failing attempt takes (default: 0).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" max-retries' -l 'max-retries' -d 'Retries under way at a time that the circuit breaker allows (default: MeshCircuitBreaker of the input, or 3).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" response' -l 'response' -d 'A file with the response before the retry: its head.' -rF
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff"' -l 'header' -d 'A header of that response; may be repeated.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" now' -l 'now' -d 'The time of that response in seconds since 1970 (default: the clock).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" samples' -l 'samples' -d 'Draw the delays of so many requests.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" seed' -l 'seed' -d 'The seed of the samples.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" clients' -l 'clients' -d 'A storm of so many requests that start at once.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" failure-rate' -l 'failure-rate' -d 'The share of attempts that fail in the storm.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" model' -l 'model' -d 'The laws to show.' -rfka 'documented envoy both'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" format' -l 'format' -d 'The form of the data.' -rfka 'json table chart csv svg'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" release' -l 'release' -d 'The release of Kuma or Kong Mesh whose rules apply, 2.2 to 2.14: 2.9 is the newest patch of that line, 2.9.3 that patch (default: $MR_RELEASE, or 2.3).' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" o output' -s 'o' -l 'output' -d 'Write to a file, replaced at once when all is written.' -rF
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" color' -l 'color' -d 'When to colour messages.' -rfka 'auto always never'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" pretty' -l 'pretty' -d 'Indent JSON by two spaces.'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" report' -l 'report' -d 'The form of findings: text, json (a line each), sarif, github or junit (default: text; github in a job of GitHub Actions).' -rfka 'text json sarif github junit'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" report-file' -l 'report-file' -d 'Write findings to a file.' -rF
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" fail-on' -l 'fail-on' -d 'Findings of this severity and worse make the exit status 1.' -rfka 'error warning note never'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" notes' -l 'notes' -d 'Show notes too.'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" stdin-filename' -l 'stdin-filename' -d 'The name of standard input in messages.' -rfka ''
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_positional "mr-backoff" -ge 1' -F
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_flags_or_options "mr-backoff" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mr-backoff' -n '__mr-backoff_should_offer_completions_for_positional "mr-backoff" -eq 2' -fa 'help' -d 'Show subcommand help information.'
