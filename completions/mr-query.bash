# bash completion of mr-query
_mr_query() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  case $previous in
    -L|--library-path) COMPREPLY=($(compgen -d -- "$word")); return ;;
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "-n --null-input -R --raw-input -s --slurp --stream --stream-errors --seq -c --compact-output -r --raw-output --raw-output0 -j --join-output -a --ascii-output -S --sort-keys -C --color-output -M --monochrome-output --tab --indent --unbuffered --yaml-output -f --from-file -L --library-path --arg --argjson --slurpfile --rawfile --args --jsonargs -e --exit-status -V --version --build-configuration -h --help" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _mr_query mr-query
