//! Between presets, which know no parameters, and parameters, which know no presets.

use std::collections::BTreeMap;

use nice_plug::params::internals::ParamPtr;
use nice_plug::prelude::*;

use super::EffectParams;
use crate::presets::{Preset, Stage, Value};

/// The one parameter that no preset touches: whether the plugin is heard at all.
const UNTOUCHED: &str = "bypass";

/// What a preset means for the parameters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolved {
    /// Parameter id and normalised value, in the order of the parameters: all of them except
    /// bypass, those that the preset does not name at their default.
    pub values: Vec<(String, f32)>,
    /// What in the preset means nothing, one line each. Such a parameter stands at its default.
    pub problems: Vec<String>,
}

/// Reads a preset's values as if each had been typed into its parameter's field.
pub fn resolve(params: &EffectParams, preset: &Preset) -> Resolved {
    let mut resolved = Resolved::default();
    let mut rest = preset.values.clone();
    for (id, pointer) in touched(params) {
        let value = match rest.remove(&id) {
            None => default(pointer),
            Some(value) => read(pointer, &value).unwrap_or_else(|| {
                let problem = format!("{} is no value for {id}.", shown(&value));
                resolved.problems.push(problem);
                default(pointer)
            }),
        };
        resolved.values.push((id, value));
    }
    for id in rest.into_keys() {
        resolved
            .problems
            .push(format!("{id} is no parameter of this version."));
    }
    resolved
}

/// How much of a preset is taken over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everything but bypass.
    #[default]
    Whole,
    /// One stage; all other parameters stay as they are.
    Only(Stage),
}

impl Scope {
    /// Whether a parameter is taken over.
    pub fn holds(self, id: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Only(stage) => stage.holds(id),
        }
    }
}

/// The parameters as they stand, as a preset of their year: every value as the parameter prints it.
pub fn capture(params: &EffectParams, name: &str) -> Preset {
    let value = |pointer: ParamPtr| {
        // SAFETY: the pointer is to a field of `params`.
        let normalized = unsafe { pointer.unmodulated_normalized_value() };
        match pointer {
            ParamPtr::BoolParam(_) => Value::Switch(normalized > 0.5),
            _ => Value::Text(print(pointer, normalized)),
        }
    };
    Preset {
        name: name.to_owned(),
        year: u16::try_from(params.main.year.value()).ok(),
        values: touched(params)
            .map(|(id, pointer)| (id, value(pointer)))
            .collect(),
        ..Preset::default()
    }
}

/// Whether a parameter prints something else than it would with the values that a preset was
/// resolved to.
pub fn changed(params: &EffectParams, values: &[(String, f32)]) -> bool {
    let values: BTreeMap<&str, f32> = values
        .iter()
        .map(|(id, value)| (id.as_str(), *value))
        .collect();
    touched(params).any(|(id, pointer)| {
        // SAFETY: the pointer is to a field of `params`.
        let now = unsafe { pointer.unmodulated_normalized_value() };
        values
            .get(id.as_str())
            .is_some_and(|then| *then != now && print(pointer, *then) != print(pointer, now))
    })
}

/// Every parameter that a preset sets, by id.
pub fn touched(params: &EffectParams) -> impl Iterator<Item = (String, ParamPtr)> {
    let all = params.param_map().into_iter();
    all.filter(|(id, ..)| id != UNTOUCHED)
        .map(|(id, pointer, _)| (id, pointer))
}

fn read(pointer: ParamPtr, value: &Value) -> Option<f32> {
    let text = match (value, pointer) {
        (Value::Switch(on), ParamPtr::BoolParam(_)) => return Some(f32::from(u8::from(*on))),
        (Value::Switch(_), _) => return None,
        (Value::Number(number), _) => number.to_string(),
        (Value::Text(text), _) => text.clone(),
    };
    // SAFETY: `touched` yields pointers to fields of parameters that outlive the call.
    unsafe { pointer.string_to_normalized_value(&text) }
}

fn print(pointer: ParamPtr, normalized: f32) -> String {
    // SAFETY: as in `read`.
    unsafe { pointer.normalized_value_to_string(normalized, true) }
}

fn default(pointer: ParamPtr) -> f32 {
    // SAFETY: as in `read`.
    unsafe { pointer.default_normalized_value() }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("“{text}”"),
        Value::Number(number) => number.to_string(),
        Value::Switch(true) => "“true”".to_owned(),
        Value::Switch(false) => "“false”".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::GROUPS;
    use crate::presets::FACTORY;

    fn preset(values: &[(&str, Value)]) -> Preset {
        Preset {
            name: "Test".into(),
            values: values
                .iter()
                .map(|(id, value)| ((*id).to_owned(), value.clone()))
                .collect(),
            ..Preset::default()
        }
    }

    fn value(resolved: &Resolved, id: &str) -> f32 {
        let found = resolved.values.iter().find(|(known, _)| known == id);
        found.expect("a parameter").1
    }

    #[test]
    fn every_factory_preset_means_something_in_every_line() {
        let params = EffectParams::default();
        for text in FACTORY {
            let preset = Preset::parse(text).expect("a preset");
            let resolved = resolve(&params, &preset);
            assert_eq!(resolved.problems, [""; 0], "{}", preset.name);
        }
    }

    #[test]
    fn what_presets_know_of_the_stages_is_so() {
        assert_eq!(Stage::ALL.map(Stage::prefix), GROUPS);
        let params = EffectParams::default();
        let all: Vec<_> = touched(&params).collect();
        for stage in Stage::ALL {
            let (_, pointer) = all
                .iter()
                .find(|(id, _)| *id == stage.switch())
                .expect("on");
            let on = default(*pointer) > 0.5;
            assert_eq!(on, stage.on_at_first(), "{}", stage.name());
            assert!(all.iter().filter(|(id, _)| stage.holds(id)).count() > 5);
        }
        let outside = all
            .iter()
            .filter(|(id, _)| !Stage::ALL.iter().any(|stage| stage.holds(id)));
        let outside: Vec<&str> = outside.map(|(id, _)| id.as_str()).collect();
        assert_eq!(outside, ["input", "output", "year", "mix"]);
    }

    #[test]
    fn values_are_read_in_the_parameters_own_words() {
        let params = EffectParams::default();
        let resolved = resolve(
            &params,
            &preset(&[
                ("mix", Value::Number(25.0)),
                ("tape_model", Value::Text("Walkman".into())),
                ("tape_on", Value::Switch(false)),
                ("tape_hiss", Value::Text("off".into())),
                ("output", Value::Text("12 dB".into())),
            ]),
        );
        assert_eq!(resolved.problems, [""; 0]);
        assert_eq!(value(&resolved, "mix"), 0.25);
        assert_eq!(value(&resolved, "tape_model"), 5.0 / 8.0);
        assert_eq!(value(&resolved, "tape_on"), 0.0);
        assert_eq!(value(&resolved, "tape_hiss"), 0.0);
        assert_eq!(value(&resolved, "output"), 0.75);
        // Not named: at the default. Bypass: not touched.
        assert_eq!(value(&resolved, "input"), 0.5);
        assert!(resolved.values.iter().all(|(id, _)| id != "bypass"));
    }

    #[test]
    fn what_means_nothing_is_named_and_left_at_its_default() {
        let params = EffectParams::default();
        let resolved = resolve(
            &params,
            &preset(&[
                ("mix", Value::Switch(true)),
                ("output", Value::Text("loud".into())),
                ("room_size", Value::Number(1.0)),
            ]),
        );
        assert_eq!(value(&resolved, "mix"), 1.0);
        assert_eq!(value(&resolved, "output"), 0.5);
        assert_eq!(
            resolved.problems,
            [
                "“loud” is no value for output.",
                "“true” is no value for mix.",
                "room_size is no parameter of this version.",
            ]
        );
    }

    #[test]
    fn what_is_captured_resolves_to_the_same_sound() {
        let params = EffectParams::default();
        for (index, (_, pointer)) in touched(&params).enumerate() {
            // SAFETY: the pointer is to a field of `params`.
            unsafe { pointer._internal_set_normalized_value(0.07 * index as f32) };
        }
        let captured = capture(&params, "Mine");
        let resolved = resolve(&params, &captured);
        assert_eq!(resolved.problems, [""; 0]);
        assert!(!changed(&params, &resolved.values));
        assert!(!captured.values.contains_key("bypass"));

        // SAFETY: as above.
        unsafe { params.main.mix.as_ptr()._internal_set_normalized_value(0.9) };
        assert!(changed(&params, &resolved.values));
    }
}
