//! The ten noises: names, ranges, where they are, and which decade has them.

use super::{Answer, Noise};

/// A noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rain on the window: drops per second; from drizzle on the glass to splashes in puddles.
    Rain,
    /// Cars behind a closed window: cars per minute; from slow on dry asphalt to fast on wet.
    Street,
    /// Wind around the house: gusts per minute; from a low rush to a whistle in the frame.
    Wind,
    /// The bed's creak: creaks per minute; from slow and low to quick and high.
    Bed,
    /// Somebody breathing: breaths per minute; from calm through the nose to open-mouthed.
    Breath,
    /// The computer's fan: revolutions per minute; from a rush of air to a whine of its bearing.
    Fan,
    /// Mains hum: no rate; from the fundamental alone to a buzz.
    Hum,
    /// A clock: ticks per minute; from soft and wooden to a tin alarm clock.
    Clock,
    /// A fluorescent lamp: no rate; from a steady ballast to a tube that flickers.
    Light,
    /// Keyboard and mouse: strokes per minute; from dull to clacking.
    Keys,
}

/// Range of a noise's rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRange {
    /// The slowest.
    pub min: f32,
    /// The fastest.
    pub max: f32,
    /// As in life.
    pub default: f32,
    /// What it counts, as it stands behind the number.
    pub unit: &'static str,
}

impl Kind {
    /// How many there are.
    pub const COUNT: usize = 10;

    /// All of them.
    pub const ALL: [Kind; Kind::COUNT] = [
        Kind::Rain,
        Kind::Street,
        Kind::Wind,
        Kind::Bed,
        Kind::Breath,
        Kind::Fan,
        Kind::Hum,
        Kind::Clock,
        Kind::Light,
        Kind::Keys,
    ];

    /// Range of its rate; none where it has none.
    pub fn rate(self) -> Option<RateRange> {
        let (min, max, default, unit) = match self {
            Kind::Rain => (5.0, 3_000.0, 400.0, " drops/s"),
            Kind::Street => (0.5, 40.0, 6.0, " cars/min"),
            Kind::Wind => (1.0, 30.0, 6.0, " gusts/min"),
            Kind::Bed => (2.0, 240.0, 20.0, " creaks/min"),
            Kind::Breath => (4.0, 60.0, 14.0, " breaths/min"),
            Kind::Fan => (400.0, 6_000.0, 1_400.0, " rpm"),
            Kind::Clock => (20.0, 480.0, 60.0, " ticks/min"),
            Kind::Keys => (10.0, 900.0, 280.0, " strokes/min"),
            Kind::Hum | Kind::Light => return None,
        };
        Some(RateRange {
            min,
            max,
            default,
            unit,
        })
    }

    /// Whether it has a beat that can lock to the host's tempo.
    pub fn is_rhythmic(self) -> bool {
        matches!(self, Kind::Bed | Kind::Breath | Kind::Clock | Kind::Keys)
    }

    /// Where it is at first, in shares of length and width. The window is at x = 0, the door at
    /// x = 1, the bed along y = 0.
    pub fn home(self) -> (f32, f32) {
        match self {
            Kind::Rain => (0.0, 0.5),
            Kind::Street => (0.0, 0.35),
            Kind::Wind => (0.0, 0.7),
            Kind::Bed => (0.62, 0.16),
            Kind::Breath => (0.8, 0.14),
            Kind::Fan => (0.2, 0.9),
            Kind::Hum => (0.3, 0.95),
            Kind::Clock => (0.95, 0.3),
            Kind::Light => (0.5, 0.5),
            Kind::Keys => (0.25, 0.8),
        }
    }

    /// How high above the floor it is, as a share of the room's height.
    pub fn height(self) -> f32 {
        match self {
            Kind::Rain | Kind::Street | Kind::Wind => 0.55,
            Kind::Bed | Kind::Breath => 0.2,
            Kind::Fan => 0.15,
            Kind::Hum | Kind::Keys => 0.3,
            Kind::Clock => 0.6,
            Kind::Light => 0.95,
        }
    }

    /// As in life, but off.
    pub fn silent(self) -> Noise {
        let (x, y) = self.home();
        Noise {
            level_db: None,
            rate: self.rate().map_or(0.0, |rate| rate.default),
            note: None,
            character: 0.5,
            x,
            y,
            answer: Answer::Free,
        }
    }
}

/// What there is in the house: which of the noises belong to its time, and how they sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Household {
    /// All ten, in the character of no particular time.
    #[default]
    Everything,
    /// A wind-up alarm clock, a typewriter, light bulbs, loud cars.
    Seventies,
    /// A quartz clock, a home computer without a fan, a fluorescent tube.
    Eighties,
    /// A desktop computer with a loud fan, a heavy keyboard, a fluorescent tube.
    Nineties,
    /// A faster fan, an energy-saving lamp.
    TwoThousands,
    /// A quiet desktop, a laptop's keys, LED lamps that sing a little.
    Tens,
    /// A laptop's small fan, flat keys, electric cars among the others, no clock.
    Twenties,
}

/// Frequency of the mains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mains {
    /// Europe, most of Asia, Africa, Australia, eastern Japan.
    #[default]
    Hz50,
    /// The Americas, western Japan, Korea.
    Hz60,
}

impl Mains {
    /// In Hz.
    pub fn hz(self) -> f64 {
        match self {
            Mains::Hz50 => 50.0,
            Mains::Hz60 => 60.0,
        }
    }
}
