use super::Convolver;
use super::layout::{Schedule, TICK, levels};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{MAX_BLOCK, StereoBlock};

type Stereo = [Vec<f32>; 2];
type Paths = [Vec<f32>; 4];

/// Blocks of all sizes, so that no boundary of the convolver's own is ever kept.
const MIXTURE: [usize; 7] = [64, 1, 63, 17, 64, 5, 40];

const FADE: usize = 480;

fn noise(frames: usize, seed: u64) -> Vec<f32> {
    let mut noise = WhiteNoise::new(seed);
    (0..frames).map(|_| noise.sample()).collect()
}

fn sound(frames: usize, seed: u64) -> Stereo {
    [noise(frames, seed), noise(frames, seed + 1)]
}

/// Four random paths that decay to a thousandth.
fn response(frames: usize, seed: u64) -> Paths {
    [0, 1, 2, 3].map(|path| {
        let mut taps = noise(frames, seed + 10 * path);
        for (n, tap) in taps.iter_mut().enumerate() {
            *tap *= 1e-3f32.powf(n as f32 / frames as f32);
        }
        taps
    })
}

fn slices(paths: &Paths) -> [&[f32]; 4] {
    [&paths[0], &paths[1], &paths[2], &paths[3]]
}

fn write(convolver: &mut Convolver, paths: &Paths) {
    while !convolver.write_step(slices(paths), 1.0) {}
}

fn with(paths: &Paths, max_frames: usize) -> Convolver {
    let mut convolver = Convolver::prepare(max_frames, FADE);
    write(&mut convolver, paths);
    convolver.snap();
    convolver
}

/// Feeds `input` in blocks of the lengths in `blocks`, over and over.
fn run(convolver: &mut Convolver, input: &Stereo, blocks: &[usize]) -> Stereo {
    let mut output = input.clone();
    let mut at = 0;
    for &block in blocks.iter().cycle() {
        let end = (at + block).min(output[0].len());
        let [left, right] = &mut output;
        convolver.process(&mut StereoBlock::new(
            &mut left[at..end],
            &mut right[at..end],
        ));
        at = end;
        if at == left.len() {
            return output;
        }
    }
    unreachable!("the lengths are repeated for ever")
}

/// What is heard at `frame`, by the sum itself.
fn direct(paths: &Paths, input: &Stereo, frame: usize, taps: std::ops::Range<usize>) -> [f64; 2] {
    [0, 1].map(|output| {
        let from = |source: usize| {
            let path = &paths[2 * source + output];
            let taps = taps.start..taps.end.min(path.len()).min(frame + 1);
            taps.map(|n| f64::from(path[n]) * f64::from(input[source][frame - n]))
                .sum::<f64>()
        };
        from(0) + from(1)
    })
}

fn decibels(error: f64, of: f64) -> f64 {
    10.0 * (error / of).log10()
}

/// Error against `expected(frame)`, in dB of what is expected, over every `stride`th frame.
fn error_db(output: &Stereo, stride: usize, expected: impl Fn(usize) -> [f64; 2]) -> f64 {
    let (mut error, mut power) = (0.0, 0.0);
    for frame in (0..output[0].len()).step_by(stride) {
        for (output, expected) in output.iter().zip(expected(frame)) {
            error += (f64::from(output[frame]) - expected).powi(2);
            power += expected.powi(2);
        }
    }
    decibels(error, power)
}

#[test]
fn equals_the_sum_at_every_length_and_split() {
    for (length, stride) in [
        (1, 1),
        (63, 1),
        (64, 3),
        (65, 3),
        (1_023, 17),
        (1_024, 17),
        (5_000, 37),
        (48_000, 617),
    ] {
        let paths = response(length, 3);
        let mut input = sound(length + 9_000, 100);
        for channel in &mut input {
            // Silence that only some levels notice, and some that outlasts the response.
            for silence in [2_000..2_300, 2_500..3_700, 4_000..7_000] {
                channel[silence].fill(0.0);
            }
        }
        for blocks in [&[1][..], &[7], &[MAX_BLOCK], &MIXTURE] {
            let output = run(&mut with(&paths, length), &input, blocks);
            let error = error_db(&output, stride, |n| direct(&paths, &input, n, 0..length));
            assert!(error < -110.0, "{length} in {blocks:?}: {error:.1} dB");
        }
    }
}

#[test]
fn the_last_level_equals_the_sum() {
    let paths = response(140_000, 5);
    let input = sound(150_000, 100);
    let output = run(&mut with(&paths, 140_000), &input, &[MAX_BLOCK]);
    let error = error_db(&output, 4_001, |n| direct(&paths, &input, n, 0..140_000));
    assert!(error < -110.0, "{error:.1} dB");
}

#[test]
fn paths_of_unequal_length_in_a_longer_convolver_equal_the_sum() {
    let mut paths = response(3_000, 7);
    paths[1].truncate(70);
    paths[2].clear();
    let input = sound(9_000, 100);
    let mut convolver = with(&response(20_000, 9), 20_000);
    // The second writing lands where nothing, the third where a longer response stood.
    for _ in 0..2 {
        write(&mut convolver, &paths);
        convolver.snap();
    }
    let output = run(&mut convolver, &input, &MIXTURE);
    let error = error_db(&output, 13, |n| direct(&paths, &input, n, 0..3_000));
    assert!(error < -110.0, "{error:.1} dB");
}

#[test]
fn an_impulse_comes_out_at_once_and_by_the_right_path() {
    let paths = response(6_000, 11);
    for source in [0, 1] {
        let mut input = [vec![0.0; 6_100], vec![0.0; 6_100]];
        input[source][37] = 1.0;
        let output = run(&mut with(&paths, 6_000), &input, &MIXTURE);
        for (output, path) in output.iter().zip(&paths[2 * source..]) {
            assert!(output[..37].iter().all(|&x| x == 0.0));
            assert_eq!(output[37], path[0]);
            for (n, (&heard, &tap)) in output[37..].iter().zip(path).enumerate() {
                assert!((heard - tap).abs() < 1e-6, "tap {n}: {heard} for {tap}");
            }
        }
    }
}

#[test]
fn any_split_gives_the_same_bits_through_changes_and_silence() {
    let [first, second] = [response(9_000, 13), response(5_000, 17)];
    let mut input = sound(40_000, 100);
    for channel in &mut input {
        channel[3_000..5_500].fill(0.0);
        channel[20_000..36_000].fill(0.0);
    }
    let play = |blocks: &[usize]| {
        let mut convolver = with(&first, 9_000);
        write(&mut convolver, &second);
        let part = |range: std::ops::Range<usize>| [0, 1].map(|c| input[c][range.clone()].to_vec());
        let mut output = run(&mut convolver, &part(0..7_333), blocks);
        convolver.change();
        let rest = run(&mut convolver, &part(7_333..40_000), blocks);
        for (output, rest) in output.iter_mut().zip(rest) {
            output.extend(rest);
        }
        output
    };
    let whole = play(&[MAX_BLOCK]);
    for blocks in [&[1][..], &[7], &MIXTURE] {
        assert!(play(blocks) == whole, "{blocks:?}");
    }
    // All that is left of the sound has run out, to the last bit.
    assert!(whole[0][29_700..36_000].iter().all(|&x| x == 0.0));
}

#[test]
fn a_change_fades_level_by_level_and_is_soon_over() {
    let frames = 30_000;
    let [old, new] = [response(frames, 19), response(frames, 23)];
    let input = sound(36_000, 100);
    let shapes: Vec<_> = levels(frames).collect();
    for moment in [0, 1, 4_095, 4_096, 10_007, 14_336] {
        let mut convolver = with(&old, frames);
        write(&mut convolver, &new);
        let part = |range: std::ops::Range<usize>| [0, 1].map(|c| input[c][range.clone()].to_vec());
        let mut output = match moment {
            0 => [vec![], vec![]],
            _ => run(&mut convolver, &part(0..moment), &MIXTURE),
        };
        convolver.change();
        let mut freed = None;
        let mut at = moment;
        while at < 36_000 {
            let end = (at + 33).min(36_000);
            let heard = run(&mut convolver, &part(at..end), &[33]);
            for (output, heard) in output.iter_mut().zip(heard) {
                output.extend(heard);
            }
            at = end;
            if freed.is_none() && convolver.is_free() {
                freed = Some(at - moment);
            }
        }
        let freed = freed.expect("it ends");
        assert!(freed <= 2 * 4_096 + FADE + 33, "free after {freed} frames");

        // Each level by the rule in the documentation: from its next period on, and as late as it
        // works ahead.
        let share = |frame: usize, period: usize, ahead: usize| {
            let start = moment.next_multiple_of(period) + ahead;
            let t = (frame.saturating_sub(start) as f64 / FADE as f64).min(1.0);
            t * t * (3.0 - 2.0 * t)
        };
        let error = error_db(&output, 211, |frame| {
            let parts = shapes
                .iter()
                .map(|shape| {
                    let ahead = shape.taps.start - shape.partition;
                    (shape.taps.clone(), share(frame, shape.partition, ahead))
                })
                .chain([(0..TICK, share(frame, TICK, 0))]);
            parts.fold([0.0; 2], |sum, (taps, share)| {
                let [before, after] =
                    [&old, &new].map(|paths| direct(paths, &input, frame, taps.clone()));
                [0, 1].map(|c| sum[c] + before[c] + share * (after[c] - before[c]))
            })
        });
        assert!(error < -110.0, "at {moment}: {error:.1} dB");
    }
}

/// A tone's own fourth difference is far below it, that of a step or a kink is not.
#[test]
fn a_change_does_not_click() {
    let [old, new] = [response(12_000, 29), response(12_000, 31)];
    let tone: Vec<f32> = (0..40_000)
        .map(|n| (std::f64::consts::TAU * 300.0 / 48_000.0 * f64::from(n)).sin() as f32)
        .collect();
    let input = [tone.clone(), tone];
    let mut convolver = with(&old, 12_000);
    write(&mut convolver, &new);
    let part = |range: std::ops::Range<usize>| [0, 1].map(|c| input[c][range.clone()].to_vec());
    run(&mut convolver, &part(0..20_011), &MIXTURE);
    convolver.change();
    let output = run(&mut convolver, &part(20_011..40_000), &MIXTURE);
    for channel in output {
        let peak = channel.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
        let jump = channel
            .windows(5)
            .map(|x| (x[0] - 4.0 * x[1] + 6.0 * x[2] - 4.0 * x[3] + x[4]).abs())
            .fold(0.0f32, f32::max);
        let click = 20.0 * (jump / peak).log10();
        assert!(click < -66.0, "{click:.1} dB");
    }
}

#[test]
fn reset_equals_fresh() {
    let [first, second] = [response(9_000, 37), response(4_000, 41)];
    let input = sound(15_000, 100);
    let fresh = run(&mut with(&second, 9_000), &input, &[MAX_BLOCK]);
    let mut convolver = with(&first, 9_000);
    write(&mut convolver, &second);
    run(&mut convolver, &sound(15_001, 200), &MIXTURE);
    convolver.change();
    run(&mut convolver, &sound(101, 300), &MIXTURE);
    // In the middle of the change: it is over at once.
    convolver.reset();
    assert!(convolver.is_free());
    assert!(run(&mut convolver, &input, &[MAX_BLOCK]) == fresh);
}

#[test]
fn a_response_must_be_whole_and_no_change_under_way() {
    let [first, second] = [response(9_000, 43), response(9_000, 47)];
    let input = sound(3_000, 100);
    let expected = run(&mut with(&first, 9_000), &input, &[MAX_BLOCK]);
    let mut convolver = with(&first, 9_000);
    assert!(!convolver.write_step(slices(&second), 1.0));
    convolver.change();
    convolver.snap();
    assert!(convolver.is_free());
    assert!(run(&mut convolver, &input, &[MAX_BLOCK]) == expected);
    convolver.restart_writing();
    write(&mut convolver, &second);
    convolver.change();
    assert!(!convolver.is_free());
    assert!(!convolver.write_step(slices(&first), 1.0));
}

#[test]
fn hostile_input_stays_finite_and_passes() {
    let frames = 6_000;
    let paths = response(frames, 53);
    let mut input = sound(40_000, 100);
    for (n, x) in input
        .iter_mut()
        .flat_map(|c| c[..9_000].iter_mut().enumerate())
    {
        *x = if n % 2 == 0 { 1e6 } else { -1e6 };
    }
    let output = run(&mut with(&paths, frames), &input, &MIXTURE);
    assert!(output.iter().flatten().all(|x| x.is_finite()));
    // What is not a number is over once the response is.
    input[0][100] = f32::NAN;
    let output = run(&mut with(&paths, frames), &input, &MIXTURE);
    for c in output {
        assert!(c[30_000..].iter().all(|x| x.is_finite()));
    }
}

#[test]
fn every_step_of_a_schedule_has_its_tick() {
    for shape in levels(1_000_000) {
        let Schedule {
            forward,
            multiply,
            inverse,
        } = Schedule::new(&shape);
        assert!(forward[1] <= multiply.start && multiply.end - 1 <= inverse[0]);
        assert!(!multiply.is_empty() && inverse[1] < shape.period());
        assert!(shape.period() == 1 || forward[1] < multiply.start);
    }
}

#[test]
fn it_can_be_made_on_another_thread() {
    fn sent<T: Send>(_: T) {}
    sent(Convolver::prepare(100, FADE));
}
