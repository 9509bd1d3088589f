//! How many bits a shape of N lines and K pulses costs.
//!
//! A shape is N whole numbers whose magnitudes add up to K: a point of the pyramid S(N, K). There
//! are V(N, K) = V(N−1, K) + V(N, K−1) + V(N−1, K−1) of them, and one costs log2 V bits.
//!
//! Sources: T. Fischer, "A pyramid vector quantizer", IEEE Trans. Inf. Theory 32(4), 1986, eq. 3;
//! RFC 6716, §4.3.4.1 (a codeword has at most 32 bits, which bounds K).

/// The most lines that are coded as one shape; the widest band of a 20 ms frame has 176.
pub const MAX_LINES: usize = 256;

/// The most pulses of a shape.
const MAX_PULSES: usize = 128;

/// The most bits of a shape.
const MAX_BITS: f64 = 32.0;

/// The cost of every shape.
pub struct Codebook {
    /// log2 V(N, K), K from 0, of one N after the other.
    bits: Vec<f32>,
    /// Where the costs of N lines start, and end with the next.
    starts: Vec<usize>,
}

impl Codebook {
    /// Counts all shapes. Allocates.
    #[expect(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        reason = "preparation"
    )]
    pub fn new() -> Self {
        let mut bits = vec![];
        let mut starts = vec![0];
        // V(0, K): nothing can hold a pulse. Counts beyond a codeword's reach lose precision, no more.
        let mut fewer = [0.0f64; MAX_PULSES + 1];
        fewer[0] = 1.0;
        for lines in 0..=MAX_LINES {
            let mut count = fewer;
            if lines > 0 {
                for k in 1..=MAX_PULSES {
                    count[k] = fewer[k] + count[k - 1] + fewer[k - 1];
                }
            }
            // One line holds nothing but a sign: how many pulses make no difference.
            let most = if lines < 2 { lines } else { MAX_PULSES };
            bits.extend(
                count[..=most]
                    .iter()
                    .map(|v| v.log2())
                    .take_while(|&bits| bits <= MAX_BITS)
                    .map(|bits| bits as f32),
            );
            starts.push(bits.len());
            fewer = count;
        }
        Self { bits, starts }
    }

    /// What 0, 1, 2… pulses in `lines` lines cost.
    fn costs(&self, lines: usize) -> &[f32] {
        &self.bits[self.starts[lines]..self.starts[lines + 1]]
    }

    /// The bits of `pulses` pulses in `lines` lines.
    pub fn cost(&self, lines: usize, pulses: usize) -> f32 {
        self.costs(lines)[pulses]
    }

    /// The most bits that one shape of `lines` lines can use.
    pub fn most(&self, lines: usize) -> f32 {
        self.costs(lines).last().copied().unwrap_or(0.0)
    }

    /// The count of pulses whose cost is nearest to `bits`, and no more than `limit`.
    pub fn pulses(&self, lines: usize, bits: f32, limit: f32) -> usize {
        let costs = self.costs(lines);
        let above = costs.partition_point(|&cost| cost <= bits).max(1);
        let nearer = above < costs.len() && costs[above] - bits < bits - costs[above - 1];
        let mut pulses = if nearer { above } else { above - 1 };
        while pulses > 0 && costs[pulses] > limit {
            pulses -= 1;
        }
        pulses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All vectors of `lines` whole numbers whose magnitudes add up to `pulses`, counted one by one.
    fn counted(lines: usize, pulses: i32) -> u32 {
        if lines == 0 {
            return u32::from(pulses == 0);
        }
        (-pulses..=pulses)
            .map(|first| counted(lines - 1, pulses - first.abs()))
            .sum()
    }

    #[test]
    fn shapes_are_as_many_as_counting_finds() {
        let codebook = Codebook::new();
        for (lines, pulses) in [(1, 1), (2, 5), (3, 4), (5, 3), (8, 4)] {
            let counted = f64::from(counted(lines, pulses as i32)).log2();
            let bits = f64::from(codebook.cost(lines, pulses));
            assert!(
                (bits - counted).abs() < 1e-5,
                "{lines} {pulses}: {bits} {counted}"
            );
        }
    }

    #[test]
    fn no_codeword_is_longer_than_a_word() {
        let codebook = Codebook::new();
        for lines in 1..=MAX_LINES {
            assert!(codebook.most(lines) <= 32.0);
            assert_eq!(codebook.pulses(lines, 1e9, 0.5), 0);
        }
    }
}
