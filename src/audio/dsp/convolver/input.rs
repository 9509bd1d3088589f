//! What came in, for as long as a level may look back.

use super::layout::TICK;

/// Both channels' past.
pub struct Input {
    rings: [Vec<f32>; 2],
    /// How long both have been zero, in frames.
    silent_frames: usize,
}

impl Input {
    /// Looks back by two of the `longest` partitions, and for one more period. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(longest: usize) -> Self {
        let ring = || vec![0.0; 3 * longest];
        Self {
            rings: [ring(), ring()],
            silent_frames: usize::MAX,
        }
    }

    /// As if it had been silent for ever.
    pub fn reset(&mut self) {
        for ring in &mut self.rings {
            ring.fill(0.0);
        }
        self.silent_frames = usize::MAX;
    }

    /// Takes what came in during a tick that began at `frame`.
    pub fn take(&mut self, frame: u64, channels: [&[f32]; 2]) {
        let silent = channels.iter().all(|c| c.iter().all(|&x| x == 0.0));
        self.silent_frames = if silent {
            self.silent_frames.saturating_add(TICK)
        } else {
            0
        };
        for (ring, channel) in self.rings.iter_mut().zip(channels) {
            let at = (frame % ring.len() as u64) as usize;
            ring[at..][..TICK].copy_from_slice(channel);
        }
    }

    /// Whether the last `frames` were zero.
    pub fn is_silent_for(&self, frames: usize) -> bool {
        self.silent_frames >= frames
    }

    /// The two partitions of a channel that end at `frame`, which is a multiple of them.
    pub fn window(&self, channel: usize, frame: u64, partition: usize) -> [&[f32]; 2] {
        let ring = &self.rings[channel];
        let end = (frame % ring.len() as u64) as usize + ring.len();
        [2, 1].map(|back| &ring[(end - back * partition) % ring.len()..][..partition])
    }
}
