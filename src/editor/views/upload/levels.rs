//! A moment of the sound in rows of frequencies, before and after the upload: as the coder tells it, by
//! its bands, or, of one that tells nothing, by analysis of what goes in and what comes out.

use super::super::super::widgets::analysis::Analysis;
use super::super::super::widgets::spectrogram::{Mask, ROWS};
use crate::audio::chain::taps::{Survey, Window};

/// The frequency axis ends there, in Hz.
pub const TOP_HZ: f32 = 20_000.0;
/// Levels over which a row grows from nothing to full, in dB re a full-scale sine.
const SHADES_DB: (f32, f32) = (-105.0, -10.0);
/// Where it begins to shine.
const BRIGHT: f32 = 0.7;
/// A row that is quieter is silent.
pub const SILENT_DB: f32 = -100.0;
/// A row that loses so much begins to be gone, and is gone, in dB; one that gains it comes from the
/// coder.
const GONE_DB: (f32, f32) = (2.0, 12.0);
/// Where more is gone than is left.
const HALF_GONE_DB: f32 = 6.0;
/// Samples of an analysis: about as much time as a coder's frame holds.
const ANALYSED: usize = 2048;

/// Levels in dB of each row.
#[derive(Debug, Clone)]
pub struct Levels {
    /// What goes in.
    pub before_db: [f32; ROWS],
    /// What comes out.
    pub after_db: [f32; ROWS],
    /// The noise that is not heard, of a coder that knows it; above its bandwidth nothing.
    pub threshold_db: Option<[f32; ROWS]>,
}

/// The mel scale (O'Shaughnessy, 1987): rows of the same height sound equally wide. 0 to 1 for 0 Hz to
/// [`TOP_HZ`].
pub fn share(hz: f32) -> f32 {
    (1.0 + hz / 700.0).ln() / (1.0 + TOP_HZ / 700.0).ln()
}

/// The frequency at a share of the axis.
fn frequency_hz(share: f32) -> f32 {
    700.0 * ((1.0 + TOP_HZ / 700.0).powf(share) - 1.0)
}

impl Levels {
    /// Silence.
    pub const SILENT: Self = Self {
        before_db: [f32::NEG_INFINITY; ROWS],
        after_db: [f32::NEG_INFINITY; ROWS],
        threshold_db: None,
    };

    /// What a coder tells.
    pub fn told(survey: &Survey) -> Self {
        let mut levels = Self::SILENT;
        let mut threshold_db = [f32::NEG_INFINITY; ROWS];
        let coded = survey.bands.min(survey.before_db.len());
        let beyond = &survey.beyond;
        let bands = survey.edges_hz[..=coded].windows(2).enumerate();
        for (row, threshold_db) in threshold_db.iter_mut().enumerate() {
            let hz = frequency_hz((row as f32 + 0.5) / ROWS as f32);
            let within = |edges: &[f32]| (edges[0]..edges[1]).contains(&hz);
            if let Some((band, _)) = bands.clone().find(|(_, edges)| within(edges)) {
                levels.before_db[row] = survey.before_db[band];
                levels.after_db[row] = survey.after_db[band];
                *threshold_db = survey.threshold_db[band];
            }
            let mut above = beyond.edges_hz[..=beyond.bands].windows(2);
            // Where a band was cut off by the bandwidth, its upper part is not coded.
            if let Some(band) = above.position(within) {
                levels.before_db[row] = beyond.before_db[band];
                levels.after_db[row] = f32::NEG_INFINITY;
                *threshold_db = f32::NEG_INFINITY;
            }
        }
        levels.threshold_db = Some(threshold_db);
        levels
    }

    /// What is heard before and after.
    pub fn heard(analysis: &mut Analysis, window: &Window, sample_rate: f32) -> Self {
        let mut levels = Self::SILENT;
        let sides = [
            (&window.input, &mut levels.before_db),
            (&window.output, &mut levels.after_db),
        ];
        for (samples, rows) in sides {
            analysis.read(samples);
            for (row, db) in rows.iter_mut().enumerate() {
                let edges = [row, row + 1].map(|row| frequency_hz(row as f32 / ROWS as f32));
                *db = analysis.level_db(edges, sample_rate);
            }
        }
        levels
    }

    /// An analysis that fits [`Levels::heard`].
    pub fn analysis() -> Analysis {
        Analysis::new(ANALYSED)
    }

    /// The same with what comes out taken for what was removed, and the other way round.
    pub fn swapped(mut self) -> Self {
        for (before, after) in self.before_db.iter().zip(&mut self.after_db) {
            let removed = power(*after).min(power(*before));
            *after = 10.0 * (power(*before) - removed).max(1e-12).log10();
        }
        self
    }

    /// How many rows sound before, and in how many of them more is left than gone.
    pub fn survival(&self) -> [usize; 2] {
        let rows = self.before_db.iter().zip(&self.after_db);
        let sounding = rows.filter(|(before, _)| **before > SILENT_DB);
        let left = sounding.clone();
        let left = left.filter(|(before, after)| **before - **after < HALF_GONE_DB);
        [sounding.count(), left.count()]
    }

    /// How it is painted: what is kept, what of that is loud, what is gone, and what comes from the coder.
    pub fn masks(&self) -> [Mask; 4] {
        let mut masks = [[0; ROWS]; 4];
        for row in 0..ROWS {
            let [before, after] = [self.before_db[row], self.after_db[row]];
            let lost = if before > SILENT_DB {
                part(before - after)
            } else {
                0.0
            };
            let added = if after > SILENT_DB {
                part(after - before)
            } else {
                0.0
            };
            let [was, is] = [shade(before), shade(after)];
            let kept = is * (1.0 - added) * (1.0 - lost);
            let bright = ((kept - BRIGHT) / (1.0 - BRIGHT)).max(0.0);
            for (mask, dense) in masks.iter_mut().zip([kept, bright, was * lost, is * added]) {
                mask[row] = (255.0 * dense).round() as u8;
            }
        }
        masks
    }
}

fn power(db: f32) -> f32 {
    10f32.powf(0.1 * db)
}

/// How much of a row is gone that loses so much.
fn part(lost_db: f32) -> f32 {
    egui::remap_clamp(lost_db, GONE_DB.0..=GONE_DB.1, 0.0..=1.0)
}

/// How dense a level is painted.
fn shade(db: f32) -> f32 {
    egui::remap_clamp(db.max(SHADES_DB.0), SHADES_DB.0..=SHADES_DB.1, 0.0..=1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_is_painted_as_gone_and_what_is_kept_as_kept() {
        let mut levels = Levels::SILENT;
        levels.before_db[..60].fill(-40.0);
        levels.after_db[..40].fill(-40.5);
        levels.after_db[80..].fill(-40.0);
        let [kept, _, gone, added] = levels.masks();
        for row in 0..ROWS {
            assert_eq!(kept[row] > 100, row < 40, "{row}");
            assert_eq!(gone[row] > 100, (40..60).contains(&row), "{row}");
            assert_eq!(added[row] > 100, row >= 80, "{row}");
        }
        assert_eq!(levels.survival(), [60, 40]);
        assert_eq!(Levels::SILENT.survival(), [0, 0]);
        assert_eq!(Levels::SILENT.masks(), [[0; ROWS]; 4]);
    }

    #[test]
    fn the_axis_ends_where_it_should() {
        assert_eq!(share(0.0), 0.0);
        assert!((share(TOP_HZ) - 1.0).abs() < 1e-6);
        assert!((frequency_hz(share(1_000.0)) - 1_000.0).abs() < 0.5);
    }
}
