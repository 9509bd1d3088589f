//! The system's dialog that asks for a file to read or a name to save under, as a program of its own beside the host.
//!
//! A dialog inside the host would need a thread that waits for the user: one that cannot be told to
//! stop, so that letting go of the plugin meanwhile would either wait as well or pull the code away
//! from under it. A program can be asked once in a frame whether it is done, and ended at any time.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Extensions of the files that it shows.
const EXTENSIONS: [&str; 5] = ["wav", "wave", "aif", "aiff", "flac"];
/// The longest path that is taken, in bytes; also what a pipe holds while nobody reads it.
const LONGEST: usize = 1 << 16;

/// A dialog that is open; closes when it is dropped.
#[derive(Debug)]
pub struct FileDialog {
    program: Child,
}

/// What has come of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// The path of a file.
    Chosen(String),
    /// It was closed.
    Cancelled,
}

impl FileDialog {
    /// Opens one that begins where `current` is, or nothing if the system has no program for it.
    pub fn open(title: &str, current: &str) -> Option<Self> {
        let folder = Path::new(current).parent().filter(|folder| folder.is_dir());
        let folder = folder.map(|folder| folder.display().to_string());
        programs(title, folder.as_deref())
            .into_iter()
            .find_map(|command| Self::start(command).ok())
    }

    /// Opens one that asks where to save, beginning in a folder and with a name, or nothing if the
    /// system has no program for it. It asks by itself before it gives out a name that is taken.
    pub fn save(title: &str, folder: Option<&Path>, name: &str) -> Option<Self> {
        let folder = folder.filter(|folder| folder.is_dir());
        let folder = folder.map(|folder| folder.display().to_string());
        savers(title, folder.as_deref(), name)
            .into_iter()
            .find_map(|command| Self::start(command).ok())
    }

    fn start(mut command: Command) -> std::io::Result<Self> {
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            // CREATE_NO_WINDOW: without a console.
            command.creation_flags(0x0800_0000);
        }
        // A host may be wrapped in libraries of its own, with which no other program runs.
        command
            .env_remove("LD_LIBRARY_PATH")
            .env_remove("LD_PRELOAD");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map(|program| Self { program })
    }

    /// What has come of it by now; never waits.
    pub fn poll(&mut self) -> Answer {
        match self.program.try_wait() {
            Ok(None) => return Answer::Open,
            Ok(Some(status)) if status.success() => {}
            Ok(Some(_)) | Err(_) => return Answer::Cancelled,
        }
        // It has ended: what it said is in the pipe, and one read gets it.
        let mut said = vec![0; LONGEST];
        let read = self
            .program
            .stdout
            .take()
            .map(|mut out| out.read(&mut said));
        said.truncate(read.and_then(Result::ok).unwrap_or(0));
        let path = String::from_utf8_lossy(&said);
        match path.trim_end_matches(['\r', '\n']) {
            "" => Answer::Cancelled,
            path => Answer::Chosen(path.to_owned()),
        }
    }
}

impl Drop for FileDialog {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and is at once done waiting for.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// What this system may have for opening, the likeliest first.
fn programs(title: &str, folder: Option<&str>) -> Vec<Command> {
    if cfg!(windows) {
        vec![powershell(title, folder)]
    } else if cfg!(target_os = "macos") {
        vec![osascript(title, folder)]
    } else {
        likeliest_first([zenity(title, folder), kdialog(title, folder)])
    }
}

/// The same for saving.
fn savers(title: &str, folder: Option<&str>, name: &str) -> Vec<Command> {
    if cfg!(windows) {
        vec![powershell_saver(title, folder, name)]
    } else if cfg!(target_os = "macos") {
        vec![osascript_saver(title, folder, name)]
    } else {
        let path = Path::new(folder.unwrap_or(".")).join(name);
        let mut zenity = Command::new("zenity");
        zenity.args(["--file-selection", "--save", "--confirm-overwrite"]);
        zenity.arg(format!("--title={title}"));
        zenity.arg(format!("--filename={}", path.display()));
        let mut kdialog = Command::new("kdialog");
        kdialog.arg("--title").arg(title).arg("--getsavefilename");
        kdialog.arg(path);
        likeliest_first([zenity, kdialog])
    }
}

/// Linux desktops have one of two programs, or both.
fn likeliest_first(mut zenity_and_kdialog: [Command; 2]) -> Vec<Command> {
    if std::env::var("XDG_CURRENT_DESKTOP").is_ok_and(|name| name.contains("KDE")) {
        zenity_and_kdialog.reverse();
    }
    zenity_and_kdialog.into()
}

fn patterns() -> String {
    let both = EXTENSIONS
        .iter()
        .flat_map(|extension| [extension.to_string(), extension.to_uppercase()]);
    let patterns: Vec<String> = both.map(|extension| format!("*.{extension}")).collect();
    patterns.join(" ")
}

fn zenity(title: &str, folder: Option<&str>) -> Command {
    let mut command = Command::new("zenity");
    command
        .arg("--file-selection")
        .arg(format!("--title={title}"));
    command.arg(format!("--file-filter=Sound files | {}", patterns()));
    if let Some(folder) = folder {
        command.arg(format!("--filename={folder}/"));
    }
    command
}

fn kdialog(title: &str, folder: Option<&str>) -> Command {
    let mut command = Command::new("kdialog");
    command.arg("--title").arg(title).arg("--getopenfilename");
    command.arg(folder.unwrap_or("."));
    command.arg(format!("Sound files ({})", patterns()));
    command
}

fn osascript(title: &str, folder: Option<&str>) -> Command {
    // Words reach the script as arguments, not as part of it.
    let script = "on run argv
        if (count of argv) > 1 then
            set chosen to choose file with prompt (item 1 of argv) of type {\"wav\", \"aif\", \
                  \"aiff\", \"flac\"} default location (POSIX file (item 2 of argv))
        else
            set chosen to choose file with prompt (item 1 of argv) of type {\"wav\", \"aif\", \
                  \"aiff\", \"flac\"}
        end if
        POSIX path of chosen
    end run";
    let mut command = Command::new("osascript");
    command.arg("-e").arg(script).arg(title).args(folder);
    command
}

fn powershell(title: &str, folder: Option<&str>) -> Command {
    let script = "[Console]::OutputEncoding = [Text.Encoding]::UTF8
        Add-Type -AssemblyName System.Windows.Forms
        $dialog = New-Object System.Windows.Forms.OpenFileDialog
        $dialog.Title = $env:BEDROOM_TITLE
        $dialog.InitialDirectory = $env:BEDROOM_FOLDER
        $dialog.Filter = 'Sound files|' + $env:BEDROOM_PATTERNS
        if ($dialog.ShowDialog() -eq 'OK') { [Console]::Out.Write($dialog.FileName) }";
    let mut command = Command::new("powershell");
    command.args(["-NoProfile", "-STA", "-Command", script]);
    command.env("BEDROOM_TITLE", title);
    command.env("BEDROOM_FOLDER", folder.unwrap_or(""));
    command.env("BEDROOM_PATTERNS", patterns().replace(' ', ";"));
    command
}

fn osascript_saver(title: &str, folder: Option<&str>, name: &str) -> Command {
    let script = "on run argv
        if (count of argv) > 2 then
            set chosen to choose file name with prompt (item 1 of argv) default name \
                  (item 2 of argv) default location (POSIX file (item 3 of argv))
        else
            set chosen to choose file name with prompt (item 1 of argv) default name \
                  (item 2 of argv)
        end if
        POSIX path of chosen
    end run";
    let mut command = Command::new("osascript");
    command.arg("-e").arg(script).arg(title).arg(name);
    command.args(folder);
    command
}

fn powershell_saver(title: &str, folder: Option<&str>, name: &str) -> Command {
    let script = "[Console]::OutputEncoding = [Text.Encoding]::UTF8
        Add-Type -AssemblyName System.Windows.Forms
        $dialog = New-Object System.Windows.Forms.SaveFileDialog
        $dialog.Title = $env:BEDROOM_TITLE
        $dialog.InitialDirectory = $env:BEDROOM_FOLDER
        $dialog.FileName = $env:BEDROOM_NAME
        $dialog.OverwritePrompt = $true
        if ($dialog.ShowDialog() -eq 'OK') { [Console]::Out.Write($dialog.FileName) }";
    let mut command = Command::new("powershell");
    command.args(["-NoProfile", "-STA", "-Command", script]);
    command.env("BEDROOM_TITLE", title);
    command.env("BEDROOM_FOLDER", folder.unwrap_or(""));
    command.env("BEDROOM_NAME", name);
    command
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn answer(script: &str) -> Answer {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script);
        let mut dialog = FileDialog::start(command).expect("a shell");
        for _ in 0..1_000 {
            match dialog.poll() {
                Answer::Open => std::thread::sleep(std::time::Duration::from_millis(5)),
                answer => return answer,
            }
        }
        panic!("it never ends");
    }

    #[test]
    fn what_the_program_says_is_the_answer() {
        let chosen = Answer::Chosen("/home/me/My hall.wav".into());
        assert_eq!(answer("echo '/home/me/My hall.wav'"), chosen);
        assert_eq!(answer("echo /home/me; exit 1"), Answer::Cancelled);
        assert_eq!(answer("exit 0"), Answer::Cancelled);
    }

    #[test]
    fn a_dialog_that_is_left_open_ends_with_its_owner() {
        let mut command = Command::new("sleep");
        command.arg("1000");
        let mut dialog = FileDialog::start(command).expect("it is everywhere");
        assert_eq!(dialog.poll(), Answer::Open);
        let id = dialog.program.id();
        drop(dialog);
        assert!(!std::path::Path::new(&format!("/proc/{id}")).exists());
    }

    #[test]
    fn a_program_that_is_not_there_is_no_dialog() {
        assert!(FileDialog::start(Command::new("bedroom-no-such-program")).is_err());
    }
}
