//! Where a noise is in the room: what of it comes straight to each microphone, and what it gives to
//! the room's reverberation.
//!
//! Straight: a delay of the distance at the speed of sound, in whole frames, and 1/r from the level
//! at 1 m, in the microphones' pattern. Reverberant: alike from everywhere in the room, as a diffuse
//! field is (H. Kuttruff, "Room Acoustics", section 5.1); where it comes in is shared between the two
//! sources' ways by where the noise stands beside them.
//!
//! A move is a crossfade from the old place to the new one: noises have no pitch to glide, and a
//! carried alarm clock is no concern here. Another move waits until the last one is over.
//! Not modelled: first reflections of the noise's own, the absorption of air on the direct way.

use super::super::{Geometry, Position};
use super::scaled::{add_scaled, write_scaled};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::{MAX_BLOCK, Spec};
use std::f64::consts::{FRAC_PI_4, PI};

/// At 20 °C, in m/s.
const SPEED_OF_SOUND_MPS: f64 = 343.2;
/// No room is wider.
const MAX_DISTANCE_M: f64 = 20.0;
/// Nearer than this it gets no louder: noises have a size.
const MIN_DISTANCE_M: f64 = 0.3;
/// How long a move takes, in ms.
const FADE_MS: f64 = 25.0;
/// Sources nearer together than this share as if they were so far apart, in m: a noise far to the
/// side comes in at its side whatever their distance.
const MIN_SOURCES_M: f64 = 0.6;

/// A point in metres.
pub type Point = [f64; 3];

/// `position` in metres.
pub fn in_metres(geometry: &Geometry, position: &Position) -> Point {
    let size = &geometry.dimensions;
    [
        f64::from(position.x) * f64::from(size.length_m),
        f64::from(position.y) * f64::from(size.width_m),
        f64::from(position.height) * f64::from(size.height_m),
    ]
}

/// The unit vector to the right of somebody who looks along `look` in the plan, in which x, y and
/// the height are right-handed.
pub fn right_of(look: [f64; 2]) -> [f64; 2] {
    [look[1], -look[0]]
}

/// `look` turned to the right by `degrees`.
fn turned(look: [f64; 2], degrees: f64) -> [f64; 2] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let right = right_of(look);
    [
        cos * look[0] + sin * right[0],
        cos * look[1] + sin * right[1],
    ]
}

/// The direction in the plan from the microphones to the source; along the room if they coincide.
fn towards_source(geometry: &Geometry) -> [f64; 2] {
    let from = in_metres(geometry, &geometry.microphones.position);
    let to = in_metres(geometry, &geometry.source);
    let (x, y) = (to[0] - from[0], to[1] - from[1]);
    let distance = x.hypot(y);
    if distance < 1e-3 {
        return [-1.0, 0.0];
    }
    [x / distance, y / distance]
}

/// How a noise arrives: at the left and the right microphone, and in the reverberation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Arrival {
    /// Of the direct sound, in frames.
    pub delay_frames: [usize; 2],
    /// Of the direct sound, as an amplitude ratio re 1 m.
    pub direct: [f32; 2],
    /// Into the left and the right way to the reverberation.
    pub send: [f32; 2],
}

impl Arrival {
    /// Of a noise at `place`. `reverb_gain` is the reverberant field's amplitude re the direct one
    /// at 1 m: 1/r of the critical distance in m where the response behind `send` does not hold it.
    pub fn new(geometry: &Geometry, place: &Position, reverb_gain: f32, sample_rate: f64) -> Self {
        let noise = in_metres(geometry, place);
        let pair = &geometry.microphones;
        let middle = in_metres(geometry, &pair.position);
        let ahead = towards_source(geometry);
        let look = turned(ahead, f64::from(pair.aim_deg));
        let across = right_of(look);
        let mut arrival = Self::default();
        for (side, sign) in [-0.5, 0.5].into_iter().enumerate() {
            let apart = sign * f64::from(pair.spacing_m);
            let way = [
                noise[0] - middle[0] - apart * across[0],
                noise[1] - middle[1] - apart * across[1],
                noise[2] - middle[2],
            ];
            let distance = way.iter().map(|x| x * x).sum::<f64>().sqrt();
            let axis = turned(look, sign * f64::from(pair.angle_deg));
            // At no distance there is no direction.
            let cos = (way[0] * axis[0] + way[1] * axis[1]) / distance.max(1e-3);
            let pressure = pair.pattern.pressure();
            let heard = pressure + (1.0 - pressure) * cos;
            arrival.direct[side] = (heard / distance.max(MIN_DISTANCE_M)) as f32;
            let seconds = distance.min(MAX_DISTANCE_M) / SPEED_OF_SOUND_MPS;
            arrival.delay_frames[side] = (seconds * sample_rate).round() as usize;
        }
        let source = in_metres(geometry, &geometry.source);
        let beside = right_of(ahead);
        let half = f64::from(geometry.source_width_m).max(MIN_SOURCES_M) / 2.0;
        let right =
            ((noise[0] - source[0]) * beside[0] + (noise[1] - source[1]) * beside[1]) / half;
        let angle = FRAC_PI_4 * (right.clamp(-1.0, 1.0) + 1.0);
        // At equal power; the half circle's end would leave a rounding error at the far side.
        debug_assert!(angle <= PI / 2.0 + 1e-9);
        arrival.send = [angle.cos(), angle.sin()].map(|share| reverb_gain * share as f32);
        arrival
    }
}

/// Puts one noise in its place.
pub struct Placement {
    sample_rate: f64,
    ring: Box<[f32]>,
    /// Where the next frame goes.
    position: usize,
    now: Arrival,
    /// Where it is heading while `fade` is under way, and where it was sent last.
    next: Arrival,
    wanted: Arrival,
    fade: Ramp,
    fresh: bool,
    given: Option<(Geometry, Position, f32)>,
    /// For how many frames nothing has come in.
    silent: usize,
}

impl Placement {
    /// Nowhere until it is set. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn prepare(spec: Spec) -> Self {
        let longest = spec.frames(MAX_DISTANCE_M / SPEED_OF_SOUND_MPS * 1e3) + 1;
        let mut fade = Ramp::new(1.0, spec.frames(FADE_MS));
        fade.snap(1.0);
        Self {
            sample_rate: spec.sample_rate,
            ring: vec![0.0; longest + MAX_BLOCK].into_boxed_slice(),
            position: 0,
            now: Arrival::default(),
            next: Arrival::default(),
            wanted: Arrival::default(),
            fade,
            fresh: true,
            given: None,
            silent: usize::MAX,
        }
    }

    /// Forgets what is under way; where it was set to be is taken at once.
    pub fn reset(&mut self) {
        self.ring.fill(0.0);
        self.silent = usize::MAX;
        self.position = 0;
        self.fresh = true;
        self.now = self.wanted;
        self.next = self.wanted;
        self.fade.snap(1.0);
    }

    /// Where the noise is, and where it is heard: see [`Arrival::new`].
    pub fn set(&mut self, geometry: &Geometry, place: &Position, reverb_gain: f32) {
        let given = Some((*geometry, *place, reverb_gain));
        if given == self.given {
            return;
        }
        self.given = given;
        self.wanted = Arrival::new(geometry, place, reverb_gain, self.sample_rate);
        if self.fresh {
            self.now = self.wanted;
            self.next = self.wanted;
        }
    }

    /// Adds up to 64 frames of `noise` at `level` to the microphones and to the reverberation's two
    /// ways, where there is one. How loud it is at its most.
    pub fn process(
        &mut self,
        noise: &[f32],
        level: f32,
        direct: &mut [[f32; MAX_BLOCK]; 2],
        mut send: Option<&mut [[f32; MAX_BLOCK]; 2]>,
    ) -> f32 {
        debug_assert!(noise.len() <= MAX_BLOCK);
        self.fresh &= noise.is_empty();
        let peak = self.write(noise, level);
        self.silent = if peak > 0.0 {
            0
        } else {
            self.silent.saturating_add(noise.len())
        };
        let mut done = 0;
        while done < noise.len() {
            let left = noise.len() - done;
            if self.fade.settled() && self.now != self.wanted {
                self.next = self.wanted;
                self.fade.snap(0.0);
                self.fade.set(1.0);
            }
            if !self.fade.settled() {
                let frames = left.min(self.fade.remaining());
                self.cross(frames, left, direct, send.as_deref_mut(), done);
                done += frames;
                continue;
            }
            if self.silent >= self.ring.len() {
                // There is nothing on its way either.
                break;
            }
            let now = &self.now;
            for side in 0..2 {
                let age = left + now.delay_frames[side];
                self.add(age, &mut direct[side][done..noise.len()], now.direct[side]);
                if let Some(send) = &mut send {
                    self.add(left, &mut send[side][done..noise.len()], now.send[side]);
                }
            }
            break;
        }
        peak
    }

    fn write(&mut self, noise: &[f32], level: f32) -> f32 {
        let len = self.ring.len();
        let first = noise.len().min(len - self.position);
        let (head, tail) = noise.split_at(first);
        let into = &mut self.ring[self.position..self.position + first];
        let peak = write_scaled(head, into, level);
        let more = match tail {
            [] => 0.0,
            _ => write_scaled(tail, &mut self.ring[..tail.len()], level),
        };
        self.position += noise.len();
        if self.position >= len {
            self.position -= len;
        }
        peak.max(more)
    }

    /// Adds what was written from `age` frames before the latest on, no more than the ring holds.
    fn add(&self, age: usize, out: &mut [f32], gain: f32) {
        let len = self.ring.len();
        let start = if age <= self.position {
            self.position - age
        } else {
            self.position + len - age
        };
        let first = out.len().min(len - start);
        let (head, tail) = out.split_at_mut(first);
        add_scaled(&self.ring[start..start + first], head, gain);
        if !tail.is_empty() {
            add_scaled(&self.ring[..tail.len()], tail, gain);
        }
    }

    /// A run in which the old place fades into the next one.
    #[inline(never)]
    fn cross(
        &mut self,
        frames: usize,
        left: usize,
        direct: &mut [[f32; MAX_BLOCK]; 2],
        mut send: Option<&mut [[f32; MAX_BLOCK]; 2]>,
        from: usize,
    ) {
        let mut shares = [0.0; MAX_BLOCK];
        for share in &mut shares[..frames] {
            *share = self.fade.next_value();
        }
        for side in 0..2 {
            let mut taps = [[0.0; MAX_BLOCK]; 2];
            for (tap, arrival) in taps.iter_mut().zip([&self.now, &self.next]) {
                let age = left + arrival.delay_frames[side];
                self.add(age, &mut tap[..frames], arrival.direct[side]);
            }
            for n in 0..frames {
                let [old, new] = [taps[0][n], taps[1][n]];
                direct[side][from + n] += old + shares[n] * (new - old);
            }
            let (old, new) = (self.now.send[side], self.next.send[side]);
            if let Some(send) = &mut send {
                let mut noise = [0.0; MAX_BLOCK];
                self.add(left, &mut noise[..frames], 1.0);
                for n in 0..frames {
                    send[side][from + n] += noise[n] * (old + shares[n] * (new - old));
                }
            }
        }
        if self.fade.settled() {
            self.now = self.next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arrival, Placement};
    use crate::audio::dsp::noise::WhiteNoise;
    use crate::audio::stages::room::{Dimensions, Geometry, Microphones, Pattern, Position};
    use crate::audio::{MAX_BLOCK, Spec};

    const RATE: f64 = 48_000.0;

    /// Ten metres each way, the source straight ahead (x falls) of microphones in the middle.
    fn hall(pattern: Pattern) -> Geometry {
        Geometry {
            dimensions: Dimensions {
                length_m: 10.0,
                width_m: 10.0,
                height_m: 3.0,
            },
            source: at(0.1, 0.5),
            source_width_m: 2.0,
            microphones: Microphones {
                position: at(0.5, 0.5),
                pattern,
                aim_deg: 0.0,
                angle_deg: 0.0,
                spacing_m: 0.0,
            },
        }
    }

    fn at(x: f32, y: f32) -> Position {
        Position { x, y, height: 0.4 }
    }

    fn arrival(geometry: &Geometry, place: Position) -> Arrival {
        Arrival::new(geometry, &place, 1.0, RATE)
    }

    /// Left, right, left send, right send.
    fn render(placement: &mut Placement, noise: &[f32], blocks: &[usize]) -> [Vec<f32>; 4] {
        let mut all: [Vec<f32>; 4] = Default::default();
        let (mut done, mut sizes) = (0, blocks.iter().cycle());
        while done < noise.len() {
            let len = (*sizes.next().unwrap()).min(noise.len() - done);
            let mut direct = [[0.0; MAX_BLOCK]; 2];
            let mut send = [[0.0; MAX_BLOCK]; 2];
            placement.process(&noise[done..done + len], 1.0, &mut direct, Some(&mut send));
            for (all, new) in all.iter_mut().zip(direct.iter().chain(&send)) {
                all.extend_from_slice(&new[..len]);
            }
            done += len;
        }
        all
    }

    #[test]
    fn twice_as_far_is_half_as_loud_and_twice_as_late() {
        let hall = hall(Pattern::Omni);
        let near = arrival(&hall, at(0.4, 0.5));
        let far = arrival(&hall, at(0.3, 0.5));
        assert!((near.direct[0] - 1.0).abs() < 1e-4);
        assert!((far.direct[0] - 0.5).abs() < 1e-4);
        assert_eq!(near.delay_frames[0], 140);
        assert_eq!(far.delay_frames[0], 280);
        assert!((arrival(&hall, at(0.5, 0.5)).direct[0] - 1.0 / 0.3).abs() < 1e-4);
        // The reverberation does not know how far it is.
        assert_eq!(near.send, far.send);
    }

    #[test]
    fn microphones_hear_by_their_pattern_and_their_axes() {
        let ahead = at(0.4, 0.5);
        let (behind, beside) = (at(0.6, 0.5), at(0.5, 0.6));
        for (pattern, back, side) in [
            (Pattern::Omni, 1.0, 1.0),
            (Pattern::Cardioid, 0.0, 0.5),
            (Pattern::Supercardioid, -0.268, 0.366),
            (Pattern::FigureOfEight, -1.0, 0.0),
        ] {
            let hall = hall(pattern);
            assert!((arrival(&hall, ahead).direct[0] - 1.0).abs() < 1e-3);
            assert!((arrival(&hall, behind).direct[0] - back).abs() < 1e-3);
            assert!((arrival(&hall, beside).direct[0] - side).abs() < 1e-3);
        }
        // Looking along −x, right is +y.
        let mut pair = hall(Pattern::Cardioid);
        pair.microphones.angle_deg = 90.0;
        let right = arrival(&pair, at(0.45, 0.55));
        assert!(right.direct[1] > right.direct[0] + 0.5, "{right:?}");
        assert!(right.send[1] > right.send[0]);
        // Turned to the right by 90 degrees, a figure of eight hears what is beside it.
        let mut eight = hall(Pattern::FigureOfEight);
        eight.microphones.aim_deg = 90.0;
        assert!((arrival(&eight, beside).direct[0] - 1.0).abs() < 1e-3);
        // A pair one metre apart hears a noise at the right 140 frames earlier there.
        let mut wide = hall(Pattern::Omni);
        wide.microphones.spacing_m = 1.0;
        let [left, right] = arrival(&wide, at(0.5, 0.8)).delay_frames;
        assert_eq!(left - right, 140);
    }

    #[test]
    fn sound_arrives_as_computed_and_the_send_has_equal_power() {
        let hall = hall(Pattern::Omni);
        let mut placement = Placement::prepare(Spec { sample_rate: RATE });
        placement.set(&hall, &at(0.3, 0.4), 0.8);
        let mut noise = vec![0.0; 1_000];
        noise[10] = 1.0;
        let [left, right, send_left, send_right] = render(&mut placement, &noise, &[64]);
        let expected = Arrival::new(&hall, &at(0.3, 0.4), 0.8, RATE);
        assert_eq!(left[10 + expected.delay_frames[0]], expected.direct[0]);
        assert_eq!(right[10 + expected.delay_frames[1]], expected.direct[1]);
        assert_eq!(left.iter().filter(|x| **x != 0.0).count(), 1);
        let power = send_left[10].powi(2) + send_right[10].powi(2);
        assert!((power - 0.64).abs() < 1e-5, "{power}");
    }

    #[test]
    fn moving_does_not_click_and_a_second_move_waits() {
        let mut placement = Placement::prepare(Spec { sample_rate: RATE });
        let hall = hall(Pattern::Cardioid);
        placement.set(&hall, &at(0.4, 0.5), 1.0);
        // 100 Hz at amplitude 1 moves by 0.013 a frame.
        let tone: Vec<f32> = (0..12_000)
            .map(|n| (f64::from(n) * 100.0 / RATE * std::f64::consts::TAU).sin() as f32)
            .collect();
        let mut out = render(&mut placement, &tone[..4_000], &[64]);
        let mut carry = |placement: &mut Placement, from: usize, to: usize| {
            for (out, new) in out
                .iter_mut()
                .zip(render(placement, &tone[from..to], &[64]))
            {
                out.extend(new);
            }
        };
        placement.set(&hall, &at(0.1, 0.1), 0.1);
        carry(&mut placement, 4_000, 4_500);
        placement.set(&hall, &at(0.35, 0.6), 2.0);
        carry(&mut placement, 4_500, 12_000);
        for side in &out {
            let late = &side[1_000..];
            let bend = late
                .windows(3)
                .map(|w| (w[2] - 2.0 * w[1] + w[0]).abs())
                .fold(0.0, f32::max);
            assert!(bend < 2e-3, "{bend}");
        }
        assert_eq!(
            placement.now,
            Arrival::new(&hall, &at(0.35, 0.6), 2.0, RATE)
        );
    }

    #[test]
    fn any_split_and_a_reset_give_the_same_bits() {
        let mut source = WhiteNoise::new(3);
        let noise: Vec<f32> = (0..9_000).map(|_| source.sample()).collect();
        let geometry = Geometry::default();
        let places = [at(0.1, 0.9), at(0.9, 0.1), at(0.4, 0.4)];
        let run = |placement: &mut Placement, blocks: &[usize]| {
            let mut all: [Vec<f32>; 4] = Default::default();
            for (place, part) in places.iter().zip([0..3_000, 3_000..3_500, 3_500..9_000]) {
                placement.set(&geometry, place, 0.7);
                for (all, new) in all.iter_mut().zip(render(placement, &noise[part], blocks)) {
                    all.extend(new);
                }
            }
            all
        };
        let fresh = || Placement::prepare(Spec { sample_rate: RATE });
        let mut used = fresh();
        let whole = run(&mut used, &[64]);
        assert_eq!(whole, run(&mut fresh(), &[1]));
        assert_eq!(whole, run(&mut fresh(), &[63, 7, 21]));
        used.set(&geometry, &places[0], 0.7);
        used.reset();
        assert_eq!(whole, run(&mut used, &[64]));
    }
}
