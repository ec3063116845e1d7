"""Prints the events that a Python package sees in a calendar: `read_packages.py PACKAGE FILE`.

Each line is a JSON object with title, start, end, room, text and cancelled. Dates are written as
`2026-10-23`, instants in UTC as `2026-10-24T08:00Z`, clocks without a zone without the `Z`.
"""

import datetime
import json
import pathlib
import sys


def write_time(value):
    """Returns the text of a date, an instant or a clock; None stays None."""
    if value is None:
        return None
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value.tzinfo is None:
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ")


def print_event(title, start, end, room, text, status):
    """Prints one event as a line of JSON."""
    event = {
        "title": title,
        "start": write_time(start),
        "end": write_time(end),
        "room": room,
        "text": text,
        "cancelled": status == "CANCELLED",
    }
    print(json.dumps(event))


def print_component(event):
    """Prints a component of the package `icalendar`."""
    names = ["SUMMARY", "LOCATION", "DESCRIPTION", "STATUS"]
    title, room, text, status = [str(event.get(name, "")) for name in names]
    print_event(title, event.start, event.end, room, text, status)


def read_icalendar(text):
    import icalendar

    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        print_component(event)


def read_recurring(text):
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(text)
    for event in recurring_ical_events.of(calendar).between((2026, 10, 20), (2026, 10, 30)):
        print_component(event)


def read_ics(text):
    import ics

    for event in ics.Calendar(text).events:
        start, end = event.begin.datetime, event.end.datetime
        if event.all_day:
            start, end = start.date(), end.date()
        print_event(event.name, start, end, event.location, event.description, event.status)


def read_vobject(text):
    import vobject

    for event in vobject.readOne(text).vevent_list:
        names = ["summary", "dtstart", "dtend", "location", "description", "status"]
        fields = [getattr(event, name).value if hasattr(event, name) else None for name in names]
        title, start, end, room, description, status = fields
        print_event(title, start, end, room, description, status)


READERS = {
    "icalendar": read_icalendar,
    "recurring-ical-events": read_recurring,
    "ics": read_ics,
    "vobject": read_vobject,
}

if __name__ == "__main__":
    with pathlib.Path(sys.argv[2]).open(encoding="utf-8", newline="") as calendar_file:
        READERS[sys.argv[1]](calendar_file.read())
