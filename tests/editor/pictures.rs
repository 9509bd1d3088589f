//! The pictures of the tape machine and of the playback device: what they show comes from the sound.

use bedroom::audio::chain::Slot;
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use bedroom::editor::SIZE;
use bedroom::params::{DeviceModel, TapeModel};
use egui::epaint::Shape;
use egui::{Color32, Rect};
use egui_kittest::kittest::Queryable;

use super::desk::{Desk, SCREENS, Screen};
use super::layout::check_texts;

const RATE: f64 = 48_000.0;

fn screen(tab: &str) -> &'static Screen {
    let mut screens = SCREENS.iter();
    screens.find(|screen| screen.tabs[0] == tab).expect(tab)
}

/// Lets a sine go through the real chain, and the window look at it.
pub fn hear(desk: &mut Desk, hz: f64, dbfs: f64, seconds: f64) {
    let spec = Spec::new(RATE).expect("a usual rate");
    let mut chain = Slot::prepare(spec);
    chain.set(&desk.params.settings(false));
    desk.taps().prepare(spec);
    let amplitude = 10f64.powf(dbfs / 20.0);
    let samples: Vec<f32> = (0..(seconds * RATE) as usize)
        .map(|n| (amplitude * (std::f64::consts::TAU * hz * n as f64 / RATE).sin()) as f32)
        .collect();
    // A second at a time: what nobody looks at is not shown.
    for second in samples.chunks(RATE as usize) {
        desk.wait(0.1);
        for block in second.chunks(MAX_BLOCK) {
            let (mut left, mut right) = (block.to_vec(), block.to_vec());
            let mut block = StereoBlock::new(&mut left, &mut right);
            desk.taps().input(&block);
            chain.process(&mut block);
            desk.taps().output(&block);
            desk.taps().look(chain.stage_mut());
        }
    }
    desk.wait(0.1);
}

/// What a picture says of itself.
fn seen(desk: &Desk, name: &str) -> String {
    desk.harness
        .get_by_label(name)
        .value()
        .expect("what is seen")
}

/// All lines and outlines in a rectangle, as their points.
fn strokes(desk: &Desk, name: &str) -> Vec<(Color32, Vec<egui::Pos2>)> {
    let place: Rect = desk.harness.get_by_label(name).rect();
    let shapes = desk.harness.output().shapes.iter();
    let mut found = Vec::new();
    for clipped in shapes {
        let (colour, points) = match &clipped.shape {
            Shape::Path(path) => {
                let egui::epaint::ColorMode::Solid(colour) = path.stroke.color else {
                    continue;
                };
                (colour, path.points.clone())
            }
            Shape::LineSegment { points, stroke } => (stroke.color, points.to_vec()),
            Shape::Circle(circle) => {
                let reach = egui::vec2(circle.radius, 0.0);
                (
                    circle.stroke.color,
                    vec![circle.center, circle.center + reach],
                )
            }
            _ => continue,
        };
        if points.iter().all(|point| place.contains(*point)) {
            found.push((colour, points));
        }
    }
    found
}

fn set(desk: &Desk, id: &str, text: &str) {
    // SAFETY: the pointer is to a field of the desk's parameters.
    let value = unsafe { desk.pointer(id).string_to_normalized_value(text) };
    desk.automate(
        id,
        value.unwrap_or_else(|| panic!("{text} is no value for {id}")),
    );
}

#[test]
fn the_tape_machine_says_how_it_runs() {
    let mut desk = Desk::usual();
    set(&desk, "tape_model", "Four-track");
    set(&desk, "tape_wow", "0");
    set(&desk, "tape_flutter", "0");
    desk.wait(0.1);
    assert!(seen(&desk, "Tape machine").contains("still"));
    hear(&mut desk, 1e3, -18.0, 2.0);
    let words = seen(&desk, "Tape machine");
    assert!(words.contains("4.76 cm/s"), "{words}");
    assert!(
        words.contains(" 0 VU") || words.contains("-0 VU"),
        "{words}"
    );
    set(&desk, "tape_varispeed", "-12");
    hear(&mut desk, 1e3, -24.0, 2.0);
    let words = seen(&desk, "Tape machine");
    assert!(
        words.contains("2.38 cm/s") && words.contains("-6 VU"),
        "{words}"
    );
    desk.automate("tape_on", 0.0);
    desk.wait(0.1);
    assert!(seen(&desk, "Tape machine").contains("still"));
}

#[test]
fn the_reels_follow_the_tape_and_stand_when_it_does() {
    let mut desk = Desk::usual();
    desk.wait(0.5);
    let threaded = strokes(&desk, "Tape machine");
    desk.wait(0.5);
    assert_eq!(
        strokes(&desk, "Tape machine"),
        threaded,
        "it moves by itself"
    );
    hear(&mut desk, 1e3, -18.0, 1.0);
    desk.wait(0.6);
    let run = strokes(&desk, "Tape machine");
    assert_ne!(run, threaded, "it stands");
    // The same length of tape, at half the speed.
    let mut slow = Desk::usual();
    set(&slow, "tape_varispeed", "-12");
    for id in ["tape_wow", "tape_flutter"] {
        set(&slow, id, "0");
        set(&desk, id, "0");
    }
    hear(&mut desk, 1e3, -18.0, 1.0);
    hear(&mut slow, 1e3, -18.0, 2.0);
    desk.wait(0.6);
    slow.wait(0.6);
    let ends = [&desk, &slow].map(|desk| strokes(desk, "Tape machine"));
    assert_eq!(ends[0].len(), ends[1].len());
    for ((_, a), (_, b)) in ends[0].iter().zip(&ends[1]) {
        for (a, b) in a.iter().zip(b) {
            assert!(a.distance(*b) < 0.3, "{a} and {b}");
        }
    }
    // Off: it stays where it was.
    desk.automate("tape_on", 0.0);
    desk.wait(0.6);
    let off = strokes(&desk, "Tape machine");
    let places = |strokes: &[(Color32, Vec<egui::Pos2>)]| {
        strokes
            .iter()
            .map(|(_, points)| points.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(places(&off), places(&ends[0]));
}

#[test]
fn the_loop_opens_with_drive() {
    let extent = |drive: &str| {
        let mut desk = Desk::usual();
        set(&desk, "tape_model", "Four-track");
        set(&desk, "tape_drive", drive);
        hear(&mut desk, 125.0, -18.0, 1.0);
        // The curve comes in steps of some thirty points, before the scale of the meter.
        let steps = strokes(&desk, "Tape machine").into_iter();
        let steps = steps.filter(|(_, points)| (30..40).contains(&points.len()));
        let curve = steps.take(10);
        let points: Vec<_> = curve.flat_map(|(_, points)| points).collect();
        Rect::from_points(&points).height()
    };
    let [soft, hard] = [extent("-6"), extent("12")];
    assert!(hard > 2.0 * soft, "{soft} and {hard}");
}

#[test]
fn the_playback_device_says_how_it_plays() {
    let mut desk = Desk::usual();
    set(&desk, "listener_model", "Transistor radio");
    desk.open_screen(screen("Listener stage"));
    assert!(seen(&desk, "Playback device").contains("off"));
    desk.automate("listener_on", 1.0);
    let share = |desk: &Desk| -> f32 {
        let words = seen(desk, "Playback device");
        let number = words
            .split("drivers at ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next());
        number
            .and_then(|number| number.parse().ok())
            .expect("a share")
    };
    hear(&mut desk, 300.0, -40.0, 0.5);
    let soft = share(&desk);
    hear(&mut desk, 300.0, -6.0, 0.5);
    let loud = share(&desk);
    assert!(loud > 2.0 * soft.max(1.0), "{soft} and {loud}");
    desk.wait(0.5);
    let moved = strokes(&desk, "Playback device");
    desk.automate("listener_on", 0.0);
    desk.wait(0.5);
    let stands = strokes(&desk, "Playback device");
    assert_ne!(moved, stands, "the cone stays out");
    desk.automate("listener_distance", 1.0);
    desk.wait(0.5);
    let far = strokes(&desk, "Playback device");
    let width = |strokes: &[(Color32, Vec<egui::Pos2>)]| {
        let inner = strokes.iter().filter(|(_, points)| points.len() > 2);
        Rect::from_points(
            &inner
                .flat_map(|(_, points)| points.clone())
                .collect::<Vec<_>>(),
        )
        .width()
    };
    assert!(
        width(&far) < 0.9 * width(&stands),
        "it is as large as before"
    );
}

#[test]
fn every_machine_and_device_is_drawn() {
    for scale in [1.0, 2.0] {
        for size in [SIZE, SIZE * 2.0] {
            let mut desk = Desk::open(size, scale, None);
            let steps = |count: usize| (0..=count).map(move |index| index as f32 / count as f32);
            let mut pictures = Vec::new();
            for value in steps(TapeModel::ALL.len()) {
                desk.automate("tape_model", value);
                desk.wait(0.5);
                check_texts(&desk, size);
                pictures.push(strokes(&desk, "Tape machine"));
            }
            desk.open_screen(screen("Listener stage"));
            for value in steps(DeviceModel::ALL.len()) {
                desk.automate("listener_model", value);
                desk.wait(0.5);
                check_texts(&desk, size);
                pictures.push(strokes(&desk, "Playback device"));
            }
            // The first of each follows the year: another's picture.
            for (first, count) in [
                (1, TapeModel::ALL.len()),
                (TapeModel::ALL.len() + 2, DeviceModel::ALL.len()),
            ] {
                for one in first..first + count {
                    assert!(pictures[one].len() > 8, "picture {one} is empty");
                    for other in one + 1..first + count {
                        assert_ne!(pictures[one], pictures[other], "{one} and {other}");
                    }
                }
            }
        }
    }
}
