//! Tape: a sound recorded on a small tape machine and played back.
//!
//! ```text
//! noise reduction ─► record amplifier ─► magnetisation (2x to 16x) ─► head losses, equalisation ─►
//! head bump ─► + hiss ─► asperity, print-through, dropouts, crosstalk ─► transport ─►
//! mis-tracking ─► noise reduction
//! ```
//!
//! Models: magnetic hysteresis with AC bias, wavelength losses of the head in physical units with
//! azimuth, equalisation to the standard, head bump, one transport for all tracks with motor and
//! varispeed, hiss with its true spectrum, modulation noise, dropouts, print-through, crosstalk,
//! two noise reductions, further generations and age, for seven machines and a flawless one.
//! Not modelled: automatic level control, DC bias, tracks that are not in use, the bias of a bounce
//! recorded at another setting, noise reduction within the bounces.
//! Sources: at each equation.
//! Latency: whole frames, 172 at 48 kHz (3.6 ms), the same for every setting but one: for an echo
//! that precedes the sound, the sound waits for a turn of the reel.
//! Tail: the playback amplifier's bass settling and the last echo; endless with hiss.

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
mod view;

pub use bias::{BIAS_RANGE_DB, Sine, shape};
pub use model::{Machine, Magnetics, Model, Peak};
pub use noise_reduction::{System, Way, static_gain_db};
pub use transport::MAX_PERCENT;
pub use view::{PAIRS, View};

use deck::{Deck, Setup};
use flaws::{Flaws, Wear};
use noise_reduction::NoiseReduction;
use transport::{Transport, TransportSettings};
use view::RecordLevel;

use crate::audio::dsp::changeover::Changeover;
use crate::audio::dsp::oversampler::Factor;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, Stage, StereoBlock, Tail};

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
    /// Whether the sound waits for a turn of the reel, so that its print can precede it.
    pub pre_echo: bool,
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
            pre_echo: false,
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

/// How long a change of the mis-tracking takes.
const MISTRACK_MS: f64 = 30.0;
/// The most of both flutters together, in percent.
const MOST_PERCENT: f32 = MAX_PERCENT as f32;

/// The stage.
pub struct Tape {
    spec: Spec,
    settings: Settings,
    fresh: bool,
    encoder: NoiseReduction,
    level: RecordLevel,
    /// Whether the level is looked at.
    watched: bool,
    decks: [Deck; 2],
    changeover: Changeover,
    flaws: Flaws,
    transport: Transport,
    mistrack: Ramp,
    decoder: NoiseReduction,
}

impl Tape {
    /// |H| of everything linear at `frequency_hz`, once settled. The tape's own curve is not in it.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        self.decks[self.changeover.active()].response(frequency_hz)
    }

    /// |H| from one track into the other at `frequency_hz`, once settled.
    pub fn crosstalk_response(&self, frequency_hz: f64) -> f64 {
        self.flaws.crosstalk_response(frequency_hz)
    }

    /// Whether [`Self::view`] is to be kept: while nobody looks, it costs nothing. The sound is the same.
    pub fn watch(&mut self, watched: bool) {
        self.watched = watched;
        self.decks.iter_mut().for_each(|deck| deck.watch(watched));
    }

    /// What is seen of the running tape, while it is watched.
    pub fn view(&self) -> View {
        let trace = self.decks[self.changeover.active()].trace();
        View {
            position_s: self.transport.position_s(),
            speed: self.transport.heard_speed(),
            vu: self.level.vu(),
            overload: trace.overload(),
            magnetisation: trace.pairs(),
        }
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
        let deck = &mut self.decks[self.changeover.other()];
        deck.set_up(setup, true);
        self.changeover.start(deck.run_in());
        let machine = setup.model.machine();
        self.transport.set_machine(self.spec, machine);
        self.hand_on();
    }

    /// Hands the settings to all parts but the choice of a deck.
    fn hand_on(&mut self) {
        let settings = self.settings;
        let machine = settings.model.machine();
        let wear = Wear::at(f64::from(settings.age));
        self.encoder.set(settings.encode);
        self.level.set_drive(settings.drive_db);
        let worn = Settings {
            spacing_um: settings.spacing_um + wear.spacing_um,
            hiss: settings.hiss.map(|db| db + wear.hiss_db),
            ..settings
        };
        self.decks.iter_mut().for_each(|deck| deck.set(&worn));
        self.flaws.set(&settings, machine, &wear);
        let flutter = settings.flutter_percent * wear.flutter_factor;
        self.transport.set(&TransportSettings {
            wow_percent: (settings.wow_percent * wear.wow_factor).min(MOST_PERCENT),
            flutter_percent: flutter.hypot(wear.scrape_percent).min(MOST_PERCENT),
            generations: 1 + settings.bounces.min(MAX_BOUNCES),
            varispeed_semitones: settings.varispeed_semitones,
            stopped: settings.stopped,
            inertia_s: settings.inertia_s,
            azimuth_arcmin: settings.azimuth_arcmin,
            wander: wear.azimuth_wander,
        });
        let mistrack_db = match settings.decode {
            System::Off => 0.0,
            _ => f64::from(settings.mistrack_db),
        };
        self.mistrack.set(db_to_gain(mistrack_db) as f32);
        self.decoder.set(settings.decode);
    }

    /// A block within which no change begins, runs in or ends.
    fn process_part(&mut self, block: &mut StereoBlock) {
        self.encoder.process(block);
        if self.watched {
            self.level.take(block);
        }
        self.changeover
            .process(&mut self.decks, block, Deck::process);
        self.flaws.process(block);
        self.transport.process(block);
        if !(self.mistrack.settled() && self.mistrack.target() == 1.0) {
            for (left, right) in block.left.iter_mut().zip(block.right.iter_mut()) {
                let gain = self.mistrack.next_value();
                *left *= gain;
                *right *= gain;
            }
        }
        self.decoder.process(block);
    }
}

impl Stage for Tape {
    type Settings = Settings;

    fn prepare(spec: Spec) -> Self {
        let settings = Settings::default();
        let decks = [Deck::new(spec), Deck::new(spec)];
        let transport = Transport::new(spec, settings.model.machine());
        let between = decks[0].latency() + transport.latency();
        Self {
            spec,
            settings,
            fresh: true,
            encoder: NoiseReduction::new(spec, Way::Encode),
            level: RecordLevel::new(spec),
            watched: false,
            decks,
            changeover: Changeover::new(spec.frames(CHANGE_MS)),
            flaws: Flaws::new(spec),
            transport,
            mistrack: Ramp::new(1.0, spec.frames(MISTRACK_MS)),
            decoder: NoiseReduction::new(spec, Way::Decode).behind(between),
        }
    }

    fn reset(&mut self) {
        self.fresh = true;
        self.changeover.reset();
        self.encoder.reset();
        self.level.reset();
        self.decks.iter_mut().for_each(Deck::reset);
        self.flaws.reset();
        self.transport.reset();
        self.mistrack.reset();
        self.decoder.reset();
    }

    fn set(&mut self, settings: &Settings) {
        if !self.fresh && self.settings == *settings {
            return;
        }
        self.settings = *settings;
        if self.fresh {
            self.fresh = false;
            let setup = self.setup();
            self.decks[self.changeover.active()].set_up(setup, false);
            self.transport
                .set_machine(self.spec, settings.model.machine());
        }
        self.hand_on();
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let setup = self.setup();
            if !self.changeover.is_changing()
                && self.decks[self.changeover.active()].setup() != setup
            {
                self.start_change(setup);
            }
            let len = self.changeover.next_step().min(frames - done);
            self.process_part(&mut block.part(done, len));
            done += len;
        }
    }

    fn latency(&self) -> usize {
        self.decks[self.changeover.active()].latency()
            + self.flaws.latency()
            + self.transport.latency()
    }

    fn max_latency(&self) -> usize {
        self.latency() - self.flaws.latency() + self.flaws.max_latency()
    }

    fn tail(&self) -> Tail {
        if self.decks[self.changeover.active()].hisses() {
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
        let deck = self.decks[self.changeover.active()].latency();
        let late = self.flaws.longest(self.spec) + self.transport.longest();
        Tail::Frames(2 * deck + late + self.spec.frames(settle_ms))
    }

    fn warm_up(&self) -> usize {
        2 * self.decks[self.changeover.active()].latency()
            + self.flaws.latency()
            + self.transport.longest()
    }
}
