//! What a call's noise suppressor takes for a voice, and what for noise.
//!
//! A noise floor per band that creeps up under all that lasts, gains by the ratio to it, and a
//! judgement of the whole frame: is this a voice? Where no source is named, constants were fitted
//! on five kinds of music, a voice and a voice in noise, so that the levels in six bands and the
//! spread of the frames' gains are those of RNNoise, and then rounded.

use super::bands::{BANDS, MIDDLE_HZ, PerBand};

/// What a floor rises by each 10 ms, as a power ratio: 9 dB/s. A note that is held for some seconds
/// is noise by then.
const FLOOR_RISE: f32 = 0.02;
/// How much of that is left while somebody talks.
const WHILE_TALKING: f32 = 0.2;
/// How far a floor falls towards less within 10 ms.
const FLOOR_FALL: f32 = 0.25;
/// Power that is silence, re full scale squared: −84 dB.
const SILENCE: f32 = 4e-9;
/// How far a band's average for the floor follows within 10 ms: over about 50 ms.
const AVERAGE: f32 = 0.2;
/// How far the longer average, which a beginning stands out of, follows: over about 1 s.
const LONG_AVERAGE: f32 = 0.01;
/// Weight of the last frame in the a-priori ratio (Y. Ephraim, D. Malah, "Speech enhancement using
/// a minimum mean-square error short-time spectral amplitude estimator", IEEE TASSP 32(6), 1984).
const PRIOR: f32 = 0.98;
/// How much is taken off, re the floor.
const OVER: f32 = 4.0;
/// A gain falls to no less than this share of itself within 10 ms (Valin 2018, section III: 60 dB
/// in 135 ms, so that a room's reverberation is not cut), and in the end to no less than the other.
const DECAY: f32 = 0.6;
const LEAST: f32 = 0.01;
/// Voicing that is none, and that is certain.
const VOICING: (f32, f32) = (0.25, 0.38);
/// dB over the longer average at which something may be beginning, and surely is; and how much of
/// a judgement that is without a voice.
const BEGINNING: (f32, f32) = (-3.0, 1.5);
const BEGINNING_SHARE: f32 = 0.65;
/// dB over the floor that are none of a voice's, and that surely are.
const OVER_FLOOR: (f32, f32) = (2.5, 17.0);
/// How far a band's lasting average follows within 10 ms: over about 2 s.
const LASTING: f32 = 0.005;
/// dB by which the bands are on average away from what lasts, when nothing happens any more, and
/// when something surely does.
const MOTION: (f32, f32) = (0.2, 0.8);
/// How far the judgement follows within 10 ms: up, and down.
const FOLLOW: (f32, f32) = (0.5, 0.15);
/// What the judgement does to the gains: its power in the lowest band and in the highest.
const STRICT: (f32, f32) = (1.5, 6.0);
/// The bands of a voice's body: 200 Hz to 3.2 kHz.
const BODY: std::ops::Range<usize> = 1..13;

/// What it remembers.
#[derive(Debug, Clone)]
pub struct Judge {
    average: PerBand,
    long_average: f32,
    lasting: PerBand,
    floor: PerBand,
    /// What was left of each band, re its floor.
    left: PerBand,
    gains: PerBand,
    voice: f32,
    strict: PerBand,
}

impl Judge {
    /// Has heard nothing yet.
    pub fn new() -> Self {
        let top = MIDDLE_HZ[BANDS - 1];
        Self {
            average: [0.0; BANDS],
            long_average: 0.0,
            lasting: [0.0; BANDS],
            floor: [SILENCE; BANDS],
            left: [0.0; BANDS],
            gains: [0.0; BANDS],
            voice: 0.0,
            strict: MIDDLE_HZ.map(|hz| STRICT.0 + (STRICT.1 - STRICT.0) * (hz / top).sqrt() as f32),
        }
    }

    /// Gains for a frame of 10 ms with this power in its bands and this voicing.
    pub fn gains(&mut self, power: &PerBand, voicing: f32) -> &PerBand {
        let gate = self.judge(power, voicing);
        let rise = 1.0 + FLOOR_RISE * (1.0 + (WHILE_TALKING - 1.0) * gate);
        for (band, power) in power.iter().enumerate() {
            self.average[band] += AVERAGE * (power - self.average[band]);
            let (heard, floor) = (self.average[band] + SILENCE, &mut self.floor[band]);
            *floor = if heard < *floor {
                *floor + FLOOR_FALL * (heard - *floor)
            } else {
                (*floor * rise).min(heard)
            };
            let ratio = (power + SILENCE) / (OVER * *floor);
            let prior = PRIOR * self.left[band] + (1.0 - PRIOR) * (ratio - 1.0).max(0.0);
            let wiener = prior / (1.0 + prior);
            self.left[band] = wiener * wiener * ratio;
            let gain = (wiener * gate.powf(self.strict[band])).max(LEAST);
            self.gains[band] = gain.max(DECAY * self.gains[band]);
        }
        &self.gains
    }

    /// How far the gate opens for the frame, 0 to 1.
    fn judge(&mut self, power: &PerBand, voicing: f32) -> f32 {
        let body: f32 = power[BODY].iter().sum::<f32>() + SILENCE;
        let floor: f32 = self.floor[BODY].iter().sum();
        let over_db = |other: f32| 10.0 * (body / other).log10();
        let beginning = ramp(over_db(self.long_average + SILENCE), BEGINNING);
        self.long_average += LONG_AVERAGE * (body - self.long_average);
        // Bands 30 dB below the whole have no say.
        let little = SILENCE + 1e-3 * body;
        let mut motion_db = 0.0;
        for band in BODY {
            let (average, lasting) = (self.average[band], &mut self.lasting[band]);
            *lasting += LASTING * (average - *lasting);
            motion_db += 10.0 * ((average + little) / (*lasting + little)).log10().abs();
        }
        // A voice has harmonics or begins to sound, stands out of the noise, and does not last.
        let sure = (ramp(voicing, VOICING) + BEGINNING_SHARE * beginning).min(1.0)
            * ramp(over_db(floor), OVER_FLOOR)
            * ramp(motion_db / BODY.len() as f32, MOTION);
        let follow = if sure > self.voice {
            FOLLOW.0
        } else {
            FOLLOW.1
        };
        self.voice += follow * (sure - self.voice);
        self.voice * self.voice * (3.0 - 2.0 * self.voice)
    }
}

/// 0 at the first end and below, 1 at the second and above.
fn ramp(x: f32, (from, to): (f32, f32)) -> f32 {
    ((x - from) / (to - from)).clamp(0.0, 1.0)
}
