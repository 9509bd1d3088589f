//! Room: the bedroom itself, and what is heard in it at night.
//!
//! ```text
//! music ─┬─────────► direct sound ──────────┐
//!        └─► + ─► impulse response ─────────┴─► + ─► door, wall, bedclothes ─►
//! noises ─┴─► (each at its place) ─► direct ────┘
//! ```
//!
//! Models: a box with surfaces and furniture: image sources, modes, a tail with the decay that the
//! absorption gives; a pair of microphones; doors and walls; ten noises at their places.
//! Not modelled: diffraction around furniture, walls that are not plane, air that moves; a source
//! that moves has no Doppler shift, it is heard from one place after the other.
//! Sources: at each equation.
//! Latency: none. The time the direct sound takes to the microphones is left out.
//! Tail: the impulse response; endless while noises sound.

mod direct;
pub mod geometry;
pub mod noises;
mod own;
mod passage;
mod response;
mod reverberation;
mod surfaces;

pub use geometry::{Dimensions, Geometry, Microphones, Pattern, Position};
pub use own::OwnResponse;
pub use passage::ListenFrom;
pub use surfaces::{Ceiling, Floor, Furnishing, Walls, reverberation_time_at};

use noises::Noises;
use own::Own;
use passage::Passage;
use reverberation::Reverberation;

use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail, Timeline};

/// Everything that the room's impulse response follows from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Acoustics {
    /// Room, source and microphones.
    pub geometry: Geometry,
    /// Surfaces and furniture.
    pub furnishing: Furnishing,
    /// How far the door is open, 0 to 1.
    pub door: f32,
    /// From where the room is heard.
    pub listen_from: ListenFrom,
    /// Silence before the first reflection, in ms, 0 to 250.
    pub pre_delay_ms: f32,
    /// The reverberation time against the room's own, 0.25 to 4.
    pub decay: f32,
    /// From early reflections alone (−1) to the late tail alone (1); at 0 both as they are.
    pub balance: f32,
    /// Of the reverberation, 0 (mono) to 2; at 1 as it is.
    pub width: f32,
}

impl Default for Acoustics {
    fn default() -> Self {
        Self {
            geometry: Geometry::default(),
            furnishing: Furnishing::default(),
            door: 0.0,
            listen_from: ListenFrom::Microphones,
            pre_delay_ms: 0.0,
            decay: 1.0,
            balance: 0.0,
            width: 1.0,
        }
    }
}

/// Where the reverberation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Response {
    /// None: the sound stays as it is. Noises are heard as if beside it.
    #[default]
    None,
    /// From the room's geometry.
    Room,
    /// From the user's own impulse response; from the geometry while there is none.
    File,
}

/// What was chosen. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Where the reverberation comes from.
    pub response: Response,
    /// The room.
    pub acoustics: Acoustics,
    /// How much of the direct sound is heard, 0 to 1.
    pub direct: f32,
    /// What else is heard in it.
    pub noises: noises::Settings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            response: Response::None,
            acoustics: Acoustics::default(),
            direct: 1.0,
            noises: noises::Settings::default(),
        }
    }
}

/// What is heard of the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// Nothing yet.
    Nothing,
    /// The sound as it came.
    Dry,
    /// The room.
    Room,
    /// The user's own response.
    Own,
}

/// How long the room takes to the place of the sound as it came.
const FADE_MS: f64 = 30.0;
/// How long a stage that is switched on may need to make its response: see [`Reverberation`].
const WAKE_MS: f64 = 100.0;

/// How long what the sound passes rings on, at most.
const PASSAGE_MS: f64 = 150.0;

/// The stage.
pub struct Room {
    spec: Spec,
    settings: Settings,
    fresh: bool,
    /// It was switched on in the middle of the sound: nothing may take long.
    waking: bool,
    heard: Heard,
    dry: Ramp,
    reverberation: Reverberation,
    own: Own,
    noises: Noises,
    passage: Passage,
}

impl Room {
    /// Whether another of the user's own responses can be taken.
    pub fn can_exchange(&self) -> bool {
        self.own.is_free()
    }

    /// Another of the user's own responses, or none. Call only while [`Self::can_exchange`].
    pub fn exchange(&mut self, response: Option<Box<OwnResponse>>) {
        self.own.exchange(response);
    }

    /// A response that is not needed any more, to be freed off the audio thread.
    pub fn retired(&mut self) -> Option<Box<OwnResponse>> {
        self.own.retired()
    }

    /// |H| of what the sound passes between the room and the left and the right ear, at a frequency
    /// in Hz, once settled.
    pub fn passage_response(&self, frequency_hz: f64) -> [f64; 2] {
        self.passage.response(frequency_hz)
    }

    /// How loud each noise is where it arises, as amplitudes in the order of
    /// [`noises::Kind::ALL`].
    pub fn noise_levels(&self) -> [f32; noises::Kind::COUNT] {
        self.noises.levels()
    }

    /// How much of a noise goes into the room, where its direct sound at 1 m has a gain of 1: as much
    /// as makes both equally loud at the critical distance (H. Kuttruff, Room Acoustics, 5.1).
    fn noise_reverb(&self) -> f32 {
        let Acoustics { geometry, .. } = &self.settings.acoustics;
        if self.settings.response != Response::Room {
            return 1.0;
        }
        let Dimensions {
            length_m,
            width_m,
            height_m,
        } = geometry.dimensions;
        let volume_m3 = f64::from(length_m * width_m * height_m);
        let time_s = reverberation_time_at(&self.settings.acoustics, 1_000.0);
        let critical_m = 0.057 * (volume_m3 / time_s.max(0.05)).sqrt();
        (1.0 / critical_m).clamp(0.1, 6.0) as f32
    }

    /// What should be heard.
    fn wanted(&self) -> Heard {
        match self.settings.response {
            Response::None => Heard::Dry,
            Response::File if self.own.is_there() => Heard::Own,
            Response::Room | Response::File => Heard::Room,
        }
    }

    /// Begins with what is chosen, as if it had always been so; in the middle of the sound softly,
    /// and with the room once it is made.
    fn begin(&mut self) {
        let wanted = self.wanted();
        self.dry.snap(if wanted == Heard::Dry { 1.0 } else { 0.0 });
        if self.waking {
            self.reverberation.wake();
            self.follow();
            return;
        }
        match wanted {
            Heard::Room => self.reverberation.begin(&self.settings.acoustics),
            Heard::Own => self.own.begin(),
            Heard::Dry | Heard::Nothing => {}
        }
        self.heard = wanted;
        self.apply_heard();
    }

    /// Lets what is heard follow what is wanted, once that is there.
    fn follow(&mut self) {
        let wanted = self.wanted();
        let made = self.reverberation.is_made(&self.settings.acoustics);
        if wanted == self.heard || (wanted == Heard::Room && !made) {
            return;
        }
        self.heard = wanted;
        self.apply_heard();
    }

    fn apply_heard(&mut self) {
        let heard = self.heard;
        self.dry.set(if heard == Heard::Dry { 1.0 } else { 0.0 });
        self.reverberation.set_heard(heard == Heard::Room);
        self.own.set_heard(heard == Heard::Own);
        self.set_places();
    }

    /// What follows from what is heard.
    fn set_places(&mut self) {
        let direct = if self.heard == Heard::Room {
            self.settings.direct
        } else {
            0.0
        };
        self.reverberation.set_direct(direct);
        let Acoustics {
            listen_from, door, ..
        } = self.settings.acoustics;
        let place = match self.heard {
            Heard::Dry => ListenFrom::Microphones,
            _ => listen_from,
        };
        self.passage.set(place, door);
    }

    /// Nothing changes the sound.
    fn is_transparent(&self) -> bool {
        self.heard == Heard::Dry
            && self.dry.settled()
            && !self.reverberation.is_heard()
            && !self.own.is_heard()
            && self.noises.is_silent()
            && self.passage.is_transparent()
    }

    /// A block within which no step is taken.
    fn process_part(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let (mut output, mut send) = ([[0.0; MAX_BLOCK]; 2], [[0.0; MAX_BLOCK]; 2]);
        let is_room_heard = self.reverberation.is_heard() || self.own.is_heard();
        let noises_send = is_room_heard.then_some(&mut send);
        self.noises.process(block, &mut output, noises_send);
        if self.reverberation.is_heard() {
            self.reverberation.process(block, &send, &mut output);
        }
        if self.own.is_heard() {
            let input = reverberation::sum(block, &send);
            self.own.process(&input, frames, &mut output);
        }
        self.mix(block, &output);
        self.passage.process(block);
    }

    /// The sound as it came beside what the room gives.
    fn mix(&mut self, block: &mut StereoBlock, output: &[[f32; MAX_BLOCK]; 2]) {
        if self.dry.settled() {
            let dry = self.dry.target();
            for (samples, output) in block.channels().into_iter().zip(output) {
                for (sample, output) in samples.iter_mut().zip(output) {
                    *sample = dry * *sample + output;
                }
            }
            return;
        }
        let [left, right] = output;
        for n in 0..block.frames() {
            let dry = self.dry.next_value();
            block.left[n] = dry * block.left[n] + left[n];
            block.right[n] = dry * block.right[n] + right[n];
        }
    }
}

impl Stage for Room {
    type Settings = Settings;

    fn prepare(spec: Spec) -> Self {
        Self {
            spec,
            settings: Settings::default(),
            fresh: true,
            waking: false,
            heard: Heard::Nothing,
            dry: Ramp::new(0.0, spec.frames(FADE_MS)),
            reverberation: Reverberation::prepare(spec),
            own: Own::prepare(spec),
            noises: Noises::prepare(spec),
            passage: Passage::prepare(spec),
        }
    }

    fn reset(&mut self) {
        self.fresh = true;
        self.waking = false;
        self.heard = Heard::Nothing;
        self.reverberation.reset();
        self.own.reset();
        self.noises.reset();
        self.passage.reset();
    }

    fn wake(&mut self) {
        self.reset();
        self.waking = true;
    }

    fn set(&mut self, settings: &Settings) {
        if !self.fresh && self.settings == *settings {
            return;
        }
        self.settings = *settings;
        let acoustics = &settings.acoustics;
        self.own.set(acoustics.pre_delay_ms, acoustics.width);
        let reverb = self.noise_reverb();
        self.noises
            .set(&settings.noises, &acoustics.geometry, reverb);
        if std::mem::take(&mut self.fresh) {
            self.begin();
        } else {
            self.set_places();
        }
    }

    fn locate(&mut self, timeline: &Timeline) {
        self.noises.locate(timeline);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            self.follow();
            let steps = [
                self.reverberation.next_step(),
                self.own.next_step(),
                self.noises.next_step(),
            ];
            let len = steps.into_iter().fold(frames - done, usize::min);
            let part = &mut block.part(done, len);
            if self.is_transparent() {
                self.noises.skip(len);
                self.passage.process(part);
            } else {
                self.process_part(part);
            }
            let making = self.wanted() == Heard::Room;
            let wanted = making.then_some(&self.settings.acoustics);
            self.reverberation.advance(len, wanted);
            done += len;
        }
    }

    fn latency(&self) -> usize {
        0
    }

    fn tail(&self) -> Tail {
        if !self.noises.is_silent() {
            return Tail::Endless;
        }
        let response = match self.wanted() {
            Heard::Own => self.own.frames(),
            Heard::Room => self.reverberation.frames(),
            Heard::Dry | Heard::Nothing => 0,
        };
        Tail::Frames(response + self.spec.frames(FADE_MS + PASSAGE_MS))
    }

    fn warm_up(&self) -> usize {
        match self.heard {
            Heard::Nothing => self.spec.frames(WAKE_MS),
            _ => 0,
        }
    }
}
