//! `next --watch`: a conference day on a clock that the tests move.
#![cfg(unix)]

use crate::fixture::{Case, Home, case, split_words};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The longest time for a step, on a busy machine. Less than the minute after which the watch looks
/// at its files unasked.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Sessions as `id start minutes room`.
const DAY: [&str; 6] = [
    "breakfast 08:00 45 Hall",
    "kernel 09:00 50 Hall",
    "tracing 10:00 50 Ulster",
    "storage 11:00 50 Hall",
    "panel 12:00 30 Hall",
    "closing 16:00 60 Hall",
];

fn day_toml(sessions: &[&str]) -> String {
    let toml = |session: &&str| {
        let words: Vec<&str> = session.split(' ').collect();
        let [id, start, minutes, room] = words[..] else { panic!("{session}") };
        format!(
            "[[session]]\nid = '{id}'\ntitle = '{id}'\nstart = 2030-05-04T{start}:00\n\
             minutes = {minutes}\nroom = '{room}'\n"
        )
    };
    let sessions: String = sessions.iter().map(toml).collect();
    format!("[event]\nid = 'day'\nname = 'Day'\ntimezone = 'Europe/Dublin'\n{sessions}")
}

/// A home with the agenda `day.toml`, whose sessions are all marked but for `storage` and `panel`.
fn home() -> Home {
    let home = Home::new();
    home.file("day.toml", &day_toml(&DAY));
    home.run_line("mark -a day.toml breakfast kernel tracing closing").assert_code(0);
    home
}

/// The running command.
struct Watch {
    child: Child,
    /// The lines of standard output and of standard error.
    lines: Receiver<String>,
    messages: Receiver<String>,
}

/// The end of the command, and the messages after the first one.
struct WatchEnd {
    status: ExitStatus,
    err: String,
}

/// Sends the lines of a pipe.
fn lines_of(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        BufReader::new(pipe).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok())
    });
    lines
}

impl Home {
    /// Moves the clock of the watch to a time of the day in Dublin, where it stands.
    fn set_clock(&self, time: &str) {
        self.set_running_clock(time, 0);
    }

    /// Moves the clock, from where it runs `speed` times as fast as the wall clock.
    fn set_running_clock(&self, time: &str, speed: u32) {
        let new = self.file("clock.new", &format!("2030-05-04T{time}:00+01:00 {speed}\n"));
        std::fs::rename(new, self.path("clock")).unwrap();
    }

    /// Starts `next --watch` on the clock, and waits until it watches.
    fn watch(&self, options: &str) -> Watch {
        let args: Vec<&str> =
            ["next", "--watch", "-a", "day.toml"].into_iter().chain(split_words(options)).collect();
        let mut command = self.command(&args);
        command.env("HALLWAY_CLOCK", self.path("clock")).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (lines, messages) = (lines_of(stdout), lines_of(stderr));
        let first = messages.recv_timeout(TIMEOUT).unwrap();
        assert!(first.contains(" to announce, the first on Sat 4 May "), "{first}");
        Watch { child, lines, messages }
    }
}

impl Watch {
    /// Returns the next line.
    fn line(&self) -> String {
        let line = self.lines.recv_timeout(TIMEOUT);
        line.unwrap_or_else(|error| panic!("no line in time: {error}"))
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits for the end. There are no more lines.
    fn wait(mut self) -> WatchEnd {
        let start = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(10)),
            }
            assert!(start.elapsed() < TIMEOUT, "the watch goes on");
        };
        let err = self.messages.iter().collect::<Vec<_>>().join("\n");
        assert_eq!(self.lines.recv_timeout(TIMEOUT).ok(), None, "{err}");
        WatchEnd { status, err }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const BRIEF: &str = "--format '{title} {minutes} {room}'";

#[test]
fn day_with_changes_jumps_and_a_suspended_process_announces_each_session_once() {
    let home = home();
    home.set_clock("08:10");
    let watch = home.watch(BRIEF);
    // Breakfast runs already: it is not announced.
    home.set_clock("08:50");
    assert_eq!(watch.line(), "kernel 10 Hall");

    // The plan changes: the later command shows that the earlier one was read, too.
    home.run_line("unmark -a day.toml tracing").assert_code(0);
    home.run_line("mark -a day.toml storage panel").assert_code(0);
    let changed = Instant::now();
    home.run_line("add -a day.toml Coffee 'sat 8:55' 10m").assert_code(0);
    assert_eq!(watch.line(), "Coffee 5 ");
    assert!(changed.elapsed() < Duration::from_secs(10), "{:?}", changed.elapsed());
    home.set_clock("09:55");
    home.set_clock("10:50");
    assert_eq!(watch.line(), "storage 10 Hall");

    // The agenda changes: a session of mine moves to another time and room.
    let mut moved = DAY;
    moved[3] = "storage 11:15 50 Attic";
    home.file("day.toml", &day_toml(&moved));
    home.set_clock("11:05");
    assert_eq!(watch.line(), "storage 10 Attic");

    // The process is stopped while the panel goes by and lunch begins.
    home.run_line("add -a day.toml Lunch 'sat 12:30' 45m").assert_code(0);
    watch.signal(Signal::STOP);
    home.set_clock("12:40");
    watch.signal(Signal::CONT);
    assert_eq!(watch.line(), "Lunch -10 ");

    // The clock jumps back, and the day goes by again.
    for time in ["08:00", "08:55", "10:55", "11:10", "12:35", "15:50"] {
        home.set_clock(time);
    }
    assert_eq!(watch.line(), "closing 10 Hall");
    home.set_clock("17:00");
    let end = watch.wait();
    assert_eq!(end.status.code(), Some(0));
    assert_eq!(end.err, "hallway: Day ended on Sat 4 May 2030 17:00");
}

#[test]
fn day_in_seconds_is_announced_in_order() {
    let home = home();
    home.run_line("mark -a day.toml storage panel").assert_code(0);
    home.run_line("add -a day.toml Lunch 'sat 12:30' 45m").assert_code(0);
    home.set_running_clock("07:30", 7200);
    let watch = home.watch("--jsonl --before 5m");
    for id in ["breakfast", "kernel", "tracing", "storage", "panel", "Lunch", "closing"] {
        let line: Value = serde_json::from_str(&watch.line()).unwrap();
        assert_eq!(line["title"], id);
        assert!(line["minutes_to_go"].as_i64().unwrap() <= 5, "{line}");
    }
    assert_eq!(watch.wait().status.code(), Some(0));
}

#[test]
fn clock_of_at_runs_and_a_reminder_comes_in_its_second() {
    let home = home();
    let start = Instant::now();
    let watch = home.watch(&format!("--at 2030-05-04T08:49:57 {BRIEF}"));
    assert_eq!(watch.line(), "kernel 10 Hall");
    let waited = start.elapsed();
    assert!((2..20).contains(&waited.as_secs()), "{waited:?}");
    watch.signal(Signal::TERM);
    assert_eq!(watch.wait().status.signal(), Some(15));
}

#[test]
fn session_about_to_begin_is_announced_at_the_beginning() {
    let home = home();
    home.set_clock("08:57");
    let watch = home.watch("");
    let expected = "kernel\t2030-05-04\t09:00\t09:50\tHall\ttalk\tattend\tkernel\t\t3";
    assert_eq!(watch.line(), expected);
    let watch = home.watch("--ids");
    assert_eq!(watch.line(), "kernel");
}

#[test]
fn reminder_comes_before_the_walk() {
    let home = home();
    let walk = "[walk]\nminutes = 5\nbetween = [{ rooms = ['Hall', 'Ulster'], minutes = 8 }]\n";
    home.file("day.toml", &(day_toml(&DAY) + walk));
    home.set_clock("08:40");
    let form = "--format '{title} {minutes} {walk}'";
    let watch = home.watch(form);
    // Breakfast is in the same room.
    for (time, line) in [("08:50", "kernel 10 0"), ("09:42", "tracing 18 8")] {
        home.set_clock(time);
        assert_eq!(watch.line(), line);
    }
    drop(watch);
    home.file("config/hallway/config.toml", "remind_before = '0m'\nwalk = { minutes = 7 }\n");
    home.run_line("unmark -a day.toml tracing").assert_code(0);
    home.run_line("mark -a day.toml storage").assert_code(0);
    home.set_clock("08:50");
    let watch = home.watch(form);
    for (time, line) in [("09:00", "kernel 0 0"), ("11:00", "storage 0 0")] {
        home.set_clock(time);
        assert_eq!(watch.line(), line);
    }
    // Own entries without a room are elsewhere.
    home.run_line("add -a day.toml Lunch 'sat 12:30' 45m").assert_code(0);
    home.set_clock("12:23");
    assert_eq!(watch.line(), "Lunch 7 7");
    let next = home.run_line("next -a day.toml --at 12:24 --mine --linear").out;
    assert!(next.starts_with("in 6 min, leave now: "), "{next}");
    let next = home.json(&["next", "-a", "day.toml", "--at", "12:20", "--mine", "--json"]);
    assert_eq!(next["sessions"][0]["walk_minutes"], 7, "{next}");
}

/// A program that writes its arguments to a file, one a line.
fn argument_script(home: &Home) -> String {
    let script = home.file("my tools/notify me", "#!/bin/sh\nprintf '[%s]\\n' \"$@\" >> args\n");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    script
}

#[test]
fn program_gets_arguments_with_spaces_and_no_shell() {
    let home = home();
    home.run_line("add -a day.toml '$(touch x); `y` \"z\"' 'sat 8:55' 10m 'My room'")
        .assert_code(0);
    let script = argument_script(&home);
    let command = format!(
        "notify_cmd = ['{script}', '--', '{{title}}', 'in {{minutes}} min, {{room}}', '{{{{}}}}']\n"
    );
    home.file("config/hallway/config.toml", &command);
    home.set_clock("08:00");
    let watch = home.watch(BRIEF);
    home.set_clock("08:45");
    assert_eq!(watch.line(), "$(touch x); `y` \"z\" 10 My room");
    let expected = "[--]\n[$(touch x); `y` \"z\"]\n[in 10 min, My room]\n[{}]\n";
    let start = Instant::now();
    while std::fs::read_to_string(home.path("args")).unwrap_or_default() != expected {
        assert!(start.elapsed() < TIMEOUT, "{:?}", std::fs::read_to_string(home.path("args")));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!home.path("x").exists());
}

#[test]
fn program_that_fails_or_hangs_does_not_stop_the_watch() {
    for (command, message) in [
        ("['/no/such/program']", "notify_cmd: /no/such/program: No such file"),
        ("['false']", "notify_cmd: false: ended with exit status: 1"),
        ("['sleep', '20']", ""),
    ] {
        let home = home();
        home.file("config/hallway/config.toml", &format!("notify_cmd = {command}\n"));
        home.set_clock("08:46");
        let watch = home.watch(BRIEF);
        for (time, line) in [("08:50", "kernel 10 Hall"), ("09:50", "tracing 10 Ulster")] {
            home.set_clock(time);
            assert_eq!(watch.line(), line);
        }
        // The failures of the threads are there before the end.
        std::thread::sleep(Duration::from_millis(300));
        home.set_clock("17:30");
        let end = watch.wait();
        assert!(end.status.success() && end.err.contains(message), "{command}: {}", end.err);
    }
}

#[test]
fn watch_ends_quietly_when_nobody_reads_its_lines() {
    let home = home();
    home.set_clock("08:00");
    let mut command = home.command(&["next", "--watch", "-a", "day.toml"]);
    command.env("HALLWAY_CLOCK", home.path("clock")).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let messages = lines_of(child.stderr.take().unwrap());
    messages.recv_timeout(TIMEOUT).unwrap();
    drop(child.stdout.take());
    let end = Watch { child, lines: lines_of(std::io::empty()), messages }.wait();
    assert_eq!((end.status.code(), &*end.err), (Some(0), ""));
}

#[test]
fn broken_agenda_and_plan_leave_the_watch_as_it_was() {
    let home = home();
    home.set_clock("08:10");
    let watch = home.watch(BRIEF);
    home.file("day.toml", "[event]\nid = 'day'\nname = 'Day'\n");
    home.file("data/hallway/plans/day.toml", "no plan\n");
    std::thread::sleep(Duration::from_millis(1500));
    home.set_clock("08:50");
    assert_eq!(watch.line(), "kernel 10 Hall");
    home.set_clock("17:30");
    let end = watch.wait();
    for part in ["hallway: the agenda stays as it was: ", "hallway: the schedule stays as it was: "]
    {
        assert!(end.err.contains(part), "{}", end.err);
    }
}

const CASES: &[Case] = &[
    case("next --watch", 1, "", "SREcon16 Europe ended on Wed 13 Jul 2016 17:00"),
    case("next --watch --before soon", 2, "", "\"soon\" is no time before a session: write \"0m\""),
    case("next --watch --before 25h", 2, "", "\"25h\" is no time before a session"),
    case("next --before 5m", 2, "", "--watch"),
    case("next --watch --room ulster", 2, "", "cannot be used with"),
    case("next --watch --format {tilte}", 2, "", "--format: there is no field {tilte}"),
    case("now --watch", 2, "", "unexpected argument '--watch'"),
];

#[test]
fn watch_refuses_what_it_cannot_do() {
    let home = Home::new();
    home.check_cases(CASES);
    home.file("wall.toml", &day_toml(&DAY).replace("timezone = 'Europe/Dublin'", ""));
    home.run_line("next --watch -a wall.toml").assert_code(2).assert_err("the time now is unknown");
    home.file("config/hallway/config.toml", "notify_cmd = ['x', '{tilte}']\n");
    home.run_line("next --watch").assert_code(78).assert_err("there is no field {tilte}");
}
