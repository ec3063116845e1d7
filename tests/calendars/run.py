#!/usr/bin/env python3
"""Shows how outside programs read a calendar that hallway has exported.

`python3 tests/calendars/run.py [HALLWAY]` exports `agenda.toml`, installs the packages in a
temporary folder and prints a table of events and programs. HALLWAY is the program, otherwise the
variable HALLWAY, otherwise target/debug/hallway. Programs that are not there are named as skipped.

Exit code 1: the table in docs/formats.md states something else for a program that ran.
"""

import difflib
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import programs

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
LONG_TEXT = " ".join(f"Sentence {number:04} is one of many." for number in range(1, 1901))
RIGHT = "right"
FIRST_COLUMN = "event that is exported"
TABLE_START = f"| {FIRST_COLUMN} |"


def export_calendar(hallway, folder):
    """Returns the path of the exported calendar."""
    agenda = folder / "agenda.toml"
    text = (HERE / "agenda.toml").read_text(encoding="utf-8")
    agenda.write_text(text.replace('"LONG"', f'"{LONG_TEXT}"'), encoding="utf-8")
    calendar = folder / "agenda.ics"
    command = [hallway, "-a", str(agenda), "export", "--format", "ics", "-o", str(calendar)]
    subprocess.run(command, check=True, env={**os.environ, "XDG_DATA_HOME": str(folder / "data")})
    return calendar


def read_expected():
    """Returns the events of `events.json` with all fields."""
    empty = {"end": None, "room": "", "text": "", "cancelled": False}
    expected = [empty | event for event in json.loads((HERE / "events.json").read_text("utf-8"))]
    for event in expected:
        event["text"] = event["text"].replace("LONG", LONG_TEXT)
    return expected


def find_event(wanted, events):
    """Returns the event by its title, or by the part of the title that `key` names."""
    key = wanted.get("key", wanted["title"])
    return next((event for event in events if key in event["title"]), None)


def mark_text(text):
    """Returns a text for a cell of the table."""
    return "`" + text.replace("\n", "⏎").replace("|", "\\|") + "`"


def describe_text(field, wanted, seen):
    """Describes a text by its length, or by the words that begin with the first difference."""
    if not seen:
        return f"no {field}"
    if len(seen) > 1_000:
        return f"{field} ends after {len(seen):,} characters"
    common = os.path.commonprefix([wanted, seen])
    start = max(common.rfind(" "), common.rfind("\n")) + 1
    return f"{field} {mark_text(seen[start:])} for {mark_text(wanted[start:])}"


def describe_time(name, wanted, seen):
    """Describes a start or an end. The year is 2026."""
    if seen is None:
        return f"no {name}"
    if wanted is not None and wanted[:10] == seen[:10]:
        return f"{name} {seen[11:]}, not {wanted[11:]}"
    return f"{name} {seen[5:].replace('T', ' ')}"


def describe_end(wanted, seen):
    if wanted["end"] is None:
        return f"lasts until {seen['end'][11:]}, from {seen['start'][11:]}"
    return describe_time("end", wanted["end"], seen["end"])


def describe_event(wanted, events):
    """Returns a cell of the table: `right`, or the values that differ."""
    seen = find_event(wanted, events)
    if seen is None:
        return "missing"
    # Programs give a session without a length the end None, or its start.
    end = None if seen["end"] == seen["start"] else seen["end"]
    differences = []
    if seen["start"] != wanted["start"]:
        differences.append(describe_time("start", wanted["start"], seen["start"]))
    if end != wanted["end"]:
        differences.append(describe_end(wanted, seen))
    for field in ["title", "room", "text"]:
        text = seen.get(field) or ""
        if text != wanted[field]:
            differences.append(describe_text(field, wanted[field], text))
    if seen["cancelled"] != wanted["cancelled"]:
        differences.append("as held" if wanted["cancelled"] else "as cancelled")
    return "; ".join(differences) or RIGHT


def build_column(expected, read, calendar, folder):
    """Returns the cells of one program by event."""
    try:
        events = read(calendar, folder)
    except programs.FAILURES as reason:
        return {wanted["event"]: f"fails: {reason}" for wanted in expected}
    return {wanted["event"]: describe_event(wanted, events) for wanted in expected}


def write_table(columns, expected):
    """Returns the lines of a Markdown table."""
    rows = [[FIRST_COLUMN, *columns]]
    for wanted in expected:
        event = wanted["event"]
        rows.append([event, *(column[event] for column in columns.values())])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|---" * (len(columns) + 1) + "|", *lines[1:]]


def read_table(text):
    """Returns the columns of the table whose first column has the head `FIRST_COLUMN` in `text`."""
    lines = iter(text.splitlines())
    rows = []
    for line in itertools.dropwhile(lambda line: not line.startswith(TABLE_START), lines):
        if not line.startswith("|"):
            break
        rows.append(line.removeprefix("| ").removesuffix(" |").split(" | "))
    heads = rows[0][1:] if rows else []
    return {head: {row[0]: row[at] for row in rows[2:]} for at, head in enumerate(heads, 1)}


def compare_columns(columns, documented, skipped):
    """Returns the differences between the table of docs/formats.md and `columns`."""
    differences = []
    for head, cells in columns.items():
        if head not in documented:
            skipped.append(f"{head}: another version than in docs/formats.md, not compared")
            continue
        stated = [f"{event}: {cell}" for event, cell in documented[head].items()]
        seen = [f"{event}: {cell}" for event, cell in cells.items()]
        names = ("docs/formats.md", head)
        differences += difflib.unified_diff(stated, seen, *names, lineterm="", n=0)
    return differences


def main():
    if sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        return
    hallway = [*sys.argv[1:], os.environ.get("HALLWAY"), str(ROOT / "target/debug/hallway")]
    hallway = next(filter(None, hallway))
    expected = read_expected()
    skipped = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        calendar = export_calendar(hallway, folder)
        columns = {head: build_column(expected, read, calendar, folder)
                   for head, read in programs.find_programs(folder, skipped)}
    documented = read_table((ROOT / "docs/formats.md").read_text(encoding="utf-8"))
    differences = compare_columns(columns, documented, skipped)
    if columns:
        print("\n".join(write_table(columns, expected)))
    print(f"\n{len(columns)} programs ran, {len(skipped)} skipped")
    for reason in skipped:
        print(f"skipped: {reason}")
    if differences:
        print("docs/formats.md states something else:", *differences, sep="\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
