//! The time to open a schedule of FOSDEM's size from a server on the loopback, beside the time to
//! open the file; the time to start with and without the feature `https`; and the size of both
//! programs.
//!
//! `cargo bench --bench fetch` builds the program without the feature in `target/without-https`,
//! which takes minutes the first time.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that runs programs"
)]

#[path = "../tests/fetch/server.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests of faults use the other half")]
mod server;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use server::{Server, gzip, ok_with};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const WITH_HTTPS: &str = env!("CARGO_BIN_EXE_hallway");
const SESSIONS: usize = 1100;
const RUNS: usize = 31;
/// The largest time to open an address, in times of opening the file.
const ADDRESS_GOAL: f64 = 1.3;
/// The largest time to start with `https`, in times of starting without.
const START_GOAL: f64 = 1.05;
/// The largest sizes of the program with and without `https`, in megabytes.
const SIZE_GOALS: [f64; 2] = [7.3, 5.3];

fn main() {
    let home = Home::new();
    let schedule = schedule_xml();
    let body = gzip(schedule.as_bytes());
    let (size, sent) = (schedule.len() as f64 / 1e6, body.len() as f64 / 1e6);
    println!("{SESSIONS} sessions, {size:.1} MB, {sent:.2} MB in gzip, {RUNS} runs");
    let file = home.path("schedule.xml");
    std::fs::write(&file, &schedule).unwrap();
    let server = Server::start();
    server.route("/schedule.xml", [ok_with("Content-Encoding: gzip\r\n", body)]);
    let address = server.address("/schedule.xml");
    let list = |agenda: &str| home.time(WITH_HTTPS.as_ref(), &["list", "--ids", "-a", agenda]);
    compare("list", ADDRESS_GOAL, ["file", "address"], [&|| list(&file), &|| list(&address)]);
    let frame = |agenda: &str| time_to_frame(agenda);
    compare("frame", ADDRESS_GOAL, ["file", "address"], [&|| frame(&file), &|| frame(&address)]);
    let without_https = build_without_https();
    home.run(WITH_HTTPS.as_ref(), &["import", &address, "--name", "fresh"]);
    let start = |program: &Path| home.time(program, &["list", "--ids", "-a", "fresh"]);
    compare(
        "start",
        START_GOAL,
        ["without https", "with https"],
        [&|| start(&without_https), &|| start(WITH_HTTPS.as_ref())],
    );
    for (program, goal) in [Path::new(WITH_HTTPS), &without_https].into_iter().zip(SIZE_GOALS) {
        let size = std::fs::metadata(program).unwrap().len() as f64 / 1e6;
        println!("{}: {size:.2} MB, the goal is {goal} MB", program.display());
    }
}

/// Prints the shortest times and the medians of two measurements, and the ratios of the second to
/// the first. The measurements take turns: a busy machine then slows both, and interrupts long work
/// more often than short work, which the shortest times leave out.
fn compare(title: &str, goal: f64, names: [&str; 2], measure: [&dyn Fn() -> Duration; 2]) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        for (times, measure) in times.iter_mut().zip(measure) {
            times.push(measure());
        }
    }
    times.iter_mut().for_each(|times| times.sort());
    let ratio = |at: usize| times[1][at].as_secs_f64() / times[0][at].as_secs_f64();
    println!("{title:15}   shortest     median");
    for (name, times) in names.iter().zip(&times) {
        println!("  {name:14} {:>10.2?} {:>10.2?}", times[0], times[RUNS / 2]);
    }
    println!("  ratio          {:>9.2}x {:>9.2}x, the goal is {goal}x", ratio(0), ratio(RUNS / 2));
}

/// A home directory for the program.
struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs a command, and returns the time from its start to its end.
    fn time(&self, program: &Path, args: &[&str]) -> Duration {
        let start = Instant::now();
        self.run(program, args);
        start.elapsed()
    }

    fn run(&self, program: &Path, args: &[&str]) {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.0.path());
        command.env("XDG_DATA_HOME", self.path("data")).env("NO_PROXY", "*");
        command.env("XDG_CONFIG_HOME", self.path("config")).env_remove("HALLWAY_AGENDA");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().unwrap().success(), "{args:?}");
    }
}

/// Opens an agenda on a terminal of 160 columns in a new home, and returns the time until a session
/// is on the screen.
fn time_to_frame(agenda: &str) -> Duration {
    let home = Home::new();
    let size = PtySize { rows: 45, cols: 160, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(WITH_HTTPS);
    command.args([agenda]);
    command.cwd(home.0.path());
    command.env("XDG_DATA_HOME", home.path("data"));
    command.env("XDG_CONFIG_HOME", home.path("config"));
    command.env("TERM", "xterm-256color");
    command.env("NO_PROXY", "*");
    command.env_remove("HALLWAY_AGENDA");
    let start = Instant::now();
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut output = pty.master.try_clone_reader().unwrap();
    let (mut bytes, mut buffer) = (Vec::new(), [0; 1 << 16]);
    // The first title of a session begins with this word.
    while !bytes.windows(7).any(|window| window == b"Talk000") {
        let count = output.read(&mut buffer).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&bytes));
        bytes.extend(&buffer[..count]);
    }
    let time = start.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    time
}

/// Builds the program without `https`, and returns its path.
fn build_without_https() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/without-https");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--release", "--quiet", "--no-default-features", "--target-dir"]);
    let status = command.arg(&folder).current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap();
    assert!(status.success());
    folder.join("release/hallway")
}

/// Returns a schedule in the format of frab: two days, 30 rooms, and texts of random words.
fn schedule_xml() -> String {
    let mut words = Words(1);
    let mut xml = "<schedule><conference><title>Bench</title><acronym>bench-2030</acronym>\
         <start>2030-02-02</start><end>2030-02-03</end></conference>\n"
        .to_owned();
    let mut id = 0;
    for day in 2..4 {
        xml += &format!("<day index='{}' date='2030-02-0{day}'>\n", day - 1);
        for room in 0..30 {
            xml += &format!("<room name='Room {room}'>\n");
            for slot in 0..SESSIONS.div_ceil(60).min(SESSIONS - id) {
                xml += &event_xml(id, day, room, slot, &mut words);
                id += 1;
            }
            xml += "</room>\n";
        }
        xml += "</day>\n";
    }
    xml + "</schedule>\n"
}

fn event_xml(id: usize, day: usize, room: usize, slot: usize, words: &mut Words) -> String {
    let (hour, minute) = (9 + slot / 2, slot % 2 * 30);
    format!(
        "<event guid='{id:08x}-0000-4000-8000-000000000000' id='{id}'>\
         <date>2030-02-0{day}T{hour:02}:{minute:02}:00+01:00</date>\
         <start>{hour:02}:{minute:02}</start><duration>00:25</duration><room>Room {room}</room>\
         <title>Talk{id:04} {}</title><subtitle/><track>Track {}</track><type>devroom</type>\
         <language>en</language><abstract>{}</abstract><description>{}</description>\
         <persons><person id='{id}'>{}</person></persons><links/></event>\n",
        words.take(4),
        room / 2,
        words.take(60),
        words.take(130),
        words.take(2),
    )
}

/// Random words, the same in each run.
struct Words(u64);

impl Words {
    fn take(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.next_word()).collect();
        words.join(" ")
    }

    /// Returns one of 4,096 words of 2 to 5 syllables.
    fn next_word(&mut self) -> String {
        const SYLLABLES: [&str; 8] = ["ka", "ro", "ti", "men", "sul", "ve", "dan", "po"];
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let choice = self.0 >> 52;
        let length = 2 + choice % 4;
        (0..length).map(|at| SYLLABLES[(choice >> (at * 2)) as usize % 8]).collect()
    }
}
