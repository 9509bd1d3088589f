//! How a response is cut: a short head, then levels of ever longer partitions, and when a level does
//! its work.

use std::ops::Range;

/// Frames between two moments at which work is done. The head is as long, and so are the partitions
/// of the first level: it works out what is heard until the next of these moments.
pub const TICK: usize = 64;

/// Partition and first tap of each level. The first has no time to work, so its first tap is one
/// partition behind; each of the others has a whole period, so its first tap is two behind.
///
/// Partitions that grow fourfold leave six to a level: with twofold growth there are more
/// transforms, with eightfold more products.
const LEVELS: [(usize, usize); 5] = [
    (64, 64),
    (256, 512),
    (1_024, 2_048),
    (4_096, 8_192),
    (16_384, 32_768),
];

/// The longest response, in frames, that does without the last level. With it long responses take
/// half the products, but a change takes four times as long.
const WITHOUT_LAST: usize = 131_072;

/// One level of a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Frames in a partition.
    pub partition: usize,
    /// The taps it takes care of.
    pub taps: Range<usize>,
    /// Number of levels before it.
    pub depth: usize,
}

impl Shape {
    /// Partitions that a response of `frames` has in this level.
    pub fn partitions(&self, frames: usize) -> usize {
        let end = frames.min(self.taps.end);
        end.saturating_sub(self.taps.start).div_ceil(self.partition)
    }

    /// Ticks from one partition of the input to the next.
    pub fn period(&self) -> usize {
        self.partition / TICK
    }
}

/// The levels for responses of at most `frames`.
pub fn levels(frames: usize) -> impl Iterator<Item = Shape> {
    let count = if frames > WITHOUT_LAST {
        LEVELS.len()
    } else {
        LEVELS.len() - 1
    };
    let rows = &LEVELS[..count];
    rows.iter()
        .enumerate()
        .map(move |(depth, &(partition, start))| Shape {
            partition,
            taps: start
                ..rows
                    .get(depth + 1)
                    .map_or(frames, |next| next.1.min(frames)),
            depth,
        })
        .filter(move |shape| shape.taps.start < frames)
}

/// The ticks of its period at which a level works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The transforms of the left and the right input.
    pub forward: [usize; 2],
    /// The products, an equal part of the spectrum in each.
    pub multiply: Range<usize>,
    /// The transforms of the left and the right output.
    pub inverse: [usize; 2],
}

impl Schedule {
    /// Transforms of different levels fall on different ticks, so that no tick has much to do: those
    /// of four ticks' period on the first and the last of them, those of longer periods on the two
    /// between, each on others of these.
    pub fn new(shape: &Shape) -> Self {
        let (period, depth) = (shape.period(), shape.depth);
        if depth < 2 {
            return Self {
                forward: [0, 0],
                multiply: period.min(2) - 1..period.max(2) - 1,
                inverse: [period - 1; 2],
            };
        }
        let first = 4 * (depth - 2) + 1;
        let last = period - 4 * (depth - 1) + 1;
        Self {
            forward: [first, first + 1],
            multiply: first + 2..last,
            inverse: [last, last + 1],
        }
    }
}
