//! Where the painting stands: it glides with the time, though columns come in the host's blocks.

/// How far it stays behind the newest column, in seconds: longer than most hosts' blocks.
const BEHIND_S: f64 = 0.1;
/// How quickly it makes up for a difference, in seconds.
const SETTLE_S: f64 = 0.5;
/// A longer way than this is not glided but jumped, in seconds.
const FAR_S: f64 = 1.0;

/// The place of the right edge, in columns since the first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scroll {
    at: f64,
}

impl Scroll {
    /// Goes on by `seconds`, `count` columns being there. Never goes back and never beyond the
    /// newest: when no more come, it stands still there.
    pub fn advance(&mut self, seconds: f64, count: u64, columns_per_s: f64) {
        let newest = count.saturating_sub(1) as f64;
        let wanted = newest - BEHIND_S * columns_per_s;
        let off = wanted - self.at;
        if off > FAR_S * columns_per_s {
            self.at = wanted;
        }
        let correction = (wanted - self.at) * (1.0 - (-seconds / SETTLE_S).exp());
        let way = seconds * columns_per_s + correction;
        self.at = (self.at + way.max(0.0)).min(newest);
    }

    /// The place now.
    pub fn at(self) -> f64 {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME_S: f64 = 1.0 / 60.0;

    #[test]
    fn it_glides_though_columns_come_in_blocks() {
        let mut scroll = Scroll::default();
        let (mut before, mut steps) = (0.0, Vec::new());
        for frame in 0..600_u32 {
            // Blocks of 4096 frames at 48 kHz hold 5.12 columns.
            let blocks = (f64::from(frame) * FRAME_S * 48_000.0 / 4_096.0).floor();
            scroll.advance(FRAME_S, (blocks * 5.12) as u64, 60.0);
            if frame > 120 {
                steps.push(scroll.at() - before);
            }
            before = scroll.at();
        }
        assert!(
            steps.iter().all(|step| (0.75..1.25).contains(step)),
            "{steps:?}"
        );
    }

    #[test]
    fn it_stands_still_when_nothing_comes() {
        let mut scroll = Scroll::default();
        for frame in 0..60 {
            scroll.advance(FRAME_S, frame, 60.0);
        }
        for _ in 0..60 {
            scroll.advance(FRAME_S, 60, 60.0);
        }
        assert_eq!(scroll.at(), 59.0);
        scroll.advance(FRAME_S, 61, 60.0);
        assert!(scroll.at() >= 59.0 && scroll.at() < 61.0);
    }
}
