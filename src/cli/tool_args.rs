//! The arguments of commands about hallway itself: `config`, `completions`, `man` and `screenshot`.

use super::screen_size::ScreenSize;
use clap::ValueEnum;
use std::path::PathBuf;

/// The task of `config`.
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) task: ConfigTask,
}

/// The tasks of `config`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Subcommand)]
pub(crate) enum ConfigTask {
    /// Print a configuration with every key, its default and its meaning.
    Default,
    /// Print every value and where it comes from, or every problem of the file.
    Check,
    /// Print the path of the file, which need not exist.
    Path,
}

/// The shell of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: ShellName,
}

/// The shells whose command line can be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShellName {
    Bash,
    Zsh,
    Fish,
}

/// The page of `man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The command. Default: the page of hallway. To read it: hallway man list | man -l -
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
    /// Write every page into this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    pub(crate) dir: Option<PathBuf>,
}

/// The frame of `screenshot`.
#[derive(Debug, clap::Args)]
pub(crate) struct ScreenshotArgs {
    /// Columns and rows of the screen.
    #[arg(long, value_name = "WxH", default_value = "120x36")]
    pub(crate) size: ScreenSize,
    /// Keys to press first, such as /ebpf<Enter>.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub(crate) keys: String,
    #[arg(long, default_value = "txt")]
    pub(crate) format: ScreenshotFormat,
    /// Draw on a light background.
    #[arg(long)]
    pub(crate) light: bool,
    /// Write to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// The format of `screenshot`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScreenshotFormat {
    Svg,
    Txt,
    Ansi,
}
