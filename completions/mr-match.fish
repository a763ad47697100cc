function __mr-match_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-match_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mr-match_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mr-match_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mr-match_parse_tokens -S
    set -l unparsed_tokens (__mr-match_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mr-match'
        __mr-match_parse_subcommand -r 1 'dataplane=+' 'mesh=' 'inbound=+' 'outbound=+' 'mode=' 'zone=' 'system-namespace=' 'with-defaults' 'format=' 'explain' 'policy=' 'against=' 'against-release=' 'shard=' 'list-changes' 'release=' 'report=' 'report-file=' 'fail-on=' 'notes' 'stdin-filename=' 'o/output=' 'color=' 'pretty' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mr-match_parse_subcommand -r 1 
        end
    end
end

function __mr-match_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mr-match_parse_subcommand -S -a positional_count
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

function __mr-match_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mr-match_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mr-match_tokens -p)
    if test -z "$(__mr-match_tokens -t)"
        set -l index (count (__mr-match_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mr-match' -f
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match"' -l 'dataplane' -d 'The proxy: its name, or the display name that only it has; a mesh may stand before it.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" mesh' -l 'mesh' -d 'Only proxies of this mesh.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match"' -l 'inbound' -d 'An inbound of a proxy that no Dataplane stands for: its tags.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match"' -l 'outbound' -d 'A service that the described proxy calls; the protocol where no endpoint tells it.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" mode' -l 'mode' -d 'The labels that a control plane would compute: literal for none, zone or global.' -rfka 'literal zone global'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" zone' -l 'zone' -d 'The zone of --mode zone.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" system-namespace' -l 'system-namespace' -d 'The namespace of the control plane (default: kuma-system and kong-mesh-system both count).' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" with-defaults' -l 'with-defaults' -d 'Add the policies that a control plane of the release makes by itself.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" format' -l 'format' -d 'The form of the answer: json, table, dot, or inspect (the body of Kuma\'s inspect API).' -rfka 'json table dot inspect'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" explain' -l 'explain' -d 'A table of every field: value, policy, place, and the values it took the place of.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" policy' -l 'policy' -d 'What this policy reaches: which proxies, which destinations, which fields.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" against' -l 'against' -d 'What has changed since the resources in this file; status 1 when anything has.' -rF
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" against-release' -l 'against-release' -d 'What this release would change; status 1 when it does anything.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" shard' -l 'shard' -d 'The i-th of n parts of the proxies, which is the same in every run.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" list-changes' -l 'list-changes' -d 'Print what differs between releases.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" release' -l 'release' -d 'The release of Kuma or Kong Mesh whose rules apply, 2.2 to 2.14: 2.9 is the newest patch of that line, 2.9.3 that patch (default: $MR_RELEASE, or 2.3).' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" report' -l 'report' -d 'The form of findings: text, json (a line each), sarif, github or junit (default: text; github in a job of GitHub Actions).' -rfka 'text json sarif github junit'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" report-file' -l 'report-file' -d 'Write findings to a file.' -rF
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" fail-on' -l 'fail-on' -d 'Findings of this severity and worse make the exit status 1.' -rfka 'error warning note never'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" notes' -l 'notes' -d 'Show notes too.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" stdin-filename' -l 'stdin-filename' -d 'The name of standard input in messages.' -rfka ''
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" o output' -s 'o' -l 'output' -d 'Write to a file, replaced at once when all is written.' -rF
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" color' -l 'color' -d 'When to colour messages.' -rfka 'auto always never'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" pretty' -l 'pretty' -d 'Indent JSON by two spaces.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_positional "mr-match" -ge 1' -F
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_flags_or_options "mr-match" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mr-match' -n '__mr-match_should_offer_completions_for_positional "mr-match" -eq 2' -fa 'help' -d 'Show subcommand help information.'
