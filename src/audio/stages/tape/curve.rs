//! What a recording sounds like when it comes back, apart from the tape's own curve: the linear
//! response of one generation, of several, and the spectrum of the hiss that they gather.

use super::model::{Machine, Model};
use super::playback::{Geometry, Playback, bump_hz};
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::biquad::Biquad;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::units::{ZERO_VU_DBFS, db_to_gain};

/// Where machines are matched in level, as on an alignment tape, in Hz.
const REFERENCE_HZ: f64 = 400.0;
/// The bounces' share of the head bump: whoever bounces turns the bass down by the rest. By ear.
const BUMP_AGAIN: f64 = 0.5;
/// Quality of the bump. By ear.
const BUMP_Q: f64 = 0.8;

/// The second-order sections around the tape.
#[derive(Debug, Clone, Copy)]
pub struct Sections {
    /// The record amplifier, before the tape.
    pub record: [Biquad; 2],
    /// The head bump and the playback amplifier's lower corner, after it.
    pub bass: [Biquad; 2],
}

impl Sections {
    /// No effect.
    pub const IDENTITY: Self = Self {
        record: [Biquad::IDENTITY; 2],
        bass: [Biquad::IDENTITY; 2],
    };

    /// Those of a machine, `bounces` of its recordings of one another included.
    pub fn new(machine: &Machine, bounces: u8, sample_rate: f64) -> Self {
        let Some(magnetics) = machine.magnetics else {
            return Self::IDENTITY;
        };
        let bump_db = magnetics.bump_db * (1.0 + BUMP_AGAIN * f64::from(bounces));
        let bump_hz = bump_hz(machine.speed_mps, magnetics.face_m);
        // Where n high-passes of quality 0.7 in a row have lost 3 dB.
        let half = 0.5f64.powf(1.0 / (1.0 + f64::from(bounces)));
        let bass_hz = magnetics.bass_hz * (half / (1.0 - half)).powf(0.25);
        let [resonance, lift] = magnetics
            .record
            .map(|peak| Biquad::peak(peak.hz, peak.q, peak.db, sample_rate));
        // What is at 0 VU before it is at 0 VU on the tape.
        let lifted = resonance.response(REFERENCE_HZ, sample_rate)
            * lift.response(REFERENCE_HZ, sample_rate);
        Self {
            record: [resonance.scaled(1.0 / lifted), lift],
            bass: [
                Biquad::peak(bump_hz, BUMP_Q, bump_db, sample_rate),
                Biquad::high_pass(bass_hz, 0.707, sample_rate),
            ],
        }
    }

    /// |H| of all in a row.
    pub fn response(&self, frequency_hz: f64, sample_rate: f64) -> f64 {
        response(&self.record, frequency_hz, sample_rate)
            * response(&self.bass, frequency_hz, sample_rate)
    }
}

fn response(sections: &[Biquad; 2], frequency_hz: f64, sample_rate: f64) -> f64 {
    let gain = |section: &Biquad| section.response(frequency_hz, sample_rate);
    sections.iter().map(gain).product()
}

/// The filters of a moment: functions of frequency that the deck has designed.
#[derive(Debug, Clone, Copy)]
pub struct Curve {
    playback: Option<Playback>,
    sections: Sections,
    /// Makes the whole 1 at the reference, heads being clean.
    trim: f64,
    /// Makes one more generation 1 at the reference likewise.
    again: f64,
    bounces: u8,
    hiss_scale: f64,
    sample_rate: f64,
}

impl Curve {
    /// Of a machine with these `sections`, for `bounces` and a `geometry`; `hiss_scale` is the
    /// machine's own.
    pub fn new(
        machine: &Machine,
        sections: &Sections,
        geometry: Geometry,
        bounces: u8,
        hiss_scale: f64,
        sample_rate: f64,
    ) -> Self {
        // Clean heads are matched in level, whatever the bias.
        let clean = Geometry {
            spacing_m: 0.0,
            azimuth_rad: 0.0,
            ..geometry
        };
        let at_reference =
            Playback::new(machine, clean).map_or(1.0, |clean| clean.response(REFERENCE_HZ));
        Self {
            playback: Playback::new(machine, geometry),
            sections: *sections,
            trim: 1.0 / (at_reference * sections.response(REFERENCE_HZ, sample_rate)),
            again: 1.0 / at_reference,
            bounces,
            hiss_scale,
            sample_rate,
        }
    }

    /// What one more recording and playback does to the treble, as a factor.
    fn generation(&self, playback: &Playback, frequency_hz: f64) -> f64 {
        let record = response(&self.sections.record, frequency_hz, self.sample_rate);
        self.again * record * playback.response(frequency_hz)
    }

    /// |H| of head, playback amplifier and all but the first generation.
    pub fn playback(&self, frequency_hz: f64) -> f64 {
        let Some(playback) = &self.playback else {
            return 1.0;
        };
        let last = self.trim * playback.response(frequency_hz);
        if self.bounces == 0 {
            return last;
        }
        last * self
            .generation(playback, frequency_hz)
            .powi(i32::from(self.bounces))
    }

    /// Amplitude spectrum of the hiss: each generation's own, through all that follow it.
    pub fn hiss(&self, frequency_hz: f64) -> f64 {
        let Some(playback) = &self.playback else {
            return self.hiss_scale;
        };
        let own = self.hiss_scale * playback.hiss_response(frequency_hz);
        if self.bounces == 0 {
            return own;
        }
        let again = self.generation(playback, frequency_hz).powi(2);
        let power = (0..self.bounces).fold(1.0, |power, _| 1.0 + again * power);
        own * power.sqrt()
    }
}

/// The scale that gives white noise, shaped by each machine's hiss, the machine's A-weighted
/// level. Dirt is not in it: it dulls the hiss instead of raising it.
pub fn hiss_scales(sample_rate: f64) -> [f64; Model::ALL.len()] {
    Model::ALL.map(|model| {
        let machine = model.machine();
        let made = Playback::new(machine, Geometry::default());
        let shape = |f: f64| made.map_or(1.0, |made| made.hiss_response(f));
        // Power of white noise of RMS 1 behind shape and A-weighting, band by band.
        const BANDS: usize = 512;
        let band_hz = sample_rate / 2.0 / BANDS as f64;
        let power: f64 = (0..BANDS)
            .map(|band| {
                let f = (band as f64 + 0.5) * band_hz;
                (shape(f) * a_weighting(f)).powi(2)
            })
            .sum::<f64>()
            / BANDS as f64;
        let level = db_to_gain(machine.hiss_db + ZERO_VU_DBFS);
        // A full-scale sine, 0 dBFS, has an RMS of 1/√2.
        let rms = level * std::f64::consts::FRAC_1_SQRT_2;
        rms / (WhiteNoise::RMS * power.sqrt())
    })
}
