//! Small files: read with a limit, written whole or not at all, and never onto another one unasked.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::PresetError;
use super::format::MAX_BYTES;

/// Numbers the temporary files of this process: several of its plugins may write at once.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// The bytes of a file of at most [`MAX_BYTES`].
pub(super) fn read_small(path: &Path) -> Result<Vec<u8>, PresetError> {
    let facts = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !facts.is_file() {
        // Opening a pipe would wait for its other end.
        return Err(PresetError::Unreadable {
            reason: "it is not an ordinary file".to_owned(),
        });
    }
    if facts.len() > MAX_BYTES as u64 {
        return Err(PresetError::TooLarge { bytes: facts.len() });
    }
    let mut bytes = Vec::new();
    File::open(path)
        // One more than allowed: a file that has grown meanwhile is still seen as too large.
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&error))?;
    Ok(bytes)
}

pub(super) fn unreadable(error: &io::Error) -> PresetError {
    PresetError::Unreadable {
        reason: plain_reason(error),
    }
}

/// Writes a file in the place of the one that is there, if there is one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary(path);
    let written = write_through(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // Best effort: there is nothing more to say than the first error.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Writes a file where none is; `AlreadyExists` if there is one.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary(path);
    let written = write_through(&temporary, bytes).and_then(|()| move_to_free(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Moves a file within a disk to where none is; `AlreadyExists` if there is one, even if another
/// program has put it there at this moment. A plain rename would replace it.
pub(super) fn move_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
            ) =>
        {
            Err(error)
        }
        // A disk without links, such as a memory card: an empty file keeps the place meanwhile.
        Err(_) => {
            File::create_new(to)?;
            fs::rename(from, to).inspect_err(|_| {
                let _ = fs::remove_file(to);
            })
        }
    }
}

/// A hidden name beside a file. Its end keeps it from being read as a preset.
fn temporary(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let count = WRITTEN.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".{stem}.{}-{count}.tmp", std::process::id()))
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // Without this, a power cut after the rename can leave an empty file on some systems.
    file.sync_all()
}

/// What the system says, in words that fit after "because".
pub(super) fn plain_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "your account has no permission".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a file stands where a folder is needed".to_owned()
        }
        io::ErrorKind::IsADirectory => "a folder stands where a file is needed".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_only_replaced_when_that_is_meant() {
        let folder = std::env::temp_dir().join(format!("bedroom-disk-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let [a, b] = ["a", "b"].map(|name| folder.join(name));
        let read = |path: &Path| fs::read(path).ok();

        create(&a, b"first").expect("written");
        let error = create(&a, b"second").expect_err("it is there");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(read(&a).as_deref(), Some(&b"first"[..]));
        replace(&b, b"other").expect("written");
        let error = move_to_free(&a, &b).expect_err("it is there");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(read(&b).as_deref(), Some(&b"other"[..]));
        replace(&b, b"third").expect("written");
        assert_eq!(read(&b).as_deref(), Some(&b"third"[..]));
        fs::remove_file(&b).expect("removed");
        move_to_free(&a, &b).expect("free");
        assert_eq!(read(&a), None);
        assert_eq!(read(&b).as_deref(), Some(&b"first"[..]));
        let error = move_to_free(&a, &folder.join("c")).expect_err("it is gone");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
        fs::remove_dir_all(&folder).expect("removed");
    }
}
