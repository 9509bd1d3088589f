//! Wow and flutter as a meter reads them off a recorded tone.

use bedroom::audio::stages::tape::{Model, Settings, Tape};
use lab::instruments::wow_flutter::{TONE_HZ, WowFlutter, correlation};
use lab::{Stereo, signal};

use super::super::figure::{Figure, Target, short};
use super::super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still, through};

/// Knob values that are tried, in percent.
const KNOBS: [f64; 4] = [0.05, 0.1, 0.3, 1.0];
/// How far a reading may be off, as a part of the knob's value.
const TOLERANCE: f64 = 0.15;

/// Which of the knobs is turned up.
#[derive(Debug, Clone, Copy)]
enum Knob {
    Wow,
    Flutter,
    Both,
}

impl Knob {
    const ALL: [Knob; 3] = [Knob::Wow, Knob::Flutter, Knob::Both];

    fn name(self) -> &'static str {
        match self {
            Knob::Wow => "wow",
            Knob::Flutter => "flutter",
            Knob::Both => "both",
        }
    }

    /// The machine with this knob at `percent`.
    fn settings(self, model: Model, percent: f64) -> Settings {
        let on = |turned: bool| if turned { percent as f32 } else { 0.0 };
        Settings {
            wow_percent: on(!matches!(self, Knob::Flutter)),
            flutter_percent: on(!matches!(self, Knob::Wow)),
            ..still(model)
        }
    }

    /// What a meter should read: what is not related adds as squares.
    fn reading(self, percent: f64) -> f64 {
        match self {
            Knob::Both => percent * std::f64::consts::SQRT_2,
            _ => percent,
        }
    }
}

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for knob in Knob::ALL {
        for percent in KNOBS {
            let target = knob.reading(percent);
            let text = format!(
                "{} at {} %: weighted reading, four-track",
                knob.name(),
                short(percent)
            );
            let target = Target::around(target, TOLERANCE * target);
            figures.push(Figure::new("tape", text, "%", target, move || {
                reading_percent(&knob.settings(Model::FourTrack, percent))
            }));
        }
    }
    for model in [Model::HomeReel, Model::Walkman] {
        for knob in Knob::ALL {
            let text = format!(
                "{} at 0.05 to 1 %: worst reading re the knob, {}",
                knob.name(),
                name(model)
            );
            let target = Target::around(0.0, 100.0 * TOLERANCE);
            figures.push(Figure::new("tape", text, "%", target, move || {
                worst_error_percent(model, knob)
            }));
        }
    }
    // What the presets of a plain four-track and a plain Walkman have.
    for (model, wow_percent, flutter_percent, target) in [
        (Model::FourTrack, 0.05, 0.055, Target::Between(0.05, 0.12)),
        (Model::Walkman, 0.15, 0.22, Target::Between(0.2, 0.35)),
    ] {
        let text = format!("wow and flutter of a plain {}", name(model));
        figures.push(Figure::new("tape", text, "%", target, move || {
            reading_percent(&Settings {
                wow_percent,
                flutter_percent,
                ..still(model)
            })
        }));
    }
    for model in MACHINES {
        let text = format!("both tracks' speed: correlation, {}", name(model));
        figures.push(Figure::new(
            "tape",
            text,
            "",
            Target::AtLeast(0.95),
            move || {
                let sides = wobbled(&Knob::Both.settings(model, 0.3));
                let [left, right] = sides.map(|side| side.deviation);
                correlation(&left, &right)
            },
        ));
        let text = format!("mean speed error, {}", name(model));
        let target = Target::around(0.0, 0.5);
        figures.push(Figure::new("tape", text, "%", target, move || {
            let [left, _] = wobbled(&Knob::Both.settings(model, 0.3));
            left.speed_error_percent
        }));
    }
    figures
}

/// Both channels of 30 s of the meter's tone off the tape.
pub fn wobbled(settings: &Settings) -> [WowFlutter; 2] {
    let tone = signal::sine(TONE_HZ, ZERO_VU_DBFS, 30.0, RATE);
    let output = through::<Tape>(settings, &Stereo::from_mono(tone, RATE));
    output.channels().map(|side| WowFlutter::of(side, RATE))
}

/// The meter's reading of the left channel.
pub fn reading_percent(settings: &Settings) -> f64 {
    wobbled(settings)[0].weighted_percent
}

fn worst_error_percent(model: Model, knob: Knob) -> f64 {
    let errors = KNOBS.map(|percent| {
        let reading = reading_percent(&knob.settings(model, percent));
        100.0 * (reading / knob.reading(percent) - 1.0)
    });
    errors
        .into_iter()
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))
        .unwrap_or(f64::NAN)
}
