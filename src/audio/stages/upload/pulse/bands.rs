//! The bands in which a spectrum is coded: about as wide as hearing's own.
//!
//! Source: RFC 6716, §4.3, table 55 (the bands of a 20 ms frame).

/// How many bands there are.
pub const BANDS: usize = 21;

/// Where they begin and end, in Hz.
const EDGES_HZ: [f32; BANDS + 1] = [
    0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0, 1_200.0, 1_400.0, 1_600.0, 2_000.0, 2_400.0, 2_800.0,
    3_200.0, 4_000.0, 4_800.0, 5_600.0, 6_800.0, 8_000.0, 9_600.0, 12_000.0, 15_600.0, 20_000.0,
];

/// The bands as ranges of lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    edges: [usize; BANDS + 1],
    /// Bands that are coded; those above are silent.
    pub end: usize,
}

impl Layout {
    /// For `lines` lines that are `line_hz` apart, coded up to `bandwidth_hz`. Edges fall between
    /// groups of `blocks` lines, so that each short block has the same share of a band.
    pub fn new(lines: usize, line_hz: f32, bandwidth_hz: f32, blocks: usize) -> Self {
        let groups = lines / blocks;
        let group_hz = (line_hz * blocks as f32).max(f32::MIN_POSITIVE);
        let top_hz = bandwidth_hz.min(EDGES_HZ[BANDS]);
        let edges = EDGES_HZ.map(|hz| {
            // A cast saturates, and a bandwidth that is no number gives no lines.
            let group = (hz.min(top_hz) / group_hz).round() as usize;
            group.min(groups) * blocks
        });
        let end = (0..BANDS)
            .rev()
            .find(|&band| edges[band + 1] > edges[band])
            .map_or(0, |band| band + 1);
        Self { edges, end }
    }

    /// The lines of a band.
    pub fn range(&self, band: usize) -> std::ops::Range<usize> {
        self.edges[band]..self.edges[band + 1]
    }

    /// How many lines a band has; 0 where lines are farther apart than the band is wide.
    pub fn width(&self, band: usize) -> usize {
        self.edges[band + 1] - self.edges[band]
    }

    /// The first line above all bands.
    pub fn top(&self) -> usize {
        self.edges[BANDS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_20_ms_frame_fill_the_bands_as_the_standard_has_them() {
        let layout = Layout::new(960, 25.0, 20_000.0, 8);
        assert_eq!(
            (layout.width(0), layout.width(20), layout.top()),
            (8, 176, 800)
        );
        assert_eq!(layout.end, BANDS);
    }

    #[test]
    fn a_narrow_bandwidth_ends_within_a_band() {
        let layout = Layout::new(960, 25.0, 4_100.0, 1);
        assert_eq!((layout.end, layout.top()), (14, 164));
        assert_eq!(Layout::new(960, 25.0, f32::NAN, 1).top(), 800);
        assert_eq!(Layout::new(960, 25.0, 0.0, 1).end, 0);
    }
}
