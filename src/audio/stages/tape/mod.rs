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

mod bias;
mod curve;
mod deck;
mod flaws;
mod hiss;
pub mod hysteresis;
mod langevin;
mod machines;
mod model;
mod noise_reduction;
mod playback;
mod transport;

pub use bias::{BIAS_RANGE_DB, Sine, shape};
pub use model::{Machine, Magnetics, Model, Peak};
pub use noise_reduction::System;
pub use transport::MAX_PERCENT;

use deck::{Deck, Setup};
use transport::{Transport, TransportSettings};

use crate::audio::dsp::oversampler::Factor;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail};

/// What was chosen. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The machine.
    pub model: Model,
    /// How many times faster than 48 kHz the tape runs.
    pub oversampling: Oversampling,
    /// Further generations: the recording is copied on the same machine, 0 to [`MAX_BOUNCES`].
    pub bounces: u8,
    /// How hot it is recorded, in dB; the level that comes back stays.
    pub drive_db: f32,
    /// How much less the tape can hold, 0 to 1 for 0 to 12 dB.
    pub saturation: f32,
    /// AC bias in dB re the machine's own setting, within [`BIAS_RANGE_DB`].
    pub bias_db: f32,
    /// Noise reduction on the way to the tape.
    pub encode: System,
    /// Noise reduction on the way back.
    pub decode: System,
    /// Level error between the two, in dB.
    pub mistrack_db: f32,
    /// Dirt between tape and head, in µm on top of the machine's own spacing, 0 to 20.
    pub spacing_um: f32,
    /// Angle between the recorded and the playing gap in minutes of arc, within
    /// [`AZIMUTH_RANGE_ARCMIN`].
    pub azimuth_arcmin: f32,
    /// Crosstalk in dB re the machine's own; nothing for none.
    pub crosstalk: Option<f32>,
    /// Wow in percent on a weighted meter, 0 to [`MAX_PERCENT`].
    pub wow_percent: f32,
    /// Flutter likewise.
    pub flutter_percent: f32,
    /// Speed of playback re that of recording in semitones, within [`VARISPEED_RANGE_SEMITONES`].
    pub varispeed_semitones: f32,
    /// Whether the motor is cut.
    pub stopped: bool,
    /// Time from full speed to standstill in seconds, within [`INERTIA_RANGE_S`].
    pub inertia_s: f32,
    /// Hiss in dB re the machine's own; nothing for none.
    pub hiss: Option<f32>,
    /// Modulation noise likewise.
    pub asperity: Option<f32>,
    /// Print-through likewise.
    pub print_through: Option<f32>,
    /// Dropouts in a minute on each track, 0 to 240.
    pub dropouts_per_minute: f32,
    /// From healthy, 0, to found in a drawer, 1.
    pub age: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: Model::default(),
            oversampling: Oversampling::default(),
            bounces: 0,
            drive_db: 0.0,
            saturation: 0.0,
            bias_db: 0.0,
            encode: System::Off,
            decode: System::Off,
            mistrack_db: 0.0,
            spacing_um: 0.0,
            azimuth_arcmin: 0.0,
            crosstalk: None,
            wow_percent: 0.0,
            flutter_percent: 0.0,
            varispeed_semitones: 0.0,
            stopped: false,
            inertia_s: 0.4,
            hiss: None,
            asperity: None,
            print_through: None,
            dropouts_per_minute: 0.0,
            age: 0.0,
        }
    }
}

/// The angles of the head, in minutes of arc.
pub const AZIMUTH_RANGE_ARCMIN: (f64, f64) = (-30.0, 30.0);
/// The speeds of playback, in semitones.
pub const VARISPEED_RANGE_SEMITONES: (f64, f64) = (-12.0, 12.0);
/// The shortest and the longest way to a standstill, in seconds.
pub const INERTIA_RANGE_S: (f64, f64) = (0.05, 3.0);

/// The most further generations.
pub const MAX_BOUNCES: u8 = 8;

/// How much room above the audible range the tape's distortion has, at 48 kHz; twice the sample
/// rate needs half of it for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Oversampling {
    /// 2x: a draft.
    X2,
    /// 4x.
    #[default]
    X4,
    /// 8x.
    X8,
    /// 16x: for renders.
    X16,
}

impl Oversampling {
    fn factor(self, sample_rate: f64) -> Factor {
        let factor = match self {
            Self::X2 => Factor::X2,
            Self::X4 => Factor::X4,
            Self::X8 => Factor::X8,
            Self::X16 => Factor::X16,
        };
        factor.at_rate(sample_rate)
    }
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

/// A change of machine under way: the other deck gets ready and runs in, then fades in.
struct Change {
    run_in: usize,
    fade: Ramp,
}

impl Tape {
    /// |H| of everything linear at `frequency_hz`, once settled. The tape's own curve is not in it.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        self.decks[self.active].response(frequency_hz)
    }

    /// The deck that the settings ask for.
    fn setup(&self) -> Setup {
        Setup {
            model: self.settings.model,
            bounces: self.settings.bounces.min(MAX_BOUNCES),
            factor: self.settings.oversampling.factor(self.spec.sample_rate),
        }
    }

    fn start_change(&mut self, setup: Setup) {
        let deck = &mut self.decks[1 - self.active];
        deck.set_up(setup, true);
        deck.set(&self.settings);
        let mut fade = Ramp::new(0.0, self.spec.frames(CHANGE_MS));
        fade.snap(0.0);
        fade.set(1.0);
        self.change = Some(Change {
            run_in: deck.run_in(),
            fade,
        });
        self.transport.set_machine(self.spec, setup.model.machine());
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
            let setup = self.setup();
            self.decks[self.active].set_up(setup, false);
            self.transport
                .set_machine(self.spec, settings.model.machine());
        }
        self.decks.iter_mut().for_each(|deck| deck.set(settings));
        self.transport.set(&TransportSettings {
            wow_percent: settings.wow_percent,
            flutter_percent: settings.flutter_percent,
            ..TransportSettings::default()
        });
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let setup = self.setup();
            if self.change.is_none() && self.decks[self.active].setup() != setup {
                self.start_change(setup);
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
