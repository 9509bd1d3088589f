//! Desk: what the studio of one time did to every song that went through it.
//!
//! A desk is no part of the signal's way by itself. It is a set of values that the stage's own settings
//! start from: a corner that nothing of that time went beyond, how wide it mixed, how hard its bus
//! compressor worked, how loud its masters were. Between two desks lies a third ([`Desk::between`]), so
//! that a year can move from one to the next; [`Desk::under`] puts one beneath what was chosen by hand.
//! Sources: the loudness of masters rose by some 5 dB between 1990 and 2007, and their crest factor fell
//! as far (E. Deruty, D. Tardieu, "About dynamic processing in mainstream music", JAES 62(1), 2014); the
//! rest is what the equipment of each time was sold with, as class values.

use super::equaliser::{Pass, Slope};
use super::{Settings, compressor};

/// Corners that take nothing away, in Hz.
const LOWEST_HZ: f32 = 20.0;
const HIGHEST_HZ: f32 = 20_000.0;

/// Whose desk it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// Nobody's: only what is chosen by hand.
    #[default]
    Neutral,
    /// Two tracks of a home recorder, mixed by ear onto a third.
    HomeMixer,
    /// The mixer of a cassette four-track.
    FourTrackDesk,
    /// A small rack, an analog bus compressor, a DAT recorder.
    ProjectStudio,
    /// A computer and the plugins that came with it.
    EarlyDaw,
    /// The height of the loudness war.
    LoudMaster,
    /// Everything moves with the bass drum, and is wide.
    SideChained,
    /// A voice leveller and a narrow band, for talking.
    Conference,
    /// Mastered for streaming: loudness is turned down there, so it is not driven far.
    Streaming,
}

impl Model {
    /// All of them, in the order of their times.
    pub const ALL: [Model; 9] = [
        Model::Neutral,
        Model::HomeMixer,
        Model::FourTrackDesk,
        Model::ProjectStudio,
        Model::EarlyDaw,
        Model::LoudMaster,
        Model::SideChained,
        Model::Conference,
        Model::Streaming,
    ];

    /// Its values.
    pub fn desk(self) -> Desk {
        match self {
            Self::Neutral => Desk::NEUTRAL,
            // Microphone and mixer inputs with transformers; two of four channels panned hard, the rest
            // bounced to the middle: narrow.
            Self::HomeMixer => Desk {
                high_pass_hz: 70.0,
                low_pass_hz: 10_000.0,
                width: 0.4,
                trim_db: 1.4,
                ..Desk::NEUTRAL
            },
            // Coupling capacitors everywhere, line inputs that end before the tape does.
            Self::FourTrackDesk => Desk {
                high_pass_hz: 40.0,
                low_pass_hz: 14_000.0,
                width: 0.8,
                threshold_db: -14.0,
                slope: 0.33,
                attack_ms: 20.0,
                release_ms: 250.0,
                trim_db: 1.8,
                ..Desk::NEUTRAL
            },
            // A two-to-one bus compressor that breathes, 44.1 kHz from a DAT.
            Self::ProjectStudio => Desk {
                high_pass_hz: 25.0,
                low_pass_hz: 18_000.0,
                width: 1.0,
                threshold_db: -22.0,
                slope: 0.5,
                attack_ms: 10.0,
                release_ms: 150.0,
                loudness_db: 2.0,
                ..Desk::NEUTRAL
            },
            // The first limiters with one fader, turned until it was as loud as a CD.
            Self::EarlyDaw => Desk {
                high_pass_hz: 30.0,
                low_pass_hz: 17_000.0,
                width: 1.1,
                threshold_db: -22.0,
                slope: 0.6,
                attack_ms: 5.0,
                release_ms: 120.0,
                loudness_db: 7.0,
                clip: 0.2,
                trim_db: -3.8,
                ..Desk::NEUTRAL
            },
            // As loud as the loudest CD: clipped converters before the limiter.
            Self::LoudMaster => Desk {
                high_pass_hz: 30.0,
                low_pass_hz: 18_000.0,
                width: 1.15,
                threshold_db: -24.0,
                slope: 0.67,
                attack_ms: 3.0,
                release_ms: 80.0,
                loudness_db: 12.0,
                clip: 0.6,
                trim_db: -9.2,
                ..Desk::NEUTRAL
            },
            // The bass drum makes room for itself; a widener, and the bass in the middle for the club.
            Self::SideChained => Desk {
                high_pass_hz: 25.0,
                low_pass_hz: HIGHEST_HZ,
                width: 1.5,
                mono_below_hz: 120.0,
                threshold_db: -20.0,
                slope: 0.5,
                attack_ms: 30.0,
                release_ms: 100.0,
                pump_db: 8.0,
                loudness_db: 10.0,
                clip: 0.3,
                trim_db: -5.5,
            },
            // What a headset and a call's gain control expect.
            Self::Conference => Desk {
                high_pass_hz: 110.0,
                low_pass_hz: 12_000.0,
                width: 0.5,
                mono_below_hz: 60.0,
                threshold_db: -30.0,
                slope: 0.75,
                attack_ms: 3.0,
                release_ms: 300.0,
                loudness_db: 4.0,
                trim_db: 1.5,
                ..Desk::NEUTRAL
            },
            // Clean and wide above a bass in the middle; −14 LUFS is loud enough.
            Self::Streaming => Desk {
                high_pass_hz: 22.0,
                low_pass_hz: HIGHEST_HZ,
                width: 1.2,
                mono_below_hz: 90.0,
                threshold_db: -18.0,
                slope: 0.33,
                attack_ms: 30.0,
                release_ms: 200.0,
                loudness_db: 4.0,
                trim_db: -2.8,
                ..Desk::NEUTRAL
            },
        }
    }
}

/// What a desk does to everything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Desk {
    /// Nothing below this passes; 20 takes nothing away.
    pub high_pass_hz: f32,
    /// Nor above this; 20 000 takes nothing away.
    pub low_pass_hz: f32,
    /// The difference of both channels, as a factor.
    pub width: f32,
    /// Below this there is none; 20 leaves it.
    pub mono_below_hz: f32,
    /// The bus compressor, while the stage's own is off: its threshold in dB …
    pub threshold_db: f32,
    /// … by how much of what is above it is turned down, 0 to 1 …
    pub slope: f32,
    /// … and its times.
    pub attack_ms: f32,
    /// See [`Self::attack_ms`].
    pub release_ms: f32,
    /// How far it dips on the beat.
    pub pump_db: f32,
    /// How far it is driven into the limiter.
    pub loudness_db: f32,
    /// How much of that is clipped, 0 to 1.
    pub clip: f32,
    /// What makes music as loud as it came in, so that desks compare by character; a platform that is
    /// listened to does that in its own way.
    pub trim_db: f32,
}

impl Desk {
    /// Nothing.
    pub const NEUTRAL: Self = Self {
        high_pass_hz: LOWEST_HZ,
        low_pass_hz: HIGHEST_HZ,
        width: 1.0,
        mono_below_hz: LOWEST_HZ,
        threshold_db: 0.0,
        slope: 0.0,
        attack_ms: 20.0,
        release_ms: 200.0,
        pump_db: 0.0,
        loudness_db: 0.0,
        clip: 0.0,
        trim_db: 0.0,
    };

    /// What lies `part` of the way to `other`, 0 to 1: frequencies and times by their ratio, the rest by
    /// their difference.
    pub fn between(&self, other: &Self, part: f32) -> Self {
        let part = part.clamp(0.0, 1.0);
        let sum = |a: f32, b: f32| a + part * (b - a);
        let ratio = |a: f32, b: f32| a * (b / a).powf(part);
        Self {
            high_pass_hz: ratio(self.high_pass_hz, other.high_pass_hz),
            low_pass_hz: ratio(self.low_pass_hz, other.low_pass_hz),
            width: sum(self.width, other.width),
            mono_below_hz: ratio(self.mono_below_hz, other.mono_below_hz),
            threshold_db: sum(self.threshold_db, other.threshold_db),
            slope: sum(self.slope, other.slope),
            attack_ms: ratio(self.attack_ms, other.attack_ms),
            release_ms: ratio(self.release_ms, other.release_ms),
            pump_db: sum(self.pump_db, other.pump_db),
            loudness_db: sum(self.loudness_db, other.loudness_db),
            clip: sum(self.clip, other.clip),
            trim_db: sum(self.trim_db, other.trim_db),
        }
    }

    /// `settings` on this desk: the narrower band, both widths, drives and dips together, and the desk's
    /// compressor where none was chosen.
    pub fn under(&self, settings: Settings) -> Settings {
        let mut on = settings;
        let high = &mut on.equaliser.high_pass;
        if self.high_pass_hz > LOWEST_HZ && (!high.on || high.hz < self.high_pass_hz) {
            *high = passed(high, self.high_pass_hz);
        }
        let low = &mut on.equaliser.low_pass;
        if self.low_pass_hz < HIGHEST_HZ && (!low.on || low.hz > self.low_pass_hz) {
            *low = passed(low, self.low_pass_hz);
        }
        on.width.width = (settings.width.width * self.width).min(2.0);
        if self.mono_below_hz > LOWEST_HZ {
            let chosen = settings.width.mono_below_hz.unwrap_or(0.0);
            on.width.mono_below_hz = Some(chosen.max(self.mono_below_hz));
        }
        if !settings.compressor.on && self.slope > 0.0 {
            on.compressor = compressor::Settings {
                on: true,
                threshold_db: self.threshold_db,
                ratio: 1.0 / (1.0 - self.slope),
                attack_ms: self.attack_ms,
                release_ms: self.release_ms,
                make_up: compressor::MakeUp::Auto,
                ..compressor::Settings::default()
            };
        }
        on.pump.depth_db += self.pump_db;
        if self.loudness_db > 0.0 {
            on.limiter.on = true;
            let chosen = if settings.limiter.on {
                settings.limiter.loudness_db
            } else {
                0.0
            };
            on.limiter.loudness_db = chosen + self.loudness_db;
            on.limiter.clip = settings.limiter.clip.max(self.clip);
        }
        on.platform.otherwise_db += self.trim_db;
        on
    }
}

/// A pass at the desk's corner: a slope that was chosen stays, one that was not is gentle.
fn passed(chosen: &Pass, hz: f32) -> Pass {
    Pass {
        on: true,
        hz,
        slope: if chosen.on { chosen.slope } else { Slope::Db12 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neutral_desk_changes_nothing_and_half_way_lies_between() {
        let settings = Settings::default();
        assert_eq!(Desk::NEUTRAL.under(settings), settings);
        for pair in Model::ALL.windows(2) {
            let (a, b) = (pair[0].desk(), pair[1].desk());
            assert_eq!(a.between(&b, 0.0), a);
            let middle = a.between(&b, 0.5);
            assert!((middle.width - 0.5 * (a.width + b.width)).abs() < 1e-6);
            let geometric = (a.low_pass_hz * b.low_pass_hz).sqrt();
            assert!((middle.low_pass_hz / geometric - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn what_was_chosen_by_hand_holds_where_it_goes_further() {
        let mut chosen = Settings::default();
        chosen.equaliser.high_pass = Pass {
            on: true,
            hz: 200.0,
            slope: Slope::Db24,
        };
        chosen.compressor.on = true;
        chosen.compressor.ratio = 8.0;
        chosen.limiter.on = true;
        chosen.limiter.loudness_db = 3.0;
        let on = Model::LoudMaster.desk().under(chosen);
        assert_eq!(on.equaliser.high_pass, chosen.equaliser.high_pass);
        assert_eq!(on.compressor, chosen.compressor);
        assert_eq!(on.limiter.loudness_db, 15.0);
        assert!(on.equaliser.low_pass.on);
    }
}
