//! The whole transport, by what is heard of it.

use std::f64::consts::TAU;

use super::super::model::Model;
use super::*;

const RATE: f64 = 48_000.0;

fn spec() -> Spec {
    Spec::new(RATE).expect("a rate")
}

fn transport(settings: &TransportSettings) -> Transport {
    let mut transport = Transport::new(spec(), Model::FourTrack.machine());
    transport.set(settings);
    transport
}

/// Both channels after the transport, in blocks of `len`; before each, `change` may turn a knob.
fn play(
    transport: &mut Transport,
    input: &[f32],
    len: usize,
    mut change: impl FnMut(usize, &mut Transport),
) -> [Vec<f32>; 2] {
    let (mut left, mut right) = (input.to_vec(), input.to_vec());
    let blocks = left.chunks_mut(len).zip(right.chunks_mut(len));
    for (n, (left, right)) in blocks.enumerate() {
        change(n * len, transport);
        transport.process(&mut StereoBlock::new(left, right));
    }
    [left, right]
}

fn sine(hz: f64, frames: usize) -> Vec<f32> {
    (0..frames)
        .map(|n| (0.5 * (TAU * hz * n as f64 / RATE).sin()) as f32)
        .collect()
}

/// Frequency by the first and the last upward zero crossing.
fn pitch_hz(samples: &[f32]) -> f64 {
    let crossings: Vec<f64> = samples
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(n, pair)| n as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
        .collect();
    let turns = (crossings.len() - 1) as f64;
    RATE * turns / (crossings[crossings.len() - 1] - crossings[0])
}

/// The largest second difference: 0.5·ω² for a sine of 0.5 that does not click.
fn sharpest(samples: &[f32]) -> f64 {
    let bend = |three: &[f32]| f64::from((three[0] - 2.0 * three[1] + three[2]).abs());
    samples.windows(3).map(bend).fold(0.0, f64::max)
}

fn settings(change: impl FnOnce(&mut TransportSettings)) -> TransportSettings {
    let mut settings = TransportSettings::default();
    change(&mut settings);
    settings
}

fn everything() -> TransportSettings {
    TransportSettings {
        wow_percent: 0.7,
        flutter_percent: 0.4,
        generations: 4,
        varispeed_semitones: 3.3,
        stopped: false,
        inertia_s: 0.2,
        azimuth_arcmin: -20.0,
        wander: 0.8,
    }
}

/// RMS of the speed deviation over 20 s, and its mean.
fn deviation(settings: &TransportSettings) -> (f64, f64) {
    let mut transport = transport(settings);
    let (mut power, mut sum, mut count) = (0.0, 0.0, 0.0);
    for _ in 0..(20.0 * RATE) as usize / TICK {
        transport.tick();
        let slope = transport.piece.end_slope();
        power += slope * slope;
        sum += slope;
        count += 1.0;
    }
    ((power / count).sqrt(), sum / count)
}

#[test]
fn passes_add_up_as_squares() {
    for (wow_percent, flutter_percent) in [(0.3, 0.0), (0.0, 0.3)] {
        let of = |generations: u8| {
            deviation(&TransportSettings {
                wow_percent,
                flutter_percent,
                generations,
                ..TransportSettings::default()
            })
        };
        let (one, _) = of(1);
        for generations in 2..=9 {
            let (rms, mean) = of(generations);
            let error = rms / one / f64::from(generations).sqrt() - 1.0;
            assert!(error.abs() < 0.1, "{generations}: {error}");
            assert!(mean.abs() < 1e-4, "{generations}: {mean}");
        }
    }
}

#[test]
fn at_rest_it_is_a_delay_of_the_latency_exactly() {
    let mut transport = transport(&TransportSettings::default());
    let input = sine(997.0, 4_800);
    let [left, right] = play(&mut transport, &input, 64, |_, _| ());
    let latency = transport.latency();
    assert_eq!(left[latency..], input[..4_800 - latency]);
    assert_eq!(left, right);
}

#[test]
fn varispeed_is_as_fast_as_it_says_and_does_not_click() {
    let hz = 440.0;
    let input = sine(hz, 3 * RATE as usize);
    for semitones in [-12.0, -1.0, 3.0, 12.0] {
        let mut transport = transport(&settings(|s| s.varispeed_semitones = semitones));
        let [left, _] = play(&mut transport, &input, 64, |_, _| ());
        let heard = &left[RATE as usize..];
        let expected = hz * (f64::from(semitones) / 12.0).exp2();
        let cents = 1_200.0 * (pitch_hz(heard) / expected).log2();
        assert!(
            cents.abs() < 1.0,
            "{semitones} semitones: {cents} cents off"
        );
        let clean = 0.5 * (TAU * expected / RATE).powi(2);
        let worst = sharpest(heard) / clean;
        assert!(worst < 1.3, "{semitones} semitones: {worst}");
        let peak = heard.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
        assert!((0.47..0.53).contains(&peak), "{semitones}: {peak}");
    }
}

#[test]
fn a_turn_of_the_speed_glides_and_comes_back_to_the_bit() {
    let input = sine(440.0, 5 * RATE as usize);
    for semitones in [-12.0, 7.0, 12.0] {
        let mut transport = transport(&TransportSettings::default());
        let [left, right] = play(&mut transport, &input, 64, |at, transport| {
            let on = (24_000..72_000).contains(&at);
            let semitones = if on { semitones } else { 0.0 };
            transport.set(&settings(|s| s.varispeed_semitones = semitones));
        });
        let clean = 0.5 * (TAU * 880.0 / RATE).powi(2);
        let worst = sharpest(&left[100..]) / clean;
        assert!(worst < 1.2, "{semitones}: {worst}");
        let (latency, from) = (transport.latency(), 4 * RATE as usize);
        assert_eq!(left[from..], input[from - latency..input.len() - latency]);
        assert_eq!(left, right);
        assert!(transport.way == Way::Still, "the fast path again");
    }
}

#[test]
fn a_stop_takes_its_inertia_and_a_start_ends_at_the_rest_delay() {
    for inertia_s in [0.05f32, 0.5, 3.0] {
        let frames = (f64::from(inertia_s) * RATE) as usize;
        let stop = 4_800;
        let start = stop + 2 * frames;
        let input = sine(440.0, start + 2 * frames + 24_000);
        let mut transport = transport(&TransportSettings::default());
        let [left, _] = play(&mut transport, &input, 16, |at, transport| {
            let stopped = (stop..start).contains(&at);
            transport.set(&settings(|s| {
                s.stopped = stopped;
                s.inertia_s = inertia_s;
            }));
        });
        let silent = left[..start]
            .iter()
            .rposition(|x| *x != 0.0)
            .expect("sound")
            - stop;
        let off = silent as f64 / frames as f64 - 1.0;
        assert!(off.abs() < 0.1, "{inertia_s} s: {off}");
        let clean = 0.5 * (TAU * 440.0 / RATE).powi(2);
        let worst = sharpest(&left[100..]) / clean;
        assert!(worst < 1.3, "{inertia_s} s: {worst}");
        let from = input.len() - 2_400;
        let latency = transport.latency();
        assert_eq!(left[from..], input[from - latency..input.len() - latency]);
    }
}

#[test]
fn nothing_jumps_however_the_tape_is_stopped_and_started() {
    let input = sine(220.0, 8 * RATE as usize);
    let mut noise = crate::audio::dsp::noise::WhiteNoise::new(7);
    for inertia_s in [0.05, 0.7, 3.0] {
        let mut stopped = false;
        let mut next = 9_600;
        let mut transport = transport(&TransportSettings::default());
        let mut count = 0;
        let [left, _] = play(&mut transport, &input, 16, |at, transport| {
            if at >= next && count < 20 {
                stopped = !stopped;
                count += 1;
                next = at + 1_600 + (12_800.0 * noise.sample().abs()) as usize;
            }
            transport.set(&settings(|s| {
                s.stopped = stopped;
                s.inertia_s = inertia_s;
            }));
        });
        assert_eq!(count, 20);
        // A quarter of it is the crossfade's own slope where two places of the sine meet.
        let clean = 0.5 * (TAU * 220.0 / RATE).powi(2);
        let worst = sharpest(&left[100..]) / clean;
        assert!(worst < 1.5, "{inertia_s} s: {worst}");
    }
}

#[test]
fn a_tilted_head_reads_the_left_track_first() {
    // The phase of a low tone tells microseconds, and no more than one turn of it passes.
    let hz = 150.0;
    let input = sine(hz, 24_000);
    let mut transport = transport(&settings(|s| s.azimuth_arcmin = 10.0));
    let [left, right] = play(&mut transport, &input, 64, |_, _| ());
    let phase = |samples: &[f32]| {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, x) in samples.iter().enumerate().skip(8_000).take(16_000) {
            let angle = TAU * hz * n as f64 / RATE;
            re += f64::from(*x) * angle.sin();
            im += f64::from(*x) * angle.cos();
        }
        im.atan2(re) / (TAU * hz) * 1e6
    };
    let (left, right) = (phase(&left), phase(&right));
    let apart = left - right;
    assert!((apart - 55.0).abs() < 1.0, "{apart} µs");
    let latency_us = transport.latency() as f64 / RATE * 1e6;
    let middle = -0.5 * (left + right) - latency_us;
    assert!(middle.abs() < 0.5, "{middle} µs");
}

#[test]
fn a_weaving_tape_keeps_both_tracks_together() {
    let mut azimuth = Azimuth::new(spec(), Model::FourTrack.machine(), 100);
    azimuth.set(0.0, 1.0);
    let arcmin = azimuth.bound_now() / 6.0;
    let (mut power, mut peak) = (0.0, 0.0f64);
    let ticks = 120 * 3_000;
    for _ in 0..ticks {
        azimuth.tick();
        let angle = azimuth.skew(TICK) / arcmin;
        power += angle * angle;
        peak = peak.max(angle.abs());
    }
    let rms = (power / f64::from(ticks)).sqrt();
    assert!((2.0..3.5).contains(&rms), "{rms}'");
    assert!(peak <= 6.0 + 1e-3, "{peak}'");
}

/// Knobs that turn while it plays, at multiples of 320 frames.
fn turn(at: usize, transport: &mut Transport) {
    if !at.is_multiple_of(320) {
        return;
    }
    let step = at / 320;
    let mut settings = everything();
    settings.stopped = step % 40 > 28;
    settings.generations = 1 + (step / 25 % 9) as u8;
    settings.varispeed_semitones = [3.3, -12.0, 12.0, 0.0][step / 30 % 4];
    transport.set(&settings);
}

#[test]
fn any_blocks_and_a_reset_give_the_same_bits() {
    let mut noise = crate::audio::dsp::noise::WhiteNoise::new(3);
    let input: Vec<f32> = (0..96_000).map(|_| noise.sample()).collect();
    let mut transport = transport(&everything());
    let whole = play(&mut transport, &input, 64, turn);
    for len in [1, 10, 32] {
        transport.reset();
        transport.set(&everything());
        assert!(whole == play(&mut transport, &input, len, turn), "{len}");
    }
}

#[test]
fn every_rate_holds_the_extremes() {
    for rate in [1_000.0, 8_000.0, 44_100.0, 192_000.0, 1_536_000.0] {
        let spec = Spec::new(rate).expect("a rate");
        let mut transport = Transport::new(spec, Model::HomeReel.machine());
        let mut noise = crate::audio::dsp::noise::WhiteNoise::new(3);
        let input: Vec<f32> = (0..40_000).map(|_| noise.sample()).collect();
        let outputs = play(&mut transport, &input, 64, |at, transport| {
            turn(at, transport);
            if at % 6_400 == 0 {
                transport.set_machine(spec, Model::ALL[at / 6_400 % 4].machine());
            }
        });
        let fine = |x: &f32| x.is_finite() && x.abs() < 4.0;
        assert!(outputs.iter().flatten().all(fine), "{rate} Hz");
    }
}
