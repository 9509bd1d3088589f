//! Stick and slip of a joint: elasto-plastic friction between bristles.
//!
//! A block on a spring is drawn over a surface. While it sticks, spring and bristles tighten; when
//! they reach the break-away force it slips, and the release is what is heard. Drawn faster, it
//! tightens sooner: the pitch rises. Not modelled: the frame's motion acting back on the joint (it is
//! much heavier than the block).
//! Sources: P. Dupont, V. Hayward, B. Armstrong, F. Altpeter, "Single state elastoplastic friction
//! models", IEEE Trans. Automatic Control 47(5), 2002; F. Avanzini, S. Serafin, D. Rocchesso,
//! "Interactive simulation of rigid body interaction with friction-induced sound generation", IEEE
//! Trans. SAP 13(5):1073, 2005.

use std::f64::consts::PI;

/// Steps per second, whatever the sample rate: a step is part of the sound. At 48 000 it comes loose
/// as often, within 2 %.
pub const STEPS_HZ: f64 = 24_000.0;
const STEP_S: f64 = 1.0 / STEPS_HZ;

/// A joint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joint {
    /// Stiffness of the bristles in N/m.
    pub sigma0: f64,
    /// Their damping in N·s/m.
    pub sigma1: f64,
    /// Viscous friction in N·s/m.
    pub sigma2: f64,
    /// Roughness: the share of √(|v|·fN) that is noise.
    pub sigma3: f64,
    /// Where bristles begin to give, as a share of their deflection while it slides.
    pub k_ba: f64,
    /// Friction while it slides and while it sticks, as shares of the normal force.
    pub mu_d: f64,
    /// See `mu_d`.
    pub mu_s: f64,
    /// The Stribeck velocity in m/s: above it nothing sticks.
    pub v_s: f64,
    /// Mass of the block in kg.
    pub mass_kg: f64,
    /// What it is drawn by: stiffness in N/m and damping in N·s/m.
    pub spring: f64,
    /// See `spring`.
    pub damping: f64,
}

impl Joint {
    /// Of a bed. Avanzini's friction coefficients and mass (0.03, 0.75, 0.1 kg). Their normal force
    /// of 0.5 N is that of a rubbed glass; at a joint that carries a part of a sleeper it is 100 N,
    /// by which stiffness grows as much and more: wood gives by 1.5 µm before it slides, and the
    /// spring (slat and joint) holds the block at 640 Hz. Softer bristles, or a Stribeck velocity of
    /// 0.05 m/s, lag so far behind that a slow block creeps in silence.
    pub const BED: Self = Self {
        sigma0: 5e7,
        sigma1: 1_500.0,
        sigma2: 26.0,
        sigma3: 0.4,
        k_ba: 0.3,
        mu_d: 0.03,
        mu_s: 0.75,
        v_s: 0.02,
        mass_kg: 0.1,
        spring: 1.6e6,
        damping: 40.0,
    };
}

/// The block's state.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Friction {
    /// Deflection of the bristles in m.
    pub z: f64,
    /// Velocity of the block in m/s.
    pub v: f64,
    /// How far the spring is drawn, in m.
    pub drawn: f64,
    /// Friction in N.
    pub force: f64,
}

impl Friction {
    /// Holds still with `share` of what it can bear under `normal` N, to either side.
    pub fn loaded(joint: &Joint, normal: f64, share: f64) -> Self {
        let force = share * joint.mu_s * normal;
        Self {
            z: force / joint.sigma0,
            v: 0.0,
            drawn: force / joint.spring,
            force,
        }
    }

    /// One step with the spring's end moving at `drive` m/s under `normal` N; `white` is noise of
    /// −1 to 1. The friction in N.
    ///
    /// Backward Euler: linear in the new velocity once the bristles' slip is taken from the old one,
    /// and stable however stiff.
    #[inline(always)]
    pub fn step(&mut self, joint: &Joint, drive: f64, normal: f64, white: f64) -> f64 {
        let h = STEP_S;
        let slip = h * self.slip_rate(joint, normal);
        let keep = 1.0 / (1.0 + slip);
        // f = σ0·z + σ1·ż + σ2·v + σ3·w·√(|v|·fN) = base + per_v·v.
        let (damped, inert) = (joint.sigma1 * STEPS_HZ, joint.mass_kg * STEPS_HZ);
        let bristle = joint.sigma0 + damped;
        let rough = joint.sigma3 * white * (self.v.abs() * normal).sqrt();
        let base = (bristle * keep - damped) * self.z + rough;
        let per_v = bristle * keep * h + joint.sigma2;
        let pull = joint.spring * h + joint.damping;
        let v = (inert * self.v + joint.spring * self.drawn + pull * drive - base)
            / (inert + pull + per_v);
        let next = Self {
            z: keep * (self.z + h * v),
            v,
            drawn: self.drawn + h * (drive - v),
            force: base + per_v * v,
        };
        *self = if next.force.is_finite() && next.z.is_finite() && next.drawn.is_finite() {
            next
        } else {
            Self::default()
        };
        self.force
    }

    /// α(z, v)·v/zss(v) of ż = v·(1 − α·z/zss), never negative.
    #[inline(always)]
    fn slip_rate(&self, joint: &Joint, normal: f64) -> f64 {
        if self.z * self.v <= 0.0 || normal <= 0.0 {
            return 0.0;
        }
        let (speed, z) = (self.v.abs(), self.z.abs());
        let (slides, sticks) = (joint.mu_d * normal, joint.mu_s * normal);
        // exp((v/vs)²) by its series: the Stribeck curve is fitted to measurements, in which this
        // makes no difference.
        let x = (speed / joint.v_s).powi(2).min(1e6);
        let rise = 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)));
        // Deflections as the forces that go with them: zss·σ0, zba·σ0, |z|·σ0.
        let f_ss = slides + (sticks - slides) / rise;
        let f_ba = joint.k_ba * slides;
        let f = z * joint.sigma0;
        let alpha = if f <= f_ba {
            return 0.0;
        } else if f >= f_ss {
            1.0
        } else {
            0.5 + 0.5 * half_sine((f - f_ba) / (f_ss - f_ba) - 0.5)
        };
        alpha * speed * joint.sigma0 / f_ss
    }
}

/// sin(π·x) for x in −0.5 to 0.5, as its Taylor series; exact to 2·10⁻⁴.
#[inline(always)]
fn half_sine(x: f64) -> f64 {
    let xx = x * x;
    x * (PI + xx * (-5.167_712_78 + xx * (2.550_164_04 - 0.599_264_53 * xx)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Velocities of a block drawn at `drive` for a second, after half a second.
    fn drawn(joint: &Joint, drive: f64) -> Vec<f64> {
        let mut friction = Friction::default();
        (0..(1.5 * STEPS_HZ) as usize)
            .map(|_| {
                friction.step(joint, drive, 100.0, 0.0);
                friction.v
            })
            .skip(STEPS_HZ as usize / 2)
            .collect()
    }

    /// How often in a second it comes loose.
    fn slips(v: &[f64], drive: f64) -> usize {
        v.windows(2)
            .filter(|pair| pair[0] < 2.0 * drive && pair[1] >= 2.0 * drive)
            .count()
    }

    #[test]
    fn it_sticks_below_the_stribeck_velocity_and_slides_above() {
        let joint = Joint::BED;
        let still = |drive: f64| {
            let v = drawn(&joint, drive);
            v.iter().filter(|v| v.abs() < 0.2 * drive).count() as f64 / v.len() as f64
        };
        let (slow, fast) = (still(0.2 * joint.v_s), still(20.0 * joint.v_s));
        assert!(slow > 0.5, "{slow}");
        assert!(fast == 0.0, "{fast}");
    }

    #[test]
    fn the_pitch_rises_with_the_speed() {
        let joint = Joint::BED;
        let heard = [0.004, 0.012, 0.036].map(|drive| slips(&drawn(&joint, drive), drive));
        assert!(heard[0] > 20, "{heard:?}");
        assert!(heard[1] as f64 > 1.8 * heard[0] as f64, "{heard:?}");
        assert!(heard[2] as f64 > 1.5 * heard[1] as f64, "{heard:?}");
    }

    #[test]
    fn it_holds_the_friction_of_a_steady_slide() {
        let joint = Joint::BED;
        let mut friction = Friction::default();
        for _ in 0..48_000 {
            friction.step(&joint, 1.0, 100.0, 0.0);
        }
        // fc + σ2·v.
        assert!((friction.force - 29.0).abs() < 0.1, "{}", friction.force);
    }

    #[test]
    fn it_stays_finite_whatever_happens() {
        let mut hostile = vec![Joint::BED; 6];
        hostile[1].sigma0 = 1e12;
        hostile[2].sigma1 = 0.0;
        hostile[3].mass_kg = 1e-9;
        hostile[4].v_s = 1e-9;
        hostile[5].mu_d = 0.0;
        for joint in &hostile {
            for normal in [0.0, 1e-6, 100.0, 1e9] {
                let mut friction = Friction::default();
                for n in 0..48_000 {
                    let drive = if n / 100 % 2 == 0 { 1.0 } else { -1.0 };
                    let force = friction.step(joint, drive, normal, 1.0);
                    assert!(force.is_finite() && force.abs() < 1e12, "{joint:?} {force}");
                }
            }
        }
        let mut friction = Friction::default();
        for drive in [f64::NAN, f64::INFINITY, 1e300, 0.0] {
            assert!(friction.step(&Joint::BED, drive, 100.0, 0.0).is_finite());
        }
    }
}
