//! Dropouts: a particle or a crease lifts the tape off the head for a moment.
//!
//! What arrives ([`Arrivals`]) and how the tape clings ([`Contact`]) is a distance between tape and
//! head, which [`Lift`] turns into loss. Worked out at each control tick.

use super::arrivals::Arrivals;
use super::contact::Contact;
use super::lift::Lift;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// The most that can be set, per minute.
pub const MAX_PER_MINUTE: f32 = 240.0;

/// How long a change of contact or speed takes.
const RAMP_MS: f64 = 60.0;

/// Dropouts and unsteady contact of both tracks.
pub struct Dropouts {
    sample_rate: f64,
    rate_per_minute: f32,
    severity: f32,
    contact_amount: Ramp,
    speed_mps: Ramp,
    arrivals: Arrivals,
    contact: Contact,
    lift: Lift,
    ticker: Ticker,
    active: bool,
}

impl Dropouts {
    /// None.
    pub fn new(spec: Spec) -> Self {
        let ramp = spec.frames(RAMP_MS);
        Self {
            sample_rate: spec.sample_rate,
            rate_per_minute: 0.0,
            severity: 0.0,
            contact_amount: Ramp::new(0.0, ramp),
            speed_mps: Ramp::new(0.0476, ramp),
            arrivals: Arrivals::new(),
            contact: Contact::new(spec),
            lift: Lift::new(spec.sample_rate),
            ticker: Ticker::default(),
            active: false,
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.contact_amount.reset();
        self.speed_mps.reset();
        self.arrivals = Arrivals::new();
        self.contact.reset();
        self.lift.reset();
        self.ticker.restart();
        self.active = false;
    }

    /// Mean number of dropouts per minute, 0 to [`MAX_PER_MINUTE`], and how deep and long those to
    /// come are, 0 to 1.
    pub fn set(&mut self, rate_per_minute: f32, severity: f32) {
        self.rate_per_minute = rate_per_minute.clamp(0.0, MAX_PER_MINUTE);
        self.severity = severity.clamp(0.0, 1.0);
    }

    /// How unsteady the contact is, 0 to 1.
    pub fn set_contact(&mut self, amount: f32) {
        self.contact_amount.set(amount.clamp(0.0, 1.0));
    }

    /// Speed of the tape in metres per second, above 0.
    pub fn set_speed(&mut self, speed_mps: f64) {
        self.speed_mps.set(speed_mps as f32);
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.active && !self.wanted() {
            self.ticker.skip(frames);
            return;
        }
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            if self.active {
                let mut part = block.part(done, segment.len);
                self.lift.process(segment.offset, part.channels());
            }
            done += segment.len;
        }
    }

    fn wanted(&self) -> bool {
        let contact = self.contact_amount.target() > 0.0 || !self.contact_amount.settled();
        self.rate_per_minute > 0.0 || contact || self.arrivals.is_busy()
    }

    fn tick(&mut self) {
        self.active = self.wanted() || !self.lift.is_open();
        if !self.active {
            return;
        }
        self.contact_amount.advance(TICK);
        self.speed_mps.advance(TICK);
        let speed_mps = self.speed_mps.value();
        let tick_s = (TICK as f64 / self.sample_rate) as f32;
        let hazard = self.rate_per_minute / 60.0 * tick_s;
        let ahead_m = speed_mps * tick_s;
        let mut spacing_m = self.arrivals.tick(hazard, self.severity, ahead_m);
        let amount = self.contact_amount.value();
        for (sum, slow) in spacing_m.iter_mut().zip(self.contact.tick()) {
            *sum += amount * slow;
        }
        self.lift.tick(spacing_m, speed_mps);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::units::gain_to_db;
    use crate::audio::stages::tape::flaws::proof::{
        self, Subject, component, noise, roughness, run_whole, sine, spec,
    };

    const SUBJECT: Subject<Dropouts> = Subject {
        new: Dropouts::new,
        reset: Dropouts::reset,
        process: Dropouts::process,
        on: |dropouts| {
            dropouts.set(240.0, 1.0);
            dropouts.set_contact(1.0);
        },
        off: |dropouts| {
            dropouts.set(0.0, 1.0);
            dropouts.set_contact(0.0);
        },
    };

    #[test]
    fn is_a_small_processor() {
        proof::holds_for(&SUBJECT);
    }

    #[test]
    fn the_heard_ones_are_as_many() {
        // 10 minutes of a tone that is lost at 40 µm, at a low rate: each dip of a track is one.
        let mut dropouts = Dropouts::new(spec(8_000.0));
        dropouts.set(30.0, 0.5);
        let tone = sine(2_000.0, 0.5, 8_000.0, 600.0);
        let output = run_whole(&mut dropouts, Dropouts::process, &[tone.clone(), tone]);
        let (mut dips, mut down) = (0.0f64, false);
        for (left, right) in output[0].chunks_exact(8).zip(output[1].chunks_exact(8)) {
            let peak = |chunk: &[f32]| chunk.iter().fold(0.0f32, |most, x| most.max(x.abs()));
            let level = peak(left).min(peak(right));
            if level < 0.45 && !down {
                dips += 1.0;
            }
            down = level < 0.45 || (down && level < 0.49);
        }
        assert!((dips - 300.0).abs() < 3.0 * 300f64.sqrt(), "{dips}");
    }

    #[test]
    fn the_deepest_does_not_click() {
        for speed_mps in [0.0476, 0.0953, 0.381] {
            let mut dropouts = Dropouts::new(spec(48_000.0));
            dropouts.set(240.0, 1.0);
            dropouts.set_speed(speed_mps);
            let tone = sine(400.0, 0.5, 48_000.0, 30.0);
            let input = [tone.clone(), tone];
            let output = run_whole(&mut dropouts, Dropouts::process, &input);
            let ratio = roughness(&output[0]) / roughness(&input[0]);
            // A step of 1 dB would be 40 times as rough.
            assert!(ratio < 3.0, "{ratio} at {speed_mps} m/s");
        }
    }

    #[test]
    fn between_events_the_bits_pass() {
        let mut dropouts = Dropouts::new(spec(48_000.0));
        dropouts.set(30.0, 0.5);
        let input = noise(0.5, 480_000);
        let output = run_whole(&mut dropouts, Dropouts::process, &input);
        let same = output[0]
            .iter()
            .zip(&input[0])
            .filter(|(y, x)| y == x)
            .count();
        assert!((0.95..0.999).contains(&(same as f64 / 480_000.0)), "{same}");
    }

    /// Standard deviation of a tone's level in dB, and the correlation of both tracks' levels.
    fn wobble(hz: f64, amount: f32) -> [f64; 3] {
        let mut dropouts = Dropouts::new(spec(48_000.0));
        dropouts.set_contact(amount);
        let tone = sine(hz, 0.5, 48_000.0, 40.0);
        let output = run_whole(&mut dropouts, Dropouts::process, &[tone.clone(), tone]);
        let levels = output.map(|track| -> Vec<f64> {
            track
                .chunks_exact(480)
                .map(|chunk| gain_to_db(component(chunk, hz, 48_000.0) / 0.5))
                .collect()
        });
        let count = levels[0].len() as f64;
        let means = [0, 1].map(|t: usize| levels[t].iter().sum::<f64>() / count);
        let covariance = |a: usize, b: usize| {
            let pairs = levels[a].iter().zip(&levels[b]);
            pairs
                .map(|(x, y)| (x - means[a]) * (y - means[b]))
                .sum::<f64>()
                / count
        };
        let deviation = covariance(0, 0).sqrt();
        let correlation = covariance(0, 1) / (covariance(0, 0) * covariance(1, 1)).sqrt();
        [means[0], deviation, correlation]
    }

    #[test]
    fn unsteady_contact_moves_the_treble() {
        let [mean, treble, correlation] = wobble(10_000.0, 1.0);
        let [_, bass, _] = wobble(400.0, 1.0);
        assert!((-2.5..-0.8).contains(&mean), "{mean}");
        assert!((1.0..3.0).contains(&treble), "{treble}");
        assert!(bass < 0.1, "{bass}");
        assert!((0.25..0.75).contains(&correlation), "{correlation}");
    }
}
