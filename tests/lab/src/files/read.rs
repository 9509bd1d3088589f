//! Reading.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::io::MediaSourceStream;

use super::FileError;
use crate::Stereo;

/// Reads a whole WAV, AIFF or FLAC file; full scale is ±1, whatever the bit depth. A mono file is
/// heard on both sides.
///
/// A file that breaks off is read as far as it goes.
///
/// # Errors
/// When the file is missing, a folder, not of these formats, without a single whole frame, of more
/// than two channels, or when it holds a sample that is not a finite number.
pub fn read(path: impl AsRef<Path>) -> Result<Stereo, FileError> {
    let path = path.as_ref();
    let unreadable = |reason: &dyn ToString| FileError::Unreadable {
        path: path.to_path_buf(),
        reason: reason.to_string(),
    };
    // Opening a folder succeeds on some systems and fails with odd words on others.
    if path.is_dir() {
        return Err(FileError::IsFolder(path.to_path_buf()));
    }
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => FileError::Missing(path.to_path_buf()),
        _ => unreadable(&error),
    })?;
    if file.metadata().is_ok_and(|metadata| metadata.len() == 0) {
        return Err(FileError::Empty(path.to_path_buf()));
    }

    let mut hint = Hint::new();
    if let Some(extension) = path.extension().and_then(|extension| extension.to_str()) {
        hint.with_extension(extension);
    }
    let stream = MediaSourceStream::new(Box::new(file), Default::default());
    let mut reader = symphonia::default::get_probe()
        .probe(&hint, stream, Default::default(), Default::default())
        .map_err(|error| unreadable(&error))?;
    let track = reader
        .default_track(TrackType::Audio)
        .ok_or_else(|| unreadable(&"no sound"))?;
    let track_id = track.id;
    let parameters = track
        .codec_params
        .as_ref()
        .and_then(|parameters| parameters.audio())
        .ok_or_else(|| unreadable(&"the header says nothing about its sound"))?;
    let sample_rate = parameters.sample_rate.filter(|rate| *rate > 0);
    let sample_rate = f64::from(sample_rate.ok_or_else(|| unreadable(&"no sample rate"))?);
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &Default::default())
        .map_err(|error| unreadable(&error))?;

    let mut planes = decoded(&mut *reader, &mut *decoder, track_id);
    if planes.first().is_none_or(Vec::is_empty) {
        return Err(FileError::Empty(path.to_path_buf()));
    }
    if planes.len() > 2 {
        let channels = planes.len();
        return Err(FileError::TooManyChannels {
            path: path.to_path_buf(),
            channels,
        });
    }
    for plane in &planes {
        if let Some(frame) = plane.iter().position(|sample| !sample.is_finite()) {
            return Err(FileError::NotFinite {
                path: path.to_path_buf(),
                frame,
            });
        }
    }
    let left = planes.swap_remove(0);
    let right = planes.pop().unwrap_or_else(|| left.clone());
    Ok(Stereo::from_channels(left, right, sample_rate))
}

/// Everything up to the end of the track or to its first flaw, one vector per channel.
fn decoded(
    reader: &mut dyn FormatReader,
    decoder: &mut dyn AudioDecoder,
    track_id: u32,
) -> Vec<Vec<f32>> {
    let mut planes: Vec<Vec<f32>> = Vec::new();
    let mut packet_planes: Vec<Vec<f32>> = Vec::new();
    while let Ok(Some(packet)) = reader.next_packet() {
        if packet.track_id != track_id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(buffer) => {
                buffer.copy_to_vecs_planar(&mut packet_planes);
                planes.resize_with(packet_planes.len().max(planes.len()), Vec::new);
                for (plane, packet_plane) in planes.iter_mut().zip(&packet_planes) {
                    plane.extend_from_slice(packet_plane);
                }
            }
            // A damaged packet in the middle is left out, as players do.
            Err(Error::DecodeError(_)) => {}
            Err(_) => break,
        }
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::write_wav;
    use crate::signal;
    use std::path::PathBuf;

    fn temporary(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("lab-read-{}-{name}", std::process::id()))
    }

    /// What reading a file with these bytes gives; the file is removed again.
    fn read_bytes(name: &str, bytes: &[u8]) -> Result<Stereo, FileError> {
        let path = temporary(name);
        std::fs::write(&path, bytes).unwrap();
        let result = read(&path);
        std::fs::remove_file(&path).unwrap();
        result
    }

    fn wav_bytes(sound: &Stereo) -> Vec<u8> {
        let path = temporary(&format!("{}.wav", sound.len()));
        write_wav(&path, sound).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        bytes
    }

    /// A WAV file of 16-bit samples, all channels in turn.
    fn wav_16_bit(channels: u16, samples: &[i16]) -> Vec<u8> {
        let spec = hound::WavSpec {
            channels,
            sample_rate: 22_050,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
        samples
            .iter()
            .for_each(|&sample| writer.write_sample(sample).unwrap());
        writer.finalize().unwrap();
        bytes.into_inner()
    }

    /// A 16-bit AIFF file: big-endian chunks, the rate 8000 Hz as an 80-bit float.
    fn aiff_16_bit(samples: [i16; 4]) -> Vec<u8> {
        let mut bytes = b"FORM\0\0\0\x36AIFFCOMM\0\0\0\x12\0\x02\0\0\0\x02\0\x10".to_vec();
        bytes.extend([0x40, 0x0b, 0xfa, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(b"SSND\0\0\0\x10\0\0\0\0\0\0\0\0");
        samples
            .iter()
            .for_each(|sample| bytes.extend(sample.to_be_bytes()));
        bytes
    }

    /// 32 frames at 8 kHz of 0.5, −0.5, … on the left and 0, 0.25, … on the right, as the reference
    /// encoder packs them; its comment block is left out.
    #[rustfmt::skip] // as a dump
    const FLAC: [u8; 74] = [
        0x66, 0x4c, 0x61, 0x43, 0x80, 0x00, 0x00, 0x22, 0x10, 0x00, 0x10, 0x00, 0x00, 0x00,
        0x20, 0x00, 0x00, 0x20, 0x01, 0xf4, 0x02, 0xf0, 0x00, 0x00, 0x00, 0x20, 0x9d, 0x5e,
        0x48, 0xbf, 0xe2, 0xc5, 0xbc, 0x74, 0xff, 0xe7, 0x06, 0x07, 0xf5, 0x5d, 0xfc, 0xbb,
        0xff, 0xf8, 0x64, 0x18, 0x00, 0x1f, 0x1c, 0x03, 0x00, 0x05, 0xdd, 0xdd, 0xdd, 0xdd,
        0xdd, 0xdd, 0xdd, 0xdc, 0x44, 0x00, 0x20, 0x04, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc,
        0xcc, 0xc8, 0xfa, 0x55,
    ];

    #[test]
    fn flac_is_read() {
        let sound = read_bytes("sound.flac", &FLAC).unwrap();
        assert_eq!((sound.len(), sound.sample_rate), (32, 8_000.0));
        assert_eq!(
            (&sound.left[..2], &sound.right[..2]),
            (&[0.5, -0.5][..], &[0.0, 0.25][..])
        );
    }

    #[test]
    fn mono_is_heard_on_both_sides() {
        let sound = read_bytes("mono.wav", &wav_16_bit(1, &[0, 16_384, -32_768])).unwrap();
        assert_eq!(sound.left, [0.0, 0.5, -1.0]);
        assert_eq!(sound.left, sound.right);
        assert_eq!(sound.sample_rate, 22_050.0);
    }

    #[test]
    fn aiff_is_read() {
        let sound = read_bytes("sound.aiff", &aiff_16_bit([16_384, 0, -16_384, 8_192])).unwrap();
        assert_eq!(
            (sound.left, sound.right),
            (vec![0.5, -0.5], vec![0.0, 0.25])
        );
        assert_eq!(sound.sample_rate, 8_000.0);
    }

    #[test]
    fn a_file_that_breaks_off_is_read_as_far_as_it_goes() {
        let sine = signal::sine(440.0, -6.0, 1.0, 8_000.0);
        let whole = wav_bytes(&Stereo::from_mono(sine, 8_000.0));
        let half = read_bytes("half.wav", &whole[..whole.len() / 2 + 3]).unwrap();
        assert!((3_900..4_000).contains(&half.len()), "{}", half.len());
        let header_only = read_bytes("header.wav", &whole[..whole.len() - 8_000 * 8]);
        assert!(
            matches!(header_only, Err(FileError::Empty(_))),
            "{header_only:?}"
        );
    }

    #[test]
    fn each_flaw_has_its_error() {
        assert!(matches!(
            read(temporary("none.wav")),
            Err(FileError::Missing(_))
        ));
        assert!(matches!(
            read(std::env::temp_dir()),
            Err(FileError::IsFolder(_))
        ));
        assert!(matches!(
            read_bytes("empty.wav", &[]),
            Err(FileError::Empty(_))
        ));
        let text = read_bytes(
            "text.wav",
            b"To whom it may concern: this is no sound file.",
        );
        assert!(
            matches!(text, Err(FileError::Unreadable { .. })),
            "{text:?}"
        );
        let quad = read_bytes("quad.wav", &wav_16_bit(4, &[0; 8]));
        assert!(
            matches!(quad, Err(FileError::TooManyChannels { channels: 4, .. })),
            "{quad:?}"
        );
        let mut nan = Stereo::silence(5, 8_000.0);
        nan.right[3] = f32::NAN;
        let nan = read_bytes("nan.wav", &wav_bytes(&nan));
        assert!(
            matches!(nan, Err(FileError::NotFinite { frame: 3, .. })),
            "{nan:?}"
        );
    }
}
