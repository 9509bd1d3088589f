//! The noise of the particles, with the spectrum that losses and equalisation give it.

use crate::audio::dsp::fir::{FirDesigner, FirState, FirTaps};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::ramp::Ramp;
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

    /// Takes the spectrum that `designer` was stepped through, at once.
    pub fn snap(&mut self, designer: &mut FirDesigner) {
        self.taps.snap(designer);
    }

    /// Fades to the spectrum that `designer` was stepped through.
    pub fn fade(&mut self, designer: &mut FirDesigner) {
        self.taps.fade(designer);
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
