#!/usr/bin/env bash
# recurring-ical-events 3.8.2 with x-wr-timezone 2.0.1 and icalendar 7.3.2: in a calendar with
# `X-WR-TIMEZONE`, an event in UTC within the hour that comes twice is returned an hour early.
# 25 October 2026 in Berlin, 01:30Z is the second 02:30 (+01:00). It becomes the first one (+02:00).
# The same event without `X-WR-TIMEZONE` is right, and so is `x_wr_timezone.to_standard` alone.
# Expected by RFC 5545 3.3.5, form 2: 01:30Z is one instant, 02:30 at +01:00.
# hallway writes the session in UTC and `X-WR-TIMEZONE`; other programs read it right.
#
# Needs Python 3.10 and the network. Exits 0 while the behaviour is as described, 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check recurring-ical-events==3.8.2 \
  x-wr-timezone==2.0.1 icalendar==7.3.2 python-dateutil==2.9.0.post0 tzdata==2026.6
cat > read.py <<'PYTHON'
from datetime import timezone

import icalendar
import recurring_ical_events

TEXT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//example//EN
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VEVENT
UID:twice@example.org
DTSTAMP:20260101T000000Z
DTSTART:20261025T013000Z
DTEND:20261025T015000Z
SUMMARY:Second half past two
END:VEVENT
END:VCALENDAR
"""


def print_start(name, text):
    calendar = icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))
    for event in recurring_ical_events.of(calendar).between((2026, 10, 20), (2026, 10, 30)):
        utc = event.start.astimezone(timezone.utc)
        print(name, event.start.isoformat(), "is", utc.strftime("%H:%MZ"))


print_start("X-WR-TIMEZONE:", TEXT)
print_start("without:", TEXT.replace("X-WR-TIMEZONE:Europe/Berlin\n", ""))
PYTHON
seen=$(venv/bin/python read.py)
expected='X-WR-TIMEZONE: 2026-10-25T02:30:00+02:00 is 00:30Z
without: 2026-10-25T01:30:00+00:00 is 01:30Z'
printf '%s\n' "$seen"
if [ "$seen" = "$expected" ]; then
  echo "as described: recurring-ical-events 3.8.2 moves an instant in UTC by an hour"
else
  echo "changed; expected was:"; printf '%s\n' "$expected"; exit 1
fi
