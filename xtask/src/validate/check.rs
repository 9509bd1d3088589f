//! One check: a command, its log, and how it ended.

use std::env;
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// A command that succeeds or fails.
pub struct Check {
    pub name: &'static str,
    command: Command,
    /// Run before it, in turn, to set it up; if one fails, the check cannot be run.
    before: Vec<Command>,
    /// Why it cannot be run here.
    missing: Option<String>,
}

/// How a check ended.
pub enum Outcome {
    Passed,
    Failed { log: PathBuf },
    Missing(String),
}

impl Check {
    /// A check by `command`.
    pub fn new(name: &'static str, command: Command) -> Self {
        Self {
            name,
            command,
            before: Vec::new(),
            missing: None,
        }
    }

    /// Left out unless the program `tool` is found.
    pub fn needs(mut self, tool: &str) -> Self {
        if self.missing.is_none() && !on_path(tool) {
            self.missing = Some(format!("{tool} is not installed"));
        }
        self
    }

    /// Left out, for this reason.
    pub fn without(mut self, reason: String) -> Self {
        self.missing = Some(reason);
        self
    }

    /// Runs another command before it.
    pub fn after(mut self, command: Command) -> Self {
        self.before.push(command);
        self
    }

    /// Runs it; all that it prints goes to a file in `logs`, and its failures to the terminal.
    ///
    /// # Errors
    /// When the log cannot be written, or a program that was found cannot be started.
    pub fn run(mut self, logs: &Path) -> Result<(&'static str, Outcome)> {
        let name = self.name;
        if let Some(reason) = self.missing {
            return Ok((name, Outcome::Missing(reason)));
        }
        let log = logs.join(format!("{}.log", name.replace(' ', "-")));
        let file = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let succeeds = |command: &mut Command| -> Result<bool> {
            let status = command
                // The log is for reading.
                .env("NO_COLOR", "1")
                .stdin(Stdio::null())
                .stdout(file.try_clone()?)
                .stderr(file.try_clone()?)
                .status()
                .map_err(|error| format!("{name} could not be started: {error}"))?;
            Ok(status.success())
        };
        for command in &mut self.before {
            if !succeeds(command)? {
                let reason = format!("it could not be set up, see {}", log.display());
                return Ok((name, Outcome::Missing(reason)));
            }
        }
        if !succeeds(&mut self.command)? {
            print_failures(&log)?;
            return Ok((name, Outcome::Failed { log }));
        }
        Ok((name, Outcome::Passed))
    }
}

/// The lines of a log that speak of a failure, each with those before it, and the last ones.
fn print_failures(log: &Path) -> Result<()> {
    const BEFORE: usize = 4;
    const LAST: usize = 6;
    let text = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    let tells = |line: &str| {
        let line = line.to_lowercase();
        ["fail", "error", "panicked", "abort"]
            .iter()
            .any(|word| line.contains(word))
    };
    let mut shown = vec![false; lines.len()];
    for index in 0..lines.len() {
        if tells(lines[index]) || index + LAST >= lines.len() {
            shown[index.saturating_sub(BEFORE)..=index].fill(true);
        }
    }
    for (line, _) in lines.iter().zip(shown).filter(|(_, shown)| *shown) {
        eprintln!("  {line}");
    }
    Ok(())
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Passed => write!(f, "passed"),
            Outcome::Failed { log } => write!(f, "FAILED, see {}", log.display()),
            Outcome::Missing(reason) => write!(f, "not run: {reason}"),
        }
    }
}

/// Whether a program of this name can be started without saying where it is.
pub fn on_path(program: &str) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}
