//! Where the device stands: what vibrates with it, the first reflections, the reverberation.
//!
//! All of it is added to the direct sound, which falls against it with distance.

use super::model::Place;
use super::reflections::{Reflections, Walls};
use super::reverb::{Hall, Reverb};
use super::section::{Pair, Sections};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, Line, TICK};
use crate::audio::dsp::units::db_to_gain;

/// First reflections as heard by one who touches the device, re far away: the way back from the
/// wall is longer then. By ear.
const NEAR_REFLECTIONS: f64 = 0.4;
/// How fast a place opens to the sound, in seconds: where it broke in on a note, walls would return
/// the edge as a click.
const ONSET_S: f64 = 0.01;

/// One place's figures at one sample rate.
#[derive(Debug, Clone)]
pub struct Setting {
    direct_db: [f64; 2],
    late_frames: f64,
    walls: Walls,
    power: f64,
    body: Sections<1>,
    body_gain: f64,
    hall: Hall,
}

impl Setting {
    /// Of a place.
    pub fn new(row: &Place, sample_rate: f64) -> Self {
        let walls = Walls::new(row, sample_rate);
        let body = Sections::both([row.body.design(sample_rate)]);
        Self {
            direct_db: row.direct_db,
            late_frames: row.rt60_s * sample_rate,
            walls,
            power: walls.power(),
            body_gain: db_to_gain(row.body_db) * body.gain()[0],
            body,
            hall: Hall::new(row, sample_rate),
        }
    }

    /// Level of direct sound, first reflections and reverberation from `distance` with `room`, both
    /// 0 to 1: power adds up to 1.
    fn levels(&self, distance: f64, room: f64) -> [f64; 3] {
        let [near, far] = self.direct_db;
        let early = room * (NEAR_REFLECTIONS + (1.0 - NEAR_REFLECTIONS) * distance);
        let late = room * db_to_gain(-(near + (far - near) * distance));
        let whole = (1.0 + early * early * self.power + late * late).sqrt();
        [1.0 / whole, early / whole, late / whole]
    }

    /// Frames until it has died away by 120 dB.
    pub fn tail(&self) -> usize {
        // Twice −60 dB, and a path more for the delays to empty.
        let late = 2.1 * self.late_frames;
        self.walls.latest() + late as usize + 2 * self.hall.longest()
    }
}

/// The sound in the place.
#[derive(Debug, Clone)]
pub struct Surroundings {
    setting: Option<Setting>,
    onset: Ramp,
    reflections: Reflections,
    reverb: Reverb,
    direct: Glide,
    early: Glide,
    late: Glide,
    body: Glide,
    running: bool,
}

impl Surroundings {
    /// For any of `places`. Allocates.
    pub fn new<'a>(places: impl Iterator<Item = &'a Place>, sample_rate: f64) -> Self {
        let (reflection_ms, path_ms) =
            places.fold((0.0f64, 0.0f64), |(reflection, path), place| {
                let latest = place.reflections.iter().map(|r| r[0].max(r[1]));
                (latest.fold(reflection, f64::max), path.max(place.path_ms))
            });
        Self {
            setting: None,
            onset: Ramp::new(1.0, (ONSET_S * sample_rate) as usize),
            reflections: Reflections::new(reflection_ms, sample_rate),
            reverb: Reverb::new(path_ms, sample_rate),
            direct: Glide::still(1.0),
            early: Glide::still(0.0),
            late: Glide::still(0.0),
            body: Glide::still(0.0),
            running: false,
        }
    }

    /// Moves to another place, in silence; nothing for none.
    pub fn move_to(&mut self, setting: Option<&Setting>) {
        self.setting = setting.cloned();
        self.direct = Glide::still(1.0);
        self.early = Glide::still(0.0);
        self.late = Glide::still(0.0);
        self.body = Glide::still(0.0);
        self.empty();
        self.running = false;
    }

    fn empty(&mut self) {
        self.onset.snap(0.0);
        self.onset.set(1.0);
        self.reflections.reset();
        self.reverb.reset();
    }

    /// At a tick: the listener's distance and how much of the place is heard, both 0 to 1, and
    /// whether they stand still. `snap` takes them at once.
    pub fn tick(&mut self, distance: f32, room: f32, still: bool, snap: bool) {
        let Some(setting) = &mut self.setting else {
            return;
        };
        let glides = [
            &mut self.direct,
            &mut self.early,
            &mut self.late,
            &mut self.body,
        ];
        if still && !snap && glides.iter().all(|glide| glide.is_still()) {
            self.running &= room > 0.0;
            return;
        }
        let [direct, early, late] = setting.levels(f64::from(distance), f64::from(room));
        let body = setting.body_gain * f64::from(room) * direct;
        for (glide, value) in glides.into_iter().zip([direct, early, late, body]) {
            glide.move_to(value as f32, snap);
        }
        if !self.running {
            self.empty();
            self.running = true;
        }
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        if let Some(setting) = &mut self.setting {
            setting.body.settle();
            self.reflections.settle();
            self.reverb.settle();
        }
    }

    /// Whether anything is heard of it.
    pub fn is_running(&self) -> bool {
        self.running && self.setting.is_some()
    }

    /// In place: some frames, at most [`TICK`]. `STILL` says that no level moves.
    #[inline(always)]
    pub fn process<const STILL: bool>(&mut self, frames: &mut [Pair], offset: usize) {
        let Some(setting) = &mut self.setting else {
            return;
        };
        let count = frames.len();
        let mut sides = [[0.0; TICK]; 2];
        let [left, right] = &mut sides;
        for ((frame, left), right) in frames.iter().zip(left).zip(right) {
            [*left, *right] = frame.map(|x| x as f32);
        }
        if !self.onset.settled() {
            for n in 0..count {
                let share = self.onset.next_value();
                sides.iter_mut().for_each(|side| side[n] *= share);
            }
        }
        let mut early = [[0.0; TICK]; 2];
        let mut late = [[0.0; 2]; TICK];
        self.reflections
            .process(&setting.walls, &sides, count, &mut early);
        self.reverb.process(&setting.hall, &sides, count, &mut late);
        let levels = [&self.direct, &self.early, &self.late, &self.body];
        let [direct, reflected, reverberant, body] = levels.map(|glide| Line::of(glide, 0));
        let out = setting.hall.out();
        let mut states = setting.body.states;
        let mut since = offset as f64;
        for (n, (frame, late)) in frames.iter_mut().zip(&late).enumerate() {
            let when = if STILL { 0.0 } else { since };
            let resonance = setting.body.step(&mut states, *frame);
            let (direct, body) = (direct.after(when), body.after(when));
            let reflected = reflected.after(when) as f32;
            let reverberant = (out * reverberant.after(when)) as f32;
            for lane in 0..2 {
                let delayed = reflected * early[lane][n] + reverberant * late[lane];
                frame[lane] = (direct * frame[lane] + body * resonance[lane]) + f64::from(delayed);
            }
            since += 1.0;
        }
        setting.body.states = states;
    }
}
