//! A piece of work on one block after the other, and how its time is taken.

use std::time::Instant;

use crate::SAMPLE_RATE;

/// One line of the tables.
pub struct Case {
    /// `subject/what/who`.
    pub name: &'static str,
    /// Frames in a block: what a figure is given per.
    pub frames: usize,
    /// How many of them there are in a second.
    pub rate_hz: f64,
    /// Blocks until whatever moves at the start has settled.
    pub settle: usize,
    /// Blocks in a run: enough to hold everything that happens now and then.
    pub blocks: usize,
    /// The most a frame may take, in nanoseconds, where that is laid down.
    pub target_ns: Option<f64>,
    /// The most of its time that a block may take, as a share, where that is laid down.
    pub target_share: Option<f64>,
    /// Whether its work comes in bursts that fall into other blocks in each run.
    pub bursts: bool,
    work: Box<dyn FnMut(usize)>,
    block: usize,
}

/// The best that was seen of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// Nanoseconds per frame, over a whole run.
    pub per_frame_ns: f64,
    /// The same in the run's slowest block: it decides about drop-outs.
    pub worst_block_ns: f64,
}

impl Best {
    /// What the slowest block takes of its own time.
    pub fn worst_share(&self, rate_hz: f64) -> f64 {
        1e-9 * self.worst_block_ns * rate_hz
    }
}

impl Case {
    /// `work` gets the block's number and works on `frames` frames.
    pub fn new(name: &'static str, frames: usize, work: impl FnMut(usize) + 'static) -> Self {
        Self {
            name,
            frames,
            rate_hz: SAMPLE_RATE,
            settle: 512,
            blocks: 256,
            target_ns: None,
            target_share: None,
            bursts: false,
            work: Box::new(work),
            block: 0,
        }
    }

    /// Blocks before the first measured one and in each run.
    pub fn over(self, settle: usize, blocks: usize) -> Self {
        Self {
            settle,
            blocks,
            ..self
        }
    }

    /// At another sample rate than [`SAMPLE_RATE`].
    pub fn at(self, rate_hz: f64) -> Self {
        Self { rate_hz, ..self }
    }

    /// Sets the most of its time that a block may take.
    pub fn target_share(self, share: f64) -> Self {
        Self {
            target_share: Some(share),
            ..self
        }
    }

    /// Sets the most a frame may take.
    pub fn target(self, target_ns: f64) -> Self {
        Self {
            target_ns: Some(target_ns),
            ..self
        }
    }

    /// Its work comes in bursts that fall into other blocks in each run: whole runs are compared, and
    /// the slowest block is that of the run in which it was fastest.
    pub fn in_bursts(self) -> Self {
        Self {
            bursts: true,
            ..self
        }
    }

    /// Works on so many blocks.
    pub fn run(&mut self, blocks: usize) {
        for _ in 0..blocks {
            (self.work)(self.block);
            self.block += 1;
        }
    }

    /// Takes the time of each block `runs` times and keeps the shortest: what else the machine does
    /// meanwhile only ever adds time, and seldom to the same block each time.
    pub fn best(&mut self, runs: usize) -> Best {
        self.run(self.settle);
        if self.bursts {
            return self.best_run(runs);
        }
        let mut shortest = vec![f64::INFINITY; self.blocks];
        for _ in 0..runs {
            for shortest in &mut shortest {
                let start = Instant::now();
                self.run(1);
                *shortest = shortest.min(start.elapsed().as_nanos() as f64);
            }
        }
        let frames = self.frames as f64;
        Best {
            per_frame_ns: shortest.iter().sum::<f64>() / self.blocks as f64 / frames,
            worst_block_ns: shortest.iter().copied().fold(0.0, f64::max) / frames,
        }
    }

    fn best_run(&mut self, runs: usize) -> Best {
        let frames = self.frames as f64;
        let mut best = Best {
            per_frame_ns: f64::INFINITY,
            worst_block_ns: f64::INFINITY,
        };
        for _ in 0..runs {
            let (mut all, mut slowest) = (0.0, 0.0f64);
            for _ in 0..self.blocks {
                let start = Instant::now();
                self.run(1);
                let taken = start.elapsed().as_nanos() as f64;
                all += taken;
                slowest = slowest.max(taken);
            }
            best.per_frame_ns = best.per_frame_ns.min(all / self.blocks as f64 / frames);
            best.worst_block_ns = best.worst_block_ns.min(slowest / frames);
        }
        best
    }
}
