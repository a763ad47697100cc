# bash completion of mr-backoff, made by `make generate`
# shellcheck shell=bash
_mr_backoff() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local words='' before='' extensions=() extension
  # --option=value comes as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
  --base | --max | --retries | --per-try-timeout | --reset-header | --reset-max | --route-timeout | --attempt-time | --max-retries | --header | --now | --samples | --seed | --clients | --failure-rate | --stdin-filename) return ;;
  --protocol) words='http grpc' ;;
  --response | -o | --output | --report-file) extensions=('') ;;
  --model) words='documented envoy both' ;;
  --format) words='json table chart csv svg' ;;
  --release) words='2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14' ;;
  --color) words='auto always never' ;;
  --report) words='text json sarif github junit' ;;
  --fail-on) words='error warning note never' ;;
  *)
    if [[ $word == -* ]]; then
      words='--base --max --retries --protocol --per-try-timeout --reset-header --reset-max --route-timeout --attempt-time --max-retries --response --header --now --samples --seed --clients --failure-rate --model --format --release -o --output --color --pretty -V --version --report --report-file --fail-on --notes --stdin-filename -h --help'
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
complete -F _mr_backoff mr-backoff
