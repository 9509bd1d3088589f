//! A struck string: stiff, so that its partials spread, with a hammer that is heard.

use std::f64::consts::{PI, TAU};

use super::RENDER_RATE;
use super::score::SECONDS_PER_BEAT;
use super::synth::{Filter, db, envelope, note_hz, pan};
use super::track::Track;
use crate::random::Random;

const PARTIALS: usize = 24;

/// Inharmonicity of the middle of a piano (Fletcher, Blackham & Stratton, JASA 34-6, 1962).
const STIFFNESS: f64 = 4e-4;

/// Where along the string the hammer strikes: partials with a node there are missing.
const STRIKE_POSITION: f64 = 0.12;

/// A decaying sine by its recursion: y(n) = 2r·cos(ω)·y(n−1) − r²·y(n−2).
#[derive(Clone, Copy, Default)]
struct Partial {
    turn: f64,
    decay: f64,
    last: [f64; 2],
}

impl Partial {
    fn new(freq_hz: f64, decay_seconds: f64, level: f64) -> Self {
        let angle = TAU * freq_hz / RENDER_RATE;
        let radius = (-1.0 / (decay_seconds * RENDER_RATE)).exp();
        Self {
            turn: 2.0 * radius * angle.cos(),
            decay: radius * radius,
            last: [0.0, -level * angle.sin()],
        }
    }

    fn next(&mut self) -> f64 {
        let value = self.turn * self.last[0] - self.decay * self.last[1];
        self.last = [value, self.last[0]];
        value
    }
}

/// A note of `beats`, struck with a force of 0 to 1.
pub fn strike(track: &mut Track, beat: f64, beats: f64, note: f64, force: f64) {
    let seconds = beats * SECONDS_PER_BEAT + 0.25;
    let freq_hz = note_hz(note);
    let mut partials = [Partial::default(); PARTIALS];
    for (index, partial) in partials.iter_mut().enumerate() {
        let order = index as f64 + 1.0;
        let partial_hz = order * freq_hz * (1.0 + STIFFNESS * order * order).sqrt();
        if partial_hz > 16_000.0 {
            break;
        }
        // A harder blow is a harder hammer: less of the top is lost in its felt.
        let felt = db(-partial_hz / (180.0 + 700.0 * force));
        let level = (PI * order * STRIKE_POSITION).sin().abs() * felt / order.sqrt();
        *partial = Partial::new(partial_hz, 1.4 / (1.0 + 0.25 * order), level);
    }
    let mut knock = Filter::default();
    let mut random = Random::new((beat * 960.0) as u64 ^ (note as u64) << 32);
    // Low strings lie to the left.
    let sides = pan((note - 62.0) / 50.0);
    track.add(beat, seconds, |time| {
        let strings: f64 = partials.iter_mut().map(Partial::next).sum();
        let noise = random.bipolar() * (-time / 0.012).exp();
        let wood = knock.next(noise, 2_200.0, 0.8).low;
        let level = 0.5 * force * envelope(time, seconds, 0.0015, 0.2);
        sides.map(|gain| gain * level * (strings + 0.5 * wood))
    });
}
