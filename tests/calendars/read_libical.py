"""Prints the events that libical sees in a calendar: `read_libical.py LIBRARY FILE`.

The lines are as in `read_packages.py`.
"""

import ctypes
import datetime
import json
import pathlib
import sys

# `ICAL_VEVENT_COMPONENT` of libical 3.
EVENT_KIND = 4


class IcalTime(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = [(name, ctypes.c_int) for name in
                ["year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight"]]
    _fields_ += [("zone", ctypes.c_void_p)]


def load_library(path):
    """Loads libical and declares the functions that this script calls."""
    library = ctypes.CDLL(path)
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    library.icalparser_parse_string.restype = pointer
    for name in ["first", "next"]:
        function = getattr(library, f"icalcomponent_get_{name}_component")
        function.restype, function.argtypes = pointer, [pointer, ctypes.c_int]
    results = {"dtstart": IcalTime, "dtend": IcalTime, "summary": text, "location": text,
               "description": text, "status": ctypes.c_int}
    for name, result in results.items():
        function = getattr(library, f"icalcomponent_get_{name}")
        function.restype, function.argtypes = result, [pointer]
    library.icalproperty_enum_to_string.restype = text
    library.icaltime_as_timet_with_zone.restype = ctypes.c_longlong
    library.icaltime_as_timet_with_zone.argtypes = [IcalTime, pointer]
    return library


def write_time(library, time):
    """Returns the text of a date or an instant; a time of the year 0 is none."""
    if time.year == 0:
        return None
    if time.is_date:
        return f"{time.year:04}-{time.month:02}-{time.day:02}"
    seconds = library.icaltime_as_timet_with_zone(time, time.zone)
    instant = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return instant.strftime("%Y-%m-%dT%H:%MZ")


def print_event(library, event):
    """Prints one event as a line of JSON."""
    texts = [getattr(library, f"icalcomponent_get_{name}")(event) or b""
             for name in ["summary", "location", "description"]]
    title, room, text = [value.decode() for value in texts]
    start, end = [write_time(library, getattr(library, f"icalcomponent_get_{name}")(event))
                  for name in ["dtstart", "dtend"]]
    status = library.icalproperty_enum_to_string(library.icalcomponent_get_status(event))
    print(json.dumps({"title": title, "start": start, "end": end, "room": room, "text": text,
                      "cancelled": status == b"CANCELLED"}))


def main():
    library = load_library(sys.argv[1])
    calendar = library.icalparser_parse_string(pathlib.Path(sys.argv[2]).read_bytes())
    event = library.icalcomponent_get_first_component(calendar, EVENT_KIND)
    while event:
        print_event(library, event)
        event = library.icalcomponent_get_next_component(calendar, EVENT_KIND)


if __name__ == "__main__":
    main()
