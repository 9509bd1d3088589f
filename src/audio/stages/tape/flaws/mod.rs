//! What a tape does to a recording besides playing it: rough surface, prints of its neighbours,
//! lifts off the head, and leaks from track to track. And what the years add to all of it.

mod age;
mod arrivals;
mod asperity;
mod contact;
mod crosstalk;
mod dropouts;
mod lift;
mod print_through;
#[cfg(test)]
mod proof;
mod ring;

pub use age::Wear;

use super::Settings;
use super::model::Machine;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{Spec, StereoBlock};
use asperity::Asperity;
use crosstalk::Crosstalk;
use dropouts::{Dropouts, MAX_PER_MINUTE};
use print_through::{Print, PrintThrough};

/// How deep and long the dropouts of a healthy tape are, 0 to 1. By ear.
const HEALTHY_SEVERITY: f32 = 0.4;

/// How long two tracks take to become one.
const MONO_MS: f64 = 40.0;

/// The flaws of both tracks, in the order in which the signal meets them.
pub struct Flaws {
    asperity: Asperity,
    print_through: PrintThrough,
    dropouts: Dropouts,
    crosstalk: Crosstalk,
    /// 1 for a machine with a single track.
    mono: Ramp,
}

impl Flaws {
    /// None. Allocates.
    pub fn new(spec: Spec) -> Self {
        Self {
            asperity: Asperity::new(spec),
            print_through: PrintThrough::new(spec),
            dropouts: Dropouts::new(spec),
            crosstalk: Crosstalk::new(spec),
            mono: Ramp::new(0.0, spec.frames(MONO_MS)),
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.asperity.reset();
        self.print_through.reset();
        self.dropouts.reset();
        self.crosstalk.reset();
        self.mono.reset();
    }

    /// Takes what was chosen, for a machine and a wear.
    pub fn set(&mut self, settings: &Settings, machine: &Machine, wear: &Wear) {
        let own = |level: Option<f32>, own_db: f64| {
            level
                .map(|db| db + own_db as f32)
                .filter(|db| db.is_finite())
        };
        let speed_mps = machine.speed_mps;
        let passes_db = 10.0 * (1.0 + f32::from(settings.bounces)).log10();
        let asperity = own(settings.asperity, machine.asperity_db).map(|db| db + passes_db);
        self.asperity
            .set(together(asperity, wear.asperity_db), speed_mps);
        let print_db = own(settings.print_through, machine.print_through_db);
        self.print_through.set(&Print {
            level_db: print_db.map(|db| db + wear.print_through_db),
            turn_s: machine.turn_s,
            pre: settings.pre_echo,
            speed_mps,
            layer_m: machine.layer_m,
        });
        let per_minute = settings.dropouts_per_minute + wear.dropouts_per_minute;
        self.dropouts.set(
            per_minute.min(MAX_PER_MINUTE),
            wear.dropout_severity.max(HEALTHY_SEVERITY),
        );
        self.dropouts.set_contact(wear.contact);
        self.dropouts.set_speed(speed_mps);
        let crosstalk = own(settings.crosstalk, machine.crosstalk_db);
        self.crosstalk
            .set(crosstalk.filter(|_| !machine.mono), speed_mps);
        self.mono.set(if machine.mono { 1.0 } else { 0.0 });
    }

    /// Frames by which the sound is late: a turn where an echo precedes it.
    pub fn latency(&self) -> usize {
        self.print_through.latency()
    }

    /// The most that [`Self::latency`] can be.
    pub fn max_latency(&self) -> usize {
        self.print_through.max_latency()
    }

    /// Frames until the last echo is over and the crosstalk has settled.
    pub fn longest(&self, spec: Spec) -> usize {
        self.print_through.longest_echo() + spec.frames(1e3 * self.crosstalk.settle_s())
    }

    /// |H| from one track into the other at `frequency_hz`, once settled.
    pub fn crosstalk_response(&self, frequency_hz: f64) -> f64 {
        self.crosstalk.response(frequency_hz)
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        self.asperity.process(block);
        self.print_through.process(block);
        self.dropouts.process(block);
        self.crosstalk.process(block);
        if self.mono.settled() && self.mono.target() == 0.0 {
            return;
        }
        for (left, right) in block.left.iter().zip(block.right.iter_mut()) {
            *right += self.mono.next_value() * (left - *right);
        }
    }
}

/// Two noises that are not related, in dB.
fn together(a: Option<f32>, b: Option<f32>) -> Option<f32> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let power = |db: f32| 10f32.powf(db / 10.0);
            Some(10.0 * (power(a) + power(b)).log10())
        }
        (a, b) => a.or(b),
    }
}
