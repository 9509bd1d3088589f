//! The coder as a whole: what is kept, what it costs, and what nothing may break.

use super::*;
use crate::audio::dsp::noise::WhiteNoise;

const LINES: usize = 960;

/// A 20 ms hop at 48 kHz and a bit rate.
fn hop(kbit: u32) -> Hop {
    Hop {
        line_hz: 25.0,
        budget_bits: kbit * 20,
        blocks: 1,
        bandwidth_hz: 20_000.0,
        mono: false,
        frozen: false,
    }
}

/// Pink noise, half of it common to both channels.
fn noise(source: &mut WhiteNoise) -> [Vec<f32>; 2] {
    let mut lines = [vec![0.0; LINES], vec![0.0; LINES]];
    for i in 0..LINES {
        // Nothing above 20 kHz, which is never coded.
        let level = if i < 800 {
            10.0 / ((i + 4) as f32).sqrt()
        } else {
            0.0
        };
        let common = source.sample();
        for lines in &mut lines {
            lines[i] = level * (common + source.sample());
        }
    }
    lines
}

fn code(coder: &mut PulseCoder, lines: &[Vec<f32>; 2], hop: &Hop) -> ([Vec<f32>; 2], u32) {
    let mut out = lines.clone();
    let [left, right] = &mut out;
    let bits = coder.code([left, right], hop);
    (out, bits)
}

/// Signal to error in dB, over some hops of noise.
fn snr_db(hop: &Hop) -> f32 {
    let mut coder = PulseCoder::new(LINES);
    let mut source = WhiteNoise::new(5);
    let (mut signal, mut error) = (0.0, 0.0);
    for _ in 0..20 {
        let lines = noise(&mut source);
        let (out, _) = code(&mut coder, &lines, hop);
        for (x, y) in lines.iter().flatten().zip(out.iter().flatten()) {
            signal += x * x;
            error += (x - y) * (x - y);
        }
    }
    10.0 * (signal / error).log10()
}

#[test]
fn bands_keep_their_energy_at_64_kbit() {
    let mut source = WhiteNoise::new(6);
    let mut tone = [vec![1e-3; LINES], vec![1e-3; LINES]];
    for lines in &mut tone {
        lines[40..43].copy_from_slice(&[-3.0, 10.0, -4.0]);
    }
    let hop = hop(64);
    let layout = Layout::new(LINES, hop.line_hz, hop.bandwidth_hz, 1);
    for tonal in [false, true] {
        let mut coder = PulseCoder::new(LINES);
        let mut powers = [[[1e-9f32; BANDS]; 2]; 2];
        for n in 0..30 {
            let lines = if tonal {
                tone.clone()
            } else {
                noise(&mut source)
            };
            let (out, _) = code(&mut coder, &lines, &hop);
            if n < 5 {
                continue;
            }
            for (powers, signal) in powers.iter_mut().zip([&lines, &out]) {
                for (powers, lines) in powers.iter_mut().zip(signal) {
                    for (band, power) in powers.iter_mut().enumerate() {
                        *power += lines[layout.range(band)].iter().map(|x| x * x).sum::<f32>();
                    }
                }
            }
        }
        let [original, coded] = powers;
        for (original, coded) in original.iter().flatten().zip(coded.iter().flatten()) {
            let off_db = 10.0 * (coded / original).log10();
            assert!(off_db.abs() < 1.0, "tonal {tonal}: {off_db} dB");
        }
    }
}

#[test]
fn no_hop_costs_more_than_its_budget() {
    let mut source = WhiteNoise::new(7);
    for mono in [false, true] {
        for blocks in [1, 8] {
            for budget_bits in [0, 1, 2, 7, 30, 120, 640, 1_280, 2_560, 10_000] {
                let mut coder = PulseCoder::new(LINES);
                let hop = Hop {
                    budget_bits,
                    blocks,
                    mono,
                    ..hop(1)
                };
                for _ in 0..5 {
                    let (out, bits) = code(&mut coder, &noise(&mut source), &hop);
                    assert!(bits <= budget_bits, "{bits} of {budget_bits}");
                    let wasted = budget_bits.min(5_000) - bits.min(5_000);
                    assert!(wasted < 40 + budget_bits / 50, "{bits} of {budget_bits}");
                    assert!(out.iter().flatten().all(|x| x.is_finite()));
                }
            }
        }
    }
}

#[test]
fn more_bits_are_more_exact() {
    let snr = [16, 32, 64, 96, 128, 192, 256, 320].map(|kbit| snr_db(&hop(kbit)));
    for pair in snr.windows(2) {
        assert!(pair[1] > pair[0] + 0.3, "{snr:?}");
    }
    assert!(snr[7] > 15.0, "{snr:?}");
}

#[test]
fn nothing_breaks_it() {
    let mut coder = PulseCoder::new(LINES);
    for level in [0.0, 1e-38, 1e-12, 1e6, 1e15, f32::MAX] {
        for line_hz in [0.5, 25.0, 700.0, 1e6] {
            for (blocks, budget_bits) in [(1, 1), (8, 1), (1, 960), (8, 3_000)] {
                let hop = Hop {
                    line_hz,
                    blocks,
                    budget_bits,
                    ..hop(1)
                };
                for tonal in [false, true] {
                    let mut lines = [vec![level; LINES], vec![-level; LINES]];
                    if tonal {
                        lines.iter_mut().for_each(|lines| lines[1..].fill(0.0));
                    }
                    let (out, bits) = code(&mut coder, &lines, &hop);
                    assert!(bits <= budget_bits);
                    assert!(out.iter().flatten().all(|x| x.is_finite()));
                }
            }
        }
    }
    // After nonsense it recovers.
    let lines = noise(&mut WhiteNoise::new(8));
    let mut out = lines.clone();
    for _ in 0..8 {
        out = code(&mut coder, &lines, &hop(128)).0;
    }
    let power = |lines: &[Vec<f32>; 2]| lines.iter().flatten().map(|x| x * x).sum::<f32>();
    let off_db = 10.0 * (power(&out) / power(&lines)).log10();
    assert!(off_db.abs() < 1.0, "{off_db}");
}

#[test]
fn silence_costs_a_bit_and_mono_is_alike_in_both() {
    let mut coder = PulseCoder::new(LINES);
    let silence = [vec![0.0; LINES], vec![0.0; LINES]];
    let (out, bits) = code(&mut coder, &silence, &hop(64));
    assert_eq!((out, bits), (silence, 1));
    let lines = noise(&mut WhiteNoise::new(9));
    let (out, _) = code(
        &mut coder,
        &lines,
        &Hop {
            mono: true,
            ..hop(64)
        },
    );
    assert_eq!(out[0], out[1]);
}

#[test]
fn short_blocks_keep_a_click_in_its_place() {
    // Energy in the last of eight blocks only.
    let mut source = WhiteNoise::new(10);
    let mut coder = PulseCoder::new(LINES);
    let hop = Hop {
        blocks: 8,
        ..hop(96)
    };
    let mut lines = [vec![0.0; LINES], vec![0.0; LINES]];
    for i in (7..LINES).step_by(8) {
        lines[0][i] = source.sample();
        lines[1][i] = source.sample();
    }
    let (out, _) = code(&mut coder, &lines, &hop);
    let (mut early, mut late) = (0.0, 0.0);
    for out in &out {
        for group in out.chunks_exact(8) {
            early += group[..6].iter().map(|x| x * x).sum::<f32>();
            late += group[7] * group[7];
        }
    }
    assert!(early < 0.25 * late, "{early} {late}");
}

#[test]
fn reset_begins_again() {
    let mut coder = PulseCoder::new(LINES);
    let mut source = WhiteNoise::new(11);
    let lines = noise(&mut source);
    let first = code(&mut coder, &lines, &hop(32));
    code(&mut coder, &noise(&mut source), &hop(32));
    coder.reset();
    assert_eq!(first, code(&mut coder, &lines, &hop(32)));
}

#[test]
fn bandwidth_grows_in_steps() {
    for (kbit, hz) in [
        (6.0, 4_200.0),
        (8.0, 4_000.0),
        (10.0, 8_400.0),
        (12.0, 8_300.0),
    ] {
        assert!((bandwidth_hz(kbit) / hz - 1.0).abs() < 0.05);
    }
    assert_eq!(bandwidth_hz(16.0), 20_000.0);
    assert_eq!(bandwidth_hz(320.0), 20_000.0);
}

#[test]
fn a_frozen_coder_keeps_its_bits_where_they_were() {
    let tone = |line: usize| {
        let mut lines = vec![0.0; LINES];
        lines[line] = 1.0;
        [lines.clone(), lines]
    };
    let hop = Hop {
        mono: true,
        ..hop(16)
    };
    // What is left of a line at 15 kHz, as a share of its power.
    let kept = |coder: &mut PulseCoder, frozen| {
        let high = tone(600);
        let (out, _) = code(coder, &high, &Hop { frozen, ..hop });
        out[0][600] * out[0][600]
    };
    let mut coder = PulseCoder::new(LINES);
    for _ in 0..4 {
        code(&mut coder, &tone(30), &hop);
    }
    let frozen = kept(&mut coder, true);
    let frozen_again = kept(&mut coder, true);
    let free = (0..4).map(|_| kept(&mut coder, false)).fold(0.0, f32::max);
    assert!(frozen.max(frozen_again) < 0.5 * free, "{frozen} {free}");
}
