//! How much of the spectrum a bit rate pays for: the encoders' low-pass filters.

use super::{Coding, Format};
use crate::audio::stages::upload::pulse;

/// The share of half the sample rate that an encoder's filters let through.
const NYQUIST_SHARE: f32 = 0.97;

/// Bit rate in kbit/s and bandwidth in kHz.
type Ladder = [(f32, f32)];

/// LAME, joint stereo. Source: −10 dB points of pink noise through lame 3.100, constant bit rate;
/// 1 kbit/s is no encoder's and goes on as the curve does.
const MP3_STEREO: &Ladder = &[
    (1.0, 0.7),
    (8.0, 2.0),
    (16.0, 3.62),
    (24.0, 3.87),
    (32.0, 5.53),
    (48.0, 7.63),
    (56.0, 9.78),
    (64.0, 10.89),
    (96.0, 15.0),
    (112.0, 15.22),
    (128.0, 16.61),
    (160.0, 17.3),
    (192.0, 18.7),
    (256.0, 19.4),
    (320.0, 20.08),
];

/// LAME, mono. Source: as above.
const MP3_MONO: &Ladder = &[
    (1.0, 0.9),
    (8.0, 2.6),
    (16.0, 5.4),
    (24.0, 5.7),
    (32.0, 8.3),
    (48.0, 11.0),
    (56.0, 15.0),
    (64.0, 16.5),
    (96.0, 20.0),
];

/// The AAC encoder of ffmpeg. Source: as above; below 32 kbit/s as the curve goes on.
const AAC: &Ladder = &[
    (1.0, 0.5),
    (8.0, 1.4),
    (32.0, 3.8),
    (48.0, 7.6),
    (64.0, 10.3),
    (96.0, 15.85),
    (128.0, 17.2),
    (192.0, 19.3),
    (320.0, 20.0),
];

/// ATRAC gives up whole block floating units from the top; at its own 292 kbit/s few.
const MINI_DISC: &Ladder = &[
    (1.0, 0.6),
    (66.0, 8.3),
    (132.0, 14.5),
    (292.0, 19.0),
    (320.0, 19.5),
];

/// The highest frequency that `coding` codes, in Hz, before the host's own rate bounds it.
pub fn bandwidth_hz(coding: &Coding) -> f32 {
    let ladder = match (coding.format, coding.mono) {
        (Format::Mp3, false) => MP3_STEREO,
        (Format::Mp3, true) => MP3_MONO,
        (Format::Aac, _) => AAC,
        (Format::MiniDisc, _) => MINI_DISC,
        (Format::Opus, _) => return pulse::bandwidth_hz(coding.bit_rate),
    };
    // One channel costs about as much as 5/8 of two in joint stereo: LAME's two rows say so.
    let alone = coding.mono && matches!(coding.format, Format::Aac | Format::MiniDisc);
    let rate = coding.bit_rate * if alone { 1.6 } else { 1.0 };
    let own = 1e3 * interpolate(ladder, rate);
    match coding.codec_rate {
        Some(rate_hz) => own.min(0.5 * NYQUIST_SHARE * rate_hz),
        None => own,
    }
}

/// The ladder at `rate`, straight between its rungs over the logarithm of the rate.
fn interpolate(ladder: &Ladder, rate: f32) -> f32 {
    let above = ladder
        .iter()
        .position(|rung| rung.0 >= rate)
        .unwrap_or(ladder.len() - 1)
        .max(1);
    let ((from, low), (to, high)) = (ladder[above - 1], ladder[above]);
    let share = ((rate / from).ln() / (to / from).ln()).clamp(0.0, 1.0);
    low + share * (high - low)
}

/// The most that is coded at a host's rate in Hz.
pub fn host_limit_hz(sample_rate: f64) -> f32 {
    0.5 * NYQUIST_SHARE * sample_rate as f32
}
