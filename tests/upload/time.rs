//! When things come out, and that nothing is lost between what is kept and what is removed.

use bedroom::audio::Stage;
use bedroom::audio::stages::upload::{Listen, Model, Settings, Upload};
use lab::instruments::compare::{align, stereo_null_db};
use lab::{Stereo, signal};

use super::support::{Change, prepare, render};
use super::{at, music, none, uploaded};

/// Wherever something is done to the sound.
fn models() -> impl Iterator<Item = Model> {
    Model::ALL.into_iter().filter(|&model| model != Model::Off)
}

/// Three means over 2 ms: little is left above 500 Hz.
fn low_pass(noise: &[f32], sample_rate: f64) -> Vec<f32> {
    let len = (2e-3 * sample_rate) as usize;
    let mut low = noise.to_vec();
    for _ in 0..3 {
        low = (0..low.len())
            .map(|n| low[n.saturating_sub(len)..=n].iter().sum::<f32>() / len as f32)
            .collect();
    }
    low
}

#[test]
fn the_latency_is_exact_at_every_setting_and_rate() {
    let mut failures = Vec::new();
    for sample_rate in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
        let noise = signal::pink_noise(5, -20.0, 1.0, sample_rate);
        let low = Stereo::from_mono(low_pass(&noise, sample_rate), sample_rate).gain_db(20.0);
        let noise = Stereo::from_mono(noise, sample_rate);
        for model in models() {
            for (kbps, reuploads) in [(None, 0), (Some(24.0), 0), (Some(320.0), 0), (None, 3)] {
                let settings = Settings {
                    bit_rate_kbps: kbps,
                    reuploads,
                    ..at(model, 0.0)
                };
                let mut stage = prepare::<Upload>(sample_rate);
                stage.set(&settings);
                let latency = stage.latency();
                assert!(latency <= stage.max_latency());
                let sound = match model {
                    // A call takes noise for noise.
                    Model::VideoCall => &lab::demo::music(sample_rate, 1.0),
                    // Their analog filters delay the end of their band more than the rest of it.
                    Model::Sampler12 | Model::Sampler8 => &low,
                    _ => &noise,
                };
                let input = sound.with_silence(latency);
                let change = Change { frame: 0, settings };
                let output = render(&mut stage, &input, &[change], &[64]);
                let found = align(&input.left, &output.left, 2 * latency + 1_000);
                if found.abs_diff(latency as isize) > 1 {
                    failures.push(format!(
                        "{model:?} {kbps:?}, {reuploads} more, {sample_rate}: {found}, not {latency}"
                    ));
                }
            }
        }
    }
    none(&failures);
}

#[test]
fn what_was_removed_and_what_is_left_make_the_original() {
    let sound = &music()[0].sound.slice(0..66_150);
    for model in models() {
        for reuploads in [0, 2] {
            let [kept, removed] = [Listen::Result, Listen::Removed].map(|listen| {
                let settings = Settings {
                    bit_rate_kbps: None,
                    reuploads,
                    listen,
                    ..at(model, 0.0)
                };
                uploaded(settings, sound)
            });
            let whole = Stereo::from_fn(sound.len(), sound.sample_rate, |frame| {
                [0, 1].map(|side| kept.channels()[side][frame] + removed.channels()[side][frame])
            });
            let error = stereo_null_db(sound, &whole);
            assert!(error < -100.0, "{model:?}, {reuploads} more: {error:.1} dB");
            assert!(
                stereo_null_db(sound, &kept) > -90.0,
                "{model:?} does nothing"
            );
        }
    }
}
