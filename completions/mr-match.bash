# bash completion of mr-match, made by `make generate`
# shellcheck shell=bash
_mr_match() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local words='' before='' extensions=() extension
  # --option=value comes as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
  --dataplane | --mesh | --inbound | --outbound | --zone | --system-namespace | --policy | --shard | --stdin-filename) return ;;
  --mode) words='literal zone global' ;;
  --format) words='json table dot inspect' ;;
  --against) extensions=(.json .ndjson .jsonl) ;;
  --against-release | --release) words='2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14' ;;
  --report) words='text json sarif github junit' ;;
  --report-file | -o | --output) extensions=('') ;;
  --fail-on) words='error warning note never' ;;
  --color) words='auto always never' ;;
  *)
    if [[ $word == -* ]]; then
      words='--dataplane --mesh --inbound --outbound --mode --zone --system-namespace --with-defaults --format --explain --policy --against --against-release --shard --list-changes --release --report --report-file --fail-on --notes --stdin-filename -o --output --color --pretty -V --version -h --help'
    else
      extensions=(.json .ndjson .jsonl)
    fi
    ;;
  esac
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$word")
    return
  fi
  compopt -o filenames
  mapfile -t COMPREPLY < <(
    compgen -d -- "$word"
    for extension in "${extensions[@]}"; do compgen -f -X "!*$extension" -- "$word"; done
  )
}
complete -F _mr_match mr-match
