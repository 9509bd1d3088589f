//! Whatever moves while sound plays, nothing clicks, and the room follows at once.

use bedroom::audio::Stage;
use bedroom::audio::stages::room::{
    Acoustics, Ceiling, Dimensions, Floor, ListenFrom, Pattern, Room, Settings, Walls,
};
use lab::instruments::click::worst_click;
use lab::instruments::compare::null_db;
use lab::instruments::level::rms_db;
use lab::{SILENCE_DB, Stereo, signal};

use crate::support::{Change, prepare, render, steady};
use crate::{RATE, heard};

/// A low sine, in which a click is heard by itself.
fn sine(seconds: f64) -> Stereo {
    Stereo::from_mono(signal::sine(110.0, -18.0, seconds, RATE), RATE)
}

fn clicks_below(name: &str, changes: &[Change<Room>], limit_db: f64) {
    let input = sine(4.0);
    let output = render(&mut prepare::<Room>(RATE), &input, changes, &[64]);
    let sound = &output.left[24_000..];
    let worst = worst_click(sound, RATE);
    let level = worst.map_or(SILENCE_DB, |click| {
        click.level_db + rms_db(sound) - rms_db(&input.left)
    });
    assert!(level < limit_db, "{name}: {worst:?}");
}

/// Each turn of `knob` from 0 to 1 and back, within `period` frames, every 64.
fn turned(knob: impl Fn(&mut Settings, f32), period: usize) -> Vec<Change<Room>> {
    (0..4 * 48_000 / 64)
        .map(|block| {
            let frame = block * 64;
            let phase = (frame % period) as f32 / period as f32;
            let mut settings = heard(Acoustics::default());
            knob(&mut settings, 1.0 - (2.0 * phase - 1.0).abs());
            Change { frame, settings }
        })
        .collect()
}

#[test]
fn nothing_clicks_at_any_speed() {
    type Knob = (&'static str, fn(&mut Settings, f32));
    let knobs: [Knob; 12] = [
        ("length", |s, x| {
            s.acoustics.geometry.dimensions.length_m = 2.0 + 8.0 * x
        }),
        ("source x", |s, x| s.acoustics.geometry.source.x = x),
        ("microphone y", |s, x| {
            s.acoustics.geometry.microphones.position.y = x
        }),
        ("spacing", |s, x| {
            s.acoustics.geometry.microphones.spacing_m = 1.5 * x
        }),
        ("pattern", |s, x| {
            s.acoustics.geometry.microphones.pattern = if x > 0.5 {
                Pattern::FigureOfEight
            } else {
                Pattern::Omni
            };
        }),
        ("floor", |s, x| {
            s.acoustics.furnishing.floor = if x > 0.5 { Floor::Carpet } else { Floor::Tiles };
        }),
        ("blankets", |s, x| s.acoustics.furnishing.blankets = x),
        ("door", |s, x| {
            s.acoustics.listen_from = ListenFrom::Corridor;
            s.acoustics.door = x;
        }),
        ("listen from", |s, x| {
            s.acoustics.listen_from = if x > 0.5 {
                ListenFrom::NextRoom
            } else {
                ListenFrom::Bed
            };
        }),
        ("pre-delay", |s, x| s.acoustics.pre_delay_ms = 200.0 * x),
        ("decay", |s, x| s.acoustics.decay = 0.25 + 3.0 * x),
        ("direct", |s, x| s.direct = x),
    ];
    for (name, knob) in knobs {
        for period in [4_096, 96_000] {
            clicks_below(name, &turned(knob, period), -60.0);
        }
    }
}

#[test]
fn a_changed_room_sounds_within_a_tenth_of_a_second() {
    let input = lab::demo::music(RATE, 4.0);
    let other = {
        let mut acoustics = Acoustics::default();
        acoustics.geometry.dimensions.length_m = 9.0;
        acoustics.furnishing.floor = Floor::Tiles;
        heard(acoustics)
    };
    let at = 96_011;
    let change = |frame, settings| Change::<Room> { frame, settings };
    let changes = [change(0, heard(Acoustics::default())), change(at, other)];
    let moved = render(&mut prepare::<Room>(RATE), &input, &changes, &[64]);
    let before = steady::<Room>(heard(Acoustics::default()), &input);
    let after = steady::<Room>(other, &input);
    // It has left the old room by then, and is in the new one soon after.
    let soon = at + 4_800..at + 7_200;
    assert!(null_db(&moved.left[soon.clone()], &before.left[soon]) > -40.0);
    let end = moved.left.len() - 24_000..moved.left.len();
    let null = null_db(&moved.left[end.clone()], &after.left[end]);
    assert!(null < -60.0, "still {null:.1} dB from the new room");
}

/// A loft of tiles and concrete that rings for long, or `size` of it in metres.
fn hard(size: [f32; 3], decay: f32, pre_delay_ms: f32) -> Settings {
    let mut acoustics = Acoustics::default();
    let [length_m, width_m, height_m] = size;
    acoustics.geometry.dimensions = Dimensions {
        length_m,
        width_m,
        height_m,
    };
    acoustics.furnishing.floor = Floor::Tiles;
    acoustics.furnishing.walls = Walls::Concrete;
    acoustics.furnishing.ceiling = Ceiling::Concrete;
    (acoustics.decay, acoustics.pre_delay_ms) = (decay, pre_delay_ms);
    heard(acoustics)
}

#[test]
fn what_is_played_a_tenth_of_a_second_after_a_change_sounds_in_the_new_room_alone() {
    let rooms = [
        ("loft", hard([9.0, 6.5, 4.2], 2.0, 0.0)),
        ("largest", hard([15.0, 12.0, 6.0], 4.0, 0.0)),
        ("tunnel", hard([15.0, 1.5, 1.8], 4.0, 0.0)),
    ];
    let blocks = [&[64][..], &[32], &[128], &[441], &[1_024]];
    let changed = 7_003;
    let mut cuts = blocks.iter().cycle();
    for rate in [44_100.0, 48_000.0, 88_200.0, 96_000.0] {
        for (name, room) in rooms {
            let blocks = cuts.next().expect("they go round");
            let played = changed + (0.1 * rate) as usize;
            let input = |at: usize| {
                let frames = played + rate as usize;
                Stereo::from_mono(signal::impulse(1.0, at, frames), rate)
            };
            let change = |frame, settings| Change::<Room> { frame, settings };
            let changes = [
                change(0, heard(Acoustics::default())),
                change(changed, room),
            ];
            // While music plays: what that alone becomes is taken off again.
            let mut music = lab::demo::music(rate, 1.5).slice(0..input(0).len());
            let mut moving = prepare::<Room>(rate);
            let alone = render(&mut moving, &music, &changes, blocks);
            music.left[played] += 1.0;
            music.right[played] += 1.0;
            moving.reset();
            let with = render(&mut moving, &music, &changes, blocks);
            let mut impulse: Vec<f32> = with
                .left
                .iter()
                .zip(&alone.left)
                .map(|(a, b)| a - b)
                .collect();
            let new = steady::<Room>(room, &input(0)).left;
            let heard = impulse.split_off(played);
            let null = null_db(&heard, &new[..heard.len()]);
            println!("{rate} Hz, {name}, blocks of {blocks:?}: {null:.1} dB");
            assert!(null < -60.0, "{rate} Hz, {name}, {blocks:?}: {null:.1} dB");
        }
    }
}
