//! What the upload did over the last seconds, kept while its picture is looked at.
//!
//! A column stands for a fixed time of the sound (see [`clock`](super::super::clock)): it shows the newest that was known
//! then, of the coder's frames within it the last one.

use super::super::super::widgets::analysis::Analysis;
use super::super::super::widgets::spectrogram::{COLUMNS, Mask, ROWS, Spectrogram};
use super::super::clock::{Clock, Due};
use super::levels::Levels;

/// Over how many columns what is said in words is averaged.
const SAID: usize = 32;
/// Layers: what is kept, what of it is loud, what is gone, what is added, and where packets are missing.
pub const LAYERS: usize = 5;
/// The stripes of a gap: so many rows, of which so many are painted, and how dense.
const STRIPES: (usize, usize, u8) = (8, 2, 150);

/// What the network did in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gap {
    /// Packets that were lost.
    pub lost: u64,
    /// Whether the player had run dry.
    pub stuttered: bool,
}

/// What is told at a moment.
pub struct Moment {
    /// The clock of the sound, in seconds.
    pub played_s: f64,
    /// The spectrum.
    pub levels: Levels,
    /// Bits of the last frame: spent, and those that could have been; nothing where none are counted.
    pub bits: Option<[u32; 2]>,
    /// Packets that were ever lost.
    pub lost: u64,
    /// Whether one is missing right now.
    pub missing: bool,
    /// Whether the player has run dry.
    pub stuttering: bool,
}

/// What is remembered of a column beside its picture.
#[derive(Debug, Clone, Copy, Default)]
struct Summary {
    /// Rows that sounded, and those that were left.
    rows: [usize; 2],
    bits: Option<[u32; 2]>,
    gap: Gap,
}

/// The last columns.
pub struct History {
    /// For what tells no spectrum of its own.
    pub analysis: Analysis,
    spectrogram: Spectrogram<LAYERS>,
    summaries: [Summary; COLUMNS],
    next: usize,
    clock: Clock,
    /// Packets that were lost before the newest column ended.
    lost: u64,
    /// Columns that there have ever been: the stripes of a gap go on over them.
    count: usize,
    newest: Levels,
}

impl History {
    /// Without a column.
    pub fn new(egui: &egui::Context) -> Self {
        Self {
            analysis: Levels::analysis(),
            spectrogram: Spectrogram::new(egui, "upload"),
            summaries: [Summary::default(); COLUMNS],
            next: 0,
            clock: Clock::default(),
            lost: 0,
            count: 0,
            newest: Levels::SILENT,
        }
    }

    /// Takes what is told now: as many columns as the sound has gone on for.
    pub fn take(&mut self, moment: Moment) {
        let due = match self.clock.look(moment.played_s) {
            Due::Columns(due) => due,
            Due::Anew => {
                self.spectrogram.clear();
                self.summaries = [Summary::default(); COLUMNS];
                self.next = 0;
                self.lost = moment.lost;
                0
            }
        };
        let mut lost = moment.lost.saturating_sub(self.lost);
        // Of several columns since the last look, a loss may have been in any.
        let missing = moment.missing || lost > 0;
        self.newest = moment.levels;
        for _ in 0..due {
            self.lost = moment.lost;
            let gap = Gap {
                lost: std::mem::take(&mut lost),
                stuttered: moment.stuttering,
            };
            self.push(gap, missing, moment.bits);
        }
    }

    fn push(&mut self, gap: Gap, missing: bool, bits: Option<[u32; 2]>) {
        let [sounding, left] = self.newest.survival();
        let is_gap = gap != Gap::default() || missing;
        let mut layers: [Mask; LAYERS] = [[0; ROWS]; LAYERS];
        if is_gap {
            let (every, painted, dense) = STRIPES;
            for (row, mask) in layers[LAYERS - 1].iter_mut().enumerate() {
                if (row + self.count) % every < painted {
                    *mask = dense;
                }
            }
        } else {
            layers[..LAYERS - 1].copy_from_slice(&self.newest.masks());
        }
        self.spectrogram.push(&layers);
        self.summaries[self.next] = Summary {
            rows: [sounding, if is_gap { 0 } else { left }],
            bits,
            gap,
        };
        self.next = (self.next + 1) % COLUMNS;
        self.count = self.count.wrapping_add(1);
    }

    /// The columns' picture.
    pub fn spectrogram(&self) -> &Spectrogram<LAYERS> {
        &self.spectrogram
    }

    /// The newest spectrum.
    pub fn newest(&self) -> &Levels {
        &self.newest
    }

    /// The columns of the last second, those that are there.
    fn said(&self) -> impl Iterator<Item = &Summary> {
        let count = SAID.min(self.spectrogram.len());
        let first = self.next + COLUMNS - count;
        (first..first + count).map(|index| &self.summaries[index % COLUMNS])
    }

    /// How much of the spectrum was left over the last second, 0 to 1; nothing in silence.
    pub fn survives(&self) -> Option<f32> {
        let rows = self.said().fold([0, 0], |sum, column| {
            [sum[0] + column.rows[0], sum[1] + column.rows[1]]
        });
        (rows[0] > 0).then(|| rows[1] as f32 / rows[0] as f32)
    }

    /// How much of its bits the coder spent over the last second; nothing where none are counted.
    pub fn spent(&self) -> Option<f32> {
        let bits = self.said().filter_map(|column| column.bits);
        let [spent, budget] = bits.fold([0.0, 0.0], |sum: [f32; 2], [spent, budget]| {
            [sum[0] + spent as f32, sum[1] + budget as f32]
        });
        (budget > 0.0).then(|| spent / budget)
    }

    /// Packets that were lost in all that is shown, and whether the player ran dry.
    pub fn gaps(&self) -> Gap {
        let all = self.summaries.iter().map(|column| column.gap);
        all.fold(Gap::default(), |sum, gap| Gap {
            lost: sum.lost + gap.lost,
            stuttered: sum.stuttered || gap.stuttered,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(played_s: f64) -> Moment {
        let mut levels = Levels::SILENT;
        levels.before_db.fill(-30.0);
        levels.after_db[..ROWS / 2].fill(-30.0);
        Moment {
            played_s,
            levels,
            bits: Some([50, 100]),
            lost: 0,
            missing: false,
            stuttering: false,
        }
    }

    #[test]
    fn it_is_bounded_and_begins_anew_after_a_look_away() {
        let mut history = History::new(&egui::Context::default());
        let mut played_s = 0.0;
        for _ in 0..3 * COLUMNS {
            played_s += 0.04;
            history.take(moment(played_s));
        }
        assert_eq!(history.spectrogram.len(), COLUMNS);
        assert_eq!(history.survives(), Some(0.5));
        assert_eq!(history.spent(), Some(0.5));
        history.take(moment(played_s + 3.0));
        assert_eq!(history.spectrogram.len(), 0);
        assert_eq!(history.survives(), None);
        // The host began again.
        history.take(moment(0.0));
        history.take(moment(0.1));
        assert_eq!(history.spectrogram.len(), 3);
    }

    #[test]
    fn what_the_network_loses_is_counted_and_forgotten_with_its_column() {
        let mut history = History::new(&egui::Context::default());
        history.take(moment(0.0));
        let lossy = Moment {
            lost: 3,
            stuttering: true,
            ..moment(0.2)
        };
        history.take(lossy);
        let gap = Gap {
            lost: 3,
            stuttered: true,
        };
        assert_eq!(history.gaps(), gap);
        assert_eq!(history.survives(), Some(0.0));
        for frame in 1..=COLUMNS {
            let later = Moment {
                lost: 3,
                ..moment(0.2 + frame as f64 * 0.04)
            };
            history.take(later);
        }
        assert_eq!(history.gaps(), Gap::default());
    }
}
