//! Sounds by chance: none is louder or softer than what it is put on, or clips, and no two are the
//! same.
#![cfg(feature = "plugin")]

mod support;

use bedroom::audio::chain::{Chain, Slot};
use bedroom::params::EffectParams;
use bedroom::params::surprise::surprise;
use bedroom::presets::{FACTORY, Preset};
use lab::instruments::level::{loudness_lufs, peak_db};

/// How many are tried.
const SEEDS: u64 = 32;
/// The most that one may be louder or softer, in LU.
const LOUDNESS_LU: f64 = 3.0;
/// How high its peaks may be, in dBFS, on music that peaks near −3.
const PEAK_DBFS: f64 = 2.0;

#[test]
fn a_surprise_is_as_loud_as_what_it_is_put_on() {
    let factory: Vec<Preset> = FACTORY
        .iter()
        .map(|text| Preset::parse(text).expect("a preset"))
        .collect();
    let music = lab::demo::music(48_000.0, 8.0);
    let dry = loudness_lufs(&music);
    let mut off = Vec::new();
    let mut heard: Vec<lab::Stereo> = Vec::new();
    for seed in 0..SEEDS {
        let params = EffectParams::default();
        let sound = surprise(&params, factory.iter(), seed);
        for (pointer, value) in &sound.values {
            // SAFETY: the pointer is to a field of `params`.
            unsafe { pointer._internal_set_normalized_value(*value) };
        }
        let wet = support::steady::<Slot<Chain>>(params.settings(false), &music);
        let finite = |channel: &Vec<f32>| channel.iter().all(|sample| sample.is_finite());
        let change = loudness_lufs(&wet) - dry;
        let peak = peak_db(&wet.left).max(peak_db(&wet.right));
        println!(
            "{seed}: {change:+.2} LU, peak {peak:+.2} dBFS: {}",
            sound.words
        );
        if !finite(&wet.left) || !finite(&wet.right) {
            off.push(format!("{seed} is not finite: {}", sound.words));
        }
        if change.abs() > LOUDNESS_LU || peak > PEAK_DBFS {
            off.push(format!(
                "{seed}: {change:+.2} LU, peaks at {peak:+.2} dBFS: {}",
                sound.words
            ));
        }
        assert!(
            heard.iter().all(|other| other.left != wet.left),
            "{seed} sounds like one before it"
        );
        heard.push(wet);
    }
    assert!(off.is_empty(), "{off:#?}");
}
