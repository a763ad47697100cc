# bash completion of mr-query, made by `make generate`
# shellcheck shell=bash
_mr_query() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local words='' before='' extensions=() extension
  # --option=value comes as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
  --indent | --arg | --argjson | --slurpfile | --rawfile) return ;;
  -L | --library-path) extensions=() ;;
  *)
    if [[ $word == -* ]]; then
      words='-n --null-input -R --raw-input -s --slurp --stream --stream-errors --seq -c --compact-output -r --raw-output --raw-output0 -j --join-output -a --ascii-output -S --sort-keys -C --color-output -M --monochrome-output --tab --indent --unbuffered --yaml-output -f --from-file -L --library-path --arg --argjson --slurpfile --rawfile --args --jsonargs -e --exit-status -V --version --build-configuration -h --help'
    else
      extensions=('')
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
complete -F _mr_query mr-query
