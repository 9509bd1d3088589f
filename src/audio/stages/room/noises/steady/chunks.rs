//! Sound that is worked out a chunk at a time, however the host cuts its blocks.

use crate::audio::stages::room::noises::answer::strongest;
use crate::audio::stages::room::noises::{Household, Mains, Noise, Source, Strike};

/// Frames in a chunk: 0.7 ms at 48 kHz, below what the ear takes for a delay, and long enough that
/// what is worked out once a chunk costs little.
pub const CHUNK: usize = 32;

/// Frames that are ready. A strike counts from the next chunk on, wherever blocks end.
#[derive(Debug, Clone)]
pub struct Chunks {
    ready: [f32; CHUNK],
    position: usize,
    struck: f32,
}

impl Default for Chunks {
    /// None is ready.
    fn default() -> Self {
        Self {
            ready: [0.0; CHUNK],
            position: CHUNK,
            struck: 0.0,
        }
    }
}

/// A noise that sounds without an end, a chunk at a time.
pub trait Chunked: Send {
    /// What is ready of it.
    fn chunks(&mut self) -> &mut Chunks;

    /// Its seed; another one counts once it begins again.
    fn seed(&mut self) -> &mut u64;

    /// As from the beginning, with its seed; what was chosen is taken at once.
    fn begin(&mut self);

    /// Takes what was chosen.
    fn choose(&mut self, noise: &Noise, household: Household, mains: Mains);

    /// Fills a chunk of zeros. `struck` is how strong the strongest strike was since the last one,
    /// 0 for none.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32);
}

impl<T: Chunked> Source for T {
    fn reset(&mut self) {
        *self.chunks() = Chunks::default();
        self.begin();
    }

    fn reseed(&mut self, seed: u64) {
        *self.seed() = seed;
    }

    fn set(&mut self, noise: &Noise, household: Household, mains: Mains) {
        self.choose(noise, household, mains);
    }

    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        let mut done = 0;
        while done < out.len() {
            if self.chunks().position == CHUNK {
                let struck = std::mem::take(&mut self.chunks().struck);
                if let Some(chunk) = out[done..].first_chunk_mut() {
                    // It is wanted whole.
                    *chunk = [0.0; CHUNK];
                    self.render(chunk, struck);
                    self.chunks().struck = strongest(strikes, done, done + CHUNK);
                    done += CHUNK;
                    continue;
                }
                let mut chunk = [0.0; CHUNK];
                self.render(&mut chunk, struck);
                let chunks = self.chunks();
                (chunks.ready, chunks.position) = (chunk, 0);
            }
            let chunks = self.chunks();
            let from = chunks.position;
            let len = (CHUNK - from).min(out.len() - done);
            chunks.struck = chunks.struck.max(strongest(strikes, done, done + len));
            out[done..done + len].copy_from_slice(&chunks.ready[from..from + len]);
            chunks.position += len;
            done += len;
        }
    }
}
