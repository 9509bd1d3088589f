//! The gain computer. Levels in octaves of amplitude, 6.02 dB each, where no conversion is needed.

use crate::audio::dsp::log_exp::OCTAVES_PER_DB;

/// How far each level is turned down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    threshold: f32,
    slope: f32,
    knee: f32,
    /// 1/(2 knee); 0 for a hard one.
    bend: f32,
}

impl Curve {
    /// Levels and width in dB; an infinite `ratio` limits.
    pub fn new(threshold_db: f32, ratio: f32, knee_db: f32) -> Self {
        Self::of_slope(threshold_db, 1.0 - 1.0 / ratio.max(1.0), knee_db)
    }

    /// With 1 − 1/ratio in place of the ratio.
    pub fn of_slope(threshold_db: f32, slope: f32, knee_db: f32) -> Self {
        let knee = knee_db * OCTAVES_PER_DB;
        Self {
            threshold: threshold_db * OCTAVES_PER_DB,
            slope,
            knee,
            bend: if knee > 1e-3 { 0.5 / knee } else { 0.0 },
        }
    }

    /// Reduction in octaves for a level in octaves (Giannoulis et al., equation 4, less the input): the
    /// square within the knee, the rest beyond it.
    #[inline(always)]
    pub fn reduction(&self, level: f32) -> f32 {
        let over = level - self.threshold;
        let half = 0.5 * self.knee;
        let within = (over + half).clamp(0.0, self.knee);
        let beyond = (over - half).max(0.0);
        self.slope * (within * within * self.bend + beyond)
    }

    /// Reduction in dB for a level in dB: for drawing.
    pub fn reduction_db(&self, level_db: f32) -> f32 {
        self.reduction(level_db * OCTAVES_PER_DB) / OCTAVES_PER_DB
    }
}
