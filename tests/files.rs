//! The user's own impulse responses: what is read, how it comes out, and what hostile files do.

#[cfg(not(feature = "plugin"))]
#[path = "files/held.rs"]
mod held;
#[path = "files/hostile.rs"]
mod hostile;
#[cfg(feature = "plugin")]
#[path = "files/loader.rs"]
mod loader;
#[path = "files/sound.rs"]
mod sound;
#[path = "files/write.rs"]
mod write;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use bedroom::files::{FileError, Impulse, read_impulse};
#[cfg(not(feature = "plugin"))]
use held::most_held;

/// The framework brings an allocator of its own, with which nothing is counted.
#[cfg(feature = "plugin")]
fn most_held<T>(work: impl FnOnce() -> T) -> (T, usize) {
    (work(), 0)
}

/// A path for a file of its own.
fn temporary(name: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("bedroom-{}-{count}-{name}", std::process::id()))
}

/// What a file with these bytes gives at a host's rate; it is removed again.
fn read_at(name: &str, bytes: &[u8], sample_rate: f64) -> Result<Impulse, FileError> {
    let path = temporary(name);
    std::fs::write(&path, bytes).unwrap();
    let result = read_impulse(&path, sample_rate);
    std::fs::remove_file(&path).unwrap();
    result
}

fn read(name: &str, bytes: &[u8]) -> Result<Impulse, FileError> {
    read_at(name, bytes, 48_000.0)
}
