//! The detector: reduction comes with the attack and goes with the release.
//!
//! Two stages, as in the tutorial's smooth decoupled detector (equation 17): the first takes every peak
//! at once and lets go slowly, so that the second does not fall between the peaks of a wave. There the
//! attack adds to the release; here the second stage has a release of its own (as in the branching
//! detector, equation 16), and both are so much faster that together they take the time that is set.
//! Program-dependent: beside them a slow follower that only long reductions reach, and the deeper of the
//! two holds, as with the two time constants of the "auto" position of bus compressors.

use crate::audio::dsp::one_pole::approach;

/// Two equal poles have come down to 1/e after so many of one's time constants: (1 + t) e⁻ᵗ = 1/e.
const TWO_POLES: f64 = 2.146_193_220_620_58;
/// The slow follower takes so many times the release, down and up alike, but no less than
/// [`SLOWEST_START_MS`]. By ear.
const SLOWER: f64 = 10.0;
const SLOWEST_START_MS: f64 = 1_000.0;

/// One value for each channel.
type Pair = [f64; 2];

/// Follows the wanted reduction of both channels.
#[derive(Debug, Clone)]
pub struct Follower {
    sample_rate: f64,
    set: (f64, f64),
    attack: f64,
    release: f64,
    slow: f64,
    auto: bool,
    peak: Pair,
    smooth: Pair,
    long: Pair,
}

impl Follower {
    /// At rest.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            sample_rate,
            set: (0.0, 0.0),
            attack: 1.0,
            release: 1.0,
            slow: 1.0,
            auto: false,
            peak: [0.0; 2],
            smooth: [0.0; 2],
            long: [0.0; 2],
        }
    }

    /// Nothing is reduced.
    pub fn reset(&mut self) {
        self.peak = [0.0; 2];
        self.smooth = [0.0; 2];
        self.long = [0.0; 2];
    }

    /// Other times.
    pub fn set(&mut self, attack_ms: f64, release_ms: f64, auto: bool) {
        self.auto = auto;
        if self.set == (attack_ms, release_ms) {
            return;
        }
        self.set = (attack_ms, release_ms);
        let step = |ms: f64| f64::from(approach(ms * 1e-3, 1, self.sample_rate));
        self.attack = step(attack_ms);
        self.release = step(release_ms / TWO_POLES);
        self.slow = step((SLOWER * release_ms).max(SLOWEST_START_MS));
    }

    /// Replaces the wanted reduction by the one to apply; returns the deepest.
    pub fn process(&mut self, both: [&mut [f32]; 2]) -> f32 {
        if self.auto {
            self.follow::<true>(both)
        } else {
            // It begins from what holds when it is switched on.
            self.long = self.smooth;
            self.follow::<false>(both)
        }
    }

    #[inline(always)]
    fn follow<const AUTO: bool>(&mut self, [left, right]: [&mut [f32]; 2]) -> f32 {
        let (attack, release, slow) = (self.attack, self.release, self.slow);
        let (mut peak, mut smooth, mut long) = (self.peak, self.smooth, self.long);
        // Kept shares: as few steps as can be from one frame to the next.
        let (keep_attack, keep) = (1.0 - attack, 1.0 - release);
        let mut deepest = [0.0; 2];
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let wanted = [f64::from(*left), f64::from(*right)];
            let mut out = [0.0; 2];
            for lane in 0..2 {
                let fallen = keep * peak[lane] + release * wanted[lane];
                peak[lane] = larger(wanted[lane], fallen);
                let up = keep_attack * smooth[lane] + attack * peak[lane];
                let down = keep * smooth[lane] + release * peak[lane];
                smooth[lane] = if peak[lane] > smooth[lane] { up } else { down };
                out[lane] = smooth[lane];
                if AUTO {
                    long[lane] += slow * (smooth[lane] - long[lane]);
                    out[lane] = larger(smooth[lane], long[lane]);
                }
                deepest[lane] = larger(deepest[lane], out[lane]);
            }
            *left = out[0] as f32;
            *right = out[1] as f32;
        }
        // What has come to nothing ends there instead of crawling through the denormals.
        for state in [&mut peak, &mut smooth, &mut long].into_iter().flatten() {
            if *state < 1e-30 {
                *state = 0.0;
            }
        }
        (self.peak, self.smooth, self.long) = (peak, smooth, long);
        larger(deepest[0], deepest[1]) as f32
    }
}

#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
