//! What comes along on the tape and lifts it: dust, and creases.
//!
//! Events arrive at random (Poisson). Each is a bulge with raised-cosine edges, of log-normal length
//! and height.
//! Not modelled: events that come in bursts; oxide that is gone, which loses all frequencies alike.
//! Sources: R. L. Wallace 1951 (54.6·d/λ dB). The statistics are by ear: dropout histograms over
//! length and depth are published ("Criteria for the selection of audio tapes … according to their
//! drop-out characteristic", AES e-library 11580), but not as a law.

use std::f64::consts::PI;

use crate::audio::dsp::noise::WhiteNoise;

/// Events under way at once; at the highest rate and severity a sixth is missed once in hours.
const SLOTS: usize = 5;
/// A crease runs across the tape, a particle lifts one track. By ear.
const CREASES: f32 = 0.35;
/// Share of the length taken by each edge. By ear.
const EDGE: f32 = 0.4;

/// Median length on the tape in metres at half severity: 30 ms on a cassette.
const LENGTH_M: f32 = 1.4e-3;
/// Shortest and longest: 10 to 200 ms on a cassette.
const LENGTHS_M: [f32; 2] = [0.48e-3, 9.5e-3];
/// Median loss in dB at half severity and the highest, at a wavelength of 48 µm: that of 1 kHz on a
/// cassette, by which particles are as large on any machine's tape.
const DEPTH_DB: f32 = 6.0;
const MAX_DEPTH_DB: f32 = 40.0;
const DEPTH_WAVELENGTH_M: f32 = 47.6e-6;
/// Standard deviations of the logarithms.
const LENGTH_SIGMA: f32 = 0.55;
const DEPTH_SIGMA: f32 = 0.6;
/// Full severity makes the median this much longer and deeper, none as much shorter and shallower.
const LENGTH_RANGE: f32 = 2.0;
const DEPTH_RANGE: f32 = 3.0;

/// What comes along on the tape.
pub struct Arrivals {
    source: WhiteNoise,
    /// Expected arrivals until the next one: exponential with mean 1, whatever the rate does.
    countdown: f32,
    events: [Event; SLOTS],
}

/// A bulge that passes the head.
#[derive(Debug, Clone, Copy, Default)]
struct Event {
    /// Distance from the head of each track at its top, in metres.
    height_m: [f32; 2],
    length_m: f32,
    /// How much of it has passed; all of it once it is over.
    passed_m: f32,
}

impl Arrivals {
    /// Nothing has come yet.
    pub fn new() -> Self {
        let mut arrivals = Self {
            source: WhiteNoise::new(0xD309_0001),
            countdown: 0.0,
            events: [Event::default(); SLOTS],
        };
        arrivals.countdown = arrivals.exponential();
        arrivals
    }

    /// Whether the tape is off the head.
    pub fn is_busy(&self) -> bool {
        self.events.iter().any(Event::is_under_way)
    }

    /// Distances at the end of a tick in which `hazard` arrivals are expected and `ahead_m` of tape
    /// pass.
    pub fn tick(&mut self, hazard: f32, severity: f32, ahead_m: f32) -> [f32; 2] {
        let mut spacing_m = [0.0; 2];
        for event in &mut self.events {
            if event.is_under_way() {
                event.passed_m += ahead_m;
                let share = event.share();
                spacing_m[0] += share * event.height_m[0];
                spacing_m[1] += share * event.height_m[1];
            }
        }
        self.countdown -= hazard;
        if self.countdown <= 0.0 {
            self.countdown += self.exponential();
            // It may not pass within so few ticks that its edges become steps.
            let shortest_m = 8.0 * ahead_m;
            let event = self.draw(severity, shortest_m);
            if let Some(slot) = self.events.iter_mut().find(|slot| !slot.is_under_way()) {
                *slot = event;
            }
        }
        spacing_m
    }

    fn draw(&mut self, severity: f32, shortest_m: f32) -> Event {
        let tilt = 2.0 * severity - 1.0;
        let median_m = LENGTH_M * LENGTH_RANGE.powf(tilt);
        let [least, most] = LENGTHS_M;
        let length_m = median_m * (LENGTH_SIGMA * self.normal()).exp();
        let median_db = DEPTH_DB * DEPTH_RANGE.powf(tilt);
        let depth_db = (median_db * (DEPTH_SIGMA * self.normal()).exp()).min(MAX_DEPTH_DB);
        // Wallace: 54.6 dB for each wavelength of distance.
        let height_m = depth_db / 54.6 * DEPTH_WAVELENGTH_M;
        let across = self.uniform() < CREASES;
        let left = self.uniform() < 0.5;
        Event {
            height_m: [across || left, across || !left].map(|hit| if hit { height_m } else { 0.0 }),
            length_m: length_m.clamp(least, most).max(shortest_m),
            passed_m: 0.0,
        }
    }

    /// Above 0, up to 1.
    fn uniform(&mut self) -> f32 {
        0.5 - 0.5 * self.source.sample()
    }

    /// With mean 1.
    fn exponential(&mut self) -> f32 {
        -self.uniform().ln()
    }

    /// With mean 0 and standard deviation 1 (Box and Muller 1958).
    fn normal(&mut self) -> f32 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * (2.0 * PI as f32 * self.uniform()).cos()
    }
}

impl Event {
    fn is_under_way(&self) -> bool {
        self.passed_m < self.length_m
    }

    /// Its shape: 0 at both ends, 1 in the middle.
    fn share(&self) -> f32 {
        let end = self.passed_m.min(self.length_m - self.passed_m).max(0.0);
        let edge = (end / (EDGE * self.length_m)).min(1.0);
        0.5 - 0.5 * (PI as f32 * edge).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK_S: f32 = 16.0 / 48_000.0;
    const AHEAD_M: f32 = 0.0476 * TICK_S;

    fn median(values: impl Iterator<Item = f32>) -> f32 {
        let mut values: Vec<f32> = values.collect();
        values.sort_by(f32::total_cmp);
        values[values.len() / 2]
    }

    #[test]
    fn as_many_arrive_as_were_asked_for() {
        for per_minute in [6.0f32, 30.0, 240.0] {
            let mut arrivals = Arrivals::new();
            let mut count = 0.0;
            for _ in 0..(600.0 / TICK_S) as usize {
                let before = arrivals.countdown;
                arrivals.tick(per_minute / 60.0 * TICK_S, 0.5, AHEAD_M);
                count += f32::from(arrivals.countdown > before);
            }
            let expected = 10.0 * per_minute;
            assert!((count - expected).abs() < 3.0 * expected.sqrt(), "{count}");
        }
    }

    #[test]
    fn their_medians_are_as_stated() {
        let mut arrivals = Arrivals::new();
        for (severity, length_ms, depth_db) in
            [(0.0, 15.0, 2.0), (0.5, 30.0, 6.0), (1.0, 60.0, 18.0)]
        {
            let events: Vec<Event> = (0..4_000).map(|_| arrivals.draw(severity, 0.0)).collect();
            let length = 1e3 / 0.0476 * median(events.iter().map(|event| event.length_m));
            let height = |event: &Event| event.height_m[0].max(event.height_m[1]);
            let depth = 54.6 / 47.6e-6 * median(events.iter().map(height));
            assert!((length / length_ms - 1.0).abs() < 0.15, "{length} ms");
            assert!((depth / depth_db - 1.0).abs() < 0.15, "{depth} dB");
            let both = |event: &&Event| event.height_m[0] == event.height_m[1];
            let creases = events.iter().filter(both).count() as f32 / 4_000.0;
            assert!((creases - CREASES).abs() < 0.03, "{creases}");
        }
    }
}
