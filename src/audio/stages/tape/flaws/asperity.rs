//! Asperity noise: the tape's surface is rough, so the head hears every sound a little unevenly.
//!
//! The signal of each track is multiplied by 1 + n(t), with n a low-passed noise of its own. Around
//! a tone that makes sidebands which fall with their distance from it; without a signal there is
//! no noise.
//! Not modelled: that rough spots lift treble farther off the head than bass; friction noise, which
//! modulates the speed and belongs to the transport.
//! Source: D. F. Eldridge, "DC and modulation noise in magnetic tape", IEEE Trans. Commun.
//! Electron. 83, 1964: noise of a magnetised tape rises by some 20 dB towards long wavelengths,
//! from variations of the contact between tape and head.

use std::f64::consts::TAU;

use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, StereoBlock};

/// How long a change of level takes.
const RAMP_MS: f64 = 30.0;

/// Wavelength along the tape above which the roughness is even, in metres: 400 Hz around a tone on
/// a cassette. By ear, so that the sidebands are 20 dB down at 4 kHz.
const ROUGHNESS_M: f64 = 120e-6;

/// Modulation noise of both tracks, independent of each other.
pub struct Asperity {
    sample_rate: f64,
    sources: [WhiteNoise; 2],
    states: [f32; 2],
    /// RMS of n.
    amount: Ramp,
    corner_hz: Ramp,
    /// The low-pass's share of each new value.
    step: f32,
    gain: Glide,
    ticker: Ticker,
    active: bool,
    fresh: bool,
}

impl Asperity {
    /// Silent.
    pub fn new(spec: Spec) -> Self {
        let ramp = spec.frames(RAMP_MS);
        Self {
            sample_rate: spec.sample_rate,
            sources: [WhiteNoise::new(0xA59E_0001), WhiteNoise::new(0xA59E_0002)],
            states: [0.0; 2],
            amount: Ramp::new(0.0, ramp),
            corner_hz: Ramp::new(400.0, ramp),
            step: 1.0,
            gain: Glide::still(0.0),
            ticker: Ticker::default(),
            active: false,
            fresh: true,
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.sources.iter_mut().for_each(WhiteNoise::reset);
        self.states = [0.0; 2];
        self.amount.reset();
        self.corner_hz.reset();
        self.gain = Glide::still(0.0);
        self.ticker.restart();
        self.active = false;
        self.fresh = true;
    }

    /// Power of all sidebands in dB re the signal, −80 to 0, or nothing for none; and the speed of
    /// the tape in metres per second, which spreads them.
    pub fn set(&mut self, level: Option<f32>, speed_mps: f64) {
        let amount = level.map_or(0.0, |db| db_to_gain(f64::from(db.clamp(-80.0, 0.0))));
        self.amount.set(amount as f32);
        self.corner_hz.set((speed_mps / ROUGHNESS_M) as f32);
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.active && !self.wanted() {
            self.ticker.skip(frames);
            self.fresh &= frames == 0;
            return;
        }
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            if self.active {
                let part = block.part(done, segment.len);
                let (from, step) = self.gain.line();
                let rest = 1.0 - self.step;
                let [source_l, source_r] = &mut self.sources;
                let [mut state_l, mut state_r] = self.states;
                for (n, (left, right)) in part.left.iter_mut().zip(part.right).enumerate() {
                    let gain = from + step * (segment.offset + n) as f32;
                    state_l = self.step * source_l.sample() + rest * state_l;
                    state_r = self.step * source_r.sample() + rest * state_r;
                    *left += gain * state_l * *left;
                    *right += gain * state_r * *right;
                }
                self.states = [state_l, state_r];
            }
            done += segment.len;
        }
    }

    fn wanted(&self) -> bool {
        self.amount.target() > 0.0 || !self.amount.settled()
    }

    fn tick(&mut self) {
        let was_active = self.active;
        // The gain's last way down is a tick of its own.
        self.active = self.wanted() || !self.gain.is_still();
        self.amount.advance(TICK);
        if !was_active || !self.corner_hz.settled() {
            self.corner_hz.advance(TICK);
            let corner_hz = f64::from(self.corner_hz.value());
            self.step = (1.0 - (-TAU * corner_hz / self.sample_rate).exp()) as f32;
        }
        // A one-pole filter leaves step/(2 − step) of white noise's power.
        let rms = WhiteNoise::RMS as f32 * (self.step / (2.0 - self.step)).sqrt();
        let gain = self.amount.value() / rms;
        if self.fresh {
            self.gain = Glide::still(gain);
        } else {
            self.gain.to(gain);
        }
        self.fresh = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::stages::tape::flaws::proof::{self, Subject, component, power, sine, spec};

    const SUBJECT: Subject<Asperity> = Subject {
        new: Asperity::new,
        reset: Asperity::reset,
        process: Asperity::process,
        on: |asperity| asperity.set(Some(-30.0), 0.0476),
        off: |asperity| asperity.set(None, 0.0476),
    };

    /// What it adds to a tone of 1 kHz.
    fn added(level: f32, speed_mps: f64, rate: f64) -> [Vec<f32>; 2] {
        let mut asperity = Asperity::new(spec(rate));
        asperity.set(Some(level), speed_mps);
        let tone = sine(1_000.0, 0.2, rate, 4.0);
        let mut output = proof::run_whole(
            &mut asperity,
            Asperity::process,
            &[tone.clone(), tone.clone()],
        );
        for channel in &mut output {
            for (sample, tone) in channel.iter_mut().zip(&tone) {
                *sample -= tone;
            }
        }
        output
    }

    #[test]
    fn is_a_small_processor() {
        proof::holds_for(&SUBJECT);
    }

    #[test]
    fn the_sidebands_have_the_level_that_was_set() {
        for (level, speed_mps, rate) in [
            (-40.0, 0.0476, 48_000.0),
            (-25.0, 0.0476, 48_000.0),
            (-40.0, 0.095, 44_100.0),
            (-40.0, 0.0476, 192_000.0),
        ] {
            for channel in added(level, speed_mps, rate) {
                let measured = 10.0 * (power(&channel) / 0.02).log10();
                assert!(
                    (measured - f64::from(level)).abs() < 1.0,
                    "{measured} for {level}"
                );
            }
        }
    }

    #[test]
    fn the_sidebands_fall_with_distance() {
        // Mean power of the bins around a distance from a tone at 1 kHz, above it.
        let [left, _] = added(-30.0, 0.0476, 48_000.0);
        let density = |distance: f64| -> f64 {
            let sum: f64 = left
                .chunks_exact(4_800)
                .map(|chunk| component(chunk, 1_000.0 + distance, 48_000.0).powi(2))
                .sum();
            10.0 * sum.log10()
        };
        let band = |from: i32| {
            (0..8)
                .map(|n| density(f64::from(from + 10 * n)))
                .sum::<f64>()
                / 8.0
        };
        let (near, middle, far) = (band(100), band(800), band(4_000));
        assert!((4.0..10.0).contains(&(near - middle)), "{near} {middle}");
        assert!((9.0..18.0).contains(&(middle - far)), "{middle} {far}");
    }

    #[test]
    fn the_tracks_differ_and_silence_stays() {
        let [left, right] = added(-30.0, 0.0476, 48_000.0);
        let both: f64 = left
            .iter()
            .zip(&right)
            .map(|(&l, &r)| f64::from(l * r))
            .sum();
        let correlation = both / left.len() as f64 / power(&left);
        assert!(correlation.abs() < 0.15, "{correlation}");

        let mut asperity = Asperity::new(spec(48_000.0));
        asperity.set(Some(-20.0), 0.0476);
        let silence = [vec![0.0; 4_800], vec![0.0; 4_800]];
        let output = proof::run_whole(&mut asperity, Asperity::process, &silence);
        assert_eq!(output, silence);
    }
}
