//! The shape that every noise has.

use super::{Household, Mains, Noise, Strike};
use crate::audio::stage::Timeline;

/// A noise at its source, as loud as in life, in one channel.
pub trait Source: Send {
    /// Begins again with its seed.
    fn reset(&mut self);

    /// Another seed, from the next [`Self::reset`] on.
    fn reseed(&mut self, seed: u64);

    /// Hears where the song is, once for each of the host's blocks.
    fn locate(&mut self, timeline: &Timeline) {
        let _ = timeline;
    }

    /// Takes what was chosen.
    fn set(&mut self, noise: &Noise, household: Household, mains: Mains);

    /// Fills `out`, at most 64 frames. `strikes` are the attacks of the music within it.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]);
}
