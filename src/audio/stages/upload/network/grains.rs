//! Comfort noise: grains of the last packet, each from a random place and of a random sign.
//!
//! Grains that are not alike add up to noise whose power spectrum is that of the sound they are cut
//! from, smeared to the width of their window: the spectral envelope that codecs send for their
//! comfort noise (RFC 3389), without a filter to be designed. Two overlap under the window of the
//! Vorbis I specification, sin(π/2·sin²(πx)): its squares add up to 1, and it begins without a kink.

use std::f64::consts::PI;

use super::uniform;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::Spec;

/// Length of a grain: short enough to lose melody and pitch below 200 Hz. By ear.
const GRAIN_MS: f64 = 6.0;
/// They are cut from this much of the sound before the loss: about a packet.
const SOURCE_MS: f64 = 25.0;

/// The noise.
pub struct Grains {
    source: WhiteNoise,
    window: Vec<f32>,
    span: usize,
    voices: [Voice; 2],
}

#[derive(Debug, Clone, Copy, Default)]
struct Voice {
    /// Frames into the grain.
    phase: usize,
    /// How far before the end of the past it begins.
    back: usize,
    sign: f32,
}

impl Grains {
    /// Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(spec: Spec) -> Self {
        let half = (spec.frames(GRAIN_MS) / 2).max(2);
        let len = 2 * half;
        Self {
            source: source(0),
            window: (0..len)
                .map(|n| {
                    let half_turn = (PI * (n as f64 + 0.5) / len as f64).sin();
                    (0.5 * PI * half_turn * half_turn).sin() as f32
                })
                .collect(),
            span: spec.frames(SOURCE_MS).saturating_sub(len),
            voices: [Voice::default(); 2],
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.source.reset();
    }

    /// Other noise.
    pub fn seed(&mut self, seed: u64) {
        self.source = source(seed);
    }

    /// Begins with a new past.
    pub fn begin(&mut self) {
        self.voices = [self.draw(0), self.draw(self.window.len() / 2)];
    }

    /// The next frame of noise out of the last of `past`.
    #[inline(always)]
    pub fn next_frame(&mut self, past: &[Vec<f32>; 2]) -> [f32; 2] {
        let mut frame = [0.0; 2];
        for n in 0..2 {
            let voice = &mut self.voices[n];
            let at = past[0].len() - voice.back + voice.phase;
            let gain = voice.sign * self.window[voice.phase];
            frame = [frame[0] + gain * past[0][at], frame[1] + gain * past[1][at]];
            voice.phase += 1;
            if voice.phase == self.window.len() {
                self.voices[n] = self.draw(0);
            }
        }
        frame
    }

    fn draw(&mut self, phase: usize) -> Voice {
        let place = uniform(&mut self.source) * self.span as f32;
        Voice {
            phase,
            back: self.window.len() + (place as usize).min(self.span),
            sign: self.source.sample().signum(),
        }
    }
}

fn source(seed: u64) -> WhiteNoise {
    WhiteNoise::new(seed ^ 0x6A21_0002)
}
