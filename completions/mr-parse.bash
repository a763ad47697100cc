# bash completion of mr-parse, made by `make generate`
# shellcheck shell=bash
_mr_parse() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local words='' before='' extensions=() extension
  # --option=value comes as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
  --system-namespace | --stdin-filename) return ;;
  --to) words='universal kubernetes' ;;
  --splitter) words='yaml kuma kubernetes' ;;
  --only | --disable | --explain)
    words='MR001 MR002 MR003 MR004 MR005 MR006 MR007 MR008 MR009 MR010 MR011 MR012 MR013 MR014 MR015 MR016 MR017 MR018 MR019 MR020 MR021 MR022 MR023 MR024 MR025 MR026 MR027 MR028 MR029 MR030 MR031 MR032 MR033 MR034 MR035 MR036 MR037 MR038 MR039 MR040 MR041 MR042 MR043 MR044 MR045 MR046 MR047 MR048 MR049 MR050 MR053 MR054 MR055 MR056 MR057 MR058 MR059 MR060 MR061 MR062 MR063 MR064 MR065 MR066 MR067 MR068 MR069 MR070 MR080 MR081 MR082 MR083 MR084 MR100 MR101 MR102'
    if [[ $word == *,* ]]; then before=${word%,*}, word=${word##*,}; fi
    ;;
  --format) words='text json markdown' ;;
  --release) words='2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14' ;;
  --report) words='text json sarif github junit' ;;
  --report-file | -o | --output) extensions=('') ;;
  --fail-on) words='error warning note never' ;;
  --color) words='auto always never' ;;
  *)
    if [[ $word == -* ]]; then
      words='--check --no-validate --locations -R --recursive --system-namespace --to --normalize --schema --fix --diff --in-place --splitter --only --disable --explain --list-rules --format --release --report --report-file --fail-on --notes --stdin-filename -o --output --color --pretty -V --version -h --help'
    else
      extensions=(.yaml .yml .json)
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
complete -F _mr_parse mr-parse
