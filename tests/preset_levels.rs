//! Factory presets as they are chosen: each means something to every parameter it names, and none
//! is louder or softer than the sound it is put on, or clips.
#![cfg(feature = "plugin")]

mod support;

use bedroom::audio::chain::{Chain, Slot};
use bedroom::params::{EffectParams, preset};
use bedroom::presets::{FACTORY, Preset};
use lab::instruments::level::{loudness_lufs, peak_db};
use nice_plug::params::{InternalParamMut, Params};

/// A difference that is heard as a difference in level, in LU.
const LOUDNESS_LU: f64 = 1.0;

#[test]
fn every_factory_preset_is_as_loud_as_what_it_is_put_on() {
    let music = lab::demo::music(48_000.0, 12.0);
    let dry = loudness_lufs(&music);
    let mut off = Vec::new();
    for text in FACTORY {
        let sound = Preset::parse(text).expect("a preset");
        let params = EffectParams::default();
        let resolved = preset::resolve(&params, &sound);
        assert!(resolved.problems.is_empty(), "{:?}", resolved.problems);
        for (id, pointer, _) in params.param_map() {
            use nice_plug::params::internals::ParamPtr;
            let Some((_, value)) = resolved.values.iter().find(|(named, _)| *named == id) else {
                continue;
            };
            // SAFETY: the pointers are to fields of `params`, which lives as long as they do.
            unsafe {
                match pointer {
                    ParamPtr::FloatParam(p) => (*p)._internal_set_normalized_value(*value),
                    ParamPtr::IntParam(p) => (*p)._internal_set_normalized_value(*value),
                    ParamPtr::BoolParam(p) => (*p)._internal_set_normalized_value(*value),
                    ParamPtr::EnumParam(p) => (*p)._internal_set_normalized_value(*value),
                };
            }
        }
        let wet = support::steady::<Slot<Chain>>(params.settings(false), &music);
        let change = loudness_lufs(&wet) - dry;
        if change.abs() > LOUDNESS_LU {
            off.push(format!("{}: {change:+.2} LU", sound.name));
        }
        let peak = peak_db(&wet.left).max(peak_db(&wet.right));
        if peak > 0.0 {
            off.push(format!("{}: peaks at {peak:+.2} dBFS", sound.name));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}
