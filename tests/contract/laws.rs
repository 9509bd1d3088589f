//! What holds for every stage, at its extremes.

use bedroom::audio::Tail;
use lab::instruments::click::{roughness_db, worst_click};
use lab::instruments::compare::{is_identical, null_db};
use lab::instruments::decay::tail_frames;
use lab::instruments::level::{dc, rms_db};
use lab::{SILENCE_DB, Stereo, signal};

use crate::subjects::Subject;
use crate::support::{Change, prepare, render, steady};
use crate::{RATE, RATES};

/// Every extreme in turn, at frames that fit no block.
fn changes<S: Subject>(every: usize) -> Vec<Change<S>> {
    S::extremes()
        .into_iter()
        .enumerate()
        .map(|(n, settings)| Change {
            frame: n * every,
            settings,
        })
        .collect()
}

fn same(a: &Stereo, b: &Stereo) -> bool {
    is_identical(&a.left, &b.left) && is_identical(&a.right, &b.right)
}

pub fn any_split_gives_the_same_bits<S: Subject>() {
    let changes = changes::<S>(7_013);
    // To the end of the last of them.
    let input = lab::demo::music(RATE, 7_013.0 * (changes.len() + 1) as f64 / RATE);
    let whole = render(&mut prepare::<S>(RATE), &input, &changes, &[64]);
    for blocks in [&[1][..], &[7, 64, 1, 33, 50], &[512], &[63], &[1000, 3]] {
        let split = render(&mut prepare::<S>(RATE), &input, &changes, blocks);
        assert!(same(&whole, &split), "blocks of {blocks:?} differ");
    }
}

pub fn reset_equals_fresh<S: Subject>() {
    // No whole number of ticks, of packets or of a coder's frames: what counts them is caught.
    let input = lab::demo::music(RATE, 0.5).slice(0..23_777);
    let extremes = S::extremes();
    for (n, &settings) in extremes.iter().enumerate() {
        let change = |frame, settings| Change::<S> { frame, settings };
        let now = [change(0, settings)];
        let fresh = render(&mut prepare::<S>(RATE), &input, &now, &[64]);
        // It is on its way to something else when it is reset.
        let other = extremes[(n + 1) % extremes.len()];
        let mut stage = prepare::<S>(RATE);
        let changes = [change(0, settings), change(20_011, other)];
        render(&mut stage, &input, &changes, &[64]);
        stage.reset();
        let again = render(&mut stage, &input, &now, &[64]);
        assert!(same(&fresh, &again), "{n} on its way to another one");
        stage.reset();
        let again = render(&mut stage, &input, &now, &[64]);
        assert!(same(&fresh, &again), "{n} after itself");
    }
}

pub fn hostile_input_stays_finite<S: Subject>() {
    // The host boundary lets nothing louder in than +120 dBFS, and no NaN.
    let mut input = Stereo::from_mono(signal::white_noise(1, 0.0, 0.1, RATE), RATE).gain_db(120.0);
    let steps = (0..9_600)
        .map(|n| if n / 50 % 2 == 0 { 1e6 } else { -1e6 })
        .collect();
    input.append(&Stereo::from_mono(steps, RATE));
    input.append(&Stereo::from_mono(vec![1e6; 4_800], RATE));
    input.append(&lab::demo::music(RATE, 3.0));
    for settings in S::extremes() {
        let output = steady::<S>(settings, &input);
        assert!(output.is_finite());
        let recovered = output.slice(input.len() - 4_800..input.len());
        assert!(rms_db(&recovered.left) < 20.0, "it is still shouting");
    }
}

pub fn nothing_allocates<S: Subject>() {
    let input = lab::demo::music(RATE, 1.0);
    let (mut left, mut right) = (input.left.clone(), input.right.clone());
    let extremes = S::extremes();
    for rate in RATES {
        let mut stage = prepare::<S>(rate);
        // So long that a change is over, and then a while after a reset: a coder's frames and a
        // change of codec take as many milliseconds at any rate.
        let [each, fresh] = [125.0, 100.0].map(|blocks| (blocks * rate / RATE) as usize);
        nice_assert_no_alloc::assert_no_alloc(|| {
            for block in 0..each * extremes.len() {
                stage.set(&extremes[block / each]);
                let start = block % 749 * 64;
                let span = start..start + 64;
                stage.process(&mut bedroom::audio::StereoBlock::new(
                    &mut left[span.clone()],
                    &mut right[span],
                ));
                if block % each == fresh {
                    stage.reset();
                }
                let _ = (stage.latency(), stage.tail(), stage.warm_up());
            }
        });
    }
}

pub fn default_is_transparent_at_its_latency<S: Subject>() {
    for rate in RATES {
        let input = lab::demo::music(rate, 1.0);
        let mut stage = prepare::<S>(rate);
        stage.set(&S::Settings::default());
        let latency = stage.latency();
        assert!(
            (latency as f64) < S::LONGEST_MS * 1e-3 * rate,
            "{latency} frames at {rate} Hz"
        );
        let output = steady::<S>(S::Settings::default(), &input);
        let end = input.len() - latency;
        let null = null_db(&output.left[latency..], &input.left[..end]);
        assert!(null < -120.0, "nulls to {null:.1} dB at {rate} Hz");
    }
}

pub fn changes_do_not_click<S: Subject>() {
    // A low sine leaves the range in which a click is heard to the click alone; what moves between
    // the sides is only heard where they differ.
    let left = signal::sine(110.0, -18.0, 6.0, RATE);
    let right = left.iter().map(|x| -0.5 * x).collect();
    let input = Stereo::from_channels(left, right, RATE);
    let quiet: Vec<_> = S::extremes().into_iter().map(S::quiet).collect();
    // Re what went in: what comes out may be louder before a change than after it.
    let re_input = |sound: &[f32], db: f64| db + rms_db(sound) - rms_db(&input.left);
    // What a sound has of its own, such as a coder's noise, no change has added.
    let own_db: Vec<f64> = quiet
        .iter()
        .map(|&settings| {
            let output = steady::<S>(settings, &input);
            let steady = &output.left[24_000..];
            re_input(steady, roughness_db(steady, RATE))
        })
        .collect();
    for (from, &a) in quiet.iter().enumerate() {
        for (to, &b) in quiet[..from].iter().enumerate() {
            let change = |frame, settings| Change::<S> { frame, settings };
            let changes = [
                change(0, a),
                change(72_011, b),
                change(144_023, a),
                change(150_001, b),
            ];
            let output = render(&mut prepare::<S>(RATE), &input, &changes, &[64]);
            let sound = &output.left[24_000..];
            let worst = worst_click(sound, RATE);
            let level = worst.map_or(SILENCE_DB, |click| re_input(sound, click.level_db));
            let own = own_db[from].max(own_db[to]);
            assert!(
                level < f64::max(-60.0, own + 1.0),
                "{worst:?} from {from} to {to}, which have {own:.1} dB"
            );
        }
    }
}

pub fn the_tail_covers_what_sounds_on<S: Subject>() {
    let seconds = 0.5;
    let input = Stereo::from_mono(signal::sine(60.0, -6.0, seconds, RATE), RATE);
    let input = input.with_silence(2 * RATE as usize);
    let sounding = (seconds * RATE) as usize;
    for settings in S::extremes() {
        let mut stage = prepare::<S>(RATE);
        let output = render(&mut stage, &input, &[Change { frame: 0, settings }], &[64]);
        let measured = tail_frames(&output.left, -120.0).saturating_sub(sounding);
        match stage.tail() {
            Tail::Frames(tail) => assert!(measured <= tail, "{measured} > {tail} frames"),
            Tail::Endless => assert!(measured > RATE as usize, "it falls silent"),
        }
        // A rumble that goes on has a mean over a short while, but no constant.
        let seconds = match stage.tail() {
            Tail::Frames(_) => 0.1,
            Tail::Endless => 1.5,
        };
        let end = &output.left[output.len() - (seconds * RATE) as usize..];
        assert!(dc(end).abs() < 1e-3, "a constant of {} is left", dc(end));
    }
}
