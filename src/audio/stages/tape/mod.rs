//! Tape: a sound recorded on a small tape machine and played back.
//!
//! ```text
//! record amplifier ─► magnetisation (4x) ─► head losses, equalisation ─► head bump ─► + hiss ─► transport
//! ```
//!
//! Models: magnetic hysteresis with AC bias, wavelength losses of the head in physical units,
//! equalisation to the standard, head bump, wow and flutter of one transport, hiss with its true
//! spectrum, for three machines and a flawless one.
//! Not modelled: noise reduction, dropouts, print-through, crosstalk, azimuth, varispeed.
//! Sources: at each equation.
//! Latency: whole frames, the same for every setting; about 3.4 ms.
//! Tail: the playback amplifier's bass settling; endless with hiss.

pub mod age;
mod arrivals;
pub mod asperity;
mod bias;
mod contact;
pub mod crosstalk;
mod deck;
pub mod dropouts;
mod hiss;
pub mod hysteresis;
mod langevin;
mod lift;
mod model;
mod playback;
pub mod print_through;
#[cfg(test)]
mod proof;
mod ring;
mod transport;
mod weighting;

pub use bias::{BIAS_RANGE_DB, shape};
pub use model::{Machine, Magnetics, Model};
pub use transport::MAX_PERCENT;

use deck::Deck;
use transport::Transport;

use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail};

/// What was chosen. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// The machine.
    pub model: Model,
    /// How hot it is recorded, in dB; the level that comes back stays.
    pub drive_db: f32,
    /// How much less the tape can hold, 0 to 1 for 0 to 12 dB.
    pub saturation: f32,
    /// AC bias in dB re the machine's own setting, within [`BIAS_RANGE_DB`].
    pub bias_db: f32,
    /// Dirt between tape and head, in µm on top of the machine's own spacing, 0 to 20.
    pub spacing_um: f32,
    /// Wow in percent on a weighted meter, 0 to [`MAX_PERCENT`].
    pub wow_percent: f32,
    /// Flutter likewise.
    pub flutter_percent: f32,
    /// Hiss in dB re the machine's own; nothing for none.
    pub hiss: Option<f32>,
}

/// How long a change of machine is crossfaded.
const CHANGE_MS: f64 = 40.0;

/// The stage.
pub struct Tape {
    spec: Spec,
    settings: Settings,
    fresh: bool,
    decks: [Deck; 2],
    /// Which deck is heard, or will have been.
    active: usize,
    change: Option<Change>,
    transport: Transport,
}

/// A change of machine under way: the other deck runs in, then fades in.
struct Change {
    run_in: usize,
    fade: Ramp,
}

impl Tape {
    /// |H| of everything linear at `frequency_hz`, once settled. The tape's own curve is not in it.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        self.decks[self.active].response(frequency_hz)
    }

    fn start_change(&mut self, model: Model) {
        let deck = &mut self.decks[1 - self.active];
        deck.set_model(model);
        deck.reset();
        deck.set(&self.settings);
        let mut fade = Ramp::new(0.0, self.spec.frames(CHANGE_MS));
        fade.snap(0.0);
        fade.set(1.0);
        // Twice its latency: once to fill it, once for the filters to settle.
        self.change = Some(Change {
            run_in: 2 * deck.latency(),
            fade,
        });
        self.transport.set_machine(self.spec, model.machine());
    }

    /// Frames until the change under way takes its next step; none leaves the block whole.
    fn next_step(&self) -> usize {
        match &self.change {
            Some(change) if change.run_in > 0 => change.run_in,
            Some(change) => change.fade.remaining(),
            None => MAX_BLOCK,
        }
    }

    /// A block within which no change begins, runs in or ends.
    fn process_part(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if let Some(change) = &mut self.change {
            let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
            let (left, right) = (&mut left[..frames], &mut right[..frames]);
            left.copy_from_slice(block.left);
            right.copy_from_slice(block.right);
            self.decks[self.active].process(block);
            self.decks[1 - self.active].process(&mut StereoBlock::new(left, right));
            if change.run_in > 0 {
                change.run_in -= frames;
            } else {
                for n in 0..frames {
                    let share = change.fade.next_value();
                    block.left[n] += share * (left[n] - block.left[n]);
                    block.right[n] += share * (right[n] - block.right[n]);
                }
                if change.fade.settled() {
                    self.active = 1 - self.active;
                    self.change = None;
                }
            }
        } else {
            self.decks[self.active].process(block);
        }
        self.transport.process(block);
    }
}

impl Stage for Tape {
    type Settings = Settings;

    fn prepare(spec: Spec) -> Self {
        let settings = Settings::default();
        Self {
            spec,
            settings,
            fresh: true,
            decks: [Deck::new(spec), Deck::new(spec)],
            active: 0,
            change: None,
            transport: Transport::new(spec, settings.model.machine()),
        }
    }

    fn reset(&mut self) {
        self.fresh = true;
        self.active = 0;
        self.change = None;
        self.decks.iter_mut().for_each(Deck::reset);
        self.transport.reset();
    }

    fn set(&mut self, settings: &Settings) {
        if !self.fresh && self.settings == *settings {
            return;
        }
        self.settings = *settings;
        if self.fresh {
            self.fresh = false;
            self.decks[self.active].set_model(settings.model);
            self.transport
                .set_machine(self.spec, settings.model.machine());
        }
        self.decks.iter_mut().for_each(|deck| deck.set(settings));
        self.transport
            .set(settings.wow_percent, settings.flutter_percent);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            if self.change.is_none() && self.decks[self.active].model() != self.settings.model {
                self.start_change(self.settings.model);
            }
            let len = self.next_step().min(frames - done);
            self.process_part(&mut block.part(done, len));
            done += len;
        }
    }

    fn latency(&self) -> usize {
        self.decks[self.active].latency() + self.transport.latency()
    }

    fn tail(&self) -> Tail {
        if self.decks[self.active].hisses() {
            return Tail::Endless;
        }
        let bass_hz = self
            .settings
            .model
            .machine()
            .magnetics
            .map_or(1e3, |m| m.bass_hz);
        // A high-pass of quality 0.7 falls by 120 dB (e^−13.8) in this time.
        let settle_ms = 1e3 * 13.8 / (std::f64::consts::TAU * bass_hz * 0.707);
        let deck = self.decks[self.active].latency();
        Tail::Frames(2 * deck + self.transport.longest() + self.spec.frames(settle_ms))
    }

    fn warm_up(&self) -> usize {
        2 * self.decks[self.active].latency() + self.transport.longest()
    }
}
