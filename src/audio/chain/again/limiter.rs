//! Holds the loop, whatever the chain makes of it: a soft limiter that both sides share, and a bound
//! behind it.
//!
//! A loop of more than 100 % swells until the limiter takes away what is too much: 0.8 dB at 110 %,
//! which it does at a level of −8 dBFS. There it turns steadily, and so must the gain: wherever in the
//! turn the gain were higher, the sound would grow with each turn, and after a minute nothing would be
//! left but a spike there. The follower therefore takes the highest peak of the last turn, which is the
//! same at every place of a loop that goes round. (D. Giannoulis, M. Massberg and J. D. Reiss, "Digital
//! Dynamic Range Compressor Design", JAES 60, 2012, compare followers that only fall.)

use crate::audio::stage::Spec;

/// Up to here nothing happens: −12 dBFS.
const THRESHOLD: f32 = 0.25;
/// What the level tends to, however much comes: −3 dBFS.
const CEILING: f32 = 0.708;
/// Where the bound begins to bend: above all that the limiter lets through once it has caught on.
const BEND: f32 = 0.75;
/// How fast it catches on.
const ATTACK_MS: f64 = 1.0;
/// The shortest time over which the highest peak is taken: half a period of 20 Hz.
const SHORTEST_MS: f64 = 25.0;
/// In how many parts a turn is cut, of which each has its peak, beside the one that is under way.
const PARTS: usize = 8;
/// How fast it lets go.
const RELEASE_MS: f64 = 150.0;
/// A follower below this is at rest: −200 dBFS.
const REST: f32 = 1e-10;

/// The limiter of both sides.
pub struct Limiter {
    attack: f32,
    release: f32,
    shortest_frames: usize,
    /// Frames of a part, and those of the one under way that have passed.
    part_frames: usize,
    elapsed: usize,
    /// The peak of each part, the one under way, and the highest of those before it.
    peaks: [f32; PARTS],
    under_way: f32,
    before: f32,
    /// The highest peak of the last turn, smoothed.
    level: f32,
}

impl Limiter {
    /// At rest.
    pub fn new(spec: Spec) -> Self {
        let rate = |ms: f64| (1.0 - (-1e3 / (ms * spec.sample_rate)).exp()) as f32;
        let shortest_frames = spec.frames(SHORTEST_MS).max(PARTS);
        Self {
            attack: rate(ATTACK_MS),
            release: rate(RELEASE_MS),
            shortest_frames,
            part_frames: shortest_frames.div_ceil(PARTS),
            elapsed: 0,
            peaks: [0.0; PARTS],
            under_way: 0.0,
            before: 0.0,
            level: 0.0,
        }
    }

    /// At rest again.
    pub fn reset(&mut self) {
        self.elapsed = 0;
        self.peaks = [0.0; PARTS];
        self.under_way = 0.0;
        self.before = 0.0;
        self.level = 0.0;
    }

    /// How many frames a turn takes.
    pub fn set_turn(&mut self, frames: usize) {
        self.part_frames = frames.max(self.shortest_frames).div_ceil(PARTS);
    }

    /// One frame of both sides, finite.
    #[inline(always)]
    pub fn limit(&mut self, [left, right]: [f32; 2]) -> [f32; 2] {
        self.under_way = self.under_way.max(left.abs()).max(right.abs());
        let peak = self.before.max(self.under_way);
        let rate = if peak > self.level {
            self.attack
        } else {
            self.release
        };
        self.level += rate * (peak - self.level);
        self.elapsed += 1;
        if self.elapsed >= self.part_frames {
            self.next_part();
        }
        if self.level <= THRESHOLD {
            if self.level < REST {
                self.level = 0.0;
            }
            return [bound(left), bound(right)];
        }
        let gain = gain(self.level);
        [bound(gain * left), bound(gain * right)]
    }

    /// A part is over.
    fn next_part(&mut self) {
        self.elapsed = 0;
        self.peaks.rotate_left(1);
        self.peaks[PARTS - 1] = self.under_way;
        self.under_way = 0.0;
        self.before = self
            .peaks
            .iter()
            .fold(0.0, |highest, &peak| highest.max(peak));
    }
}

/// What brings a level above [`THRESHOLD`] to T + r e/(r + e), with e its excess and r what is left to
/// [`CEILING`]: it leaves the threshold without a kink and never arrives.
fn gain(level: f32) -> f32 {
    let room = CEILING - THRESHOLD;
    let excess = level - THRESHOLD;
    let total = room + excess;
    (THRESHOLD * total + room * excess) / (total * level)
}

/// The same curve for a sample, between [`BEND`] and full scale.
#[inline(always)]
fn bound(sample: f32) -> f32 {
    let excess = sample.abs() - BEND;
    if excess <= 0.0 {
        return sample;
    }
    let room = 1.0 - BEND;
    (BEND + room * excess / (room + excess)).copysign(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec {
        sample_rate: 48_000.0,
    };

    fn limited(amplitude: f32, hz: f32, frames: usize) -> Vec<f32> {
        let mut limiter = Limiter::new(SPEC);
        let sine = |n: usize| amplitude * (n as f32 * hz * std::f32::consts::TAU / 48_000.0).sin();
        (0..frames)
            .map(|n| limiter.limit([sine(n), 0.5 * sine(n)])[0])
            .collect()
    }

    #[test]
    fn it_does_nothing_below_its_threshold_and_holds_all_above() {
        let soft = limited(0.249, 440.0, 4_800);
        let mut sine =
            (0..).map(|n| 0.249 * (n as f32 * 440.0 * std::f32::consts::TAU / 48e3).sin());
        assert!(soft.iter().all(|&x| Some(x) == sine.next()));
        for amplitude in [1.0, 30.0, 1e6] {
            let loud = limited(amplitude, 440.0, 48_000);
            let peak = |sound: &[f32]| sound.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
            assert!(peak(&loud) <= 1.0);
            assert!(peak(&loud[24_000..]) < CEILING + 1e-4, "{amplitude}");
        }
        // 110 % come back as 100 % at −8 dBFS.
        assert!((1.1 * gain(0.394) - 1.0).abs() < 0.01, "{}", gain(0.394));
    }

    #[test]
    fn its_gain_stands_still_under_a_low_note() {
        let low = limited(0.9, 30.0, 48_000 * 3);
        let sines: Vec<f32> = (0..48_000 * 3)
            .map(|n| (n as f32 * 30.0 * std::f32::consts::TAU / 48_000.0).sin())
            .collect();
        let gains = low.iter().zip(&sines).skip(96_000);
        let gains = gains
            .filter(|(_, sine)| sine.abs() > 0.5)
            .map(|(x, sine)| x / sine);
        let (least, most) = gains.fold((1e9f32, 0.0f32), |(least, most), gain| {
            (least.min(gain), most.max(gain))
        });
        assert!(most / least < 1.000_5, "{least} to {most}");
    }
}
