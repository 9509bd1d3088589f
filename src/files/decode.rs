//! From bytes to samples. Nothing that a header claims is believed before it was seen.

use std::fs::File;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, ReadOnlySource};

use super::{FileError, MAX_BYTES, MAX_SECONDS, Note, RATES_HZ};

/// The end of what is cut fades out over this time, in seconds: too short to be heard as a fade,
/// long enough not to be heard as a click.
const FADE_S: f64 = 0.02;

/// What was in a file.
pub struct Decoded {
    /// In Hz.
    pub rate_hz: u32,
    /// One vector for each channel, all of one length, every sample finite.
    pub planes: Vec<Vec<f32>>,
    pub note: Option<Note>,
}

/// Reads a file up to its end, its first flaw or [`MAX_SECONDS`].
pub fn decode(path: &Path) -> Result<Decoded, FileError> {
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileError::Missing(path.to_path_buf()),
        _ => FileError::Refused(path.to_path_buf(), error.to_string()),
    })?;
    // A pipe would be waited for, a device never ends.
    if !metadata.is_file() {
        return Err(FileError::NotAFile(path.to_path_buf()));
    }
    match metadata.len() {
        0 => return Err(FileError::Empty(path.to_path_buf())),
        MAX_BYTES.. => return Err(FileError::TooLarge(path.to_path_buf())),
        _ => {}
    }
    // A decoder meets bytes here that nobody has ever written: should it panic, the host lives on.
    let guarded = |seekable| {
        catch_unwind(AssertUnwindSafe(|| read(path, seekable))).unwrap_or_else(|_| {
            Err(FileError::Unreadable(
                path.to_path_buf(),
                "it is damaged".into(),
            ))
        })
    };
    match guarded(true) {
        // An AIFF file that breaks off is refused while its reader looks for what follows the sound.
        // From a source that cannot seek it takes the sound first.
        Err(FileError::Unreadable(path, reason)) => {
            guarded(false).map_err(|_| FileError::Unreadable(path, reason))
        }
        result => result,
    }
}

fn read(path: &Path, seekable: bool) -> Result<Decoded, FileError> {
    let unreadable =
        |reason: &dyn ToString| FileError::Unreadable(path.to_path_buf(), reason.to_string());
    let file = File::open(path)
        .map_err(|error| FileError::Refused(path.to_path_buf(), error.to_string()))?;
    let source: Box<dyn MediaSource> = match seekable {
        true => Box::new(file),
        false => Box::new(ReadOnlySource::new(file)),
    };
    let stream = MediaSourceStream::new(source, Default::default());
    // By its contents alone: names lie.
    let mut reader = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, Default::default(), Default::default())
        .map_err(|error| unreadable(&error))?;
    let track = reader
        .default_track(TrackType::Audio)
        .ok_or_else(|| unreadable(&"there is no sound in it"))?;
    let (id, claimed) = (track.id, track.num_frames);
    let parameters = track
        .codec_params
        .as_ref()
        .and_then(|parameters| parameters.audio())
        .ok_or_else(|| unreadable(&"its header does not describe its sound"))?;
    let rate_hz = parameters
        .sample_rate
        .ok_or_else(|| unreadable(&"its header names no sample rate"))?;
    if !(RATES_HZ.0..=RATES_HZ.1).contains(&rate_hz) {
        return Err(FileError::Rate(path.to_path_buf(), rate_hz));
    }
    let accept = |count: usize| match count {
        1 | 2 | 4 => Ok(()),
        _ => Err(FileError::Channels(path.to_path_buf(), count)),
    };
    // Before a decoder makes room for as many.
    if let Some(channels) = &parameters.channels {
        accept(channels.count())?;
    }
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &Default::default())
        .map_err(|error| unreadable(&error))?;

    let limit = (MAX_SECONDS * f64::from(rate_hz)) as usize;
    // One frame more tells whether there is more.
    let (mut planes, whole) = samples(&mut *reader, &mut *decoder, id, limit + 1);
    let frames = planes.first().map_or(0, Vec::len);
    if frames == 0 {
        return Err(FileError::Empty(path.to_path_buf()));
    }
    accept(planes.len())?;
    let note = if frames > limit {
        let fade = (FADE_S * f64::from(rate_hz)) as usize;
        planes.iter_mut().for_each(|plane| cut(plane, limit, fade));
        Some(Note::Cut)
    } else if !whole || claimed.is_some_and(|claimed| claimed > frames as u64) {
        Some(Note::BreaksOff(frames as f64 / f64::from(rate_hz)))
    } else {
        None
    };
    for plane in &planes {
        if let Some(frame) = plane.iter().position(|sample| !sample.is_finite()) {
            return Err(FileError::NotFinite(path.to_path_buf(), frame));
        }
    }
    Ok(Decoded {
        rate_hz,
        planes,
        note,
    })
}

/// Up to `most` frames, and whether there was no flaw before that.
fn samples(
    reader: &mut dyn FormatReader,
    decoder: &mut dyn AudioDecoder,
    track: u32,
    most: usize,
) -> (Vec<Vec<f32>>, bool) {
    let mut planes: Vec<Vec<f32>> = Vec::new();
    let mut packet_planes: Vec<Vec<f32>> = Vec::new();
    while planes.first().map_or(0, Vec::len) < most {
        let packet = match reader.next_packet() {
            Ok(Some(packet)) if packet.track_id == track => packet,
            Ok(Some(_)) => continue,
            Ok(None) => return (planes, true),
            Err(_) => return (planes, false),
        };
        // What follows a damaged packet would come too early.
        let Ok(buffer) = decoder.decode(&packet) else {
            return (planes, false);
        };
        buffer.copy_to_vecs_planar(&mut packet_planes);
        if planes.is_empty() {
            planes.resize_with(packet_planes.len(), Vec::new);
        }
        if planes.len() != packet_planes.len() {
            return (planes, false);
        }
        for (plane, new) in planes.iter_mut().zip(&packet_planes) {
            let room = most - plane.len();
            plane.extend_from_slice(&new[..new.len().min(room)]);
        }
    }
    (planes, true)
}

/// Ends after `limit` frames, the last `fade` of them falling to 0 as half a cosine.
fn cut(plane: &mut Vec<f32>, limit: usize, fade: usize) {
    plane.truncate(limit);
    let start = plane.len().saturating_sub(fade);
    for (index, sample) in plane[start..].iter_mut().enumerate() {
        let share = (index + 1) as f32 / fade as f32;
        *sample *= 0.5 + 0.5 * (std::f32::consts::PI * share).cos();
    }
}
