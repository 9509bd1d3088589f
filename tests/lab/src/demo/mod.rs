//! Demo music: eight bars for a small band, made of nothing but arithmetic, and four other kinds of
//! music in [`pieces`].
//!
//! A ii-V-I-vi in F with colour chords at 91.4 BPM: [`drums`], [`bass`], an FM electric piano
//! ([`keys`]), a detuned-saw [`pad`] and a [`voice`]-like lead. The notes are in [`score`].
//!
//! Parts are rendered once, at 48 kHz, into a buffer whose end leads back to its start; other rates
//! are made from its Fourier series, so that the sound is the same at all of them.

mod bass;
mod castanets;
mod drums;
mod guitars;
mod keys;
mod pad;
mod piano;
mod pieces;
mod room;
mod score;
mod synth;
mod track;
mod voice;

use std::sync::OnceLock;

pub use pieces::{Piece, pieces};

use crate::Stereo;
use crate::instruments::fft;
use track::Track;

/// Length of the loop: 32 beats at 91.43 BPM. A whole number of seconds, so that the loop is a
/// whole number of frames at every usual sample rate.
pub const LOOP_SECONDS: f64 = 21.0;

/// Beats per minute.
pub const TEMPO_BPM: f64 = 60.0 * score::BEATS as f64 / LOOP_SECONDS;

/// Peak of the louder side at 48 kHz, dB re full scale.
const PEAK_DB: f64 = -3.0;

/// Rate of the one rendering: its 24 kHz are more than anyone hears.
const RENDER_RATE: f64 = 48_000.0;

/// `seconds` of demo music from the start of the loop, repeated as often as needed.
///
/// The peak is −3 dB re full scale (±0.5 dB at other rates than 48 kHz), the RMS level of either
/// side −16 dBFS ±1 dB. Each call gives the same bits. Content ends at 24 kHz, or at Nyquist.
pub fn music(sample_rate: f64, seconds: f64) -> Stereo {
    let [left, right] = rendered()
        .each_ref()
        .map(|side| resampled(side, sample_rate));
    let frames = (seconds * sample_rate).round() as usize;
    let looped = |side: Vec<f32>| side.into_iter().cycle().take(frames).collect();
    Stereo::from_channels(looped(left), looped(right), sample_rate)
}

/// One loop at [`RENDER_RATE`], rendered on first use.
fn rendered() -> &'static [Vec<f64>; 2] {
    static LOOP: OnceLock<[Vec<f64>; 2]> = OnceLock::new();
    LOOP.get_or_init(|| {
        let mut mix = Track::silent();
        drums::play(&mut mix);
        bass::play(&mut mix);
        keys::play(&mut mix);
        pad::play(&mut mix);
        voice::play(&mut mix);
        mix.mastered(PEAK_DB)
    })
}

/// One loop at another rate: its Fourier series, cut at the lower Nyquist frequency.
fn resampled(samples: &[f64], sample_rate: f64) -> Vec<f32> {
    let len = (LOOP_SECONDS * sample_rate).round() as usize;
    if len == samples.len() {
        return samples.iter().map(|&sample| sample as f32).collect();
    }
    let mut spectrum = fft::forward(samples.to_vec());
    let bins = len / 2 + 1;
    spectrum.resize(bins, fft::Complex::new(0.0, 0.0));
    // A soft edge below the lower Nyquist frequency: a hard one would ring around each hi-hat.
    let edge = bins.min(samples.len() / 2 + 1);
    let fade = edge / 12;
    for (step, bin) in (edge - fade..edge).enumerate() {
        let phase = std::f64::consts::PI * (step as f64 + 1.0) / fade as f64;
        spectrum[bin] *= 0.5 + 0.5 * phase.cos();
    }
    let scale = len as f64 / samples.len() as f64;
    fft::inverse(spectrum, len)
        .into_iter()
        .map(|sample| (scale * sample) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::compare::is_identical;
    use crate::instruments::level::{dc, peak_db, rms_db};
    use crate::instruments::spectrum::Spectrum;

    #[test]
    fn peak_and_rms_are_as_stated_at_any_rate() {
        for sample_rate in [8_000.0, 44_100.0, 48_000.0, 96_000.0] {
            let music = music(sample_rate, LOOP_SECONDS);
            let [left, right] = music.channels();
            let peak = peak_db(left).max(peak_db(right));
            assert!(
                sample_rate < 44_100.0 || (peak + 3.0).abs() < 0.5,
                "{sample_rate}: {peak}"
            );
            for side in [left, right] {
                let rms = rms_db(side);
                assert!((rms + 16.0).abs() < 1.0, "{sample_rate}: {rms}");
                assert!(dc(side).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn the_sound_is_the_same_at_any_rate() {
        let reference = bands(48_000.0);
        for sample_rate in [11_025.0, 44_100.0, 88_200.0, 384_000.0] {
            for (at, (level, reference)) in bands(sample_rate).iter().zip(&reference).enumerate() {
                let below_nyquist = 62.5 * 2f64.powi(at as i32 + 1) < 0.45 * sample_rate;
                assert!(
                    !below_nyquist || (level - reference).abs() < 0.1,
                    "{sample_rate} band {at}"
                );
            }
        }
    }

    /// Levels of eight octaves from 62.5 Hz to 16 kHz.
    fn bands(sample_rate: f64) -> Vec<f64> {
        let spectrum = Spectrum::of(&music(sample_rate, LOOP_SECONDS).left, sample_rate);
        let octave = |at: i32| 62.5 * 2f64.powi(at);
        (0..8)
            .map(|at| spectrum.band_db(octave(at)..octave(at + 1)))
            .collect()
    }

    #[test]
    fn each_call_gives_the_same_bits_and_loops() {
        let once = music(44_100.0, 2.0);
        let again = music(44_100.0, LOOP_SECONDS + 2.0);
        let frames = (LOOP_SECONDS * 44_100.0) as usize;
        for (a, b) in once.channels().into_iter().zip(again.channels()) {
            assert!(is_identical(a, &b[..a.len()]) && is_identical(a, &b[frames..]));
        }
    }

    #[test]
    fn it_is_stereo_with_a_solid_middle() {
        let music = music(48_000.0, LOOP_SECONDS);
        let side: Vec<f32> = music
            .left
            .iter()
            .zip(&music.right)
            .map(|(l, r)| 0.5 * (l - r))
            .collect();
        let width_db = rms_db(&side) - rms_db(&music.mono());
        assert!((-20.0..-6.0).contains(&width_db), "{width_db}");
    }
}
