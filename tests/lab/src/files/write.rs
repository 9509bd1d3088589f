//! Writing.

use std::path::Path;

use super::FileError;
use crate::Stereo;

/// Writes a stereo WAV file of 32-bit floats; samples beyond ±1 and the sample rate, rounded to
/// whole hertz, are kept as they are.
///
/// The file appears in one go: it is written beside its place under another name and then moved
/// there, so that a failure leaves an older file untouched.
///
/// # Errors
/// When the folder does not exist, `path` is a folder, or the system refuses (rights, space).
pub fn write_wav(path: impl AsRef<Path>, sound: &Stereo) -> Result<(), FileError> {
    let path = path.as_ref();
    if path.is_dir() {
        return Err(FileError::IsFolder(path.to_path_buf()));
    }
    // A bare file name has an empty parent: the current folder.
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if parent.is_some_and(|parent| !parent.is_dir()) {
        return Err(FileError::NoParentFolder(path.to_path_buf()));
    }
    let not_written = |reason: String| FileError::NotWritten {
        path: path.to_path_buf(),
        reason,
    };
    let Some(name) = path.file_name() else {
        return Err(not_written("the path names no file".into()));
    };
    let mut neighbour = name.to_os_string();
    // The process id keeps two programs that write at once apart.
    neighbour.push(format!(".{}.part", std::process::id()));
    let neighbour = path.with_file_name(neighbour);

    let written = write_samples(&neighbour, sound)
        .map_err(|error| error.to_string())
        .and_then(|()| std::fs::rename(&neighbour, path).map_err(|error| error.to_string()));
    written.map_err(|reason| {
        // It may not exist; what failed first is what the caller needs to know.
        std::fs::remove_file(&neighbour).ok();
        not_written(reason)
    })
}

fn write_samples(path: &Path, sound: &Stereo) -> Result<(), hound::Error> {
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: sound.sample_rate.round() as u32,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::create(path, spec)?;
    for (&left, &right) in sound.left.iter().zip(&sound.right) {
        writer.write_sample(left)?;
        writer.write_sample(right)?;
    }
    writer.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::read;
    use crate::instruments::compare::is_identical;
    use crate::signal;

    #[test]
    fn what_was_written_is_read_bit_for_bit_and_no_neighbour_stays() {
        let folder = std::env::temp_dir().join(format!("lab-write-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("sound.wav");
        let left = signal::white_noise(1, 3.0, 0.3, 44_100.0);
        let right = signal::sine(440.0, 6.0, 0.3, 44_100.0);
        let sound = Stereo::from_channels(left, right, 44_100.0);
        // Twice: an older file is replaced.
        write_wav(&path, &Stereo::silence(3, 8_000.0)).unwrap();
        write_wav(&path, &sound).unwrap();
        let back = read(&path).unwrap();
        let files = std::fs::read_dir(&folder).unwrap().count();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((back.sample_rate, files), (44_100.0, 1));
        assert!(is_identical(&sound.left, &back.left) && is_identical(&sound.right, &back.right));
    }

    #[test]
    fn a_missing_folder_and_a_folder_in_the_way_have_their_errors() {
        let silence = Stereo::silence(1, 8_000.0);
        let nowhere = std::env::temp_dir()
            .join("lab-no-such-folder")
            .join("sound.wav");
        assert!(matches!(
            write_wav(nowhere, &silence),
            Err(FileError::NoParentFolder(_))
        ));
        let folder = write_wav(std::env::temp_dir(), &silence);
        assert!(matches!(folder, Err(FileError::IsFolder(_))));
    }

    #[test]
    #[cfg(unix)]
    fn a_failure_leaves_the_older_file_untouched() {
        let folder = std::env::temp_dir().join(format!("lab-kept-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("sound.wav");
        std::fs::write(&path, "older").unwrap();
        // A folder with the neighbour's name makes the first step fail, for root as well.
        let neighbour = format!("sound.wav.{}.part", std::process::id());
        std::fs::create_dir(folder.join(neighbour)).unwrap();
        let result = write_wav(&path, &Stereo::silence(1, 8_000.0));
        let kept = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(
            matches!(result, Err(FileError::NotWritten { .. })),
            "{result:?}"
        );
        assert_eq!(kept, "older");
    }
}
