//! Rain is as often, as loud and as random as it says.

use super::*;
use crate::audio::stages::room::noises::steady::proof::{self, Subject, proof};
use crate::audio::stages::room::noises::{Source, Strike};

// Another character is another kind of drop, whose attack is louder than any click.
proof! {
    Rain,
    as_in_life: (40.0, 10.0),
    jumps: ([5.0, 3_000.0], [0.5, 0.5])
}

#[test]
fn as_many_drops_fall_as_were_asked_for() {
    for rate in [20.0f32, 400.0, 3_000.0] {
        let mut rain = SUBJECT.make(8_000.0, 1, rate, 0.5);
        SUBJECT.run(&mut rain, 480_000);
        let expected = 60.0 * rate;
        let drops = rain.drops as f32;
        assert!(
            (drops / expected - 1.0).abs() < 0.1,
            "{drops}, not {expected}"
        );
    }
}

#[test]
fn crowds_of_bubbles_grow_as_loud_as_they_are_many() {
    let octaves = |rate: f32| {
        let mut rain = SUBJECT.make(48_000.0, 2, rate, 1.0);
        proof::octaves_db(&SUBJECT.run(&mut rain, 1_440_000), 48_000.0)
    };
    let (some, many) = (octaves(200.0), octaves(3_000.0));
    // 1 to 8 kHz: where rain is heard.
    for octave in 4..8 {
        let more = many[octave] - some[octave];
        let wanted = 10.0 * 15f64.log10();
        assert!(
            (more - wanted).abs() < 3.0,
            "{more} dB in octave {octave}, not {wanted}"
        );
    }
}

#[test]
fn strikes_bring_showers() {
    let mut rain = SUBJECT.make(48_000.0, 1, 400.0, 0.5);
    SUBJECT.choose(&mut rain, 400.0, 0.5, Answer::Struck);
    SUBJECT.run(&mut rain, 96_000);
    rain.drops = 0;
    SUBJECT.run(&mut rain, 48_000);
    assert_eq!(rain.drops, 0);
    rain.process(
        &mut [0.0; 64],
        &[Strike {
            at: 3,
            strength: 1.0,
        }],
    );
    assert!(rain.drops >= 1);
    SUBJECT.run(&mut rain, 96_000);
    // The rate times SHOWER times SHOWER_S.
    assert!((160..280).contains(&rain.drops), "{}", rain.drops);
}
