//! The bands within which a coder decides: scale factor bands, block floating units.

use super::Format;

/// The most bands that one frame of a channel is cut into.
pub const MAX_BANDS: usize = 64;

/// Scale factor bands of MP3's long blocks at 44.1, 32 and 22.05 kHz, in lines; the last one has no
/// scale factor. Sources: ISO/IEC 11172-3, table B.8; ISO/IEC 13818-3, annex B.
const MP3_LONG_44: &[u16] = &[
    0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 52, 62, 74, 90, 110, 134, 162, 196, 238, 288, 342, 418,
    576,
];
const MP3_LONG_32: &[u16] = &[
    0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 54, 66, 82, 102, 126, 156, 194, 240, 296, 364, 448, 550,
    576,
];
const MP3_LONG_22: &[u16] = &[
    0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522,
    576,
];

/// The same of the short blocks, for which one table and its stretched copies will do.
const MP3_SHORT_44: &[u16] = &[0, 4, 8, 12, 16, 22, 30, 40, 52, 66, 84, 106, 136, 192];
const MP3_SHORT_22: &[u16] = &[0, 4, 8, 12, 18, 24, 32, 42, 56, 74, 100, 132, 174, 192];

/// Scale factor bands of AAC at 44.1 kHz. Source: ISO/IEC 14496-3, tables 4.129 and 4.130.
const AAC_LONG: &[u16] = &[
    0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 72, 80, 88, 96, 108, 120, 132, 144, 160,
    176, 196, 216, 240, 264, 292, 320, 352, 384, 416, 448, 480, 512, 544, 576, 608, 640, 672, 704,
    736, 768, 800, 832, 864, 896, 928, 1024,
];
const AAC_SHORT: &[u16] = &[0, 4, 8, 12, 16, 20, 28, 36, 44, 56, 68, 80, 96, 112, 128];

/// Block floating units of ATRAC1: 20 up to 5.5 kHz, 16 up to 11 kHz, 16 above.
/// Source: K. Tsutsui et al., "ATRAC: Adaptive Transform Acoustic Coding for MiniDisc", AES 93, 1992.
const MINI_DISC_LONG: &[u16] = &[
    0, 8, 16, 24, 32, 36, 40, 44, 48, 56, 64, 72, 80, 86, 92, 98, 104, 110, 116, 122, 128, 134,
    140, 146, 152, 159, 166, 173, 180, 189, 198, 207, 216, 226, 236, 246, 256, 268, 280, 292, 304,
    316, 328, 340, 352, 372, 392, 412, 432, 452, 472, 492, 512,
];
const MINI_DISC_SHORT: &[u16] = &[
    0, 4, 8, 12, 16, 20, 24, 28, 32, 38, 45, 54, 64, 76, 88, 108, 128,
];

/// How fast masking falls towards lower and higher frequencies, in dB per Bark.
/// Source: T. Painter, A. Spanias, "Perceptual coding of digital audio", Proc. IEEE 88(4), 2000.
const DOWNWARD_DB: f64 = 25.0;
const UPWARD_DB: f64 = 10.0;

/// The sound pressure at which a full-scale sine is assumed to be heard. LAME assumes as much.
const FULL_SCALE_SPL_DB: f64 = 96.0;

/// Where the threshold in silence stops rising: what is above is not heard at any level.
const LOUDEST_SILENCE_DB: f64 = 150.0;

/// One band of one block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Its first line, and the one after its last.
    pub first: usize,
    pub end: usize,
    /// The place of its middle on the Bark scale.
    pub bark: f32,
    /// Share of the next lower band's energy that masks here, and of the next higher one's.
    pub from_below: f32,
    pub from_above: f32,
    /// Energy of a sine that is just heard in silence, as a sum of squared lines.
    pub silence: f32,
    /// Whether it has no scale factor: MP3's above 16 kHz.
    pub free: bool,
}

/// The bands of one kind of frame.
///
/// The short blocks of a frame are coded in groups; within a group, lines of the same frequency lie
/// side by side.
pub struct Partition {
    /// Those of one group.
    pub bands: Vec<Band>,
    /// How many groups there are.
    pub groups: usize,
    /// Blocks of a group.
    pub group_blocks: usize,
    /// Lines of a group.
    pub group_lines: usize,
}

impl Partition {
    /// Of a frame with one long block. Allocates.
    pub fn long(format: Format, hop_s: f64, line_hz: f64, hop: usize) -> Self {
        let own_hz = 0.5 / hop_s;
        let (edges, edge_hz) = match format {
            Format::Mp3 if hop_s < 0.016 => (MP3_LONG_44, own_hz),
            Format::Mp3 if hop_s < 0.022 => (MP3_LONG_32, own_hz),
            Format::Mp3 => (MP3_LONG_22, own_hz),
            Format::Aac | Format::Opus => (AAC_LONG, 44_100.0 / 2048.0),
            Format::MiniDisc => (MINI_DISC_LONG, own_hz),
        };
        Self::new(format, edges, [edge_hz, line_hz], [hop, 1, 1])
    }

    /// Of a frame cut into short blocks. Allocates.
    pub fn short(format: Format, hop_s: f64, line_hz: f64, hop: usize) -> Self {
        let blocks = format.short_blocks();
        let own_hz = 0.5 / hop_s;
        let (edges, edge_hz, groups) = match format {
            Format::Mp3 if hop_s < 0.022 => (MP3_SHORT_44, own_hz * 3.0, 3),
            Format::Mp3 => (MP3_SHORT_22, own_hz * 3.0, 3),
            Format::Aac => (AAC_SHORT, 44_100.0 / 256.0, 4),
            Format::MiniDisc => (MINI_DISC_SHORT, own_hz * 4.0, 4),
            Format::Opus => (AAC_SHORT, 44_100.0 / 256.0, 1),
        };
        let line_hz = line_hz * blocks as f64;
        Self::new(format, edges, [edge_hz, line_hz], [hop, blocks, groups])
    }

    #[expect(clippy::disallowed_methods, reason = "preparation")]
    fn new(
        format: Format,
        edges: &[u16],
        [edge_hz, line_hz]: [f64; 2],
        [hop, blocks, groups]: [usize; 3],
    ) -> Self {
        let lines = hop / blocks;
        let group_blocks = blocks / groups;
        let line = |edge: u16| ((f64::from(edge) * edge_hz / line_hz).round() as usize).min(lines);
        let bark_of = |band: usize| bark(0.5 * edge_hz * f64::from(edges[band] + edges[band + 1]));
        let sine = 0.5 * (lines * group_blocks) as f64;
        let bands = (0..edges.len() - 1)
            .map(|band| {
                let here = bark_of(band);
                let below = if band > 0 { bark_of(band - 1) } else { here };
                let above = bark_of((band + 1).min(edges.len() - 2));
                let quietest_db = (0..=8)
                    .map(|n| {
                        let (low, high) = (f64::from(edges[band]), f64::from(edges[band + 1]));
                        silence_db(edge_hz * (low + (high - low) * f64::from(n) / 8.0))
                    })
                    .fold(f64::INFINITY, f64::min);
                Band {
                    first: line(edges[band]),
                    end: line(edges[band + 1]),
                    bark: here as f32,
                    from_below: power(-UPWARD_DB * (here - below)) as f32,
                    from_above: power(-DOWNWARD_DB * (above - here)) as f32,
                    silence: (sine * power(quietest_db - FULL_SCALE_SPL_DB)) as f32,
                    free: format == Format::Mp3 && band + 2 == edges.len(),
                }
            })
            .filter(|band| band.end > band.first)
            .collect();
        Self {
            bands,
            groups,
            group_blocks,
            group_lines: lines * group_blocks,
        }
    }
}

fn power(db: f64) -> f64 {
    10f64.powf(0.1 * db)
}

/// Hz to Bark. Source: E. Zwicker, E. Terhardt, "Analytical expressions for critical-band rate and
/// critical bandwidth as a function of frequency", JASA 68, 1980.
pub fn bark(hz: f64) -> f64 {
    13.0 * (0.000_76 * hz).atan() + 3.5 * (hz / 7500.0).powi(2).atan()
}

/// The threshold in silence in dB SPL. Source: E. Terhardt, "Calculating virtual pitch", Hearing
/// Research 1, 1979.
fn silence_db(hz: f64) -> f64 {
    let khz = (hz / 1e3).max(0.02);
    let db = 3.64 * khz.powf(-0.8) - 6.5 * (-0.6 * (khz - 3.3).powi(2)).exp() + 1e-3 * khz.powi(4);
    db.min(LOUDEST_SILENCE_DB)
}

/// A run of lines that one band has in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Its first line, counted over the whole frame.
    pub start: usize,
    /// How many lines.
    pub len: usize,
}

/// The bands that a bandwidth leaves of a partition.
#[derive(Debug, Clone, Copy)]
pub struct Spans {
    spans: [Span; MAX_BANDS],
    /// Bands of each group.
    pub per_group: usize,
    groups: usize,
}

impl Spans {
    /// None.
    pub const EMPTY: Self = Self {
        spans: [Span { start: 0, len: 0 }; MAX_BANDS],
        per_group: 0,
        groups: 0,
    };

    /// Those of `partition` below `cut` lines of each block.
    pub fn new(partition: &Partition, cut: usize) -> Self {
        let mut result = Self::EMPTY;
        result.per_group = partition
            .bands
            .iter()
            .take_while(|band| band.first < cut)
            .count()
            .min(MAX_BANDS / partition.groups);
        result.groups = partition.groups;
        for group in 0..partition.groups {
            for (b, band) in partition.bands[..result.per_group].iter().enumerate() {
                result.spans[group * result.per_group + b] = Span {
                    start: group * partition.group_lines + band.first * partition.group_blocks,
                    len: (band.end.min(cut) - band.first) * partition.group_blocks,
                };
            }
        }
        result
    }

    /// All of them, group by group.
    pub fn all(&self) -> &[Span] {
        &self.spans[..self.per_group * self.groups]
    }
}
