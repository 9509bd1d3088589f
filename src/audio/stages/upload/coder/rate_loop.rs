//! Finds the gain at which a frame's bits fit its budget.
//!
//! All bands' steps are raised or lowered together until the lines, quantised and counted, cost what
//! they may.

use super::Format;
use super::bands::{MAX_BANDS, Span};
use super::codebook::Codebook;
use super::power_law::{COARSEST, FINEST, MAX_MAGNITUDE, Magnitudes, PowerLaw};
use super::scale_factors::Steps;
use super::sections::Sections;

/// Attempts before bands are dropped from the top instead.
const ATTEMPTS: usize = 8;

/// Attempts are enough when the bits are this near to the aim, as a share of what one step changes.
const NEAR: f32 = 0.6;

/// The lines of one channel on their way through the quantiser.
pub struct Quantised {
    /// Magnitudes to the power of 3/4.
    pub powered: Vec<f32>,
    /// What they become.
    pub values: Vec<i32>,
    found: [Magnitudes; MAX_BANDS],
}

impl Quantised {
    /// For frames of at most `lines`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(lines: usize) -> Self {
        Self {
            powered: vec![0.0; lines],
            values: vec![0; lines],
            found: [Magnitudes::default(); MAX_BANDS],
        }
    }

    /// Takes the lines of a frame.
    pub fn take(&mut self, lines: &[f32]) {
        for (powered, line) in self.powered.iter_mut().zip(lines) {
            let root = line.abs().sqrt();
            *powered = root * root.sqrt();
        }
    }

    /// Whether nothing of a band is left.
    pub fn is_zero(&self, band: usize) -> bool {
        self.found[band].max == 0
    }

    /// Silences a band.
    pub fn drop_band(&mut self, band: usize, span: Span) {
        self.values[span.start..span.start + span.len].fill(0);
        self.found[band] = Magnitudes::default();
    }

    /// The finest gain at which no magnitude is larger than a code can be.
    fn finest_gain(&self, spans: &[Span], steps: &Steps) -> i32 {
        let mut finest = FINEST;
        for (b, span) in spans.iter().enumerate() {
            let lines = &self.powered[span.start..span.start + span.len];
            let largest = lines.iter().copied().fold(0.0, f32::max);
            // powered · 2^(−3e/16) = the largest magnitude.
            if largest > 0.0 {
                let step = (16.0 / 3.0 * (largest / MAX_MAGNITUDE).log2()).ceil();
                finest = finest.max(step as i32 - steps.relative[b]);
            }
        }
        finest.min(COARSEST)
    }

    /// Quantises all bands.
    pub fn quantise(&mut self, law: &PowerLaw, spans: &[Span], steps: &Steps, gain: i32) {
        for (b, span) in spans.iter().enumerate() {
            let part = span.start..span.start + span.len;
            self.found[b] = law.quantise(
                &self.powered[part.clone()],
                steps.relative[b] + gain,
                &mut self.values[part],
            );
        }
    }

    /// What the values cost.
    pub fn bits(&self, format: Format, codebook: &Codebook, spans: &[Span]) -> u32 {
        let Some(last) = self.found[..spans.len()]
            .iter()
            .rposition(|found| found.max > 0)
        else {
            return 1;
        };
        let spans = &spans[..=last];
        let mut wanted = [0; MAX_BANDS];
        for ((book, span), found) in wanted.iter_mut().zip(spans).zip(&self.found) {
            *book = codebook.choose(span.len, *found);
        }
        let sections = Sections::new(format, &wanted[..spans.len()]);
        let mut bits = 1 + sections.bits;
        for section in sections.iter() {
            let (mut all, mut len) = (Magnitudes::default(), 0);
            for (span, found) in spans[section.clone()]
                .iter()
                .zip(&self.found[section.clone()])
            {
                all.sum += found.sum;
                all.max = all.max.max(found.max);
                len += span.len;
            }
            let book = codebook.choose(len, all);
            for span in &spans[section] {
                let values = &self.values[span.start..span.start + span.len];
                bits += codebook.bits(book, values, all.max);
            }
        }
        bits
    }
}

/// A frame to be fitted.
pub struct Job<'a> {
    /// Whose sections.
    pub format: Format,
    /// The tables.
    pub law: &'a PowerLaw,
    /// See `law`.
    pub codebook: &'a Codebook,
    /// The bands, the same for all channels.
    pub spans: &'a [Span],
    /// The steps of each channel.
    pub steps: &'a [Steps; 2],
    /// How many channels.
    pub channels: usize,
}

impl Job<'_> {
    fn attempt(&self, quantised: &mut [Quantised; 2], gain: i32) -> u32 {
        let channels = quantised[..self.channels].iter_mut().zip(self.steps);
        channels
            .map(|(quantised, steps)| {
                quantised.quantise(self.law, self.spans, steps, gain);
                quantised.bits(self.format, self.codebook, self.spans)
            })
            .sum()
    }

    /// What the present values cost.
    pub fn bits(&self, quantised: &[Quantised; 2]) -> u32 {
        let channels = quantised[..self.channels].iter();
        channels
            .map(|quantised| quantised.bits(self.format, self.codebook, self.spans))
            .sum()
    }
}

/// Remembers from frame to frame where the search begins.
#[derive(Debug, Clone, Copy)]
pub struct RateLoop {
    gain: i32,
    /// Bits that one step of the gain changes.
    slope: f32,
}

impl RateLoop {
    /// Knows nothing yet.
    pub const fn new() -> Self {
        Self {
            gain: 0,
            slope: 40.0,
        }
    }

    /// Quantises a frame so that it costs about `aim` bits and no more than `limit`. Returns the
    /// gain and the bits.
    pub fn fit(
        &mut self,
        job: &Job,
        quantised: &mut [Quantised; 2],
        [aim, limit]: [u32; 2],
    ) -> (i32, u32) {
        let channels = quantised[..job.channels].iter().zip(job.steps);
        let finest = channels.map(|(quantised, steps)| quantised.finest_gain(job.spans, steps));
        let finest = finest.fold(FINEST, i32::max);
        let mut gain = self.gain.max(finest);
        // The coarsest gain known to be too fine, and the finest known to fit.
        let (mut fine, mut fits) = (finest - 1, COARSEST);
        let mut last: Option<(i32, u32)> = None;
        let mut bits = 0;
        for attempt in 0..ATTEMPTS {
            bits = job.attempt(quantised, gain);
            if let Some((other, other_bits)) = last.filter(|(other, _)| *other != gain) {
                let slope = (bits as f32 - other_bits as f32) / (other - gain) as f32;
                self.slope = (0.5 * (self.slope + slope)).max(2.0);
            }
            last = Some((gain, bits));
            let excess = bits as f32 - aim as f32;
            let is_near = excess.abs() < NEAR * self.slope && bits <= limit;
            if is_near || attempt + 1 == ATTEMPTS {
                break;
            }
            if bits > aim {
                fine = fine.max(gain);
            } else {
                fits = fits.min(gain);
            }
            if fits <= fine + 1 {
                if gain == fits || gain >= COARSEST {
                    break;
                }
                gain = fits;
                continue;
            }
            let step = (excess / self.slope).round() as i32;
            let step = if bits > aim {
                step.max(1)
            } else {
                step.min(-1)
            };
            gain = (gain + step).clamp(fine + 1, fits - i32::from(fits < COARSEST && bits <= aim));
        }
        self.gain = gain;
        if bits > limit {
            bits = starve(job, quantised, limit);
        }
        (gain, bits)
    }
}

/// Drops bands from the top until the frame fits.
fn starve(job: &Job, quantised: &mut [Quantised; 2], limit: u32) -> u32 {
    for (b, span) in job.spans.iter().enumerate().rev() {
        if job.bits(quantised) <= limit {
            break;
        }
        for channel in &mut quantised[..job.channels] {
            channel.drop_band(b, *span);
        }
    }
    job.bits(quantised)
}
