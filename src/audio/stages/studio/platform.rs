//! Platform: what a streaming service does to the level of a song, heard while it is still being made.
//!
//! A service measures a whole song and turns it up or down by one gain. Here the gain follows the
//! integrated loudness and the true peak that the meters have seen so far, or what the song is known to
//! have. Whether a quiet song is turned up, and how far, differs: see [`Raise`].
//! Sources: Spotify for Artists, "Loudness normalization" (targets, the peak at which raising stops, and
//! the limiter with its times); AES TD1008 for the kind of rule. The rules themselves are data:
//! `presets/platforms.toml`.
//! Latency: none. The limiter has no look-ahead: what escapes its attack is cut.

use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, StereoBlock};

use super::meters::Loudness;

/// How long the gain takes to a new value: a song's loudness is measured ten times a second.
const GAIN_MS: f64 = 300.0;
/// Attack and decay of the limiter behind a raised song, in ms.
const ATTACK_MS: f64 = 5.0;
const DECAY_MS: f64 = 100.0;
/// The most that a song is turned up or down, in dB.
pub const MAX_GAIN_DB: f64 = 40.0;

/// What is done to a song that is quieter than the target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Raise {
    /// It stays as quiet as it is.
    Never,
    /// It is turned up, but no further than to this true peak in dB re full scale.
    UpToPeak(f32),
    /// It is turned up to the target, into a limiter that holds at this sample peak in dB.
    Limited(f32),
}

/// What a platform does to the level of a song.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// The integrated loudness that songs are brought to, in LUFS; none leaves all as they are.
    pub target_lufs: Option<f32>,
    /// What becomes of a quieter song.
    pub raise: Raise,
    /// Whether an album that is played in a row is one song to it, so that its own louder and quieter
    /// songs stay so.
    pub albums: bool,
}

impl Rule {
    /// The gain in dB for a song of this integrated loudness and true peak; 0 for one that was not
    /// heard yet.
    pub fn gain_db(&self, integrated_lufs: f64, true_peak_db: f64) -> f64 {
        let Some(target_lufs) = self.target_lufs else {
            return 0.0;
        };
        let wanted = f64::from(target_lufs) - integrated_lufs;
        if !wanted.is_finite() {
            return 0.0;
        }
        let gain = if wanted <= 0.0 {
            wanted
        } else {
            match self.raise {
                Raise::Never => 0.0,
                Raise::UpToPeak(peak_db) => {
                    let room = f64::from(peak_db) - true_peak_db;
                    wanted.min(room.max(0.0))
                }
                Raise::Limited(_) => wanted,
            }
        };
        gain.clamp(-MAX_GAIN_DB, MAX_GAIN_DB)
    }
}

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// The platform that is listened to.
    pub rule: Option<Rule>,
    /// The loudness of the whole song in LUFS, where it is known; otherwise that so far.
    pub song_lufs: Option<f32>,
    /// That of the whole album, if the song is heard as part of one.
    pub album_lufs: Option<f32>,
    /// Gain in dB while no platform is listened to.
    pub otherwise_db: f32,
}

impl Settings {
    /// The loudness that decides, where the meters show `integrated_lufs`.
    pub fn decisive_lufs(&self, integrated_lufs: f64) -> f64 {
        let album = self.rule.filter(|rule| rule.albums).and(self.album_lufs);
        album.or(self.song_lufs).map_or(integrated_lufs, f64::from)
    }

    /// The gain in dB for what the meters show.
    pub fn gain_db(&self, loudness: &Loudness) -> f64 {
        self.rule.map_or(f64::from(self.otherwise_db), |rule| {
            rule.gain_db(
                self.decisive_lufs(loudness.integrated_lufs),
                loudness.true_peak_db,
            )
        })
    }
}

/// The platform's gain and limiter, for both channels.
#[derive(Debug, Clone)]
pub struct Platform {
    settings: Settings,
    ticker: Ticker,
    fresh: bool,
    gain_db: Ramp,
    gain: Glide,
    /// How much of the limiter is heard.
    limited: Ramp,
    wet: Glide,
    /// Where the limiter holds.
    ceiling: f32,
    /// What the limiter turns down by, and how fast that moves.
    held: f32,
    attack: f32,
    decay: f32,
}

impl Platform {
    /// None.
    pub fn new(spec: Spec) -> Self {
        // The part of the way in one frame, for a time constant.
        let part = |ms: f64| (1.0 - (-1e3 / (ms * spec.sample_rate)).exp()) as f32;
        Self {
            settings: Settings::default(),
            ticker: Ticker::default(),
            fresh: true,
            gain_db: Ramp::new(0.0, spec.frames(GAIN_MS)),
            gain: Glide::still(1.0),
            limited: Ramp::new(0.0, spec.frames(GAIN_MS)),
            wet: Glide::still(0.0),
            ceiling: 1.0,
            held: 1.0,
            attack: part(ATTACK_MS),
            decay: part(DECAY_MS),
        }
    }

    /// As new.
    pub fn reset(&mut self) {
        self.settings = Settings::default();
        self.ticker.restart();
        self.fresh = true;
        self.gain_db.snap(0.0);
        self.gain_db.reset();
        self.limited.snap(0.0);
        self.limited.reset();
        self.gain = Glide::still(1.0);
        self.wet = Glide::still(0.0);
        self.ceiling = 1.0;
        self.held = 1.0;
    }

    /// New targets.
    pub fn set(&mut self, settings: &Settings) {
        self.settings = *settings;
        if let Some(Raise::Limited(ceiling_db)) = settings.rule.map(|rule| rule.raise) {
            self.limited.set(1.0);
            self.ceiling = db_to_gain(f64::from(ceiling_db.clamp(-24.0, 0.0))) as f32;
        } else {
            self.limited.set(0.0);
        }
    }

    /// The present gain in dB, without the limiter's.
    pub fn gain_db(&self) -> f32 {
        self.gain_db.value()
    }

    /// Whether it leaves the sound alone, whatever the meters show.
    fn is_idle(&self) -> bool {
        !self.fresh
            && self.settings.rule.is_none()
            && self.settings.otherwise_db == 0.0
            && self.gain_db.settled()
            && self.gain_db.value() == 0.0
            && self.gain.line() == (1.0, 0.0)
            && self.limited.settled()
            && self.wet.line() == (0.0, 0.0)
    }

    /// How many of the `remaining` frames the meters hear before it looks at them again.
    pub fn next(&self, remaining: usize) -> usize {
        if self.is_idle() {
            remaining
        } else {
            self.ticker.clone().next(remaining).len
        }
    }

    /// Turns a block of at most [`Self::next`] frames up or down, by what the meters showed before it.
    pub fn process(&mut self, block: &mut StereoBlock, loudness: &Loudness) {
        if self.is_idle() {
            self.ticker.skip(block.frames());
            return;
        }
        let segment = self.ticker.next(block.frames());
        debug_assert_eq!(segment.len, block.frames());
        if segment.offset == 0 {
            self.tick(loudness);
        }
        let (gain, gain_step) = self.gain.line();
        let (wet, wet_step) = self.wet.line();
        let limits = wet != 0.0 || wet_step != 0.0;
        let both = block.left.iter_mut().zip(block.right.iter_mut());
        for (n, (left, right)) in both.enumerate() {
            let t = (segment.offset + n + 1) as f32;
            let gain = gain + gain_step * t;
            *left *= gain;
            *right *= gain;
            if limits {
                let peak = left.abs().max(right.abs());
                let needed = if peak > self.ceiling {
                    self.ceiling / peak
                } else {
                    1.0
                };
                let part = if needed < self.held {
                    self.attack
                } else {
                    self.decay
                };
                self.held += part * (needed - self.held);
                let wet = wet + wet_step * t;
                for sample in [left, right] {
                    let limited = (*sample * self.held).clamp(-self.ceiling, self.ceiling);
                    *sample += wet * (limited - *sample);
                }
            }
        }
    }

    fn tick(&mut self, loudness: &Loudness) {
        let fresh = std::mem::take(&mut self.fresh);
        if !fresh {
            self.gain_db.advance(TICK);
            self.limited.advance(TICK);
        }
        self.gain_db.set(self.settings.gain_db(loudness) as f32);
        let gain = db_to_gain(f64::from(self.gain_db.value())) as f32;
        self.gain.move_to(gain, fresh);
        self.wet.move_to(self.limited.value(), fresh);
        if self.wet.line() == (0.0, 0.0) {
            self.held = 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPOTIFY: Rule = Rule {
        target_lufs: Some(-14.0),
        raise: Raise::UpToPeak(-1.0),
        albums: true,
    };

    #[test]
    fn a_rule_turns_down_always_and_up_as_far_as_it_says() {
        // The service's own example: -20 LUFS with a true peak of -5 dB is raised to -16 only.
        let gain = SPOTIFY.gain_db(-20.0, -5.0);
        assert!((-20.0 + gain + 16.0).abs() < 1e-9, "{gain}");
        assert_eq!(SPOTIFY.gain_db(-10.8, 0.5), f64::from(-14.0_f32) + 10.8);
        assert_eq!(SPOTIFY.gain_db(-20.0, -12.0), 6.0);
        assert_eq!(SPOTIFY.gain_db(-20.0, 1.0), 0.0, "no room is no cut");
        let never = Rule {
            raise: Raise::Never,
            ..SPOTIFY
        };
        assert_eq!(never.gain_db(-20.0, -12.0), 0.0);
        assert_eq!(never.gain_db(-8.0, 0.0), -6.0);
        let loud = Rule {
            target_lufs: Some(-11.0),
            raise: Raise::Limited(-1.0),
            ..SPOTIFY
        };
        assert_eq!(loud.gain_db(-20.0, -1.0), 9.0);
        let none = Rule {
            target_lufs: None,
            ..SPOTIFY
        };
        assert_eq!(none.gain_db(-3.0, 2.0), 0.0);
        for hostile in [f64::NAN, f64::NEG_INFINITY, f64::INFINITY] {
            assert_eq!(SPOTIFY.gain_db(hostile, 0.0), 0.0);
            assert!(SPOTIFY.gain_db(-20.0, hostile).is_finite());
        }
    }

    #[test]
    fn an_album_decides_where_the_platform_keeps_it_together() {
        let mut settings = Settings {
            rule: Some(SPOTIFY),
            song_lufs: Some(-18.0),
            album_lufs: Some(-9.0),
            otherwise_db: 0.0,
        };
        assert_eq!(settings.decisive_lufs(-12.0), -9.0);
        settings.rule = Some(Rule {
            albums: false,
            ..SPOTIFY
        });
        assert_eq!(settings.decisive_lufs(-12.0), -18.0);
        settings.song_lufs = None;
        assert_eq!(settings.decisive_lufs(-12.0), -12.0);
    }

    /// What a constant of `level` becomes after a second, and the highest sample on the way.
    fn played(rule: Option<Rule>, level: f32, loudness: &Loudness) -> (f32, f32) {
        let mut platform = Platform::new(Spec {
            sample_rate: 48_000.0,
        });
        platform.set(&Settings {
            rule,
            ..Settings::default()
        });
        let (mut last, mut highest) = (0.0, 0.0_f32);
        let mut played = 0;
        while played < 48_000 {
            let (mut left, mut right) = ([level; 64], [-0.5 * level; 64]);
            let mut done = 0;
            while done < 64 {
                let len = platform.next(64 - done);
                let mut part =
                    StereoBlock::new(&mut left[done..done + len], &mut right[done..done + len]);
                platform.process(&mut part, loudness);
                done += len;
            }
            last = left[63];
            highest = left.iter().fold(highest, |peak, x| peak.max(x.abs()));
            played += 64;
        }
        (last, highest)
    }

    #[test]
    fn the_gain_is_the_rules_and_the_limiter_holds() {
        let loudness = Loudness {
            integrated_lufs: -10.0,
            true_peak_db: 0.0,
            ..Loudness::NOTHING
        };
        let (last, _) = played(Some(SPOTIFY), 0.5, &loudness);
        let db = 20.0 * f64::from(last / 0.5).log10();
        assert!((db + 4.0).abs() < 0.01, "{db} dB");
        assert_eq!(played(None, 0.5, &loudness), (0.5, 0.5));
        let loud = Rule {
            target_lufs: Some(-4.0),
            raise: Raise::Limited(-1.0),
            albums: true,
        };
        let (last, highest) = played(Some(loud), 0.8, &loudness);
        let ceiling = 10f32.powf(-0.05);
        assert!(
            highest <= ceiling && (last - ceiling).abs() < 1e-3,
            "{last} {highest}"
        );
    }
}
