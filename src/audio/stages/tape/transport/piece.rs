//! One tick's delay: a cubic that joins the last one with its value and its slope.

use crate::audio::dsp::tick::{Segment, TICK};

/// A delay in frames over the frames since the tick began.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    c: [f64; 4],
    end: f64,
    end_slope: f64,
}

impl Piece {
    /// Stands still at `delay`.
    pub fn still(delay: f64) -> Self {
        Self {
            c: [delay, 0.0, 0.0, 0.0],
            end: delay,
            end_slope: 0.0,
        }
    }

    /// The delay at the end of the tick.
    pub fn end(&self) -> f64 {
        self.end
    }

    /// The next piece begins `frames` farther back.
    pub fn jump(&mut self, frames: f64) {
        self.end += frames;
    }

    /// The piece from where this one ends to `end`.
    pub fn to(&mut self, end: f64, end_slope: f64) {
        let (start, slope) = (self.end, self.end_slope);
        let t = TICK as f64;
        let rise = (end - start) / t;
        self.c = [
            start,
            slope,
            (3.0 * rise - 2.0 * slope - end_slope) / t,
            (slope + end_slope - 2.0 * rise) / (t * t),
        ];
        self.end = end;
        self.end_slope = end_slope;
    }

    /// Whether it stands still at `delay`.
    pub fn is_still(&self, delay: f64) -> bool {
        self.c == [delay, 0.0, 0.0, 0.0] && self.end == delay && self.end_slope == 0.0
    }

    /// The slope at the tick's end: frames per frame.
    #[cfg(test)]
    pub fn end_slope(&self) -> f64 {
        self.end_slope
    }

    /// The delay of each frame of a segment.
    pub fn delays(&self, segment: Segment) -> [f64; TICK] {
        let [c0, c1, c2, c3] = self.c;
        let mut delays = [0.0; TICK];
        for (n, delay) in delays.iter_mut().enumerate().take(segment.len) {
            let t = (segment.offset + n) as f64;
            *delay = c0 + t * (c1 + t * (c2 + t * c3));
        }
        delays
    }
}
