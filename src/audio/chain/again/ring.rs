//! What comes back, and where it is read: the loop's memory and its reading places.

use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::MAX_BLOCK;

/// One block of both sides.
pub type Pair = [[f32; MAX_BLOCK]; 2];

/// The last seconds of both sides. What was written before [`Self::forget`] is never read again,
/// although nothing is cleared: the seconds of a studio's sample rate take too long for one block.
pub struct Ring {
    sides: [Vec<f32>; 2],
    /// Where the next frame is written, and how many before it may be read.
    at: usize,
    held: usize,
}

impl Ring {
    /// Room for `frames`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(frames: usize) -> Self {
        let side = vec![0.0; frames.max(MAX_BLOCK)];
        Self {
            sides: [side.clone(), side],
            at: 0,
            held: 0,
        }
    }

    /// How many frames there is room for.
    pub fn len(&self) -> usize {
        self.sides[0].len()
    }

    /// Holds nothing.
    pub fn forget(&mut self) {
        self.held = 0;
    }

    /// Copies from `side` what was written `back` frames before the next one and after that; silence
    /// for what was forgotten.
    fn read(&self, side: usize, back: usize, out: &mut [f32]) {
        debug_assert!(out.len() <= back);
        let ring = &self.sides[side];
        let silent = back.saturating_sub(self.held).min(out.len());
        let (nothing, out) = out.split_at_mut(silent);
        nothing.fill(0.0);
        // Nothing is left where all was silent, and else no more than is held.
        let back = (back - silent).min(ring.len());
        let from = if self.at >= back {
            self.at - back
        } else {
            self.at + ring.len() - back
        };
        let run = out.len().min(ring.len() - from);
        let (first, second) = out.split_at_mut(run);
        first.copy_from_slice(&ring[from..from + run]);
        second.copy_from_slice(&ring[..second.len()]);
    }

    /// Writes the next `frames` of both sides.
    pub fn write(&mut self, pair: &Pair, frames: usize) {
        let len = self.sides[0].len();
        let run = frames.min(len - self.at);
        for (ring, side) in self.sides.iter_mut().zip(pair) {
            ring[self.at..self.at + run].copy_from_slice(&side[..run]);
            ring[..frames - run].copy_from_slice(&side[run..frames]);
        }
        self.at = (self.at + frames) % len;
        self.held = (self.held + frames).min(len);
    }
}

/// Where a turn is read, in frames before the next one that is written, each at least
/// [`MAX_BLOCK`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// What goes back to the left.
    left: usize,
    /// What goes back to the right.
    right: usize,
    /// From which side that is taken.
    right_from: usize,
    /// What is written again while the loop is frozen.
    turn: usize,
}

impl Places {
    /// Those of a turn of `turn` frames through a chain of `latency`, at least a block less.
    pub fn new(turn: usize, latency: usize, ping_pong: bool) -> Self {
        let left = turn - latency;
        Self {
            left,
            right: if ping_pong { left + turn / 2 } else { left },
            right_from: if ping_pong { 0 } else { 1 },
            turn,
        }
    }

    /// How far back they read.
    fn reach(&self) -> usize {
        self.right.max(self.turn)
    }

    /// From which side and from where comes what goes back to `side`.
    fn returning(&self, side: usize) -> (usize, usize) {
        match side {
            0 => (0, self.left),
            _ => (self.right_from, self.right),
        }
    }

    /// The same for what is written again.
    fn kept(&self, side: usize) -> (usize, usize) {
        (side, self.turn)
    }
}

/// Reads at its places, and fades from one set of them to another.
pub struct Reader {
    now: Places,
    /// Where it is heading while `fade` is under way, and where it was sent last.
    next: Places,
    wanted: Places,
    fade: Ramp,
    fresh: bool,
}

impl Reader {
    /// At some places; later ones are reached by a fade of `fade_frames`.
    pub fn new(places: Places, fade_frames: usize) -> Self {
        let mut fade = Ramp::new(1.0, fade_frames);
        fade.snap(1.0);
        Self {
            now: places,
            next: places,
            wanted: places,
            fade,
            fresh: true,
        }
    }

    /// Until something is read, places are taken at once.
    pub fn restart(&mut self) {
        self.fresh = true;
        self.fade.snap(1.0);
        self.now = self.wanted;
        self.next = self.wanted;
    }

    /// Other places.
    pub fn set(&mut self, places: Places) {
        self.wanted = places;
        if self.fresh {
            self.now = places;
            self.next = places;
        }
    }

    /// How far back it reads, or will soon.
    pub fn reach(&self) -> usize {
        let all = [self.now, self.next, self.wanted];
        all.iter().map(Places::reach).max().unwrap_or(0)
    }

    /// The next `frames` of what comes back, and of what is `kept` where that is asked for.
    pub fn read(
        &mut self,
        ring: &Ring,
        frames: usize,
        back: &mut Pair,
        mut kept: Option<&mut Pair>,
    ) {
        self.fresh = false;
        let mut done = 0;
        while done < frames {
            if self.fade.settled() && self.wanted != self.now {
                self.next = self.wanted;
                self.fade.snap(0.0);
                self.fade.set(1.0);
            }
            let fading = !self.fade.settled();
            let mut run = frames - done;
            let mut shares = [0.0; MAX_BLOCK];
            if fading {
                run = run.min(self.fade.remaining());
                shares[..run].fill_with(|| self.fade.next_value());
            }
            let span = done..done + run;
            for side in 0..2 {
                let read = |at: fn(&Places, usize) -> (usize, usize), out: &mut [f32]| {
                    let (from, place) = at(&self.now, side);
                    ring.read(from, place - done, out);
                    if fading {
                        let mut next = [0.0; MAX_BLOCK];
                        let (from, place) = at(&self.next, side);
                        ring.read(from, place - done, &mut next[..run]);
                        for ((old, new), share) in out.iter_mut().zip(next).zip(shares) {
                            *old += share * (new - *old);
                        }
                    }
                };
                read(Places::returning, &mut back[side][span.clone()]);
                if let Some(kept) = &mut kept {
                    read(Places::kept, &mut kept[side][span.clone()]);
                }
            }
            if fading && self.fade.settled() {
                self.now = self.next;
            }
            done += run;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_was_written_and_nothing_forgotten() {
        let mut ring = Ring::new(100);
        let mut count = 0.0;
        let mut pair = [[0.0; MAX_BLOCK]; 2];
        for frames in [64, 33, 64, 7, 64] {
            let [left, right] = &mut pair;
            for (left, right) in left.iter_mut().zip(right).take(frames) {
                count += 1.0;
                (*left, *right) = (count, -count);
            }
            ring.write(&pair, frames);
        }
        let mut out = [9.0; 5];
        ring.read(1, 100, &mut out);
        assert_eq!(out[..2], [-133.0, -134.0]);
        ring.read(0, 5, &mut out);
        assert_eq!(out, [228.0, 229.0, 230.0, 231.0, 232.0]);
        ring.forget();
        ring.write(&[[1.0; MAX_BLOCK]; 2], 3);
        ring.read(0, 5, &mut out);
        assert_eq!(out, [0.0, 0.0, 1.0, 1.0, 1.0]);
    }
}
