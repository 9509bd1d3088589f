//! Real lossy encoders as references: `lame`, and what `ffmpeg` was built with. They are programs of
//! the machine; where one is missing, a printed line says so and the caller goes without.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::instruments::compare::align;
use crate::{Stereo, files};

/// An encoder and, for all of them, ffmpeg's decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoder {
    /// LAME at its quality 3, constant bit rate, joint stereo, its own low-pass and sample rate.
    Lame,
    /// Shine: an MP3 encoder without a psychoacoustic model.
    Shine,
    /// ffmpeg's own AAC-LC.
    Aac,
    /// libopus for music.
    Opus,
}

/// Shine is louder than its input by this much (measured with music at 256 and 320 kbit/s).
const SHINE_GAIN_DB: f64 = 1.0;

/// LAME turns its input down to 0.95 up to 160 kbit/s, to 0.97 at 192 and to 0.98 at 224 (measured
/// with sines). Twenty generations would fade by 9 dB; this undoes it.
fn lame_scale(kbps: u32) -> f64 {
    match kbps {
        ..=160 => 1.0 / 0.95,
        161..=192 => 1.0 / 0.97,
        193..=224 => 1.0 / 0.98,
        _ => 1.0,
    }
}

/// More than any encoder is late.
const MAX_DELAY: usize = 6_000;

impl Encoder {
    /// Encodes at `kbps`, decodes, and moves the result to where the input is: same sample rate,
    /// length and level. `None`, with the reason printed, where a program is missing or refuses.
    pub fn round_trip(self, sound: &Stereo, kbps: u32) -> Option<Stereo> {
        let decoded = self.coded(sound, kbps);
        let decoded = decoded.inspect_err(|reason| println!("{self:?} is left out: {reason}"));
        Some(moved_onto(sound, &decoded.ok()?))
    }

    fn coded(self, sound: &Stereo, kbps: u32) -> Result<Stereo, String> {
        let folder = Folder::new()?;
        let path = |name: &str| folder.0.join(name).display().to_string();
        let (input, coded, output) = (path("in.wav"), path(self.file_name()), path("out.wav"));
        files::write_wav(&input, sound).map_err(|error| error.to_string())?;
        let bits = format!("{kbps}k");
        let rate = sound.sample_rate.round().to_string();
        match self.ffmpeg_name() {
            None => {
                // LAME takes floats for something else.
                let whole = path("whole.wav");
                ffmpeg(&["-i", &input, "-c:a", "pcm_s16le", &whole])?;
                let (kbps, scale) = (kbps.to_string(), lame_scale(kbps).to_string());
                let arguments = [
                    "--silent", "-q", "3", "--scale", &scale, "--cbr", "-b", &kbps,
                ];
                run("lame", &[&arguments[..], &[&whole, &coded]].concat())?;
            }
            Some(name) => ffmpeg(&["-i", &input, "-c:a", name, "-b:a", &bits, &coded])?,
        }
        let floats = ["-ar", &rate, "-ac", "2", "-c:a", "pcm_f32le"];
        ffmpeg(&[&["-i", &coded][..], &floats, &[&output]].concat())?;
        let decoded = files::read(&output).map_err(|error| error.to_string())?;
        Ok(decoded.gain_db(if self == Self::Shine {
            -SHINE_GAIN_DB
        } else {
            0.0
        }))
    }

    fn ffmpeg_name(self) -> Option<&'static str> {
        match self {
            Self::Lame => None,
            Self::Shine => Some("libshine"),
            Self::Aac => Some("aac"),
            Self::Opus => Some("libopus"),
        }
    }

    fn file_name(self) -> &'static str {
        match self {
            Self::Lame | Self::Shine => "coded.mp3",
            Self::Aac => "coded.m4a",
            Self::Opus => "coded.ogg",
        }
    }
}

/// `late` moved to where it resembles `sound` most, with its length.
fn moved_onto(sound: &Stereo, late: &Stereo) -> Stereo {
    let delay = align(&sound.mono(), &late.mono(), MAX_DELAY);
    let at = |side: &[f32], frame: usize| {
        let frame = frame.checked_add_signed(delay);
        frame
            .and_then(|frame| side.get(frame))
            .copied()
            .unwrap_or(0.0)
    };
    Stereo::from_fn(sound.len(), sound.sample_rate, |frame| {
        late.channels().map(|side| at(side, frame))
    })
}

fn ffmpeg(arguments: &[&str]) -> Result<(), String> {
    let quiet = ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"];
    run("ffmpeg", &[&quiet[..], arguments].concat())
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let Output { status, stderr, .. } = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    let said = String::from_utf8_lossy(&stderr);
    let last = said.lines().last().unwrap_or("no reason given");
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{program}: {last}"))
}

/// A folder of its own under the system's temporary one, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, String> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bedroom-encoders-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::instruments::compare::stereo_null_db;

    #[test]
    fn each_gives_back_what_it_was_given_in_time() {
        let music = demo::music(44_100.0, 2.0);
        for encoder in [Encoder::Lame, Encoder::Shine, Encoder::Aac, Encoder::Opus] {
            let Some(decoded) = encoder.round_trip(&music, 192) else {
                continue;
            };
            assert_eq!(decoded.len(), music.len());
            let error = stereo_null_db(&music, &decoded);
            assert!(
                (-40.0..-10.0).contains(&error),
                "{encoder:?}: {error:.1} dB"
            );
        }
    }

    #[test]
    fn what_is_missing_is_a_reason_and_not_a_panic() {
        let reason = run("no-such-encoder", &[]).unwrap_err();
        assert!(reason.starts_with("no-such-encoder: "), "{reason}");
        assert!(ffmpeg(&["-i", "/nowhere/at/all.wav", "-f", "null", "-"]).is_err());
    }

    #[test]
    fn sound_is_moved_both_ways_and_padded() {
        let sound = demo::music(8_000.0, 1.0);
        let mut late = Stereo::silence(700, 8_000.0);
        late.append(&sound);
        assert_eq!(moved_onto(&sound, &late), sound);
        let early = moved_onto(&sound, &sound.slice(300..sound.len()));
        assert_eq!(early.slice(300..8_000), sound.slice(300..8_000));
        assert_eq!(early.left[..300], [0.0; 300]);
    }
}
