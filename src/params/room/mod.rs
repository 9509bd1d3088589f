//! The room's parameters.

mod choices;
mod noises;

pub use crate::audio::stages::room::noises::Kind as NoiseKind;
pub use crate::audio::stages::room::{Acoustics, Geometry, ListenFrom};
pub use choices::{
    AnswerChoice, CeilingChoice, FloorChoice, HouseholdChoice, ListenFromChoice, MainsChoice,
    PatternChoice, ResponseChoice, WallsChoice,
};
pub use noises::{NoiseParams, RhythmicParams, TimedParams, name};

use nice_plug::prelude::*;

use super::note::NoteChoice;
use super::text::{linear, name_of, percent, percent_to, skewed, switch, whole};
use crate::audio::chain::slot;
use crate::audio::stages::room::noises::{Household, Kind, Noise, Settings as NoiseSettings};
use crate::audio::stages::room::{self, Dimensions, Furnishing, Microphones, Position};

/// Parameters of the Room stage and its slot.
#[derive(Params)]
pub struct RoomParams {
    /// Whether the stage is heard.
    #[id = "on"]
    pub on: BoolParam,
    /// How much of it is heard.
    #[id = "mix"]
    pub mix: FloatParam,
    /// Where the reverberation comes from.
    #[id = "response"]
    pub response: EnumParam<ResponseChoice>,
    /// From the window to the door.
    #[id = "length"]
    pub length: FloatParam,
    /// Across.
    #[id = "width"]
    pub width: FloatParam,
    /// From floor to ceiling.
    #[id = "height"]
    pub height: FloatParam,
    /// The floor.
    #[id = "floor"]
    pub floor: EnumParam<FloorChoice>,
    /// The walls.
    #[id = "walls"]
    pub walls: EnumParam<WallsChoice>,
    /// The ceiling.
    #[id = "ceiling"]
    pub ceiling: EnumParam<CeilingChoice>,
    /// How much curtains cover.
    #[id = "curtains"]
    pub curtains: FloatParam,
    /// How much of a bed there is.
    #[id = "mattress"]
    pub mattress: FloatParam,
    /// How much of a wardrobe.
    #[id = "wardrobe"]
    pub wardrobe: FloatParam,
    /// How much blankets cover.
    #[id = "blankets"]
    pub blankets: FloatParam,
    /// How much else stands about.
    #[id = "clutter"]
    pub clutter: FloatParam,
    /// How far the door is open.
    #[id = "door"]
    pub door: FloatParam,
    /// From where the room is heard.
    #[id = "listen_from"]
    pub listen_from: EnumParam<ListenFromChoice>,
    /// The source, along the room.
    #[id = "source_x"]
    pub source_x: FloatParam,
    /// Across it.
    #[id = "source_y"]
    pub source_y: FloatParam,
    /// Above the floor.
    #[id = "source_height"]
    pub source_height: FloatParam,
    /// How far its two sides stand apart.
    #[id = "source_width"]
    pub source_width: FloatParam,
    /// The microphones, along the room.
    #[id = "mic_x"]
    pub mic_x: FloatParam,
    /// Across it.
    #[id = "mic_y"]
    pub mic_y: FloatParam,
    /// Above the floor.
    #[id = "mic_height"]
    pub mic_height: FloatParam,
    /// How they hear directions.
    #[id = "pattern"]
    pub pattern: EnumParam<PatternChoice>,
    /// Where they look.
    #[id = "aim"]
    pub aim: FloatParam,
    /// Between their axes.
    #[id = "angle"]
    pub angle: FloatParam,
    /// Between them.
    #[id = "spacing"]
    pub spacing: FloatParam,
    /// Silence before the first reflection.
    #[id = "pre_delay"]
    pub pre_delay: FloatParam,
    /// The reverberation time against the room's own.
    #[id = "decay"]
    pub decay: FloatParam,
    /// Early reflections against the late tail.
    #[id = "balance"]
    pub balance: FloatParam,
    /// Width of the reverberation.
    #[id = "reverb_width"]
    pub reverb_width: FloatParam,
    /// How much of the direct sound is heard.
    #[id = "direct"]
    pub direct: FloatParam,
    /// What there is in the house.
    #[id = "household"]
    pub household: EnumParam<HouseholdChoice>,
    /// The mains' frequency.
    #[id = "mains"]
    pub mains: EnumParam<MainsChoice>,
    /// How far noises that answer go.
    #[id = "answer_depth"]
    pub answer_depth: FloatParam,
    /// Another night.
    #[id = "night"]
    pub night: IntParam,
    /// Rain on the window.
    #[nested(id_prefix = "rain")]
    pub rain: TimedParams,
    /// Cars behind it.
    #[nested(id_prefix = "street")]
    pub street: TimedParams,
    /// Wind around the house.
    #[nested(id_prefix = "wind")]
    pub wind: TimedParams,
    /// The bed's creak.
    #[nested(id_prefix = "bed")]
    pub bed: RhythmicParams,
    /// Somebody breathing.
    #[nested(id_prefix = "breath")]
    pub breath: RhythmicParams,
    /// The computer's fan.
    #[nested(id_prefix = "fan")]
    pub fan: TimedParams,
    /// Mains hum.
    #[nested(id_prefix = "hum")]
    pub hum: NoiseParams,
    /// A clock.
    #[nested(id_prefix = "clock")]
    pub clock: RhythmicParams,
    /// A fluorescent lamp.
    #[nested(id_prefix = "light")]
    pub light: NoiseParams,
    /// Keyboard and mouse.
    #[nested(id_prefix = "keys")]
    pub keys: RhythmicParams,
}

impl Default for RoomParams {
    fn default() -> Self {
        let Acoustics {
            geometry,
            furnishing,
            ..
        } = Acoustics::default();
        let Geometry {
            dimensions,
            source,
            microphones,
            ..
        } = geometry;
        let mic = microphones.position;
        Self {
            on: switch("Room", false),
            mix: percent("Room mix", 1.0),
            response: EnumParam::new("Room response", ResponseChoice::Room),
            length: linear("Room length", dimensions.length_m, (1.5, 15.0), " m", 2),
            width: linear("Room width", dimensions.width_m, (1.5, 12.0), " m", 2),
            height: linear("Room height", dimensions.height_m, (1.8, 6.0), " m", 2),
            floor: EnumParam::new("Floor", FloorChoice::Wood),
            walls: EnumParam::new("Walls", WallsChoice::Plaster),
            ceiling: EnumParam::new("Ceiling", CeilingChoice::Plaster),
            curtains: percent("Curtains", furnishing.curtains),
            mattress: percent("Mattress", furnishing.mattress),
            wardrobe: percent("Wardrobe", furnishing.wardrobe),
            blankets: percent("Blankets", furnishing.blankets),
            clutter: percent("Clutter", furnishing.clutter),
            door: percent("Door", 0.0),
            listen_from: EnumParam::new("Listen from", ListenFromChoice::Microphones),
            source_x: percent("Source x", source.x),
            source_y: percent("Source y", source.y),
            source_height: percent("Source height", source.height),
            source_width: linear("Source width", geometry.source_width_m, (0.0, 3.0), " m", 2),
            mic_x: percent("Microphone x", mic.x),
            mic_y: percent("Microphone y", mic.y),
            mic_height: percent("Microphone height", mic.height),
            pattern: EnumParam::new("Microphone pattern", PatternChoice::Cardioid),
            aim: linear("Microphone aim", 0.0, (-180.0, 180.0), "°", 1),
            angle: linear(
                "Microphone angle",
                microphones.angle_deg,
                (0.0, 180.0),
                "°",
                1,
            ),
            spacing: linear(
                "Microphone spacing",
                microphones.spacing_m,
                (0.0, 1.5),
                " m",
                3,
            ),
            pre_delay: skewed("Pre-delay", 0.0, 250.0, " ms", 1),
            decay: linear("Decay", 100.0, (25.0, 400.0), " %", 1),
            balance: linear("Early/late", 0.0, (-100.0, 100.0), " %", 1),
            reverb_width: percent_to("Reverb width", 1.0, 2.0),
            direct: percent("Direct sound", 1.0),
            household: EnumParam::new("Household", HouseholdChoice::Year),
            mains: EnumParam::new("Mains", MainsChoice::Hz50),
            answer_depth: percent("Answer depth", 0.5),
            night: whole("Night", 0, (0, 99)),
            rain: TimedParams::new(Kind::Rain),
            street: TimedParams::new(Kind::Street),
            wind: TimedParams::new(Kind::Wind),
            bed: RhythmicParams::new(Kind::Bed),
            breath: RhythmicParams::new(Kind::Breath),
            fan: TimedParams::new(Kind::Fan),
            hum: NoiseParams::new(Kind::Hum),
            clock: RhythmicParams::new(Kind::Clock),
            light: NoiseParams::new(Kind::Light),
            keys: RhythmicParams::new(Kind::Keys),
        }
    }
}

impl RoomParams {
    /// What every noise has, of one of them.
    pub fn noise(&self, kind: Kind) -> &NoiseParams {
        match kind {
            Kind::Rain => &self.rain.noise,
            Kind::Street => &self.street.noise,
            Kind::Wind => &self.wind.noise,
            Kind::Bed => &self.bed.timed.noise,
            Kind::Breath => &self.breath.timed.noise,
            Kind::Fan => &self.fan.noise,
            Kind::Hum => &self.hum,
            Kind::Clock => &self.clock.timed.noise,
            Kind::Light => &self.light,
            Kind::Keys => &self.keys.timed.noise,
        }
    }

    /// Its rate, where it has one.
    pub fn rate(&self, kind: Kind) -> Option<&FloatParam> {
        match kind {
            Kind::Rain => Some(&self.rain.rate),
            Kind::Street => Some(&self.street.rate),
            Kind::Wind => Some(&self.wind.rate),
            Kind::Bed => Some(&self.bed.timed.rate),
            Kind::Breath => Some(&self.breath.timed.rate),
            Kind::Fan => Some(&self.fan.rate),
            Kind::Clock => Some(&self.clock.timed.rate),
            Kind::Keys => Some(&self.keys.timed.rate),
            Kind::Hum | Kind::Light => None,
        }
    }

    /// The note that its rhythm locks to, where it has one.
    pub fn note(&self, kind: Kind) -> Option<&EnumParam<NoteChoice>> {
        match kind {
            Kind::Bed => Some(&self.bed.note),
            Kind::Breath => Some(&self.breath.note),
            Kind::Clock => Some(&self.clock.note),
            Kind::Keys => Some(&self.keys.note),
            _ => None,
        }
    }

    fn noise_settings(&self, kind: Kind) -> Noise {
        Noise {
            rate: self.rate(kind).map_or(0.0, |rate| rate.value()),
            note: self.note(kind).and_then(|note| note.value().quarters()),
            ..self.noise(kind).noise()
        }
    }

    /// Whether a noise is on.
    pub fn noise_is_on(&self, kind: Kind) -> bool {
        self.noise(kind).level.value() > noises::LEVEL_DB.0
    }

    /// Whether there was such a thing in the house that `year` stands for; where there was none, it
    /// is silent however loud it is set.
    pub fn is_in_the_house(&self, kind: Kind, year: i32) -> bool {
        !matches!(
            (self.household.value().household(year), kind),
            (Household::Seventies, Kind::Fan | Kind::Light)
                | (Household::Eighties, Kind::Fan)
                | (Household::Twenties, Kind::Clock)
        )
    }

    /// The reverberation time of the room at a frequency in Hz, in seconds.
    pub fn reverberation_time_s(&self, hz: f32) -> f32 {
        room::reverberation_time_at(&self.acoustics(), f64::from(hz)) as f32
    }

    /// From where what is heard.
    pub fn heard_name(&self) -> &'static str {
        let place = self.listen_from.value();
        name_of(|choice: ListenFromChoice| choice == place)
    }

    /// What the household of `year` is called.
    pub fn household_name(&self, year: i32) -> &'static str {
        let household = self.household.value().household(year);
        name_of(|choice: HouseholdChoice| {
            choice != HouseholdChoice::Year && choice.household(year) == household
        })
    }

    /// Room, surfaces, door and place.
    pub fn acoustics(&self) -> Acoustics {
        Acoustics {
            geometry: Geometry {
                dimensions: Dimensions {
                    length_m: self.length.value(),
                    width_m: self.width.value(),
                    height_m: self.height.value(),
                },
                source: Position {
                    x: self.source_x.value(),
                    y: self.source_y.value(),
                    height: self.source_height.value(),
                },
                source_width_m: self.source_width.value(),
                microphones: Microphones {
                    position: Position {
                        x: self.mic_x.value(),
                        y: self.mic_y.value(),
                        height: self.mic_height.value(),
                    },
                    pattern: self.pattern.value().pattern(),
                    aim_deg: self.aim.value(),
                    angle_deg: self.angle.value(),
                    spacing_m: self.spacing.value(),
                },
            },
            furnishing: Furnishing {
                floor: self.floor.value().floor(),
                walls: self.walls.value().walls(),
                ceiling: self.ceiling.value().ceiling(),
                curtains: self.curtains.value(),
                mattress: self.mattress.value(),
                wardrobe: self.wardrobe.value(),
                blankets: self.blankets.value(),
                clutter: self.clutter.value(),
            },
            door: self.door.value(),
            listen_from: self.listen_from.value().place(),
            pre_delay_ms: self.pre_delay.value(),
            decay: 0.01 * self.decay.value(),
            balance: 0.01 * self.balance.value(),
            width: self.reverb_width.value(),
        }
    }

    /// What the parameters stand at in `year`.
    pub fn settings(&self, year: i32) -> slot::Settings<room::Settings> {
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: room::Settings {
                response: self.response.value().response(),
                acoustics: self.acoustics(),
                direct: self.direct.value(),
                noises: NoiseSettings {
                    household: self.household.value().household(year),
                    mains: self.mains.value().mains(),
                    answer_depth: self.answer_depth.value(),
                    night: self.night.value() as u8,
                    noises: Kind::ALL.map(|kind| self.noise_settings(kind)),
                },
            },
        }
    }
}
