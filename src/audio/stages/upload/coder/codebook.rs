//! What a run of quantised lines costs: the lengths of real prefix codes.
//!
//! Like MP3 and AAC: several static Huffman codes over pairs of magnitudes, others over four at once
//! where none is above 1, a sign bit for each line that is not 0, an escape for what no code holds.
//! The codes are not the standards' own: each is Huffman's for a Laplacian of one width, put through
//! the power-law quantiser.
//!
//! Source: D. Huffman, "A method for the construction of minimum-redundancy codes", Proc. IRE 40,
//! 1952.

use super::power_law::Magnitudes;

/// The magnitude that announces an escape.
const ESCAPE: i32 = 15;

/// Codes over four magnitudes of 0 or 1, by the share of ones.
const ONES: [f64; 4] = [0.03, 0.08, 0.18, 0.38];

/// Codes over pairs, by the Laplacian's mean magnitude in steps.
const WIDTHS: [f64; 12] = [
    0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.9, 4.2, 6.0, 8.5, 12.0, 20.0,
];

/// Which code a band is written in: 0 says that all of it is 0.
pub type Book = u8;

/// Bits that say how long the escapes of a band are.
const ESCAPE_NAME_BITS: u32 = 4;

/// The lengths of all codes.
pub struct Codebook {
    /// Four magnitudes as bits of the index; signs included.
    fours: [[u8; 16]; ONES.len()],
    /// Two magnitudes, the first times 16; signs included.
    pairs: [[u8; 256]; WIDTHS.len()],
    /// Mean magnitudes up to which each code over pairs is the best.
    pair_limits: [f32; WIDTHS.len()],
    /// The same of the codes over fours.
    four_limits: [f32; ONES.len()],
}

impl Codebook {
    /// Builds them. Allocates.
    pub fn new() -> Self {
        let mut book = Self {
            fours: [[0; 16]; ONES.len()],
            pairs: [[0; 256]; WIDTHS.len()],
            pair_limits: [f32::INFINITY; WIDTHS.len()],
            four_limits: [f32::INFINITY; ONES.len()],
        };
        for (lengths, one) in book.fours.iter_mut().zip(ONES) {
            let likely = |symbol: usize| {
                let ones = symbol.count_ones() as i32;
                one.powi(ones) * (1.0 - one).powi(4 - ones)
            };
            huffman(lengths, likely);
            for (symbol, length) in lengths.iter_mut().enumerate() {
                *length += symbol.count_ones() as u8;
            }
        }
        let mut means = [0.0; WIDTHS.len()];
        for ((lengths, width), mean) in book.pairs.iter_mut().zip(WIDTHS).zip(&mut means) {
            // The quantiser's decision levels: x^0.75 ≥ k − 0.4054.
            let beyond = |k: usize| match k {
                0 => 1.0,
                _ => (-(k as f64 - 0.4054).powf(4.0 / 3.0) / width).exp(),
            };
            let likely = |k: usize| beyond(k) - if k < 15 { beyond(k + 1) } else { 0.0 };
            huffman(lengths, |symbol| likely(symbol >> 4) * likely(symbol & 15));
            for (symbol, length) in lengths.iter_mut().enumerate() {
                *length += u8::from(symbol >> 4 > 0) + u8::from(symbol & 15 > 0);
            }
            *mean = (1..200).map(beyond).sum();
        }
        for (n, limit) in book.pair_limits[..WIDTHS.len() - 1].iter_mut().enumerate() {
            *limit = (means[n] * means[n + 1]).sqrt() as f32;
        }
        for (n, limit) in book.four_limits[..ONES.len() - 1].iter_mut().enumerate() {
            *limit = (ONES[n] * ONES[n + 1]).sqrt() as f32;
        }
        book
    }

    /// The book for a band, by the sum of its magnitudes and the largest.
    pub fn choose(&self, len: usize, found: Magnitudes) -> Book {
        if found.max == 0 {
            return 0;
        }
        let mean = found.sum as f32 / len as f32;
        let index = |limits: &[f32]| limits.iter().filter(|limit| mean > **limit).count();
        match found.max {
            1 => 1 + index(&self.four_limits) as Book,
            _ => (1 + ONES.len() + index(&self.pair_limits)) as Book,
        }
    }

    /// Bits that `values` cost in `book`, signs included.
    pub fn bits(&self, book: Book, values: &[i32], max: i32) -> u32 {
        match book as usize {
            0 => 0,
            book if book <= ONES.len() => self.bits_of_fours(book - 1, values),
            book => self.bits_of_pairs(book - 1 - ONES.len(), values, max),
        }
    }

    fn bits_of_fours(&self, book: usize, values: &[i32]) -> u32 {
        let lengths = &self.fours[book];
        let symbol = |v: &[i32]| v.iter().fold(0, |symbol, &v| symbol << 1 | v as usize) & 15;
        let fours = values.chunks_exact(4);
        let rest = symbol(fours.remainder());
        let rest = if fours.remainder().is_empty() {
            0
        } else {
            u32::from(lengths[rest])
        };
        fours.map(|v| u32::from(lengths[symbol(v)])).sum::<u32>() + rest
    }

    fn bits_of_pairs(&self, book: usize, values: &[i32], max: i32) -> u32 {
        let lengths = &self.pairs[book];
        let pairs = values.chunks_exact(2);
        let rest = pairs.remainder().first();
        if max < ESCAPE {
            let length = |a: i32, b: i32| u32::from(lengths[((a << 4) | b) as usize & 255]);
            let rest = rest.map_or(0, |&v| length(v, 0));
            return pairs.map(|v| length(v[0], v[1])).sum::<u32>() + rest;
        }
        let escape_bits = (max - ESCAPE).max(1).ilog2() + 1;
        let length = |a: i32, b: i32| {
            let (low_a, low_b) = (a.min(ESCAPE), b.min(ESCAPE));
            let escapes = u32::from(low_a == ESCAPE) + u32::from(low_b == ESCAPE);
            u32::from(lengths[((low_a << 4) | low_b) as usize & 255]) + escapes * escape_bits
        };
        let rest = rest.map_or(0, |&v| length(v, 0));
        pairs.map(|v| length(v[0], v[1])).sum::<u32>() + rest + ESCAPE_NAME_BITS
    }
}

/// Huffman's code lengths for symbols of the given likelihood.
#[expect(clippy::disallowed_methods, reason = "preparation")]
fn huffman(lengths: &mut [u8], likely: impl Fn(usize) -> f64) {
    // Each tree: its likelihood and the symbols in it. No symbol is quite impossible.
    let mut trees: Vec<(f64, Vec<usize>)> = (0..lengths.len())
        .map(|symbol| (likely(symbol).max(1e-9), [symbol].into()))
        .collect();
    lengths.fill(0);
    while trees.len() > 1 {
        trees.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (Some(a), Some(b)) = (trees.pop(), trees.pop()) else {
            return;
        };
        let symbols: Vec<usize> = a.1.into_iter().chain(b.1).collect();
        for &symbol in &symbols {
            lengths[symbol] += 1;
        }
        trees.push((a.0 + b.0, symbols));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_prefix_codes() {
        let book = Codebook::new();
        let kraft = |lengths: &[u8], signs: &dyn Fn(usize) -> u32| -> f64 {
            lengths
                .iter()
                .enumerate()
                .map(|(symbol, length)| 0.5f64.powi(i32::from(*length) - signs(symbol) as i32))
                .sum()
        };
        for lengths in &book.fours {
            let sum = kraft(lengths, &|symbol| symbol.count_ones());
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        }
        for lengths in &book.pairs {
            let signs = |s: usize| u32::from(s >> 4 > 0) + u32::from(s & 15 > 0);
            let sum = kraft(lengths, &signs);
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        }
    }

    #[test]
    fn the_chosen_book_is_near_the_cheapest() {
        let book = Codebook::new();
        let mut noise = crate::audio::dsp::noise::WhiteNoise::new(3);
        for width in [0.2f64, 0.6, 1.5, 4.0, 10.0, 40.0] {
            let values: Vec<i32> = (0..400)
                .map(|_| {
                    let x = -width * f64::from(noise.sample().abs()).max(1e-6).ln();
                    (x.powf(0.75) + 0.4054) as i32
                })
                .collect();
            let max = values.iter().copied().max().unwrap();
            let found = Magnitudes {
                sum: values.iter().sum(),
                max,
            };
            let chosen = book.bits(book.choose(values.len(), found), &values, max);
            let first = if max == 1 { 1 } else { 5 };
            let cheapest = (first..17)
                .map(|b| book.bits(b, &values, max))
                .min()
                .unwrap();
            assert!(
                f64::from(chosen) < 1.03 * f64::from(cheapest),
                "{width}: {chosen} {cheapest}"
            );
        }
    }
}
