//! Saved sessions: from older versions they are brought up to date step by step, from newer ones
//! everything that is known is taken and the rest is kept.

use std::collections::BTreeMap;

use nice_plug::params::internals::ParamPtr;
use nice_plug::params::persist::{deserialize_field, serialize_field};
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::params::{Comparison, EffectParams, STATE_FORMAT};

/// Step n takes a state of format n + 1 to format n + 2. Steps are never changed once released.
const MIGRATIONS: [fn(&mut PluginState); STATE_FORMAT as usize - 1] = [];

/// Makes a saved state one that this version can take whole: every parameter present, of its type
/// and finite.
pub fn load(state: &mut PluginState) {
    migrate(state, &MIGRATIONS);
    let fresh = Fresh::new();
    let mut unknown: BTreeMap<String, String> = field(state, "unknown").unwrap_or_default();

    // What an earlier version could only keep may be known by now.
    unknown.retain(|id, json| match deserialize_field::<ParamValue>(json) {
        Ok(value) if fresh.fits(id, &value) => {
            state.params.entry(id.clone()).or_insert(value);
            false
        }
        _ => true,
    });
    state.params.retain(|id, value| {
        let fits = fresh.fits(id, value);
        if !fits && let Ok(json) = serialize_field(value) {
            unknown.insert(id.clone(), json);
        }
        fits
    });
    for (id, value) in fresh.defaults {
        state.params.entry(id).or_insert(value);
    }
    set_field(state, "unknown", &unknown);
    // The framework leaves what is not in a state as it stands: the file and the other setting of
    // another session.
    if field::<String>(state, "impulse").is_none() {
        set_field(state, "impulse", &String::new());
    }
    if field::<Comparison>(state, "comparison").is_none() {
        set_field(state, "comparison", &Comparison::default());
    }
}

/// Runs the steps that a state is behind by, and notes where it is ahead.
fn migrate(state: &mut PluginState, steps: &[fn(&mut PluginState)]) {
    let newest = 1 + steps.len() as u32;
    // A state without a format is as old as the first.
    let format = field::<u32>(state, "format").unwrap_or(1).max(1);
    for step in steps.iter().skip(format as usize - 1) {
        step(state);
    }
    let notice = if format > newest {
        format!(
            "This session was saved by a newer Bedroom ({}). What this version does not know is \
             kept and saved again; update Bedroom to hear all of it.",
            state.version
        )
    } else {
        String::new()
    };
    set_field(state, "notice", &notice);
    set_field(state, "format", &newest);
}

fn field<T: DeserializeOwned>(state: &PluginState, key: &str) -> Option<T> {
    deserialize_field(state.fields.get(key)?).ok()
}

fn set_field<T: Serialize>(state: &mut PluginState, key: &str, value: &T) {
    if let Ok(json) = serialize_field(value) {
        state.fields.insert(key.to_owned(), json);
    }
}

/// Parameters as they stand in a new instance: the measure of what a state may hold.
struct Fresh {
    /// Keeps what `pointers` point to.
    _params: Box<EffectParams>,
    pointers: BTreeMap<String, ParamPtr>,
    defaults: BTreeMap<String, ParamValue>,
}

impl Fresh {
    fn new() -> Self {
        let params = Box::new(EffectParams::default());
        let pointers: BTreeMap<_, _> = params
            .param_map()
            .into_iter()
            .map(|(id, pointer, _)| (id, pointer))
            .collect();
        let default = |pointer: ParamPtr| {
            // SAFETY: the pointers are to fields of `params`, which lives as long as they do.
            unsafe {
                match pointer {
                    ParamPtr::FloatParam(p) => ParamValue::F32((*p).default_plain_value()),
                    ParamPtr::IntParam(p) => ParamValue::I32((*p).default_plain_value()),
                    ParamPtr::BoolParam(p) => ParamValue::Bool((*p).default_plain_value()),
                    ParamPtr::EnumParam(p) => match (*p).unmodulated_plain_id() {
                        Some(id) => ParamValue::String(id.to_owned()),
                        None => ParamValue::I32((*p).default_plain_value()),
                    },
                }
            }
        };
        let defaults = pointers
            .iter()
            .map(|(id, pointer)| (id.clone(), default(*pointer)))
            .collect();
        Self {
            _params: params,
            pointers,
            defaults,
        }
    }

    /// Whether `value` is one that the parameter `id` can take.
    fn fits(&self, id: &str, value: &ParamValue) -> bool {
        match (self.pointers.get(id), value) {
            (Some(ParamPtr::FloatParam(_)), ParamValue::F32(value)) => value.is_finite(),
            (Some(ParamPtr::IntParam(_)), ParamValue::I32(_)) => true,
            (Some(ParamPtr::BoolParam(_)), ParamValue::Bool(_)) => true,
            // SAFETY: as in `new`. Turning this instance's choice tries whether the name is one.
            (Some(ParamPtr::EnumParam(p)), ParamValue::String(name)) => unsafe {
                (**p).set_from_id(name)
            },
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(json: &str) -> PluginState {
        deserialize_field(json).expect("a state")
    }

    #[test]
    fn steps_run_in_order_from_the_saved_format_on() {
        let steps: [fn(&mut PluginState); 2] = [
            |state| {
                drop(
                    state
                        .params
                        .insert("log".into(), ParamValue::String("1".into())),
                )
            },
            |state| {
                let before = match state.params.get("log") {
                    Some(ParamValue::String(text)) => text.clone(),
                    _ => String::new(),
                };
                state
                    .params
                    .insert("log".into(), ParamValue::String(before + "2"));
            },
        ];
        for (format, expected) in [(1, "12"), (2, "2"), (3, "")] {
            let mut old = state(&format!(
                r#"{{"version":"0","params":{{}},"fields":{{"format":"{format}"}}}}"#
            ));
            migrate(&mut old, &steps);
            let log = match old.params.get("log") {
                Some(ParamValue::String(text)) => text.as_str(),
                _ => "",
            };
            assert_eq!(log, expected, "from format {format}");
            assert_eq!(field::<u32>(&old, "format"), Some(3));
        }
    }

    #[test]
    fn a_newer_state_keeps_what_is_not_known_and_says_so() {
        let mut newer = state(
            r#"{"version":"9.1.0","params":{"output":{"f32":3.0},"room_size":{"f32":1983.0},
                "tape_model":{"string":"wax-cylinder"}},"fields":{"format":"99"}}"#,
        );
        load(&mut newer);
        assert!(field::<String>(&newer, "notice").is_some_and(|notice| notice.contains("9.1.0")));
        let unknown: BTreeMap<String, String> = field(&newer, "unknown").expect("kept");
        assert_eq!(
            unknown.keys().collect::<Vec<_>>(),
            ["room_size", "tape_model"]
        );
        assert!(matches!(newer.params["output"], ParamValue::F32(3.0)));
        assert!(matches!(&newer.params["tape_model"], ParamValue::String(id) if id == "year"));

        // Saved again and loaded: nothing is lost, and the notice is gone.
        load(&mut newer);
        assert_eq!(field(&newer, "unknown"), Some(unknown));
        assert_eq!(field(&newer, "notice"), Some(String::new()));
    }

    #[test]
    fn what_was_kept_is_taken_once_it_is_known() {
        let mut kept = state(
            r#"{"version":"0","params":{},"fields":{"unknown":"{\"output\":\"{\\\"f32\\\":6.0}\"}"}}"#,
        );
        load(&mut kept);
        assert!(matches!(kept.params["output"], ParamValue::F32(6.0)));
        assert_eq!(
            field(&kept, "unknown"),
            Some(BTreeMap::<String, String>::new())
        );
    }

    #[test]
    fn a_state_without_a_second_setting_has_none() {
        let mut older = state(r#"{"version":"0","params":{},"fields":{"comparison":"{"}}"#);
        load(&mut older);
        let comparison: Comparison = field(&older, "comparison").expect("one");
        assert!(comparison.other.values.is_empty());

        let kept = r#"{"heard":"B","other":{"preset":"X","values":{"output":{"f32":3.0}}}}"#;
        older.fields.insert("comparison".into(), kept.into());
        load(&mut older);
        assert_eq!(older.fields["comparison"], kept);
    }

    #[test]
    fn every_parameter_is_present_finite_and_of_its_type() {
        let mut broken = state(
            r#"{"version":"","params":{"output":{"f32":1e39},"mix":{"bool":true}},"fields":{}}"#,
        );
        load(&mut broken);
        assert!(matches!(broken.params["output"], ParamValue::F32(0.0)));
        assert!(matches!(broken.params["mix"], ParamValue::F32(1.0)));
        assert_eq!(
            broken.params.len(),
            EffectParams::default().param_map().len()
        );
    }
}
