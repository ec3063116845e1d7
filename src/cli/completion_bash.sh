# Completion of hallway in bash. ~/.bashrc reads this with: source <(hallway completions bash)
_hallway() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(HALLWAY_COMPLETE=bash HALLWAY_WORD=$COMP_CWORD HALLWAY_LISTING=$COMP_TYPE \
        hallway -- "${COMP_WORDS[@]}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _hallway hallway 2>/dev/null || complete -F _hallway hallway
