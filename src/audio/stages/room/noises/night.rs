//! All noises of a night: their levels, their places, and how they answer.

use super::answer::{Follower, Strikes};
use super::placement::Placement;
use super::source::Source;
use super::{
    Answer, Bed, Breath, Clock, Fan, Hum, Keys, Kind, Light, Rain, Settings, Street, Strike, Wind,
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
    /// The music's attacks set it off.
    is_struck: bool,
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
    /// Some noise answers to the music, or did when it was last set.
    may_listen: bool,
    /// Some noise that is heard answers to the music.
    listening: bool,
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
                is_struck: false,
                placement: Placement::prepare(spec),
                peak: 0.0,
            }),
            follower: Follower::prepare(spec),
            strikes: Strikes::default(),
            may_listen: false,
            listening: false,
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
        self.listening = false;
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
            voice.is_struck = noise.answer == Answer::Struck;
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
        let moved = |voice: &Voice| {
            voice.is_struck || !is_nothing(&voice.duck) || !is_nothing(&voice.swell)
        };
        self.may_listen = self.voices.iter().any(moved);
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
        self.listen(frames);
    }

    /// The music is followed while something answers to it. Asked before and after frames pass, so
    /// that it does not matter where blocks end.
    fn listen(&mut self, frames: usize) {
        self.listening = self.may_listen && self.voices.iter().any(Voice::answers);
        if !self.listening && frames > 0 {
            self.follower.pause();
        }
    }

    /// Adds what arrives directly to `direct`, and what goes into the room to `send`, where there is
    /// a room to hear it. `music` is what they answer to.
    pub fn process(
        &mut self,
        music: &StereoBlock,
        direct: &mut [[f32; MAX_BLOCK]; 2],
        mut send: Option<&mut [[f32; MAX_BLOCK]; 2]>,
    ) {
        let frames = music.frames();
        self.listen(frames);
        if self.is_silent() {
            self.restart.advance(frames);
            return;
        }
        self.strikes.clear();
        if self.listening {
            self.follower.process(music, &mut self.strikes);
        }
        let mut sound = [0.0; MAX_BLOCK];
        let sound = &mut sound[..frames];
        for voice in &mut self.voices {
            if voice.is_heard() {
                let level = voice.sound(
                    sound,
                    self.present,
                    &self.restart,
                    &self.follower,
                    self.strikes.as_slice(),
                );
                let send = send.as_deref_mut();
                let peak = voice.placement.process(sound, level, direct, send);
                voice.peak = voice.peak.max(peak);
            }
            voice.peak *= self.fall;
        }
        self.restart.advance(frames);
        self.listen(frames);
    }
}

impl Voice {
    fn is_heard(&self) -> bool {
        self.level.target() > 0.0 || !self.level.settled()
    }

    /// Whether it is heard and the music moves it.
    fn answers(&self) -> bool {
        let shares = [&self.duck, &self.swell];
        self.is_heard() && (self.is_struck || shares.into_iter().any(|share| !is_nothing(share)))
    }

    /// The noise, and the level that it is still to be heard at.
    fn sound(
        &mut self,
        sound: &mut [f32],
        present: usize,
        restart: &Ramp,
        follower: &Follower,
        strikes: &[Strike],
    ) -> f32 {
        self.runs[present].process(sound, strikes);
        if !restart.settled() {
            let mut last = [0.0; MAX_BLOCK];
            self.runs[1 - present].process(&mut last[..sound.len()], strikes);
            let mut restart = restart.clone();
            for (sound, last) in sound.iter_mut().zip(last) {
                *sound = last + restart.next_value() * (*sound - last);
            }
        }
        let answers = [&mut self.duck, &mut self.swell];
        let (duck, swell) = follower.gains();
        for (share, gains) in answers.into_iter().zip([duck, swell]) {
            if is_nothing(share) {
                continue;
            }
            for (sound, gain) in sound.iter_mut().zip(gains) {
                *sound *= 1.0 + share.next_value() * (gain - 1.0);
            }
        }
        if self.level.settled() {
            return self.level.target();
        }
        for sound in sound {
            *sound *= self.level.next_value();
        }
        1.0
    }
}

/// Whether a share is 0 and stays so.
fn is_nothing(share: &Ramp) -> bool {
    share.settled() && share.target() == 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::units::gain_to_db;

    const SPEC: Spec = Spec {
        sample_rate: 48_000.0,
    };

    /// A clock that answers like this, and nothing else.
    fn clock(answer: Answer) -> Settings {
        let mut settings = Settings {
            answer_depth: 1.0,
            ..Settings::default()
        };
        settings.noises[Kind::Clock as usize].level_db = Some(0.0);
        settings.noises[Kind::Clock as usize].answer = answer;
        settings
    }

    /// What is heard of `frames` beside a loud tone.
    fn heard(noises: &mut Noises, frames: usize, block: usize) -> Vec<f32> {
        let mut all = Vec::new();
        for start in (0..frames).step_by(block) {
            let tone = |n: usize| 0.5 * ((start + n) as f32 * 0.2).sin();
            let mut left: Vec<f32> = (0..block.min(frames - start)).map(tone).collect();
            let mut right = left.clone();
            let music = StereoBlock::new(&mut left, &mut right);
            let mut direct = [[0.0; MAX_BLOCK]; 2];
            noises.process(&music, &mut direct, None);
            all.extend_from_slice(&direct[0][..music.frames()]);
        }
        all
    }

    fn set(noises: &mut Noises, answer: Answer) {
        noises.set(&clock(answer), &Geometry::default(), 1.0);
    }

    #[test]
    fn what_begins_to_answer_is_not_struck_by_music_that_was_there() {
        let mut noises = Noises::prepare(SPEC);
        noises.set(&Settings::default(), &Geometry::default(), 1.0);
        heard(&mut noises, 96_000, 64);
        set(&mut noises, Answer::Struck);
        let waits = heard(&mut noises, 96_000, 64);
        assert!(waits.iter().all(|&x| x == 0.0));
    }

    #[test]
    fn it_listens_alike_however_blocks_are_cut() {
        let night = |block: usize| {
            let mut noises = Noises::prepare(SPEC);
            let mut all = Vec::new();
            // The duck of the first has just ended where the second begins, and before it.
            for (answer, frames) in [
                (Answer::Duck, 48_000),
                (Answer::Free, 1_472),
                (Answer::Duck, 9_600),
                (Answer::Free, 1_440),
                (Answer::Duck, 96_000),
            ] {
                set(&mut noises, answer);
                all.extend(heard(&mut noises, frames, block));
            }
            all
        };
        let whole = night(64);
        assert!(whole == night(1) && whole == night(32));
    }

    #[test]
    fn none_pushes_the_air_to_one_side() {
        const SECOND: usize = 48_000;
        let mut worst_db = Vec::new();
        for kind in Kind::ALL {
            let mut run = source(kind, SPEC);
            let noise = kind.silent();
            run.set(
                &noise,
                Settings::default().household,
                Settings::default().mains,
            );
            run.reset();
            let mut sound = vec![0.0; 60 * SECOND];
            sound
                .chunks_mut(MAX_BLOCK)
                .for_each(|block| run.process(block, &[]));
            let power = sound.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>();
            let rms = (power / sound.len() as f64).sqrt();
            // Any second's mean, by a window without edges: a plain mean is mostly what it cuts.
            let means = (0..sound.len() - SECOND).step_by(SECOND / 8).map(|start| {
                let part = sound[start..start + SECOND].iter().enumerate();
                let sum = part.map(|(n, &x)| {
                    let turn = std::f64::consts::TAU * n as f64 / SECOND as f64;
                    f64::from(x) * (1.0 - turn.cos())
                });
                sum.sum::<f64>().abs() / SECOND as f64
            });
            worst_db.push((kind, gain_to_db(means.fold(0.0, f64::max) / rms)));
        }
        assert!(
            worst_db.iter().all(|(_, db)| *db < -60.0),
            "{worst_db:?} dB"
        );
    }
}
