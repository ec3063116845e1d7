"""Installs and starts the outside programs. Each returns the events that it shows of a calendar.

An event is a dictionary with the keys that `read_packages.py` describes.
"""

import datetime
import functools
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
PYTHON_PACKAGES = {
    "icalendar": "7.3.2",
    "recurring-ical-events": "3.8.2",
    "ics": "0.7.3",
    "vobject": "0.9.9",
}
# Other versions of these change what the packages above show.
PYTHON_DEPENDENCIES = ["arrow==1.4.0", "python-dateutil==2.9.0.post0", "tatsu==5.15.1",
                       "tzdata==2026.6", "x-wr-timezone==2.0.1"]
NODE_PACKAGES = {"ical.js": "2.2.1", "node-ical": "0.26.1"}
# The last event ends on 25 October.
FIRST_DAY, LAST_DAY = datetime.date(2026, 10, 20), datetime.date(2026, 10, 30)
KHAL_FIELDS = ["start-long", "end-long", "all-day", "title", "location", "cancelled", "description"]
KHAL_CONFIG = """[calendars]
[[events]]
path = {folder}/khal
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[sqlite]
path = {folder}/khal.db
"""


class Skipped(Exception):
    """A program cannot be installed or started. The text is the reason."""


FAILURES = (Skipped, OSError, subprocess.TimeoutExpired)


def run_command(command, folder, **variables):
    """Returns the output of `command`, run in UTC with `folder` as home."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder),
                   "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", **variables}
    result = subprocess.run(command, env=environment, capture_output=True, timeout=300)
    if result.returncode != 0:
        last_lines = result.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise Skipped(f"{command[0]} ends with {result.returncode}: {' '.join(last_lines)}")
    return result.stdout.decode()


def run_installer(command, folder):
    """Runs an installer with this user's own settings."""
    if shutil.which(command[0]) is None:
        raise Skipped(f"{command[0]} is not installed")
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if result.returncode != 0:
        name = pathlib.Path(command[0]).name
        raise Skipped(f"cannot be installed, {name} ends with {result.returncode}")


def install_python(folder):
    """Returns the Python of a new environment with the packages."""
    run_installer([sys.executable, "-m", "venv", str(folder / "venv")], folder)
    python = str(folder / "venv/bin/python")
    packages = [f"{name}=={version}" for name, version in PYTHON_PACKAGES.items()]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
           "--retries", "1"]
    run_installer(pip + packages + PYTHON_DEPENDENCIES, folder)
    return python


def install_node(folder):
    """Returns the folder of the installed npm packages."""
    packages = [f"{name}@{version}" for name, version in NODE_PACKAGES.items()]
    npm = ["npm", "install", "--no-audit", "--no-fund", "--fetch-retries=1", "--prefix"]
    run_installer(npm + [str(folder)] + packages, folder)
    return str(folder / "node_modules")


def read_json_lines(text):
    """Returns the events that a reader of this folder has printed."""
    return [json.loads(line) for line in text.splitlines()]


def read_with_python(package, python, calendar, folder):
    script = str(HERE / "read_packages.py")
    return read_json_lines(run_command([python, script, package, str(calendar)], folder))


def read_with_node(package, modules, calendar, folder):
    command = ["node", str(HERE / "read_packages.js"), package, str(calendar)]
    return read_json_lines(run_command(command, folder, NODE_PATH=modules))


def read_with_libical(library, calendar, folder):
    script = str(HERE / "read_libical.py")
    return read_json_lines(run_command([sys.executable, script, library, str(calendar)], folder))


def find_libical():
    """Returns the path of the installed libical 3, which ends in its version."""
    libraries = sorted(glob.glob("/usr/lib/*/libical.so.3.*.*"))
    if not libraries:
        raise Skipped("is not installed")
    return libraries[-1]


def find_version(program, folder):
    """Returns the version of a Debian program, such as `4.7.1`."""
    if shutil.which(program) is None:
        raise Skipped("is not installed")
    match = re.search(r"\d+(\.\d+)+", run_command([program, "--version"], folder))
    if match is None:
        raise Skipped("prints no version")
    return match.group()


def read_khal_event(text):
    """Reads one event of khal's list. The last day of an all-day event belongs to the event."""
    start, end, all_day, title, room, cancelled, description = text.split("<|>")
    if all_day == "True":
        end = str(datetime.date.fromisoformat(end) + datetime.timedelta(days=1))
    else:
        start, end = start + "Z", end + "Z"
    return {"title": title, "start": start, "end": end, "room": room, "text": description,
            "cancelled": bool(cancelled)}


def read_with_khal(calendar, folder):
    config = folder / "khal.conf"
    config.write_text(KHAL_CONFIG.format(folder=folder))
    (folder / "khal").mkdir()
    khal = ["khal", "-c", str(config)]
    run_command(khal + ["import", "--batch", "-a", "events", str(calendar)], folder)
    line = "<|>".join("{" + field + "}" for field in KHAL_FIELDS) + "<end>"
    days = [FIRST_DAY.isoformat(), LAST_DAY.isoformat()]
    listed = run_command(khal + ["list", "--once", "-df", "", "-f", line] + days, folder)
    return [read_khal_event(event.lstrip("\n")) for event in listed.split("<end>")[:-1]]


def read_epoch(seconds):
    time = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    return time.strftime("%Y-%m-%dT%H:%MZ")


def read_calcurse_note(note):
    """Parts a note into text and room. calcurse indents the text and lists other values last."""
    text, _, others = re.sub(r"^\t", "", note, flags=re.M).rpartition("-- \n")
    room = re.search(r"^Location: (.*)$", others, re.M)
    return text.removesuffix("\n"), room.group(1) if room else ""


def read_calcurse_day(day, lines, events):
    """Adds the entries of one day to `events`. A second day of an entry moves its end."""
    for entry in lines.split("<end>")[:-1]:
        kind, start, end, title, note = entry.lstrip("\n *").split("<|>")
        if kind == "day":
            start = events.get(title, {"start": day.isoformat()})["start"]
            end = (day + datetime.timedelta(days=1)).isoformat()
        else:
            start, end = read_epoch(start), read_epoch(end)
        text, room = read_calcurse_note(note)
        events[title] = {"title": title, "start": start, "end": end, "room": room, "text": text,
                         "cancelled": False}


def read_with_calcurse(calendar, folder):
    calcurse = ["calcurse", "-D", str(folder / "calcurse"), "-C", str(folder / "calcurse")]
    run_command(calcurse + ["-q", "-i", str(calendar)], folder)
    timed = "timed<|>%(start:epoch)<|>%(end:epoch)<|>%m<|>%N<end>"
    whole = "day<|><|><|>%m<|>%N<end>"
    formats = ["--format-apt", timed, "--format-recur-apt", timed, "--format-event", whole,
               "--format-recur-event", whole]
    events = {}
    for number in range((LAST_DAY - FIRST_DAY).days):
        day = FIRST_DAY + datetime.timedelta(days=number)
        query = ["-Q", "--from", day.strftime("%m/%d/%Y"), "--days", "1"]
        listed = run_command(calcurse + query + formats, folder)
        read_calcurse_day(day, listed.partition("\n")[2], events)
    return list(events.values())


def find_packages(packages, install, read, folder, skipped):
    """Yields head and reader of each package that one installer installs."""
    try:
        installed = install(folder)
    except FAILURES as reason:
        skipped.append(f"{', '.join(packages)}: {reason}")
        return
    for package, version in packages.items():
        yield f"{package} {version}", functools.partial(read, package, installed)


def find_installed(folder, skipped):
    """Yields head and reader of each program that this machine has."""
    try:
        library = find_libical()
        version = library.partition(".so.")[2]
        yield f"libical {version}", functools.partial(read_with_libical, library)
    except FAILURES as reason:
        skipped.append(f"libical: {reason}")
    for program, read in {"khal": read_with_khal, "calcurse": read_with_calcurse}.items():
        try:
            yield f"{program} {find_version(program, folder)}", read
        except FAILURES as reason:
            skipped.append(f"{program}: {reason}")


def find_programs(folder, skipped):
    """Yields name with version, and a function of calendar and folder that returns the events.

    The reasons of absent programs are added to `skipped`.
    """
    yield from find_packages(PYTHON_PACKAGES, install_python, read_with_python, folder, skipped)
    yield from find_packages(NODE_PACKAGES, install_node, read_with_node, folder, skipped)
    yield from find_installed(folder, skipped)
