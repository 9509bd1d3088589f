//! The noise of the particles, with the spectrum that losses and equalisation give it.

use super::model::Machine;
use super::playback::{Playback, a_weighting};
use crate::audio::dsp::fir::{FirDesigner, FirState, FirTaps};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::units::{ZERO_VU_DBFS, db_to_gain};
use crate::audio::stage::{MAX_BLOCK, StereoBlock};

/// Tape noise of both tracks, independent of each other.
pub struct Hiss {
    sources: [WhiteNoise; 2],
    filters: [FirState; 2],
    taps: FirTaps,
    gain: Ramp,
}

impl Hiss {
    /// With filters that reach `half` taps to each side; gain changes take `ramp` frames.
    pub fn new(half: usize, ramp: usize) -> Self {
        Self {
            sources: [WhiteNoise::new(0x7A9E_0001), WhiteNoise::new(0x7A9E_0002)],
            filters: [FirState::new(half), FirState::new(half)],
            taps: FirTaps::new(half),
            gain: Ramp::new(0.0, ramp),
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.sources.iter_mut().for_each(WhiteNoise::reset);
        self.filters.iter_mut().for_each(FirState::reset);
        self.gain.reset();
    }

    /// Level re the machine's own as an amplitude ratio, 0 for none.
    pub fn set_gain(&mut self, gain: f32) {
        self.gain.set(gain);
    }

    /// Whether it makes or will make sound.
    pub fn is_on(&self) -> bool {
        self.gain.target() > 0.0 || !self.gain.settled()
    }

    /// Whether a change of spectrum is under way.
    pub fn is_fading(&self) -> bool {
        self.taps.is_fading()
    }

    /// Takes the spectrum of a playback geometry, at once.
    pub fn snap(&mut self, designer: &mut FirDesigner, spectrum: &Spectrum) {
        self.taps.snap(designer, |f| spectrum.amplitude(f));
    }

    /// Fades to the spectrum of a playback geometry.
    pub fn fade(&mut self, designer: &mut FirDesigner, spectrum: &Spectrum) {
        self.taps.fade(designer, |f| spectrum.amplitude(f));
    }

    /// Adds the noise to a block.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if self.is_on() {
            let mut noise = [[0.0; MAX_BLOCK]; 2];
            for ((noise, source), filter) in noise
                .iter_mut()
                .zip(&mut self.sources)
                .zip(&mut self.filters)
            {
                noise[..frames].fill_with(|| source.sample());
                filter.process(&self.taps, &mut noise[..frames]);
            }
            let [noise_l, noise_r] = &noise;
            for n in 0..frames {
                let gain = self.gain.next_value();
                block.left[n] += gain * noise_l[n];
                block.right[n] += gain * noise_r[n];
            }
        }
        self.taps.advance(frames);
    }
}

/// The hiss of a machine, scaled so that it has the machine's A-weighted level.
pub struct Spectrum {
    playback: Option<Playback>,
    scale: f64,
}

impl Spectrum {
    /// `playback` gives the shape at this moment; the level is that of the machine as it was made,
    /// so that dirt dulls the hiss instead of raising it.
    pub fn new(machine: &Machine, playback: Option<Playback>, sample_rate: f64) -> Self {
        let made = Playback::new(machine, 0.0, 0.0);
        // Power of white noise of RMS 1 behind shape and A-weighting, band by band.
        const BANDS: usize = 512;
        let band_hz = sample_rate / 2.0 / BANDS as f64;
        let power: f64 = (0..BANDS)
            .map(|band| {
                let f = (band as f64 + 0.5) * band_hz;
                (shape(&made, f) * a_weighting(f)).powi(2)
            })
            .sum::<f64>()
            / BANDS as f64;
        let level = db_to_gain(machine.hiss_db + ZERO_VU_DBFS);
        // A full-scale sine, 0 dBFS, has an RMS of 1/√2.
        let rms = level * std::f64::consts::FRAC_1_SQRT_2;
        Self {
            playback,
            scale: rms / (WhiteNoise::RMS * power.sqrt()),
        }
    }

    fn amplitude(&self, frequency_hz: f64) -> f64 {
        shape(&self.playback, frequency_hz) * self.scale
    }
}

fn shape(playback: &Option<Playback>, frequency_hz: f64) -> f64 {
    playback.map_or(1.0, |playback| playback.hiss_response(frequency_hz))
}
