//! Mains hum, as transformers, amplifiers and wall warts make it.
//!
//! Four waves of one period, each at an RMS of 1, mixed by the character:
//! - the fundamental, as it gets into badly earthed audio;
//! - magnetostriction, which goes with the square of the flux and so has twice the mains' frequency
//!   and its multiples (IEEE Std C57.136, transformer noise);
//! - a saturated core's odd harmonics (the magnetising current's third is its strongest);
//! - a rectifier's pulses: twice in each period, to 3 kHz.
//!
//! The mains wander by up to ±0.05 Hz as the European grid does (ENTSO-E: ±50 mHz is its standard
//! range).
//!
//! Level: at default settings 24 dB(A) at 50 Hz, which with so low a spectrum is about 37 dB
//! unweighted. Other characters are as loud unweighted: a fundamental alone is hardly heard, as in
//! life. Levels of the decades are by ear.
//! Not modelled: the load on the mains, telling one appliance from another.

use super::level::rms_in_life;
use super::steady::{
    CHUNK, Chunked, Chunks, Line, Mixed, Series, WAVES, Waves, dot, phase_step, rms, share, spread,
};
use super::{Answer, Household, Mains, Noise};
use crate::audio::Spec;
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::units::db_to_gain;

/// At default settings, in dB(A) at 1 m.
const LEVEL_DBA: f64 = 24.0;
/// To 3 kHz at 50 Hz.
const HARMONICS: usize = 60;
/// The mains' standard deviation and limit in Hz, and for how long a deviation lasts, in seconds.
const DRIFT_HZ: f64 = 0.02;
const MAX_DRIFT_HZ: f64 = 0.05;
const DRIFT_S: f64 = 25.0;
/// How fast other mains and another mixture come in, in seconds.
const GLIDE_S: f64 = 0.06;
const CHANGE_S: f64 = 0.03;
/// A strike's burst re the level of the hum, and how it comes and goes, in seconds: an amplifier
/// whose supply sags.
const BURST: f64 = 6.0;
const BURST_ATTACK_S: f64 = 0.003;
const BURST_RELEASE_S: f64 = 0.16;

/// The waves, each as [sine, cosine] amplitudes of its harmonics.
const SERIES: [Series; WAVES] = [fundamental, magnetostriction, saturation, rectifier];

fn fundamental(h: usize) -> [f64; 2] {
    match h {
        1 => [1.0, 0.0],
        2 => [0.0, 0.12],
        3 => [0.06, 0.0],
        _ => [0.0; 2],
    }
}

fn magnetostriction(h: usize) -> [f64; 2] {
    match h {
        2 => [0.0, 1.0],
        4 => [0.35, 0.2],
        6 => [0.0, 0.26],
        8 => [0.12, 0.0],
        10 => [0.0, 0.07],
        12 => [0.04, 0.02],
        _ => [0.0; 2],
    }
}

fn saturation(h: usize) -> [f64; 2] {
    if h.is_multiple_of(2) || h > 31 {
        return [0.0; 2];
    }
    let order = h as f64;
    // The third is the strongest; beyond it they fall by 9 dB per octave.
    let size = if h == 1 { 0.4 } else { (3.0 / order).powf(1.5) };
    [
        size * (order * order * 0.7).sin(),
        size * (order * order * 0.7).cos(),
    ]
}

fn rectifier(h: usize) -> [f64; 2] {
    let order = h as f64;
    // A pulse of about 0.3 ms; both halves of the period differ a little.
    let size = 1.0 / (1.0 + (order / 40.0).powi(4));
    [
        0.0,
        if h.is_multiple_of(2) {
            size
        } else {
            0.15 * size
        },
    ]
}

/// Shares of the waves' power at characters 0, 0.5 and 1.
const MIXTURES: [[f64; WAVES]; 3] = [
    [0.97, 0.03, 0.0, 0.0],
    [0.36, 0.50, 0.10, 0.04],
    [0.05, 0.15, 0.25, 0.55],
];

/// Amplitudes of the waves, of RMS 1 together if they did not share harmonics.
fn mixture(character: f64) -> [f64; WAVES] {
    let place = character.clamp(0.0, 1.0) * 2.0;
    let (from, between) = if place < 1.0 {
        (0, place)
    } else {
        (1, place - 1.0)
    };
    let (a, b) = (&MIXTURES[from], &MIXTURES[from + 1]);
    std::array::from_fn(|lane| (a[lane] + between * (b[lane] - a[lane])).sqrt())
}

/// A house's hum re that of no particular time, in dB: mains transformers gave way to switched
/// supplies.
fn household_db(household: Household) -> f64 {
    match household {
        Household::Everything | Household::Nineties => 0.0,
        Household::Seventies => 4.0,
        Household::Eighties => 2.0,
        Household::TwoThousands => -2.0,
        Household::Tens => -6.0,
        Household::Twenties => -9.0,
    }
}

/// A-weighted RMS of `amplitudes` at mains of `hz`. That harmonics add up by phase where waves
/// share them is worth less than 1 dB and left out.
fn weighted(amplitudes: &[f64; WAVES], hz: f64, highest: usize) -> f64 {
    let power = SERIES.iter().zip(amplitudes).map(|(&series, amplitude)| {
        let own = rms(series, highest, |_| 1.0).max(1e-9);
        (amplitude * rms(series, highest, |h| a_weighting(hz * h as f64)) / own).powi(2)
    });
    power.sum::<f64>().sqrt()
}

/// How far each smoother comes in a chunk.
struct Shares {
    change: f64,
    glide: f64,
    drift: f64,
    /// What the drift's noise is scaled by: see [`spread`].
    drift_hz: f64,
    attack: f64,
    release: f64,
}

impl Shares {
    fn new(sample_rate: f64) -> Self {
        let drift = share(DRIFT_S, sample_rate);
        Self {
            change: share(CHANGE_S, sample_rate),
            glide: share(GLIDE_S, sample_rate),
            drift,
            drift_hz: DRIFT_HZ * spread(drift),
            attack: share(BURST_ATTACK_S, sample_rate),
            release: share(BURST_RELEASE_S, sample_rate),
        }
    }
}

/// Mains hum.
pub struct Hum {
    sample_rate: f64,
    seed: u64,
    waves: Waves,
    shares: Shares,
    /// RMS amplitude at default settings.
    level: f64,
    target: [f64; WAVES],
    target_hz: f64,
    answers: bool,
    mixed: Mixed,
    chunks: Chunks,
    state: State,
}

struct State {
    fresh: bool,
    chance: WhiteNoise,
    phase: u32,
    step: u32,
    mains_hz: f64,
    drift_hz: f64,
    amplitudes: [f64; WAVES],
    gains: [Line; WAVES],
    drive: f64,
    burst: f64,
}

impl State {
    fn new(seed: u64, amplitudes: [f64; WAVES], mains_hz: f64) -> Self {
        let mut chance = WhiteNoise::new(seed ^ 0x40_3003);
        Self {
            fresh: true,
            phase: ((chance.sample() * 0.5 + 0.5) * 4_294_967_040.0) as u32,
            step: 0,
            mains_hz,
            drift_hz: DRIFT_HZ * f64::from(chance.sample()),
            chance,
            amplitudes,
            gains: [Line::default(); WAVES],
            drive: 0.0,
            burst: 0.0,
        }
    }
}

impl Hum {
    /// Silent until it is set. Allocates.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let sample_rate = spec.sample_rate;
        // At 60 Hz the last one must stay below the Nyquist frequency as well.
        let highest = HARMONICS.min((0.45 * sample_rate / 60.0) as usize).max(1);
        let target_hz = Mains::Hz50.hz();
        Self {
            sample_rate,
            seed,
            shares: Shares::new(sample_rate),
            waves: Waves::new(SERIES, highest),
            level: rms_in_life(LEVEL_DBA) / weighted(&mixture(0.5), target_hz, highest),
            target: [0.0; WAVES],
            target_hz,
            answers: false,
            mixed: Mixed::new(),
            chunks: Chunks::default(),
            state: State::new(seed, [0.0; WAVES], target_hz),
        }
    }

    /// Frequency and gains move on.
    fn advance(&mut self, struck: f32) {
        let shares = &self.shares;
        let state = &mut self.state;
        let at_once = std::mem::take(&mut state.fresh);
        state.mains_hz += shares.glide * (self.target_hz - state.mains_hz);
        let push_hz = shares.drift_hz * f64::from(state.chance.sample());
        state.drift_hz += shares.drift * (push_hz - state.drift_hz);
        state.drift_hz = state.drift_hz.clamp(-MAX_DRIFT_HZ, MAX_DRIFT_HZ);
        state.step = phase_step(state.mains_hz + state.drift_hz, self.sample_rate);

        if self.answers && struck > 0.0 {
            state.drive = (state.drive + f64::from(struck)).min(1.0);
        }
        let bursts = state.drive > 0.0 || state.burst > 0.0;
        if !bursts && !at_once && state.amplitudes == self.target {
            for (line, amplitude) in state.gains.iter_mut().zip(state.amplitudes) {
                line.move_to(amplitude as f32, false);
            }
            return;
        }
        for (now, target) in state.amplitudes.iter_mut().zip(self.target) {
            *now += shares.change * (target - *now);
            if (*now - target).abs() < 1e-9 {
                *now = target;
            }
        }
        state.burst += shares.attack * (state.drive - state.burst);
        state.drive -= shares.release * state.drive;
        if state.drive < 1e-5 && state.burst < 1e-5 {
            (state.drive, state.burst) = (0.0, 0.0);
        }
        let level = state.amplitudes.iter().map(|a| a * a).sum::<f64>().sqrt();
        let burst = BURST * level * state.burst;
        let bursts = [0.2 * burst, 0.3 * burst, 0.5 * burst, burst];
        for (lane, line) in state.gains.iter_mut().enumerate() {
            line.move_to((state.amplitudes[lane] + bursts[lane]) as f32, at_once);
        }
    }
}

impl Chunked for Hum {
    fn chunks(&mut self) -> &mut Chunks {
        &mut self.chunks
    }

    fn seed(&mut self) -> &mut u64 {
        &mut self.seed
    }

    fn begin(&mut self) {
        self.state = State::new(self.seed, self.target, self.target_hz);
    }

    fn choose(&mut self, noise: &Noise, household: Household, mains: Mains) {
        let level = self.level * db_to_gain(household_db(household));
        self.target = mixture(f64::from(noise.character)).map(|wave| wave * level);
        self.target_hz = mains.hz();
        self.answers = noise.answer == Answer::Struck;
        if self.state.fresh {
            self.state.amplitudes = self.target;
            self.state.mains_hz = self.target_hz;
        }
    }

    /// A strike is a burst of buzz if it answers.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32) {
        self.advance(struck);
        let state = &mut self.state;
        let gains = state.gains;
        let mut phase = state.phase;
        if gains.iter().all(Line::is_still) {
            self.mixed.mix(&self.waves, gains.map(|line| line.end()));
            phase = self.mixed.add_to(chunk, phase, state.step);
        } else {
            for (n, y) in chunk.iter_mut().enumerate() {
                phase = phase.wrapping_add(state.step);
                *y = dot(self.waves.at(phase), gains.map(|line| line.at(n)));
            }
        }
        state.phase = phase;
    }
}
