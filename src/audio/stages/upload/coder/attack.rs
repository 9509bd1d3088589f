//! Finds attacks: what comes before one would be smeared with the noise of a whole frame.
//!
//! The energy of the differentiated signal is watched in twelve parts of a hop; an attack is a part
//! far above the mean of those before it. Source of the idea: 3GPP TS 26.403, 5.2 (block switching).

/// Parts of a hop.
pub const PARTS: usize = 12;

/// How far above the running mean an attack is, in power: 10 dB, as 3GPP's.
const RATIO: f32 = 10.0;

/// How much of the running mean one part replaces.
const SHARE: f32 = 0.3;

/// The quietest attack, as the mean square of the differences: −80 dBFS.
const FLOOR: f32 = 1e-8;

/// Watches one channel.
#[derive(Debug, Clone, Copy, Default)]
pub struct AttackDetector {
    mean: f32,
}

impl AttackDetector {
    /// Begins again.
    pub fn reset(&mut self) {
        self.mean = 0.0;
    }

    /// The parts of the next hop in which an attack begins, as bits; `before` are the frames
    /// that precede it, `stride` of which a difference spans.
    pub fn find(&mut self, samples: &[f32], hop: usize, stride: usize) -> u16 {
        let first = samples.len() - hop;
        let mut found = 0;
        for part in 0..PARTS {
            let start = first + part * hop / PARTS;
            let end = first + (part + 1) * hop / PARTS;
            let energy = difference_energy(&samples[start - stride..end], stride);
            let energy = energy / (end - start) as f32;
            if energy > FLOOR + RATIO * self.mean {
                found |= 1 << part;
            }
            self.mean += SHARE * (energy - self.mean);
        }
        found
    }
}

/// Σ (x[n] − x[n−stride])².
fn difference_energy(samples: &[f32], stride: usize) -> f32 {
    const LANES: usize = 8;
    let (now, then) = (&samples[stride..], &samples[..samples.len() - stride]);
    let (mut nows, mut thens) = (now.chunks_exact(LANES), then.chunks_exact(LANES));
    let mut sums = [0.0; LANES];
    for (now, then) in (&mut nows).zip(&mut thens) {
        for lane in 0..LANES {
            let difference = now[lane] - then[lane];
            sums[lane] += difference * difference;
        }
    }
    let rest = nows.remainder().iter().zip(thens.remainder());
    rest.map(|(now, then)| (now - then) * (now - then))
        .chain(sums)
        .sum()
}
