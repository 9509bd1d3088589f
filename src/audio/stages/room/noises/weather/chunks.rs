//! Sound that is worked out a chunk at a time, however the host cuts its blocks.

use crate::audio::stages::room::noises::Strike;

/// Frames in a chunk: 0.7 ms at 48 kHz, below what the ear takes for a delay, and long enough that
/// what is worked out once a chunk costs little.
pub const CHUNK: usize = 32;

/// Hands out whole chunks in pieces. A strike counts from the next chunk on, wherever blocks end.
#[derive(Debug, Clone)]
pub struct Chunks {
    ready: [f32; CHUNK],
    position: usize,
    struck: f32,
}

impl Chunks {
    /// None is ready.
    pub fn new() -> Self {
        Self {
            ready: [0.0; CHUNK],
            position: CHUNK,
            struck: 0.0,
        }
    }

    /// Fills `out`. `render` fills a chunk, and hears how strong the strongest strike was since
    /// the last one; 0 for none.
    pub fn fill(
        &mut self,
        out: &mut [f32],
        strikes: &[Strike],
        mut render: impl FnMut(&mut [f32; CHUNK], f32),
    ) {
        let mut done = 0;
        while done < out.len() {
            if self.position == CHUNK {
                render(&mut self.ready, self.struck);
                self.position = 0;
                self.struck = 0.0;
            }
            let len = (CHUNK - self.position).min(out.len() - done);
            let piece = done..done + len;
            for strike in strikes {
                if piece.contains(&strike.at) {
                    self.struck = self.struck.max(strike.strength.min(1.0));
                }
            }
            out[piece].copy_from_slice(&self.ready[self.position..self.position + len]);
            self.position += len;
            done += len;
        }
    }
}
