//! A bad line: how much it loses, in what runs, and what stays when everything is lost.

use bedroom::audio::stages::upload::network::{Network, NetworkSettings};
use bedroom::audio::stages::upload::{Model, Settings};
use bedroom::audio::{MAX_BLOCK, Spec, StereoBlock};
use lab::Stereo;
use lab::instruments::level::rms_db;

use super::{RATE, at, music, uploaded};

#[test]
fn the_line_loses_what_it_is_told_to_in_the_runs_it_is_told_to() {
    const SECONDS: f64 = 60.0;
    // The network does not look at the sound, only at the time.
    let rate = 8_000.0;
    for (loss, burst) in [(0.02, 1.0), (0.1, 1.0), (0.1, 2.0), (0.3, 3.0), (1.0, 1.0)] {
        let mut network = Network::new(Spec::new(rate).expect("a rate"));
        network.set(&NetworkSettings {
            loss,
            burst,
            ..NetworkSettings::default()
        });
        for _ in 0..(SECONDS * rate) as usize / MAX_BLOCK {
            let (mut left, mut right) = ([0.1; MAX_BLOCK], [0.1; MAX_BLOCK]);
            network.process(&mut StereoBlock::new(&mut left, &mut right));
        }
        let report = network.report();
        let found = report.lost as f64 / report.packets as f64;
        assert!((found - f64::from(loss)).abs() <= 0.01, "{loss}: {found}");
        if loss < 1.0 {
            let run = report.lost as f64 / report.bursts as f64;
            assert!(
                (run / f64::from(burst) - 1.0).abs() <= 0.1,
                "{burst} at {loss}: {run}"
            );
        }
    }
}

#[test]
fn the_first_lost_packet_is_not_silent_and_total_loss_stays_finite() {
    let sound = &music()[3].sound;
    for model in [Model::Mp3, Model::Opus, Model::VideoCall] {
        for kbps in [8.0, 64.0] {
            let lossy = |loss, burst| Settings {
                loss,
                burst,
                ..at(model, kbps)
            };
            let lost = uploaded(lossy(1.0, 20.0), sound);
            assert!(lost.is_finite(), "{model:?} {kbps}");
            // The call's noise suppressor makes holes of its own.
            if model != Model::VideoCall {
                // One packet in ten, never two in a row: no hole where it was.
                let holes = holes(&uploaded(lossy(0.1, 1.0), sound));
                assert!(holes == 0, "{model:?} {kbps}: {holes} holes");
            }
        }
    }
}

/// Stretches of 5 ms, after the first half second, in which a dense sound falls by 40 dB: a packet
/// has 20 ms, and one of these lies well within it wherever it begins.
fn holes(sound: &Stereo) -> usize {
    let level = rms_db(&sound.left);
    sound.left[RATE as usize / 2..]
        .chunks_exact((0.005 * RATE) as usize)
        .filter(|stretch| rms_db(stretch) < level - 40.0)
        .count()
}
