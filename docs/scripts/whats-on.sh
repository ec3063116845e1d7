#!/bin/sh
# Prints what runs in a room, what I attend next, and which of my sessions overlap.
#
#     sh whats-on.sh ROOM [TIME]
#
# TIME is a time as in hallway --at. $HALLWAY_AGENDA names the agenda. The script needs jq.
set -u
room=${1:?usage: sh whats-on.sh ROOM [TIME]}
time=${2:-now}

echo "Now in $room:"
hallway now --room "$room" --at "$time" --json | jq -r '
    if .sessions == [] then "  nothing" else .sessions[] |
        "  \(.title), until \(.end // "?" | .[11:16]), \(.minutes_left // "?") min left"
    end'

echo "Next for me:"
hallway next --mine --at "$time" --json | jq -r '
    if .sessions == [] then "  nothing" else .sessions[0] |
        "  \(.title), \(.room // "no room"), at \(.start[11:16]), in \(.minutes_to_go) min"
    end'

echo "Clashes:"
hallway mine --json | jq -r '
    (.sessions | map({(.id): .title}) | add) as $titles |
    if .clashes == [] then "  none" else .clashes[] | . as [$one, $other, $minutes] |
        "  \($titles[$one]) and \($titles[$other]): \($minutes) min"
    end'
