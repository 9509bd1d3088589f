//! A and B: two whole settings to compare. One is heard, and stands in the parameters; what the other
//! stood at is kept here and saved with the session.

use std::collections::BTreeMap;

use nice_plug::params::internals::ParamPtr;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::*;
use serde::{Deserialize, Serialize};

use super::{EffectParams, preset};

/// Which of the two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The one that a session begins with.
    #[default]
    A,
    /// The other.
    B,
}

impl Side {
    /// The one that this is not.
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// What it is called on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

/// What all parameters stood at, and the preset that they came from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Setting {
    /// The preset's name.
    #[serde(default)]
    pub preset: String,
    /// Parameter id to value in its own unit, as in a saved state: all of them except bypass. Nothing
    /// while it was never set.
    #[serde(default)]
    pub values: BTreeMap<String, ParamValue>,
}

/// The one that is heard, and what the other is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// Which one stands in the parameters.
    #[serde(default)]
    pub heard: Side,
    /// What the other stood at when it was left.
    #[serde(default)]
    pub other: Setting,
}

impl Setting {
    /// What the parameters stand at.
    pub fn of(params: &EffectParams) -> Self {
        Self {
            preset: params.session.preset_name(),
            values: preset::touched(params)
                .map(|(id, pointer)| (id, plain(pointer)))
                .collect(),
        }
    }

    /// What each parameter except bypass stands at in this setting, normalised; nothing if it was
    /// never set. A value that is missing or that this version cannot take is the default.
    pub fn resolve(&self, params: &EffectParams) -> Vec<(ParamPtr, f32)> {
        if self.values.is_empty() {
            return Vec::new();
        }
        // Choices are known by their names in a parameter of their kind; these are turned for that.
        let trial = EffectParams::default();
        preset::touched(params)
            .zip(preset::touched(&trial))
            .map(|((id, pointer), (_, trial))| {
                let saved = self.values.get(&id);
                let value = saved.and_then(|value| normalized(trial, value));
                // SAFETY: the pointer is to a field of `trial`.
                let default = || unsafe { trial.default_normalized_value() };
                (pointer, value.unwrap_or_else(default))
            })
            .collect()
    }
}

/// What a parameter stands at, in its own unit.
fn plain(pointer: ParamPtr) -> ParamValue {
    // SAFETY: `touched` yields pointers to fields of parameters that outlive the call.
    unsafe {
        match pointer {
            ParamPtr::FloatParam(p) => ParamValue::F32((*p).unmodulated_plain_value()),
            ParamPtr::IntParam(p) => ParamValue::I32((*p).unmodulated_plain_value()),
            ParamPtr::BoolParam(p) => ParamValue::Bool((*p).unmodulated_plain_value()),
            ParamPtr::EnumParam(p) => match (*p).unmodulated_plain_id() {
                Some(id) => ParamValue::String(id.to_owned()),
                None => ParamValue::I32((*p).unmodulated_plain_value()),
            },
        }
    }
}

/// A value of that parameter, normalised, if it is one. A parameter of names is turned to it.
fn normalized(trial: ParamPtr, value: &ParamValue) -> Option<f32> {
    // SAFETY: as in `plain`.
    unsafe {
        match (trial, value) {
            (ParamPtr::FloatParam(p), ParamValue::F32(value)) => {
                value.is_finite().then(|| (*p).preview_normalized(*value))
            }
            (ParamPtr::IntParam(p), ParamValue::I32(value)) => {
                Some((*p).preview_normalized(*value))
            }
            (ParamPtr::BoolParam(p), ParamValue::Bool(value)) => {
                Some((*p).preview_normalized(*value))
            }
            (ParamPtr::EnumParam(p), ParamValue::String(id)) => (*p)
                .set_from_id(id)
                .then(|| trial.unmodulated_normalized_value()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(params: &EffectParams, seed: f32) {
        for (index, (_, pointer)) in preset::touched(params).enumerate() {
            let value = (seed + 0.377 * index as f32).fract();
            // SAFETY: the pointer is to a field of `params`.
            unsafe { pointer._internal_set_normalized_value(value) };
        }
    }

    fn values(params: &EffectParams) -> Vec<f32> {
        preset::touched(params)
            // SAFETY: as above.
            .map(|(_, pointer)| unsafe { pointer.unmodulated_normalized_value() })
            .collect()
    }

    #[test]
    fn what_was_kept_resolves_to_the_same_values() {
        let params = EffectParams::default();
        turn(&params, 0.1);
        let kept = Setting::of(&params);
        assert!(!kept.values.contains_key("bypass"));
        let before = values(&params);
        turn(&params, 0.6);
        let resolved: Vec<f32> = kept
            .resolve(&params)
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        assert_eq!(resolved, before);
    }

    #[test]
    fn what_this_version_cannot_take_is_the_default() {
        let params = EffectParams::default();
        turn(&params, 0.3);
        let mut kept = Setting::of(&params);
        for (id, value) in [
            ("output", ParamValue::F32(f32::NAN)),
            ("tape_model", ParamValue::String("wax-cylinder".into())),
            ("year", ParamValue::Bool(true)),
            ("from_tomorrow", ParamValue::I32(3)),
        ] {
            kept.values.insert(id.into(), value);
        }
        kept.values.remove("mix");
        let resolved = kept.resolve(&params);
        for ((id, pointer), (of, value)) in preset::touched(&params).zip(resolved) {
            assert_eq!(of, pointer);
            if ["output", "tape_model", "year", "mix"].contains(&id.as_str()) {
                // SAFETY: as above.
                assert_eq!(value, unsafe { pointer.default_normalized_value() }, "{id}");
            }
        }
        assert_eq!(Setting::default().resolve(&params), []);
    }
}
