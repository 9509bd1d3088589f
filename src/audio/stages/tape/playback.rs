//! What wavelength does: the linear losses between the tape and the playback amplifier.
//!
//! Sources: R. L. Wallace, "The reproduction of magnetically recorded signals", Bell Syst. Tech. J.
//! 30, 1951 (spacing, thickness, gap); J. C. Mallinson, "Maximum signal-to-noise ratio of a tape
//! recorder", IEEE Trans. Magn. 5, 1969 (noise of the particles); IEC 60094-1 (time constants);
//! H. N. Bertram, "Theory of Magnetic Recording", 1994 (azimuth).

use std::f64::consts::TAU;

use super::model::Machine;
use crate::audio::dsp::units::db_to_gain;

/// What the user makes of a machine's heads.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Geometry {
    /// Dirt between tape and head, in metres on top of the machine's own spacing.
    pub spacing_m: f64,
    /// Bias in dB re the machine's own.
    pub bias_db: f64,
    /// Angle between the recorded and the playing gap, in radians.
    pub azimuth_rad: f64,
}

/// The losses of a moment: the machine's, and what bias, dirt and azimuth make of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Playback {
    speed_mps: f64,
    /// Spacing that signal and noise share.
    spacing_m: f64,
    /// Spacing-like loss of the signal alone: it was erased before it was ever played.
    erasure_m: f64,
    thickness_m: f64,
    gap_m: f64,
    /// How far the gap lags from one edge of the track to the other.
    skew_m: f64,
    treble_s: f64,
}

impl Playback {
    /// Nothing for a machine without losses.
    pub fn new(machine: &Machine, geometry: Geometry) -> Option<Self> {
        let magnetics = machine.magnetics?;
        Some(Self {
            speed_mps: machine.speed_mps,
            spacing_m: magnetics.spacing_m + geometry.spacing_m,
            erasure_m: magnetics.erasure_m * db_to_gain(geometry.bias_db),
            thickness_m: magnetics.thickness_m,
            gap_m: magnetics.gap_m,
            skew_m: magnetics.track_m * geometry.azimuth_rad.tan().abs(),
            treble_s: magnetics.treble_s,
        })
    }

    /// Wave number in radians per metre of tape.
    fn wave_number(&self, frequency_hz: f64) -> f64 {
        TAU * frequency_hz / self.speed_mps
    }

    /// exp(−k·d).
    fn spacing_loss(k: f64, distance_m: f64) -> f64 {
        (-k * distance_m).exp()
    }

    /// (1 − exp(−k·δ))/(k·δ): deep layers are far from the head.
    fn thickness_loss(&self, k: f64) -> f64 {
        let x = k * self.thickness_m;
        if x < 1e-6 { 1.0 } else { -(-x).exp_m1() / x }
    }

    /// sin(k·g/2)/(k·g/2), up to its first zero: what lies beyond is the amplifier's to remove.
    fn gap_loss(&self, k: f64) -> f64 {
        let x = (k * self.gap_m / 2.0).min(std::f64::consts::PI);
        if x < 1e-6 { 1.0 } else { x.sin() / x }
    }

    /// sin(k·s/2)/(k·s/2) for a gap that lags by s across the track. Its lobes are kept: they are
    /// the comb of a head out of line.
    fn azimuth_loss(&self, k: f64) -> f64 {
        let x = k * self.skew_m / 2.0;
        if x < 1e-6 { 1.0 } else { (x.sin() / x).abs() }
    }

    /// The playback amplifier's treble lift, which the recorded flux is defined against.
    fn equalisation(&self, frequency_hz: f64) -> f64 {
        (TAU * frequency_hz * self.treble_s).hypot(1.0)
    }

    /// |H| of losses and equalisation for what is recorded, 1 at 0 Hz.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        let k = self.wave_number(frequency_hz);
        Self::spacing_loss(k, self.spacing_m + self.erasure_m)
            * self.thickness_loss(k)
            * self.gap_loss(k)
            * self.azimuth_loss(k)
            * self.equalisation(frequency_hz)
    }

    /// Amplitude spectrum of the hiss, 1 at 0 Hz. The particles' noise flux has the power
    /// (1 − exp(−2k·δ))/(2k·δ), because each layer adds its own.
    pub fn hiss_response(&self, frequency_hz: f64) -> f64 {
        let k = self.wave_number(frequency_hz);
        let x = 2.0 * k * self.thickness_m;
        let layers = if x < 1e-6 { 1.0 } else { -(-x).exp_m1() / x };
        layers.sqrt()
            * Self::spacing_loss(k, self.spacing_m)
            * self.gap_loss(k)
            * self.equalisation(frequency_hz)
    }
}

/// Where the head bump lies in Hz: the face of the head is half a wavelength long.
pub fn bump_hz(speed_mps: f64, face_m: f64) -> f64 {
    speed_mps / (2.0 * face_m)
}

#[cfg(test)]
mod tests {
    use super::{Geometry, Playback};
    use crate::audio::stages::tape::{Machine, Model};

    /// Where the losses, without the equalisation, have taken 3 dB.
    fn corner_hz(machine: &Machine) -> f64 {
        let playback = Playback::new(machine, Geometry::default()).expect("a tape");
        let loss = |hz: f64| playback.response(hz) / playback.equalisation(hz);
        let mut range = (10.0, 50_000.0);
        for _ in 0..60 {
            let middle = 0.5 * (range.0 + range.1);
            if loss(middle) > 0.5f64.sqrt() {
                range.0 = middle;
            } else {
                range.1 = middle;
            }
        }
        range.0
    }

    #[test]
    fn twice_the_speed_moves_the_losses_up_an_octave() {
        for model in Model::ALL {
            let machine = model.machine();
            if machine.magnetics.is_none() {
                continue;
            }
            let fast = Machine {
                speed_mps: 2.0 * machine.speed_mps,
                ..*machine
            };
            let ratio = corner_hz(&fast) / corner_hz(machine);
            assert!((1.9..2.1).contains(&ratio), "{model:?}: {ratio}");
        }
    }

    #[test]
    fn a_tilted_head_takes_the_treble_as_geometry_says() {
        // 10 minutes of arc across 0.6 mm at 10 kHz and 1⅞ ips: x = π·0.6 mm·tan(10′)/4.76 µm.
        let machine = Model::FourTrack.machine();
        let response = |azimuth_rad| {
            let geometry = Geometry {
                azimuth_rad,
                ..Geometry::default()
            };
            Playback::new(machine, geometry)
                .expect("a tape")
                .response(10_000.0)
        };
        let loss = 20.0 * (response(0.0) / response((10f64 / 60.0).to_radians())).log10();
        assert!((loss - 2.0).abs() < 0.1, "{loss:.2} dB");
    }
}
