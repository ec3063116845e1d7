# Completion of hallway in bash. ~/.bashrc reads this with: source <(hallway completions bash)
_hallway() {
    local line at word blanks rest=$COMP_LINE words=() index=0 prefix=
    COMPREPLY=()
    # bash splits words at = and : too. Words without a blank between them are one word.
    for at in "${!COMP_WORDS[@]}"; do
        word=${COMP_WORDS[at]}
        blanks=${rest%%[![:blank:]]*}
        rest=${rest#"$blanks"}
        rest=${rest#"$word"}
        [[ $at -eq 0 || -n $blanks ]] && words+=("")
        if [[ $at -eq $COMP_CWORD ]]; then
            index=$((${#words[@]} - 1))
            # bash replaces the last part alone.
            prefix=${words[index]}
            [[ $word == [=:]* ]] && prefix+=$word
        fi
        words[${#words[@]} - 1]+=$word
    done
    while IFS= read -r line; do
        COMPREPLY+=("${line#"$prefix"}")
    done < <(HALLWAY_COMPLETE=bash HALLWAY_WORD=$index HALLWAY_LISTING=$COMP_TYPE \
        hallway -- "${words[@]}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _hallway hallway 2>/dev/null || complete -F _hallway hallway
