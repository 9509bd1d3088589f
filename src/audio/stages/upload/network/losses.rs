//! Which packets are lost: a chain of two states, good and bad.
//!
//! Sources: E. N. Gilbert, "Capacity of a burst-noise channel", BSTJ 39, 1960; E. O. Elliott,
//! "Estimates of error rates for codes on burst-noise channels", BSTJ 42, 1963, here with no losses
//! in the good state and nothing but losses in the bad one. Bursts and gaps as RFC 3611 speaks of
//! them.
//!
//! Left to itself the chain wanders: at 20 % in bursts of 3, one minute in three is off by more than
//! 1.4 %. So that the knobs mean what they say within a minute, the chance of leaving a state leans
//! towards what is owed to them.

use super::{MAX_BURST, uniform, within};
use crate::audio::dsp::noise::WhiteNoise;

/// How much the chances of entering and of leaving the bad state lean, per mean burst that is owed:
/// as little as holds ±1 % of loss and ±10 % of burst in a minute of 20 ms packets, if it has thirty
/// bursts; from simulations. More, and all bursts would be of the same length.
const LEANS: [f32; 2] = [0.8, 0.4];
/// The most a chance leans, as a logarithm.
const MOST: f32 = 2.0;

/// The chain.
pub struct Losses {
    source: WhiteNoise,
    loss: f32,
    burst: f32,
    bad: bool,
    /// What is left of the present run: exponential with mean 1, whatever the chances do.
    countdown: f32,
    /// Packets lost beyond the share, and packets in bursts beyond the mean.
    excess: f32,
    excess_in_bursts: f32,
}

impl Losses {
    /// None are lost.
    pub fn new() -> Self {
        let mut losses = Self {
            source: source(0),
            loss: 0.0,
            burst: 1.0,
            bad: false,
            countdown: 0.0,
            excess: 0.0,
            excess_in_bursts: 0.0,
        };
        losses.reset();
        losses
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.source.reset();
        self.bad = false;
        self.countdown = self.exponential();
        self.settle();
    }

    /// Another fate.
    pub fn seed(&mut self, seed: u64) {
        self.source = source(seed);
        self.reset();
    }

    /// The share that is lost, 0 to 1, and how many in a row on average, 1 to [`MAX_BURST`].
    pub fn set(&mut self, loss: f32, burst: f32) {
        let loss = within(loss, [0.0, 1.0]);
        let burst = within(burst, [1.0, MAX_BURST]);
        if (loss, burst) != (self.loss, self.burst) {
            (self.loss, self.burst) = (loss, burst);
            self.settle();
        }
    }

    /// Whether the next packet is.
    pub fn next_is_lost(&mut self) -> bool {
        let [enter, leave] = self.chances();
        let mean = 1.0 / leave.max(f32::MIN_POSITIVE);
        let (chance, lean) = if self.bad {
            (leave, LEANS[1] * self.excess_in_bursts / mean)
        } else {
            (enter, -LEANS[0] * self.excess / mean)
        };
        let lean = lean.clamp(-MOST, MOST).exp();
        // A chance of c at each packet is a hazard of −ln(1 − c); a certain one is infinite.
        self.countdown += lean * (-chance).ln_1p();
        if chance > 0.0 && self.countdown <= 0.0 {
            self.bad = !self.bad;
            self.countdown = self.exponential();
            if self.bad {
                self.excess_in_bursts -= mean;
            }
        }
        self.excess -= self.loss;
        if self.bad {
            self.excess += 1.0;
            self.excess_in_bursts += 1.0;
        }
        self.bad
    }

    /// The chances of entering and of leaving the bad state for a share p and a mean burst b: 1/b
    /// for leaving, and p/(b·(1 − p)) for entering, by which p = enter/(enter + leave). Where that
    /// would be more than certain, bursts are longer.
    fn chances(&self) -> [f32; 2] {
        let (loss, leave) = (self.loss, 1.0 / self.burst);
        if loss == 0.0 {
            [0.0, 1.0]
        } else if loss * leave >= 1.0 - loss {
            [1.0, (1.0 - loss) / loss]
        } else {
            [loss * leave / (1.0 - loss), leave]
        }
    }

    fn settle(&mut self) {
        self.excess = 0.0;
        self.excess_in_bursts = 0.0;
    }

    fn exponential(&mut self) -> f32 {
        -uniform(&mut self.source).ln()
    }
}

fn source(seed: u64) -> WhiteNoise {
    WhiteNoise::new(seed ^ 0x1055_0001)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Share and mean burst over this many packets.
    fn measured(losses: &mut Losses, packets: usize) -> (f32, f32) {
        let (mut lost, mut bursts, mut before) = (0, 0, false);
        for _ in 0..packets {
            let now = losses.next_is_lost();
            lost += usize::from(now);
            bursts += usize::from(now && !before);
            before = now;
        }
        let share = lost as f32 / packets as f32;
        (share, lost as f32 / bursts.max(1) as f32)
    }

    #[test]
    fn a_minute_has_the_share_and_the_bursts_that_were_asked_for() {
        for seed in 0..10 {
            for (loss, burst) in [
                (0.01, 1.0),
                (0.05, 2.0),
                (0.1, 4.0),
                (0.2, 3.0),
                (0.3, 8.0),
                (0.5, 5.0),
                (0.8, 12.0),
            ] {
                let mut losses = Losses::new();
                losses.seed(seed);
                losses.set(loss, burst);
                let (share, length) = measured(&mut losses, 3_000);
                assert!((share - loss).abs() < 0.01, "{share} of {loss}, {burst}");
                let ratio = length / burst;
                assert!((ratio - 1.0).abs() < 0.1, "{length} of {loss}, {burst}");
            }
        }
    }

    #[test]
    fn where_both_cannot_be_had_the_share_is_kept() {
        for loss in [0.0, 0.7, 0.95, 1.0] {
            let mut losses = Losses::new();
            losses.set(loss, 1.0);
            let (share, _) = measured(&mut losses, 3_000);
            assert!((share - loss).abs() < 0.01, "{share} of {loss}");
        }
        let mut losses = Losses::new();
        losses.set(1.0, 20.0);
        assert!(losses.next_is_lost());
        losses.set(0.0, 20.0);
        assert!(!losses.next_is_lost());
    }

    #[test]
    fn lengths_of_bursts_fall_off_as_in_the_chain() {
        let mut losses = Losses::new();
        losses.set(0.3, 4.0);
        let mut lengths = Vec::new();
        let mut run = 0;
        for _ in 0..60_000 {
            if losses.next_is_lost() {
                run += 1;
            } else if run > 0 {
                lengths.push(run);
                run = 0;
            }
        }
        let share = |from: i32| {
            lengths.iter().filter(|&&length| length >= from).count() as f64 / lengths.len() as f64
        };
        for from in [2, 4, 8] {
            let chain = 0.75f64.powi(from - 1);
            assert!(
                (share(from) - chain).abs() < 0.05,
                "{from}: {}",
                share(from)
            );
        }
    }
}
