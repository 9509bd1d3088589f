//! The bits of a frame: what the bit rate gives, what headers take, what is saved for later.
//!
//! Sources are at the figures. What a frame leaves is kept for the next ones in a small reservoir, as
//! MP3 does (ISO/IEC 11172-3, annex C.1.5.4.2.2).

use super::{Coding, Format};

/// The most of a frame's budget that headers and side information take: below what encoders allow,
/// they would leave nothing.
const OVERHEAD_SHARE: f32 = 0.25;

/// The share of MP3's bits that its hybrid filter bank wastes: the aliases of its 32 bands are coded
/// with the sound. Chosen so that the noise of one to twenty generations is LAME's.
const HYBRID_SHARE: f32 = 0.02;

/// How full the reservoir is kept, how much of what is missing to it a frame saves, and the largest
/// part of its share that it gives for that. By experiment: it is full within half a second.
const KEPT: f32 = 0.6;
const SAVING: f32 = 0.1;
const DRIFT: f32 = 0.1;

/// The most of what was saved that one frame takes.
const AT_ONCE: f32 = 0.8;

/// Where a format has no reservoir to speak of, the share of a frame's bits that may stand over: a
/// band is coded or it is not, and at the lowest rates one is all there is.
const LEAST_RESERVOIR: f32 = 0.5;

/// What the shortest word in the lowest unit of both of ATRAC's channels takes. Where a frame has less,
/// it waits until there is as much, instead of being silent for ever.
const LEAST_UNITS_BITS: f32 = 2.0 * (4.0 + 6.0 + 2.0 * 8.0);

/// A frame's share of the bits, and what its predecessors have left over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Budget {
    /// Bits of one frame at the bit rate.
    pub bits: f32,
    /// Those that headers and side information take.
    pub overhead: f32,
    /// What the reservoir can hold, and what it does.
    size: f32,
    saved: f32,
}

impl Budget {
    /// Empties the reservoir.
    pub fn reset(&mut self) {
        self.saved = 0.0;
    }

    /// Takes a bit rate, for hops that last `hop_s` seconds.
    pub fn set(&mut self, coding: &Coding, hop_s: f32) {
        self.bits = 1e3 * coding.bit_rate * hop_s;
        let lost = match coding.format {
            Format::Mp3 => HYBRID_SHARE * self.bits,
            _ => 0.0,
        };
        let headers = overhead_bits(coding.format, coding.mono, hop_s) + lost;
        self.overhead = headers.min(OVERHEAD_SHARE * self.bits);
        self.size = match coding.format {
            // None at the rates that there were: a frame is a sector's part.
            Format::MiniDisc => (self.overhead + LEAST_UNITS_BITS - self.bits).max(0.0),
            format => reservoir_bits(format, hop_s).max(LEAST_RESERVOIR * self.bits),
        };
    }

    /// The bits that a frame aims at and those it may not exceed: its share, and, where it needs
    /// `demand` times as much as its predecessors, some of what was saved.
    pub fn share(&self, demand: f32) -> [f32; 2] {
        let limit = self.bits + self.saved;
        let most = DRIFT * self.bits;
        let drift = (SAVING * (self.saved - KEPT * self.size)).clamp(-most, most);
        let extra = (demand - 1.0).clamp(-DRIFT, 1.0) * self.bits;
        let aim = self.bits + drift + extra;
        [aim.min(self.bits + AT_ONCE * self.saved), limit]
    }

    /// Books a frame. What does not fit into the reservoir is stuffed.
    pub fn spend(&mut self, spent: u32) {
        self.saved = (self.saved + self.bits - spent as f32).clamp(0.0, self.size);
    }
}

/// Bits of a frame's headers and side information.
///
/// Sources: ISO/IEC 11172-3, 2.4.1.7 (32 bits, and 256 or 136 for two granules), ISO/IEC 13818-3 (136
/// or 72 for one); ISO/IEC 14496-3 (an ADTS header and the fixed fields of the elements); ATRAC1's
/// two bytes a channel and sound group.
fn overhead_bits(format: Format, mono: bool, hop_s: f32) -> f32 {
    let is_mpeg1 = hop_s < 0.022;
    match (format, mono) {
        (Format::Mp3, false) if is_mpeg1 => 144.0,
        (Format::Mp3, true) if is_mpeg1 => 84.0,
        (Format::Mp3, false) => 168.0,
        (Format::Mp3, true) => 104.0,
        (Format::Aac, false) => 110.0,
        (Format::Aac, true) => 85.0,
        (Format::MiniDisc, false) => 32.0,
        (Format::MiniDisc, true) => 16.0,
        // The pulse coder counts its own.
        (Format::Opus, _) => 0.0,
    }
}

/// Bits that the reservoir holds: MP3's pointer of 9 or 8 bits to bytes; as much for the others.
fn reservoir_bits(format: Format, hop_s: f32) -> f32 {
    match format {
        Format::Mp3 if hop_s > 0.022 => 8.0 * 255.0,
        Format::MiniDisc | Format::Opus => 0.0,
        _ => 8.0 * 511.0,
    }
}
