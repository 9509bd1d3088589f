//! All noises of a night: their levels, their places, and how they answer.

use super::answer::{Follower, Strikes};
use super::placement::Placement;
use super::source::Source;
use super::{
    Answer, Bed, Breath, Clock, Fan, Hum, Keys, Kind, Light, Rain, Settings, Street, Wind,
};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock, Timeline};
use crate::audio::stages::room::geometry::{Geometry, Position};

/// How long a level takes to its new value.
const RAMP_MS: f64 = 30.0;
/// How long the noises begin anew, when the song does.
const RESTART_MS: f64 = 20.0;
/// How fast a shown level falls, in dB per second.
const FALL_DB_PER_S: f64 = 40.0;

/// One noise: twice, because a song that begins anew begins it anew, while the other fades out.
struct Voice {
    kind: Kind,
    runs: [Box<dyn Source>; 2],
    level: Ramp,
    /// How far it gives way and rises with the music.
    duck: Ramp,
    swell: Ramp,
    placement: Placement,
    peak: f32,
}

/// The noises.
pub struct Noises {
    settings: Settings,
    geometry: Geometry,
    fresh: bool,
    /// Which of the runs is the present one.
    present: usize,
    /// From the last run to the present one.
    restart: Ramp,
    /// The song is under way.
    playing: bool,
    voices: [Voice; Kind::COUNT],
    follower: Follower,
    strikes: Strikes,
    /// What a shown level falls by in a block of [`MAX_BLOCK`] frames.
    fall: f32,
}

#[expect(clippy::disallowed_methods, reason = "preparation")]
fn source(kind: Kind, spec: Spec) -> Box<dyn Source> {
    let seed = seed(kind, 0);
    match kind {
        Kind::Rain => Box::new(Rain::prepare(spec, seed)),
        Kind::Street => Box::new(Street::prepare(spec, seed)),
        Kind::Wind => Box::new(Wind::prepare(spec, seed)),
        Kind::Bed => Box::new(Bed::prepare(spec, seed)),
        Kind::Breath => Box::new(Breath::prepare(spec, seed)),
        Kind::Fan => Box::new(Fan::prepare(spec, seed)),
        Kind::Hum => Box::new(Hum::prepare(spec, seed)),
        Kind::Clock => Box::new(Clock::prepare(spec, seed)),
        Kind::Light => Box::new(Light::prepare(spec, seed)),
        Kind::Keys => Box::new(Keys::prepare(spec, seed)),
    }
}

/// Dice of a noise in a night.
fn seed(kind: Kind, night: u8) -> u64 {
    1 + kind as u64 + 64 * u64::from(night)
}

impl Noises {
    /// Allocates.
    pub fn prepare(spec: Spec) -> Self {
        let ramp = Ramp::new(0.0, spec.frames(RAMP_MS));
        let blocks_per_s = spec.sample_rate / MAX_BLOCK as f64;
        let mut restart = Ramp::new(1.0, spec.frames(RESTART_MS));
        restart.snap(1.0);
        Self {
            settings: Settings::default(),
            geometry: Geometry::default(),
            fresh: true,
            present: 0,
            restart,
            playing: false,
            voices: Kind::ALL.map(|kind| Voice {
                kind,
                runs: [source(kind, spec), source(kind, spec)],
                level: ramp.clone(),
                duck: ramp.clone(),
                swell: ramp.clone(),
                placement: Placement::prepare(spec),
                peak: 0.0,
            }),
            follower: Follower::prepare(spec),
            strikes: Strikes::default(),
            fall: db_to_gain(-FALL_DB_PER_S / blocks_per_s) as f32,
        }
    }

    /// Back to the beginning of the night.
    pub fn reset(&mut self) {
        self.fresh = true;
        self.present = 0;
        self.restart.snap(1.0);
        self.playing = false;
        self.follower.reset();
        for voice in &mut self.voices {
            voice.runs.iter_mut().for_each(|run| run.reset());
            for ramp in [&mut voice.level, &mut voice.duck, &mut voice.swell] {
                ramp.reset();
            }
            voice.placement.reset();
            voice.peak = 0.0;
        }
    }

    /// Takes what was chosen, for a room.
    pub fn set(&mut self, settings: &Settings, geometry: &Geometry, reverb_gain: f32) {
        let other_night = settings.night != self.settings.night;
        self.settings = *settings;
        self.geometry = *geometry;
        if other_night {
            for voice in &mut self.voices {
                let seed = seed(voice.kind, settings.night);
                voice.runs.iter_mut().for_each(|run| run.reseed(seed));
            }
        }
        let fresh = std::mem::take(&mut self.fresh);
        self.follower.set(settings.answer_depth);
        for (voice, noise) in self.voices.iter_mut().zip(&settings.noises) {
            for run in &mut voice.runs {
                run.set(noise, settings.household, settings.mains);
            }
            let gain = noise
                .level_db
                .map_or(0.0, |db| db_to_gain(f64::from(db)) as f32);
            voice.level.set(gain);
            let share = |answer| if noise.answer == answer { 1.0 } else { 0.0 };
            voice.duck.set(share(Answer::Duck));
            voice.swell.set(share(Answer::Swell));
            let place = Position {
                x: noise.x,
                y: noise.y,
                height: voice.kind.height(),
            };
            voice.placement.set(geometry, &place, reverb_gain);
            if fresh {
                voice.runs.iter_mut().for_each(|run| run.reset());
            }
        }
        if other_night && !fresh {
            self.begin_anew();
        }
    }

    /// Hears where the song is. Where it begins to play, the night begins anew, so that what is
    /// rendered is what was heard.
    pub fn locate(&mut self, timeline: &Timeline) {
        let playing = timeline.beat.is_some();
        if playing && !self.playing {
            self.begin_anew();
        }
        self.playing = playing;
        for voice in &mut self.voices {
            voice.runs.iter_mut().for_each(|run| run.locate(timeline));
        }
    }

    fn begin_anew(&mut self) {
        self.present = 1 - self.present;
        for voice in &mut self.voices {
            voice.runs[self.present].reset();
        }
        self.restart.snap(0.0);
        self.restart.set(1.0);
    }

    /// Frames until a level or a restart has arrived, at most which [`Self::process`] is handed.
    pub fn next_step(&self) -> usize {
        let levels = self.voices.iter().map(|voice| &voice.level);
        let levels = levels.chain([&self.restart]);
        let moving = levels.filter(|level| !level.settled());
        moving.map(Ramp::remaining).min().unwrap_or(MAX_BLOCK)
    }

    /// Whether none is heard.
    pub fn is_silent(&self) -> bool {
        self.voices.iter().all(|voice| !voice.is_heard())
    }

    /// How loud each is where it arises.
    pub fn levels(&self) -> [f32; Kind::COUNT] {
        self.voices.each_ref().map(|voice| voice.peak)
    }

    /// Lets `frames` pass while none is heard.
    pub fn skip(&mut self, frames: usize) {
        self.restart.advance(frames);
    }

    /// Adds what arrives directly to `direct`, and what goes into the room to `send`. `music` is what
    /// they answer to.
    pub fn process(
        &mut self,
        music: &StereoBlock,
        direct: &mut [[f32; MAX_BLOCK]; 2],
        send: &mut [[f32; MAX_BLOCK]; 2],
    ) {
        if self.is_silent() {
            self.skip(music.frames());
            return;
        }
        self.strikes.clear();
        self.follower.process(music, &mut self.strikes);
        let frames = music.frames();
        let fades = self.restart.clone();
        self.restart.advance(frames);
        for voice in &mut self.voices {
            if voice.is_heard() {
                let sound = voice.sound(
                    frames,
                    self.present,
                    fades.clone(),
                    &self.follower,
                    &self.strikes,
                );
                voice.placement.process(&sound[..frames], direct, send);
            }
            voice.peak *= self.fall;
        }
    }
}

impl Voice {
    fn is_heard(&self) -> bool {
        self.level.target() > 0.0 || !self.level.settled()
    }

    /// The noise at its level.
    fn sound(
        &mut self,
        frames: usize,
        present: usize,
        mut restart: Ramp,
        follower: &Follower,
        strikes: &Strikes,
    ) -> [f32; MAX_BLOCK] {
        let mut sound = [0.0; MAX_BLOCK];
        self.runs[present].process(&mut sound[..frames], strikes.as_slice());
        if !restart.settled() {
            let mut last = [0.0; MAX_BLOCK];
            self.runs[1 - present].process(&mut last[..frames], strikes.as_slice());
            for (sound, last) in sound[..frames].iter_mut().zip(last) {
                *sound = last + restart.next_value() * (*sound - last);
            }
        }
        let answers = [&mut self.duck, &mut self.swell];
        let (duck, swell) = follower.gains();
        for (share, gains) in answers.into_iter().zip([duck, swell]) {
            if share.settled() && share.target() == 0.0 {
                continue;
            }
            for (sound, gain) in sound[..frames].iter_mut().zip(gains) {
                *sound *= 1.0 + share.next_value() * (gain - 1.0);
            }
        }
        for sound in &mut sound[..frames] {
            *sound *= self.level.next_value();
            self.peak = self.peak.max(sound.abs());
        }
        sound
    }
}
