// Prints the events that an npm package sees in a calendar: `node read_packages.js PACKAGE FILE`,
// with `NODE_PATH` at the installed packages. The lines are as in `read_packages.py`.

const fs = require("fs");

// Returns the text of a date of the calendar, or of an instant in UTC.
function writeTime(date, isDay) {
  if (!date) return null;
  return isDay ? date.toLocaleDateString("sv") : date.toISOString().slice(0, 16) + "Z";
}

function printEvent(title, start, end, room, text, status) {
  const cancelled = status === "CANCELLED";
  console.log(JSON.stringify({ title, start, end, room, text, cancelled }));
}

function readIcalJs(text) {
  const loaded = require("ical.js");
  const ICAL = loaded.default || loaded;
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const [start, end] = [event.startDate, event.endDate].map(
      (time) => (time.isDate ? time.toString() : writeTime(time.toJSDate(), false)));
    const status = component.getFirstPropertyValue("status");
    printEvent(event.summary, start, end, event.location, event.description, status);
  }
}

function readNodeIcal(text) {
  const events = Object.values(require("node-ical").sync.parseICS(text));
  for (const event of events.filter((event) => event.type === "VEVENT")) {
    const isDay = event.datetype === "date";
    const [start, end] = [event.start, event.end].map((time) => writeTime(time, isDay));
    printEvent(event.summary, start, end, event.location, event.description, event.status);
  }
}

const readers = { "ical.js": readIcalJs, "node-ical": readNodeIcal };
readers[process.argv[2]](fs.readFileSync(process.argv[3], "utf8"));
