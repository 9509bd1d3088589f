//! A sound by chance that keeps level and taste: stages of presets that belong to one year, put
//! together and moved a little.
//!
//! Each stage comes whole out of a preset that was levelled by hand and needs next to no gain around
//! the chain for it; so two to four of them in a row stay near the level of what comes in. Again is off:
//! with a third of it, some came out 9 dB softer or 5 dB louder.
//! Gains, mix, bypass and the user's own file are left as they are. The same seed gives the same sound.

use nice_plug::params::internals::ParamPtr;

use super::{EffectParams, preset};
use crate::audio::era;
use crate::presets::{Preset, Value};

/// A sound that was made by chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Surprise {
    /// What it is called.
    pub name: String,
    /// What it is made of, in one line.
    pub words: String,
    /// Normalised values of all parameters that it sets.
    pub values: Vec<(ParamPtr, f32)>,
}

/// The stages that it is made of, in the order of the signal.
const STAGES: [&str; 5] = ["room", "tape", "studio", "upload", "listener"];
/// How many of them are switched on.
const ON: std::ops::RangeInclusive<u64> = 2..=4;
/// The most gain after the chain that a preset may need for its stages to be used, in dB.
const GAIN_DB: f64 = 1.0;
/// Stages that are not level by themselves, with the name of their preset: before the demo music of
/// `tests/lab` each of these alone is so many LU off. The others are within 0.9.
const UNEVEN: [(&str, &str); 10] = [
    ("room", "Blankets on the walls"),         // −1.1
    ("room", "Room as a tail"),                // −1.2
    ("room", "Under the futon"),               // +1.1
    ("tape", "Edition of fifty"),              // −0.9
    ("tape", "Quiet hours"),                   // −2.4
    ("tape", "Sound-card summer"),             // −1.9
    ("studio", "Less mud"),                    // −1.0
    ("studio", "Parallel smash"),              // −1.0
    ("upload", "Lost parcels"),                // −1.0
    ("listener", "Answered from the kitchen"), // −2.4
];
/// A stage is one of so many that lie nearest to the year,
const NEAREST: usize = 5;
/// and at most so many years from it.
const YEARS: u32 = 6;

/// How many presets are named.
const SPELLED: usize = 3;

/// What it never sets: the gains and the mix, which are the user's.
const KEPT: [&str; 3] = ["input", "output", "mix"];
/// What it leaves at rest whatever the preset says: things for a moment, and the choice of a file.
const AT_REST: [&str; 3] = ["tape_stop", "upload_freeze", "room_response"];
/// What is moved a little: none of these is a matter of level.
const MOVED: [&str; 15] = [
    "room_length",
    "room_width",
    "room_height",
    "room_source_x",
    "room_mic_x",
    "room_mic_y",
    "room_reverb_width",
    "tape_wow",
    "tape_flutter",
    "tape_azimuth",
    "studio_width",
    "studio_mono_below",
    "upload_bit_rate",
    "upload_jitter",
    "listener_width",
];
/// By how much, as a share of the range.
const BY: f32 = 0.03;

/// Makes a sound out of presets, anew for each seed.
pub fn surprise<'a>(
    params: &EffectParams,
    presets: impl Iterator<Item = &'a Preset>,
    seed: u64,
) -> Surprise {
    let presets: Vec<&Preset> = presets.filter(|preset| is_level(preset)).collect();
    let mut chance = Chance(seed);
    let (first, last) = era::YEARS;
    let year = first + chance.below((last - first) as u64 + 1) as i32;

    let mut on: Vec<(&str, &Preset)> = STAGES
        .iter()
        .filter_map(|stage| Some((*stage, near(&presets, stage, year, &mut chance)?)))
        .collect();
    let count = ON.start() + chance.below(ON.end() - ON.start() + 1);
    while on.len() as u64 > count {
        on.remove(chance.below(on.len() as u64) as usize);
    }

    let mut sound = Preset::default();
    for stage in STAGES {
        sound
            .values
            .insert(format!("{stage}_on"), Value::Switch(false));
    }
    for (stage, preset) in &on {
        let part = preset.values.iter().filter(|(id, _)| of(id, stage));
        sound
            .values
            .extend(part.map(|(id, value)| (id.clone(), value.clone())));
        sound
            .values
            .insert(format!("{stage}_on"), Value::Switch(true));
    }
    sound.values.retain(|id, _| !AT_REST.contains(&id.as_str()));
    sound
        .values
        .insert("year".to_owned(), Value::Number(f64::from(year)));

    let values = preset::touched(params)
        .zip(preset::resolve(params, &sound).values)
        .filter(|((id, _), _)| !KEPT.contains(&id.as_str()))
        .map(|((id, pointer), (_, value))| {
            let value = if MOVED.contains(&id.as_str()) {
                moved(value, &mut chance)
            } else {
                value
            };
            (pointer, value)
        })
        .collect();
    Surprise {
        name: format!("Surprise, {year}"),
        words: format!("{year}: {}", named(&on)),
        values,
    }
}

/// The presets that the stages are from, each once, in no more words than fit a line.
fn named(on: &[(&str, &Preset)]) -> String {
    let mut names: Vec<&str> = on.iter().map(|(_, preset)| preset.name.as_str()).collect();
    names.dedup();
    let spelled: Vec<String> = names
        .iter()
        .take(SPELLED)
        .map(|name| format!("“{name}”"))
        .collect();
    match names.len().saturating_sub(SPELLED) {
        0 => spelled.join(", "),
        rest => format!("{} and {rest} more", spelled.join(", ")),
    }
}

/// Whether a parameter is one of a stage's.
fn of(id: &str, stage: &str) -> bool {
    id.strip_prefix(stage)
        .is_some_and(|rest| rest.starts_with('_'))
}

/// Whether a preset's stages need next to no gain around them.
fn is_level(preset: &Preset) -> bool {
    let gain = |id: &str| match preset.values.get(id) {
        None => Some(0.0),
        Some(Value::Number(db)) => Some(*db),
        Some(Value::Text(text)) => text.trim_end_matches(" dB").parse().ok(),
        Some(Value::Switch(_)) => None,
    };
    gain("input") == Some(0.0) && gain("output").is_some_and(|db: f64| db.abs() <= GAIN_DB)
}

/// One of the presets nearest to a year in which a stage is heard.
fn near<'a>(
    presets: &[&'a Preset],
    stage: &str,
    year: i32,
    chance: &mut Chance,
) -> Option<&'a Preset> {
    let distance = |preset: &Preset| i32::from(preset.year.unwrap_or(0)).abs_diff(year);
    let heard = |preset: &Preset| match preset.values.get(&format!("{stage}_on")) {
        Some(value) => *value == Value::Switch(true),
        // The one stage that a new instance has switched on.
        None => stage == "tape",
    };
    let mut near: Vec<&Preset> = presets
        .iter()
        .copied()
        .filter(|preset| heard(preset) && distance(preset) <= YEARS)
        .filter(|preset| !UNEVEN.contains(&(stage, preset.name.as_str())))
        .collect();
    near.sort_by_key(|preset| distance(preset));
    near.truncate(NEAREST);
    let chosen = chance.below(near.len().max(1) as u64) as usize;
    near.get(chosen).copied()
}

/// A value a little beside. What is at an end of its range stands for something, such as "Off".
fn moved(value: f32, chance: &mut Chance) -> f32 {
    let by = BY * chance.bipolar();
    if value > 0.0 && value < 1.0 {
        (value + by).clamp(0.0, 1.0)
    } else {
        value
    }
}

/// Chance with a seed: SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number
/// generators", 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `end`, which is small: the bias is beyond notice.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Uniform in −1..1.
    fn bipolar(&mut self) -> f32 {
        // The upper 24 bits fill the mantissa exactly.
        (self.next() >> 40) as f32 * (2.0 / 16_777_216.0) - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presets::FACTORY;

    fn factory() -> Vec<Preset> {
        let presets = FACTORY.iter().map(|text| Preset::parse(text));
        presets.map(|preset| preset.expect("a preset")).collect()
    }

    fn value(params: &EffectParams, sound: &Surprise, id: &str) -> Option<f32> {
        let (_, pointer) = preset::touched(params).find(|(known, _)| known == id)?;
        let found = sound.values.iter().find(|(known, _)| *known == pointer);
        found.map(|(_, value)| *value)
    }

    #[test]
    fn a_seed_always_gives_the_same_sound_and_another_one_another() {
        let (params, factory) = (EffectParams::default(), factory());
        let sounds: Vec<Surprise> = (0..64)
            .map(|seed| surprise(&params, factory.iter(), seed))
            .collect();
        for (seed, sound) in sounds.iter().enumerate() {
            assert_eq!(*sound, surprise(&params, factory.iter(), seed as u64));
            for other in &sounds[..seed] {
                assert_ne!(sound.values, other.values);
            }
        }
        let years: std::collections::BTreeSet<_> = sounds.iter().map(|sound| &sound.name).collect();
        assert!(years.len() > 24, "{years:?}");
    }

    #[test]
    fn two_to_four_stages_are_on_and_what_is_the_users_is_left_alone() {
        let (params, factory) = (EffectParams::default(), factory());
        let mut ever = [false; STAGES.len()];
        for seed in 0..500 {
            let sound = surprise(&params, factory.iter(), seed);
            let at = |id: &str| value(&params, &sound, id);
            let on = STAGES.map(|stage| at(&format!("{stage}_on")) == Some(1.0));
            let count = on.iter().filter(|on| **on).count() as u64;
            assert!(ON.contains(&count), "{count} stages: {}", sound.words);
            for (ever, on) in ever.iter_mut().zip(on) {
                *ever |= on;
            }
            for id in ["bypass", "input", "output", "mix"] {
                assert_eq!(at(id), None, "{id}");
            }
            for id in AT_REST {
                let (_, pointer) = preset::touched(&params)
                    .find(|(known, _)| known == id)
                    .expect("a parameter");
                // SAFETY: the pointer is to a field of `params`.
                let default = unsafe { pointer.default_normalized_value() };
                assert_eq!(at(id), Some(default), "{id}: {}", sound.words);
            }
            assert_eq!(at("again_on"), Some(0.0), "{}", sound.words);
        }
        assert_eq!(ever, [true; STAGES.len()]);
    }

    #[test]
    fn what_is_uneven_is_a_preset() {
        let factory = factory();
        for (_, name) in UNEVEN {
            assert!(factory.iter().any(|preset| preset.name == name), "{name}");
        }
    }

    #[test]
    fn what_is_moved_are_parameters_without_steps() {
        let params = EffectParams::default();
        for id in MOVED {
            let found = preset::touched(&params).find(|(known, _)| known == id);
            assert!(
                matches!(found, Some((_, ParamPtr::FloatParam(_)))),
                "{id} is no knob"
            );
        }
        for value in [0.0, 1.0] {
            assert_eq!(moved(value, &mut Chance(1)), value);
        }
    }
}
