//! The figures of a coder as a whole.

use super::*;
use crate::audio::dsp::noise::WhiteNoise;

const FORMATS: [Format; 4] = [Format::Mp3, Format::Aac, Format::MiniDisc, Format::Opus];

fn spec(sample_rate: f64) -> Spec {
    Spec { sample_rate }
}

/// Noise, a chord and clicks.
fn music(frames: usize, seed: u64) -> [Vec<f32>; 2] {
    let mut noise = WhiteNoise::new(seed);
    let sound = |n: usize, tune: f32| {
        let t = n as f32 / 48_000.0;
        let chord: f32 = [220.0, 277.2, 329.6, 1760.0]
            .iter()
            .map(|hz| (std::f32::consts::TAU * hz * tune * t).sin())
            .sum();
        let click = if n % 3331 < 40 { 0.6 } else { 0.0 };
        0.05 * chord + click
    };
    let left = (0..frames).map(|n| sound(n, 1.0) + 0.03 * noise.sample());
    let left: Vec<f32> = left.collect();
    let right = (0..frames).map(|n| 0.7 * sound(n, 1.003) + 0.03 * noise.sample());
    [left, right.collect()]
}

fn run(coder: &mut Coder, sound: &[Vec<f32>; 2], cuts: &[usize]) -> [Vec<f32>; 2] {
    let [mut left, mut right] = sound.clone();
    let (mut start, mut cut) = (0, 0);
    while start < left.len() {
        let end = (start + cuts[cut % cuts.len()]).min(left.len());
        let mut block = StereoBlock::new(&mut left[start..end], &mut right[start..end]);
        coder.process(&mut block);
        (start, cut) = (end, cut + 1);
    }
    [left, right]
}

#[test]
fn any_cut_gives_the_same_bits_and_reset_is_new() {
    let spec = spec(48_000.0);
    let plans = Plans::new(spec);
    let sound = music(9_000, 1);
    for format in FORMATS {
        let coding = Coding {
            format,
            bit_rate: 64.0,
            ..Coding::default()
        };
        let mut coder = Coder::new(spec, &plans, 3);
        coder.start(&coding);
        let whole = run(&mut coder, &sound, &[64]);
        // What it heard last is nothing like what it hears first.
        let mut noise = WhiteNoise::new(2);
        let loud: Vec<f32> = (0..5_003).map(|_| noise.sample()).collect();
        run(&mut coder, &[loud.clone(), loud], &[64]);
        coder.reset();
        assert_eq!(
            run(&mut coder, &sound, &[1, 63, 17, 64, 5]),
            whole,
            "{format:?}"
        );
    }
}

#[test]
fn nothing_is_lost_but_by_quantising() {
    // The framing alone, through every kind of frame.
    for rate in [44_100.0, 96_000.0] {
        let spec = spec(rate);
        let plans = Plans::new(spec);
        for plan in &plans.frames {
            let mut framing = Framing::new(spec, &plans);
            framing.start(plan, 7);
            // Clicks over silence, at all places of a hop.
            let click = |n: usize| {
                if n % (5 * plan.hop / 2 + 11) < 9 {
                    0.5
                } else {
                    1e-3
                }
            };
            let sound: Vec<f32> = (0..40 * plan.hop).map(click).collect();
            let mut lines = vec![0.0; plan.hop];
            let mut output = sound.clone();
            let mut seen = [false; 3];
            let mut start = 0;
            while start < output.len() {
                let end = (start + framing.remaining(plan)).min(output.len());
                framing.exchange(plan, 0, &mut output[start..end]);
                if framing.advance(plan, end - start) {
                    let blocks = framing.decide(plan, 1);
                    seen[blocks as usize] = true;
                    framing.analyse(plan, 0, blocks, &mut lines);
                    framing.synthesise(plan, 0, blocks, &lines);
                    framing.next_hop(plan);
                }
                start = end;
            }
            let delay = plan.delay();
            let error: f32 = output[delay..]
                .iter()
                .zip(&sound)
                .map(|(y, x)| (y - x) * (y - x))
                .sum();
            let power: f32 = sound.iter().map(|x| x * x).sum();
            let error_db = 10.0 * (error / power).log10();
            assert!(error_db < -110.0, "hop {}: {error_db} dB", plan.hop);
            assert!(seen[0] && seen[2], "hop {}: {seen:?}", plan.hop);
        }
    }
}

#[test]
fn the_delay_is_exact_and_the_bits_are_within_the_budget() {
    for rate in [44_100.0, 48_000.0, 96_000.0] {
        let spec = spec(rate);
        let plans = Plans::new(spec);
        let sound = music(24_000, 4);
        for (format, bit_rate) in [
            (Format::Mp3, 320.0),
            (Format::Mp3, 128.0),
            (Format::Mp3, 64.0),
            (Format::Mp3, 8.0),
            (Format::Mp3, 1.0),
            (Format::Aac, 320.0),
            (Format::Aac, 32.0),
            (Format::Aac, 1.0),
            (Format::MiniDisc, 20.0),
            (Format::MiniDisc, 292.0),
            (Format::Opus, 128.0),
        ] {
            for mono in [false, true] {
                let coding = Coding {
                    format,
                    bit_rate,
                    mono,
                    ..Coding::default()
                };
                let mut coder = Coder::new(spec, &plans, 1);
                coder.start(&coding);
                assert!(coder.delay() <= Coder::max_delay(spec));
                let mut output = sound.clone();
                let [left, right] = &mut output;
                let mut spent = 0.0;
                for (left, right) in left.chunks_mut(64).zip(right.chunks_mut(64)) {
                    coder.process(&mut StereoBlock::new(left, right));
                    let report = coder.report();
                    assert!(
                        report.spent_bits <= report.budget_bits,
                        "{coding:?} {report:?}"
                    );
                    let hop = coder.layout.hop as f32;
                    spent += report.spent_bits as f32 * left.len() as f32 / hop;
                }
                let kbit_s = 1e-3 * spent * rate as f32 / 24_000.0;
                assert!(kbit_s < 1.15 * bit_rate, "{coding:?}: {kbit_s}");
                let power: f32 = output[0].iter().map(|x| x * x).sum();
                assert!(power > 1.0, "{coding:?} is silent");
                let mixed: Vec<f32> = match mono {
                    true => sound[0]
                        .iter()
                        .zip(&sound[1])
                        .map(|(l, r)| 0.5 * (l + r))
                        .collect(),
                    false => sound[0].clone(),
                };
                if bit_rate < 100.0 {
                    continue;
                }
                let likeness = |delay: usize| -> f32 {
                    output[0][delay..]
                        .iter()
                        .zip(&mixed)
                        .map(|(y, x)| x * y)
                        .sum()
                };
                let delay = coder.delay();
                let at = likeness(delay);
                for near in [delay - 1, delay + 1] {
                    assert!(
                        at > likeness(near),
                        "{coding:?} at {rate}: {delay} or {near}"
                    );
                }
            }
        }
    }
}

#[test]
fn hostile_sounds_stay_finite_at_every_rate() {
    for rate in [1_000.0, 8_000.0, 44_100.0, 192_000.0, Spec::MAX_SAMPLE_RATE] {
        let spec = spec(rate);
        let plans = Plans::new(spec);
        let frames = 3 * Coder::max_delay(spec).min(8_000);
        let sounds: [&dyn Fn(usize) -> f32; 5] = [
            &|_| 0.0,
            &|_| 1000.0,
            &|n| if n % 100 < 50 { 1000.0 } else { -1000.0 },
            &|n| if n % 2 == 0 { 1e-30 } else { -1e-30 },
            &|n| if n == 300 { 1000.0 } else { 0.0 },
        ];
        for format in FORMATS {
            for bit_rate in [1.0, 320.0] {
                let coding = Coding {
                    format,
                    bit_rate,
                    ..Coding::default()
                };
                let mut coder = Coder::new(spec, &plans, 0);
                coder.start(&coding);
                for sound in sounds {
                    let sound: Vec<f32> = (0..frames).map(sound).collect();
                    let output = run(&mut coder, &[sound.clone(), sound], &[64]);
                    for sample in output.iter().flatten() {
                        assert!(sample.abs() < 1e5, "{coding:?} at {rate}: {sample}");
                    }
                }
            }
        }
    }
}

#[test]
fn more_bits_are_nearer() {
    let spec = spec(44_100.0);
    let plans = Plans::new(spec);
    let sound = music(20_000, 5);
    for format in FORMATS {
        let mut last = 0.0;
        for bit_rate in [24.0, 64.0, 128.0, 292.0] {
            let coding = Coding {
                format,
                bit_rate,
                ..Coding::default()
            };
            let mut coder = Coder::new(spec, &plans, 0);
            coder.start(&coding);
            let output = run(&mut coder, &sound, &[64]);
            let error: f32 = output[0][coder.delay()..]
                .iter()
                .zip(&sound[0])
                .map(|(y, x)| (y - x) * (y - x))
                .sum();
            let power: f32 = sound[0].iter().map(|x| x * x).sum();
            let snr = power / error;
            assert!(snr > last, "{format:?} at {bit_rate}: {snr} after {last}");
            last = snr;
        }
    }
}

#[test]
fn frozen_steps_do_not_follow_the_sound() {
    let spec = spec(44_100.0);
    let plans = Plans::new(spec);
    for format in [Format::Mp3, Format::Aac, Format::MiniDisc] {
        let mut coding = Coding {
            format,
            bit_rate: 64.0,
            ..Coding::default()
        };
        let mut coder = Coder::new(spec, &plans, 0);
        coder.start(&coding);
        let noise = |level: f32| {
            let mut noise = WhiteNoise::new(6);
            let left: Vec<f32> = (0..12_000).map(|_| level * noise.sample()).collect();
            [left.clone(), left]
        };
        let (loud, quiet) = (noise(0.5), noise(0.5e-3));
        let power = |x: &[f32]| x[8_000..].iter().map(|x| x * x).sum::<f32>();
        run(&mut coder, &loud, &[64]);
        coding.frozen = true;
        coder.set(&coding);
        let output = run(&mut coder, &quiet, &[64]);
        if format == Format::MiniDisc {
            // Words are held, but their scales go with the sound.
            assert!(power(&output[0]) > 0.0);
            continue;
        }
        assert_eq!(power(&output[0]), 0.0, "{format:?}");
        coding.frozen = false;
        coder.set(&coding);
        let output = run(&mut coder, &quiet, &[64]);
        assert!(power(&output[0]) > 0.1 * power(&quiet[0]), "{format:?}");
    }
}

#[test]
fn frozen_bits_stay_where_they_were() {
    let spec = spec(44_100.0);
    let plans = Plans::new(spec);
    let tone = |hz: f32| {
        let sine = |n: usize| 0.1 * (std::f32::consts::TAU * hz * n as f32 / 44_100.0).sin();
        let side: Vec<f32> = (0..12_000).map(sine).collect();
        [side.clone(), side]
    };
    let (low, high) = (tone(300.0), tone(7_000.0));
    for (format, bit_rate) in [
        (Format::Mp3, 64.0),
        (Format::Aac, 64.0),
        (Format::MiniDisc, 64.0),
        (Format::Opus, 32.0),
    ] {
        let mut coding = Coding {
            format,
            bit_rate,
            ..Coding::default()
        };
        let mut coder = Coder::new(spec, &plans, 0);
        coder.start(&coding);
        run(&mut coder, &low, &[64]);
        // Error re the tone that comes where the bits are not, or are again.
        let [frozen, free] = [true, false].map(|frozen| {
            coding.frozen = frozen;
            coder.set(&coding);
            let output = run(&mut coder, &high, &[64]);
            let error: f32 = output[0][8_000 + coder.delay()..]
                .iter()
                .zip(&high[0][8_000..])
                .map(|(y, x)| (y - x) * (y - x))
                .sum();
            let power: f32 = high[0][8_000..].iter().map(|x| x * x).sum();
            error / power
        });
        assert!(free < 0.02 && frozen > 0.1, "{format:?}: {free} {frozen}");
    }
}

#[test]
fn one_channel_is_the_mean_of_both() {
    let spec = spec(44_100.0);
    let plans = Plans::new(spec);
    let [sound, _] = music(12_000, 8);
    let silence = vec![0.0; sound.len()];
    for format in FORMATS {
        let mut coder = Coder::new(spec, &plans, 0);
        coder.start(&Coding {
            format,
            bit_rate: 320.0,
            mono: true,
            ..Coding::default()
        });
        let [left, right] = run(&mut coder, &[silence.clone(), sound.clone()], &[64]);
        assert_eq!(left, right);
        let error: f32 = left[coder.delay()..]
            .iter()
            .zip(&sound)
            .map(|(y, x)| (y - 0.5 * x) * (y - 0.5 * x))
            .sum();
        let power: f32 = sound.iter().map(|x| 0.25 * x * x).sum();
        assert!(error < 0.1 * power, "{format:?}: {error} of {power}");
    }
}

#[test]
fn silence_saves_no_more_than_the_reservoir_holds() {
    let spec = spec(44_100.0);
    let plans = Plans::new(spec);
    let mut coder = Coder::new(spec, &plans, 0);
    coder.start(&Coding::default());
    let silence = vec![0.0; 44_100];
    run(&mut coder, &[silence.clone(), silence], &[64]);
    run(&mut coder, &music(2_000, 9), &[64]);
    // 576 lines at 128 kbit/s, and MP3's pointer of 9 bits to bytes.
    let most = (128.0 * 576.0 / 44.1) as u32 + 8 * 511;
    let budget = coder.report().budget_bits;
    assert!((2_000..=most).contains(&budget), "{budget} of {most}");
}

#[test]
fn what_lies_above_the_bandwidth_is_told_where_it_is() {
    let spec = spec(48_000.0);
    let plans = Plans::new(spec);
    for format in FORMATS {
        // So few bits end far below what sounds at 13 kHz, −12 dB.
        let coding = Coding {
            format,
            bit_rate: 16.0,
            ..Coding::default()
        };
        let sine = |n: usize| 0.25 * (std::f32::consts::TAU * 13_000.0 * n as f32 / 48_000.0).sin();
        let sine: Vec<f32> = (0..12_000).map(sine).collect();
        let mut coder = Coder::new(spec, &plans, 0);
        coder.start(&coding);
        run(&mut coder, &[sine.clone(), sine], &[64]);
        let survey = &coder.report().survey;
        let beyond = &survey.beyond;
        let edges = &beyond.edges_hz[..=beyond.bands];
        // Within the last band, where the bandwidth cuts that, or at its end.
        let last = survey.edges_hz[survey.bands - 1]..=survey.edges_hz[survey.bands] + 1.0;
        assert!(last.contains(&edges[0]), "{format:?}: {edges:?}");
        if format == Format::Opus {
            // Its ladder keeps all of the band.
            assert_eq!(edges[0], edges[beyond.bands]);
            continue;
        }
        let ends = [edges[0], edges[beyond.bands]];
        assert!(
            ends[0] < 13_000.0 && ends[1] > 13_000.0,
            "{format:?}: {ends:?}"
        );
        assert!(edges.is_sorted_by(|a, b| a < b), "{edges:?}");
        for band in 0..beyond.bands {
            let there = (edges[band]..edges[band + 1]).contains(&13_000.0);
            let level = beyond.before_db[band];
            if there {
                // A transform of a sine goes up and down with its phase.
                assert!((level + 12.0).abs() < 6.0, "{format:?}: {level}");
            } else {
                assert!(level < -20.0, "{format:?}: {level} from {}", edges[band]);
            }
        }
    }
}
