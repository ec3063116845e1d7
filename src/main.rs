//! The `hallway` program: runs [`hallway::run`] and ends with its exit code.

fn main() -> std::process::ExitCode {
    hallway::run()
}
