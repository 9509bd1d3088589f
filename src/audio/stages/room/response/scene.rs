//! Who stands where, in metres and seconds: what every part of the response starts from.
//!
//! Axes are right-handed: seen from above with x to the right and y up the page, the left of one who
//! looks along x is at larger y.

use std::array::from_fn;
use std::f64::consts::PI;

use super::super::Acoustics;
use super::super::geometry::{Microphones, Pattern, Position, held, inside};
use super::super::passage::ListenFrom;
use super::super::surfaces::{
    Bands, LN_60_DB, SPEED_OF_SOUND, Surfaces, air_per_m, decay_factor, share,
};

/// Source left to microphone left, left to right, right to left, right to right.
pub const PATHS: usize = 4;

/// Nearer than that, 1/r grows no further.
const NEAREST_M: f64 = 0.1;
/// The volume of the default room, for which the times below are given.
const REFERENCE_M3: f64 = 32.0;
/// Images are summed up to here. In other rooms it goes with the root of the volume, as the time
/// at which a room has mixed does (J.-D. Polack, Applied Acoustics 38, 1993), within limits.
const IMAGES_S: f64 = 0.08;
const IMAGES_RANGE_S: (f64, f64) = (0.03, 0.1);
/// Shares of that: the late tail begins to take over; an image's own loss turns to the room's mean.
const TAIL_FROM: f64 = 0.4;
const MEAN_FROM: f64 = 0.25;
const MEAN_FULL: f64 = 0.8;

/// Reverberation of a bare corridor in seconds, from 125 Hz: estimated from its hard surfaces.
const CORRIDOR_S: Bands = [0.85, 0.92, 0.95, 0.90, 0.85, 0.75, 0.58, 0.40];
/// And of a furnished room beyond the wall.
const NEXT_ROOM_S: Bands = [0.62, 0.52, 0.46, 0.42, 0.40, 0.38, 0.33, 0.25];
/// What diffracts to the ear of the direct sound where it is out of sight: through an open door,
/// through a closed one, and through the wall, which shakes as a whole.
const SIGHT_DOOR_OPEN: f64 = 0.7;
const SIGHT_DOOR_SHUT: f64 = 0.15;
const SIGHT_WALL: f64 = 0.3;

/// The room, and what is in it.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Length, width, height.
    pub metres: [f64; 3],
    /// In m³.
    pub volume_m3: f64,
    /// Left and right.
    pub sources: [[f64; 3]; 2],
    /// Left and right.
    pub microphones: [[f64; 3]; 2],
    /// Unit vectors in which the microphones look.
    pub axes: [[f64; 3]; 2],
    /// Of the microphones' pattern, the part that is pressure.
    pub pressure: f64,
    /// Distance between the microphones and the cosine of the angle between their axes.
    pub spacing_m: f64,
    /// See [`Self::spacing_m`].
    pub cos_angle: f64,
    /// ln of the amplitude that each surface gives back.
    pub log_reflection: [Bands; 6],
    /// Loss in the air, nepers per metre.
    pub air_per_m: Bands,
    /// Decay of amplitude, nepers per second.
    pub decay_per_s: Bands,
    /// The same of the room in which one listens, where that is another.
    pub coupled_per_s: Option<Bands>,
    /// What is left of the direct sound's amplitude.
    pub sight: f64,
    /// 0 to 1.
    pub scattering: f64,
    /// From emission to the first arrival.
    pub flight_s: f64,
    /// From the first arrival to the last image.
    pub images_s: f64,
    /// From the first arrival: see [`TAIL_FROM`] and [`MEAN_FROM`].
    pub tail_from_s: f64,
    /// See [`Self::tail_from_s`].
    pub mean_s: (f64, f64),
}

/// What a place changes.
struct Place {
    microphones: Microphones,
    sight: f64,
    coupled_s: Option<Bands>,
}

impl Place {
    fn of(acoustics: &Acoustics) -> Self {
        let (x, y) = acoustics.listen_from.ears().unwrap_or_default();
        let ears = |height, pattern, angle_deg| Microphones {
            position: Position { x, y, height },
            pattern,
            aim_deg: 0.0,
            angle_deg,
            spacing_m: 0.17,
        };
        let here = |microphones| Self {
            microphones,
            sight: 1.0,
            coupled_s: None,
        };
        let door = share(acoustics.door);
        match acoustics.listen_from {
            ListenFrom::Microphones => here(acoustics.geometry.microphones),
            ListenFrom::Bed => here(ears(0.25, Pattern::Subcardioid, 180.0)),
            ListenFrom::Closet => here(ears(0.45, Pattern::Omni, 0.0)),
            ListenFrom::Futon => here(ears(0.06, Pattern::Omni, 0.0)),
            ListenFrom::Corridor => Self {
                microphones: ears(0.5, Pattern::Subcardioid, 120.0),
                sight: SIGHT_DOOR_SHUT + door * (SIGHT_DOOR_OPEN - SIGHT_DOOR_SHUT),
                coupled_s: Some(CORRIDOR_S),
            },
            ListenFrom::NextRoom => Self {
                microphones: ears(0.5, Pattern::Omni, 0.0),
                sight: SIGHT_WALL,
                coupled_s: Some(NEXT_ROOM_S),
            },
        }
    }
}

impl Scene {
    /// What the settings make of it, each held to its range.
    pub fn new(acoustics: &Acoustics) -> Self {
        let geometry = &acoustics.geometry;
        let metres = geometry.dimensions.metres();
        let place = Place::of(acoustics);
        let pair = &place.microphones;
        let source = geometry.source.metres(metres);
        let listener = pair.position.metres(metres);
        let towards = direction(listener, source);
        let look = turned_right(towards, degrees(pair.aim_deg, 180.0));
        let half_angle = degrees(pair.angle_deg, 180.0).abs() / 2.0;
        let spacing_m = held(pair.spacing_m, 0.0, 1.5, 0.0);
        let source_width_m = held(geometry.source_width_m, 0.0, 3.0, 0.0);
        let beside = |middle: [f64; 3], look: [f64; 3], metres_left: f64| {
            let moved = [
                middle[0] - look[1] * metres_left,
                middle[1] + look[0] * metres_left,
                middle[2],
            ];
            inside(moved, metres)
        };
        let sources = [0.5, -0.5].map(|side| beside(source, towards, side * source_width_m));
        let microphones = [0.5, -0.5].map(|side| beside(listener, look, side * spacing_m));
        let surfaces = Surfaces::new(&geometry.dimensions, &acoustics.furnishing, acoustics.door);
        let factor = decay_factor(acoustics.decay);
        let volume_m3 = metres.iter().product::<f64>();
        let size = (volume_m3 / REFERENCE_M3).sqrt();
        let images_s = (IMAGES_S * size).clamp(IMAGES_RANGE_S.0, IMAGES_RANGE_S.1);
        let mut scene = Self {
            metres,
            volume_m3,
            sources,
            microphones,
            axes: [-half_angle, half_angle].map(|angle| turned_right(look, angle)),
            pressure: pair.pattern.pressure(),
            spacing_m,
            cos_angle: (2.0 * half_angle).cos(),
            log_reflection: surfaces
                .absorption
                .map(|bands| bands.map(|alpha| 0.5 * (1.0 - alpha).ln() / factor)),
            air_per_m: air_per_m().map(|air| air / factor),
            decay_per_s: surfaces
                .energy_decay_per_s()
                .map(|decay| 0.5 * decay / factor),
            coupled_per_s: place
                .coupled_s
                .map(|bands| bands.map(|time_s| 0.5 * LN_60_DB / (time_s * factor))),
            sight: place.sight,
            scattering: share(acoustics.furnishing.clutter),
            flight_s: 0.0,
            images_s,
            tail_from_s: TAIL_FROM * images_s,
            mean_s: (MEAN_FROM * images_s, MEAN_FULL * images_s),
        };
        scene.flight_s = (0..PATHS)
            .map(|path| scene.distance_m(path) / SPEED_OF_SOUND)
            .fold(f64::INFINITY, f64::min);
        scene
    }

    /// From a path's source straight to its microphone.
    pub fn distance_m(&self, path: usize) -> f64 {
        length(self.to_source(path))
    }

    /// Amplitude of a path's direct sound, and how long after the first it comes.
    pub fn direct(&self, path: usize) -> (f64, f64) {
        let towards = self.to_source(path);
        let distance = length(towards);
        let gain = self.sight * arrival(towards, distance, self.axes[path % 2], self.pressure);
        (gain, distance / SPEED_OF_SOUND - self.flight_s)
    }

    /// The mean of the pattern's power over all directions.
    pub fn diffuse_power(&self) -> f64 {
        let gradient = 1.0 - self.pressure;
        self.pressure.powi(2) + gradient * gradient / 3.0
    }

    fn to_source(&self, path: usize) -> [f64; 3] {
        let (source, microphone) = (self.sources[path / 2], self.microphones[path % 2]);
        from_fn(|axis| source[axis] - microphone[axis])
    }
}

/// What a microphone with `axis` hears of a source `distance` away in the direction of `towards`.
pub fn arrival(towards: [f64; 3], distance: f64, axis: [f64; 3], pressure: f64) -> f64 {
    let along: f64 = (0..3).map(|i| towards[i] * axis[i]).sum();
    // On the microphone itself every direction is the front.
    let cos = if distance > 1e-6 {
        along / distance
    } else {
        1.0
    };
    (pressure + (1.0 - pressure) * cos) / distance.max(NEAREST_M)
}

fn length(v: [f64; 3]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// The level unit vector from one place to another; towards the window from straight above.
fn direction(from: [f64; 3], to: [f64; 3]) -> [f64; 3] {
    let (x, y) = (to[0] - from[0], to[1] - from[1]);
    let distance = x.hypot(y);
    if distance < 1e-6 {
        [-1.0, 0.0, 0.0]
    } else {
        [x / distance, y / distance, 0.0]
    }
}

fn turned_right([x, y, z]: [f64; 3], radians: f64) -> [f64; 3] {
    let (sin, cos) = (-radians).sin_cos();
    [x * cos - y * sin, x * sin + y * cos, z]
}

fn degrees(value: f32, most: f64) -> f64 {
    held(value, -most, most, 0.0) * PI / 180.0
}
