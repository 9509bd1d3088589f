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
    /// It is not yet where it was sent last.
    moves: bool,
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
            moves: false,
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
        self.moves = false;
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
        self.moves = !self.fresh;
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
        let still_from = if self.moves {
            self.travel(noise.len(), direct, send.as_deref_mut())
        } else {
            0
        };
        // Once nothing has come in for so long there is nothing on its way either.
        if still_from < noise.len() && self.silent < self.ring.len() {
            let left = noise.len() - still_from;
            let now = &self.now;
            for side in 0..2 {
                let age = left + now.delay_frames[side];
                let out = &mut direct[side][still_from..noise.len()];
                self.add(age, out, now.direct[side]);
                if let Some(send) = &mut send {
                    let out = &mut send[side][still_from..noise.len()];
                    self.add(left, out, now.send[side]);
                }
            }
        }
        peak
    }

    /// Moves on for `frames` at most; for how many it did.
    #[inline(never)]
    fn travel(
        &mut self,
        frames: usize,
        direct: &mut [[f32; MAX_BLOCK]; 2],
        mut send: Option<&mut [[f32; MAX_BLOCK]; 2]>,
    ) -> usize {
        let mut done = 0;
        while done < frames {
            if self.fade.settled() {
                if self.now == self.wanted {
                    self.moves = false;
                    break;
                }
                self.next = self.wanted;
                self.fade.snap(0.0);
                self.fade.set(1.0);
            }
            let left = frames - done;
            let run = left.min(self.fade.remaining());
            self.cross(run, left, direct, send.as_deref_mut(), done);
            done += run;
        }
        done
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
    #[inline(always)]
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
mod tests;
