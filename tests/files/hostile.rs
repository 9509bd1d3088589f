//! Files that lie, break off or are none.

use std::path::Path;

use bedroom::files::{FileError, Note, read_impulse};

use super::sound::decay;
use super::write::{Header, Sample, aiff, flac, wav};
use super::{most_held, read, temporary};

/// What a hostile file may make the reader hold, in bytes: its own blocks, but nothing that a
/// header claims.
const MODEST: usize = 12 << 20;

fn small_files() -> [(&'static str, Vec<u8>); 3] {
    let header = Header::new(Sample::Int(16), 48_000, 2);
    let planes = decay(2, 2_000);
    [
        ("small.wav", wav(header, &planes)),
        ("small.aiff", aiff(header, &planes)),
        ("small.flac", flac(header, &planes)),
    ]
}

#[test]
fn a_file_that_breaks_off_anywhere_gives_what_came_before_or_says_why() {
    for (name, whole) in small_files() {
        let mut kept = 0;
        for length in (0..whole.len()).step_by(97) {
            let (result, held) = most_held(|| read(name, &whole[..length]));
            assert!(held < MODEST, "{name} of {length} bytes: {held}");
            match result {
                Ok(impulse) => {
                    kept += 1;
                    let frames = impulse.frames();
                    assert!(
                        (1..2_000).contains(&frames),
                        "{name}: {frames} of {length} bytes"
                    );
                    assert!(
                        matches!(impulse.note, Some(Note::BreaksOff(_))),
                        "{name} {length}"
                    );
                }
                Err(error) => assert!(error.to_string().contains(name), "{error}"),
            }
        }
        // Nearly all of them hold sound: 8 kB, of which a header is less than 100 bytes. FLAC loses
        // what is left of a block of 2 kB.
        assert!(
            kept > whole.len() / 97 * 7 / 10,
            "{name}: {kept} of {}",
            whole.len() / 97
        );
    }
}

#[test]
fn any_byte_may_be_wrong() {
    for (name, whole) in small_files() {
        for at in (0..200).chain((200..whole.len()).step_by(211)) {
            for value in [0, 0xff, whole[at] ^ 0x40] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                let (result, held) = most_held(|| read(name, &bytes));
                assert!(
                    held < 10 * MODEST,
                    "{name} with byte {at} as {value}: {held}"
                );
                if let Ok(impulse) = result {
                    let finite = impulse
                        .channels
                        .iter()
                        .flatten()
                        .all(|sample| sample.is_finite());
                    assert!(
                        finite && impulse.frames() > 0,
                        "{name} with byte {at} as {value}"
                    );
                }
            }
        }
    }
}

#[test]
fn claims_are_not_believed() {
    let planes = decay(1, 100);
    let mut lie = Header::new(Sample::Int(16), 48_000, 1);
    lie.claimed = Some(2_000_000_000);
    for (name, bytes) in [
        ("claims.wav", wav(lie, &planes)),
        ("claims.aiff", aiff(lie, &planes)),
        ("claims.flac", flac(lie, &planes)),
    ] {
        let (result, held) = most_held(|| read(name, &bytes));
        let impulse = result.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(impulse.frames(), 100, "{name}");
        assert!(matches!(impulse.note, Some(Note::BreaksOff(_))), "{name}");
        assert!(held < MODEST, "{name}: {held}");
    }
    for rate in [1, 7_999, 384_001, u32::MAX] {
        let header = Header::new(Sample::Int(16), rate, 1);
        let path = |error: &FileError| error.path().to_path_buf();
        let error = read("rate.wav", &wav(header, &planes)).unwrap_err();
        assert_eq!(error, FileError::Rate(path(&error), rate));
        assert!(error.to_string().contains("8000 to 384000 Hz"), "{error}");
    }
    for channels in [3, 5, 6, 8, 64, u16::MAX] {
        let mut header = Header::new(Sample::Int(8), 48_000, 1);
        header.channels = channels;
        let (result, held) = most_held(|| read("wide.wav", &wav(header, &decay(1, 70_000))));
        let error = result.unwrap_err();
        let said = matches!(error, FileError::Channels(..) | FileError::Unreadable(..));
        assert!(said && held < MODEST, "{channels}: {error}, {held}");
        if channels <= 8 {
            assert!(error.to_string().contains("true stereo"), "{error}");
        }
    }
}

#[test]
fn what_holds_nothing_says_so() {
    type Case = (&'static str, Vec<u8>, fn(&FileError) -> bool);
    let header = Header::new(Sample::Float(32), 48_000, 1);
    let nan = vec![0.5, 0.25, f32::NAN, 0.0];
    let infinite = vec![0.5, f32::NEG_INFINITY];
    let noise: Vec<u8> = decay(1, 9_000)[0]
        .iter()
        .flat_map(|sample| sample.to_le_bytes())
        .collect();
    let cases: [Case; 9] = [
        ("empty.wav", vec![], |error| {
            matches!(error, FileError::Empty(_))
        }),
        ("none.wav", wav(header, &[vec![]]), |error| {
            matches!(error, FileError::Empty(_))
        }),
        (
            "none.aiff",
            aiff(Header::new(Sample::Int(16), 48_000, 1), &[vec![]]),
            |error| matches!(error, FileError::Empty(_)),
        ),
        (
            "none.flac",
            flac(Header::new(Sample::Int(16), 48_000, 1), &[vec![]]),
            |error| matches!(error, FileError::Empty(_) | FileError::Unreadable(..)),
        ),
        ("silent.wav", wav(header, &[vec![0.0; 90]]), |error| {
            matches!(error, FileError::Silent(_))
        }),
        ("nan.wav", wav(header, &[nan]), |error| {
            matches!(error, FileError::NotFinite(_, 2))
        }),
        ("inf.wav", wav(header, &[infinite]), |error| {
            matches!(error, FileError::NotFinite(_, 1))
        }),
        ("noise.flac", noise, |error| {
            matches!(error, FileError::Unreadable(..))
        }),
        (
            "letter.wav",
            b"Dear neighbour, it was not me.".to_vec(),
            |error| matches!(error, FileError::Unreadable(..)),
        ),
    ];
    for (name, bytes, expected) in cases {
        let (result, held) = most_held(|| read(name, &bytes));
        let error = result.expect_err(name);
        assert!(expected(&error), "{name}: {error:?}");
        assert!(error.to_string().contains(name) && held < MODEST, "{error}");
    }
}

#[test]
fn paths_that_lead_to_no_file_are_named() {
    let missing = temporary("hall.wav");
    let error = read_impulse(&missing, 48_000.0).unwrap_err();
    assert_eq!(error, FileError::Missing(missing.clone()));
    let folder = missing.parent().unwrap().display().to_string();
    assert!(error.to_string().contains("hall.wav") && error.to_string().contains(&folder));
    let folder = read_impulse(&std::env::temp_dir(), 48_000.0).unwrap_err();
    assert!(matches!(folder, FileError::NotAFile(_)), "{folder}");
    for nothing in ["", "\0", "a\0b.wav"] {
        assert!(read_impulse(Path::new(nothing), 48_000.0).is_err());
    }
    #[cfg(unix)]
    {
        let device = read_impulse(Path::new("/dev/zero"), 48_000.0).unwrap_err();
        assert!(matches!(device, FileError::NotAFile(_)), "{device}");
        // Below a file that is no folder.
        let below = read_impulse(Path::new("/etc/hostname/hall.wav"), 48_000.0).unwrap_err();
        assert!(matches!(below, FileError::Missing(_)), "{below}");
    }
    // Larger than any impulse response, without taking up that room on the disk.
    let large = temporary("large.wav");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(3 << 30)
        .unwrap();
    let error = read_impulse(&large, 48_000.0).unwrap_err();
    std::fs::remove_file(&large).unwrap();
    assert!(matches!(error, FileError::TooLarge(_)), "{error}");
}
