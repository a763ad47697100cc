# bash completion of mr-envoy, made by `make generate`
# shellcheck shell=bash
_mr_envoy() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local words='' before='' extensions=() extension
  # --option=value comes as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
  -o | --output | --report-file) extensions=('') ;;
  --color) words='auto always never' ;;
  --report) words='text json sarif github junit' ;;
  --fail-on) words='error warning note never' ;;
  --stdin-filename | --endpoint | --route-timeout | --max-retries) return ;;
  --release) words='2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14' ;;
  --emit) words='retry-policy route listener bootstrap' ;;
  --apply | --resources) extensions=(.json .ndjson .jsonl) ;;
  --names) words='camel snake' ;;
  --format) words='json yaml' ;;
  *)
    if [[ $word == -* ]]; then
      words='-o --output --color --pretty -V --version --report --report-file --fail-on --notes --stdin-filename --release --emit --apply --resources --endpoint --route-timeout --max-retries --explain --repair --names --format -h --help'
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
complete -F _mr_envoy mr-envoy
