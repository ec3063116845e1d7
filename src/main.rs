fn main() -> std::process::ExitCode {
    hallway::run()
}
