//! What is converted by what: the machines, and how few bits they are given.

/// A machine whose converters a sound passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Machine {
    /// A drum sampler of 1987: 12 bits linear at 26.04 kHz, a steep anti-alias filter before the
    /// converter, a zero-order hold and nothing after it, so that the images stay.
    #[default]
    Sampler12,
    /// A home computer or an early sampler: 8 bits at 22.05 kHz, an anti-alias filter that lets
    /// much fold, a hold and one low-pass that stands still.
    Sampler8,
}

impl Machine {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Sampler12, Self::Sampler8];

    /// Its own sample rate in Hz.
    pub const fn rate_hz(self) -> f64 {
        match self {
            Self::Sampler12 => 26_040.0,
            Self::Sampler8 => 22_050.0,
        }
    }

    /// Its own word length in bits.
    pub const fn bits(self) -> f32 {
        match self {
            Self::Sampler12 => 12.0,
            Self::Sampler8 => 8.0,
        }
    }

    /// The low-pass behind its hold in Hz, which does not move with the rate.
    pub const fn reconstruction_hz(self) -> Option<f64> {
        match self {
            // The outputs that everybody used had no filter.
            Self::Sampler12 => None,
            // A resistor and a capacitor: home computers had them from 5 to 30 kHz; by ear.
            Self::Sampler8 => Some(7_000.0),
        }
    }
}

/// One sampling and playing back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    /// The converter's clock in Hz, [`Conversion::MIN_RATE_HZ`] to [`Conversion::MAX_RATE_HZ`]. One
    /// above the host's rate is taken as the host's.
    pub rate_hz: f64,
    /// Word length in bits, [`Conversion::MIN_BITS`] to [`Conversion::MAX_BITS`], fractions
    /// allowed: a step is 2^(1 − bits) of full scale.
    pub bits: f32,
    /// Whose filters it has.
    pub machine: Machine,
}

impl Default for Conversion {
    fn default() -> Self {
        Self::own(Machine::default())
    }
}

impl Conversion {
    /// The slowest clock in Hz.
    pub const MIN_RATE_HZ: f64 = 2_000.0;
    /// The fastest clock in Hz.
    pub const MAX_RATE_HZ: f64 = 48_000.0;
    /// The shortest word in bits.
    pub const MIN_BITS: f32 = 2.0;
    /// The longest word in bits.
    pub const MAX_BITS: f32 = 16.0;

    /// How much of a reduction of bit rate the clock takes, as a power of it; the word length takes
    /// the rest. By ear: a sound stays known longer when it gets dull than when it gets coarse.
    const CLOCK_SHARE: f64 = 0.6;

    /// As the machine was built.
    pub const fn own(machine: Machine) -> Self {
        Self {
            rate_hz: machine.rate_hz(),
            bits: machine.bits(),
            machine,
        }
    }

    /// With `kbit_per_s` for both channels together; its own when nothing is asked for. With r as
    /// the ratio to its own bit rate, the clock falls by r^0.6 and the word length by r^0.4, so
    /// that their product falls by r until one of them is at its bound.
    pub fn at_bit_rate(machine: Machine, kbit_per_s: Option<f32>) -> Self {
        let own = Self::own(machine);
        let Some(kbit_per_s) = kbit_per_s else {
            return own;
        };
        let ratio = (f64::from(kbit_per_s) / own.kbit_per_s()).max(0.0);
        Self {
            rate_hz: own.rate_hz * ratio.powf(Self::CLOCK_SHARE),
            bits: own.bits * ratio.powf(1.0 - Self::CLOCK_SHARE) as f32,
            machine,
        }
        .bounded()
    }

    /// Bits per second of both channels together, in thousands.
    pub fn kbit_per_s(&self) -> f64 {
        2e-3 * self.rate_hz * f64::from(self.bits)
    }

    /// Within the bounds.
    pub(super) fn bounded(self) -> Self {
        Self {
            rate_hz: self.rate_hz.clamp(Self::MIN_RATE_HZ, Self::MAX_RATE_HZ),
            bits: self.bits.clamp(Self::MIN_BITS, Self::MAX_BITS),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Conversion, Machine};

    #[test]
    fn clock_and_words_share_what_is_taken_away() {
        for machine in Machine::ALL {
            let own = Conversion::own(machine);
            assert_eq!(Conversion::at_bit_rate(machine, None), own);
            let mut before = own;
            for kbit_per_s in [320.0, 200.0, 128.0, 64.0, 32.0, 16.0] {
                let now = Conversion::at_bit_rate(machine, Some(kbit_per_s));
                assert!(now.rate_hz < before.rate_hz && now.bits < before.bits);
                assert!((now.kbit_per_s() / f64::from(kbit_per_s) - 1.0).abs() < 1e-3);
                before = now;
            }
            let least = Conversion::at_bit_rate(machine, Some(0.0));
            assert_eq!(least.rate_hz, Conversion::MIN_RATE_HZ);
            assert_eq!(least.bits, Conversion::MIN_BITS);
        }
    }
}
