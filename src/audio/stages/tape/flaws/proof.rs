//! What the tests of the small processors share: signals, runs, and what holds for all of them.

use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

/// Both channels.
pub type Stereo = [Vec<f32>; 2];

/// How the small processors look to a test.
pub struct Subject<P> {
    pub new: fn(Spec) -> P,
    pub reset: fn(&mut P),
    pub process: fn(&mut P, &mut StereoBlock),
    /// Chooses everything the processor has.
    pub on: fn(&mut P),
    /// Chooses nothing.
    pub off: fn(&mut P),
}

pub fn spec(sample_rate: f64) -> Spec {
    Spec::new(sample_rate).expect("a sensible rate")
}

pub fn sine(hz: f64, amplitude: f64, sample_rate: f64, seconds: f64) -> Vec<f32> {
    (0..(seconds * sample_rate) as usize)
        .map(|n| (amplitude * (std::f64::consts::TAU * hz * n as f64 / sample_rate).sin()) as f32)
        .collect()
}

pub fn noise(amplitude: f32, frames: usize) -> Stereo {
    [1, 2].map(|seed| {
        let mut source = WhiteNoise::new(seed);
        (0..frames).map(|_| amplitude * source.sample()).collect()
    })
}

pub fn power(samples: &[f32]) -> f64 {
    let sum: f64 = samples.iter().map(|&x| f64::from(x).powi(2)).sum();
    sum / samples.len() as f64
}

/// Amplitude of the component at `hz`; the samples should hold whole periods.
pub fn component(samples: &[f32], hz: f64, sample_rate: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, &x) in samples.iter().enumerate() {
        let phase = std::f64::consts::TAU * hz * n as f64 / sample_rate;
        re += f64::from(x) * phase.cos();
        im += f64::from(x) * phase.sin();
    }
    2.0 * re.hypot(im) / samples.len() as f64
}

/// The greatest second difference: a click is a large one.
pub fn roughness(samples: &[f32]) -> f32 {
    let second = |w: &[f32]| (w[0] - 2.0 * w[1] + w[2]).abs();
    samples.windows(3).map(second).fold(0.0, f32::max)
}

/// Processes in blocks of `sizes`, over and over.
pub fn run<P>(
    processor: &mut P,
    process: fn(&mut P, &mut StereoBlock),
    input: &Stereo,
    sizes: &[usize],
) -> Stereo {
    let mut output = input.clone();
    let [left, right] = &mut output;
    let mut done = 0;
    for size in sizes.iter().cycle() {
        let end = (done + size).min(left.len());
        process(
            processor,
            &mut StereoBlock::new(&mut left[done..end], &mut right[done..end]),
        );
        done = end;
        if done == left.len() {
            break;
        }
    }
    output
}

/// [`run`] in the longest blocks.
pub fn run_whole<P>(
    processor: &mut P,
    process: fn(&mut P, &mut StereoBlock),
    input: &Stereo,
) -> Stereo {
    run(processor, process, input, &[MAX_BLOCK])
}

/// What every processor must hold.
pub fn holds_for<P>(subject: &Subject<P>) {
    let bits =
        |stereo: &Stereo| -> Vec<u32> { stereo.iter().flatten().map(|x| x.to_bits()).collect() };
    let input = noise(0.5, 48_000);

    // Off, it passes the very bits; and on, it does not.
    let mut processor = (subject.new)(spec(48_000.0));
    (subject.off)(&mut processor);
    let output = run_whole(&mut processor, subject.process, &input);
    assert!(bits(&output) == bits(&input), "off is not transparent");

    // Not whole ticks.
    const LEN: usize = 15_991;
    // On and off on the way, in whole blocks, in odd ones, and after a reset.
    let story = |processor: &mut P, sizes: &[usize]| -> Stereo {
        let mut parts = [Vec::new(), Vec::new()];
        for (n, change) in [subject.on, subject.off, subject.on]
            .into_iter()
            .enumerate()
        {
            change(processor);
            let part = [0, 1].map(|c| input[c][n * LEN..(n + 1) * LEN].to_vec());
            let part = run(processor, subject.process, &part, sizes);
            for (all, part) in parts.iter_mut().zip(part) {
                all.extend(part);
            }
        }
        parts
    };
    let mut processor = (subject.new)(spec(48_000.0));
    let whole = story(&mut processor, &[MAX_BLOCK]);
    (subject.reset)(&mut processor);
    let again = story(&mut processor, &[MAX_BLOCK]);
    assert!(bits(&whole) == bits(&again), "reset is not as new");
    (subject.reset)(&mut processor);
    let split = story(&mut processor, &[1, 7, 31, 64, 2, 16]);
    assert!(bits(&whole) == bits(&split), "splitting changes bits");
    assert!(bits(&whole) != bits(&input), "it does nothing");

    // Hostile input at any rate.
    for rate in [1_000.0, 44_100.0, 192_000.0, 1_536_000.0] {
        let mut processor = (subject.new)(spec(rate));
        (subject.on)(&mut processor);
        for level in [1e3, -1e3, 0.0, 1e-38] {
            let square: Vec<f32> = (0..4_000)
                .map(|n| if n % 100 < 50 { level } else { -level })
                .collect();
            for input in [
                [square.clone(), square],
                [vec![level; 4_000], vec![level; 4_000]],
            ] {
                let output = run_whole(&mut processor, subject.process, &input);
                assert!(
                    output.iter().flatten().all(|x| x.abs() < 1e5),
                    "at {rate} Hz"
                );
            }
        }
    }
}
