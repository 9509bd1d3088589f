//! The compressor: feed-forward, in the log domain, with a soft knee and a smooth peak detector.
//!
//! Source: D. Giannoulis, M. Massberg, J. Reiss, "Digital dynamic range compressor design – a tutorial
//! and analysis", JAES 60(6), 2012. The gain computer is its equation 4. The detector (see [`follower`])
//! smooths the gain reduction, after the gain computer, as the authors recommend. Levels are peaks of
//! the samples; log and exp are within 0.002 dB.
//! Not modelled: any one device's colour. Latency: none.

mod curve;
mod follower;
#[cfg(test)]
mod tests;

pub use curve::Curve;

use crate::audio::dsp::log_exp::{OCTAVES_PER_DB, exp2, log2};
use crate::audio::dsp::one_pole::approach;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::svf::{self, Section, Svf};
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};
use follower::Follower;

/// How long a knob takes.
const KNOB_MS: f64 = 50.0;
/// So far above their own level do the peaks of music drive the detector, in dB: what automatic make-up
/// expects. Measured with the demo music at ratios of 2 to 8.
const PROGRAMME_PEAKS_DB: f32 = 4.3;
/// The level of the programme that automatic make-up leaves as loud as it was, in dBFS.
const PROGRAMME_DB: f32 = -18.0;
/// Nothing is quieter than −160 dB.
const FLOOR: f32 = 1e-8;
/// How fast the shown reduction falls back, in seconds.
const SHOWN_S: f64 = 0.1;

/// What the compressor listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Key {
    /// What it works on.
    #[default]
    Internal,
    /// What comes in beside it; silence if nothing does.
    External,
}

/// How the lost level is made up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MakeUp {
    /// A programme of −18 dBFS stays as loud as it was.
    Auto,
    /// So many dB.
    Manual(f32),
}

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Whether it is heard.
    pub on: bool,
    /// Peaks above this are turned down; −60 to 0 dB re full scale.
    pub threshold_db: f32,
    /// By how many dB the input rises for each dB of the output, 1 to 20; infinite limits.
    pub ratio: f32,
    /// Width of the knee, 0 to 24 dB.
    pub knee_db: f32,
    /// Time to 63 % of more reduction, 0.05 to 250 ms.
    pub attack_ms: f32,
    /// Time to 63 % of less, 5 to 2500 ms.
    pub release_ms: f32,
    /// After a long reduction it comes back slowly, after a short one as it is set.
    pub auto_release: bool,
    /// How the lost level is made up.
    pub make_up: MakeUp,
    /// How much of the compressed sound is heard beside what came in, 0 to 1.
    pub mix: f32,
    /// How far both channels are turned down together, 0 (each by itself) to 1.
    pub link: f32,
    /// What it listens to.
    pub key: Key,
    /// Below this, 20 to 500 Hz, it is deaf; none hears all.
    pub key_high_pass_hz: Option<f32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            on: false,
            threshold_db: -18.0,
            ratio: 3.0,
            knee_db: 6.0,
            attack_ms: 10.0,
            release_ms: 120.0,
            auto_release: false,
            make_up: MakeUp::Manual(0.0),
            mix: 1.0,
            link: 1.0,
            key: Key::Internal,
            key_high_pass_hz: None,
        }
    }
}

impl Settings {
    /// The static curve.
    pub fn curve(&self) -> Curve {
        Curve::new(self.threshold_db, self.ratio, self.knee_db)
    }
}

/// What glides. Levels in dB, the slope 1 − 1/ratio.
#[derive(Debug, Clone)]
struct Knobs {
    amount: Ramp,
    threshold: Ramp,
    slope: Ramp,
    knee: Ramp,
    make_up: Ramp,
    /// 1 for automatic make-up.
    auto: Ramp,
    link: Ramp,
    /// 1 for the external key.
    key: Ramp,
}

impl Knobs {
    fn all(&mut self) -> [&mut Ramp; 8] {
        [
            &mut self.amount,
            &mut self.threshold,
            &mut self.slope,
            &mut self.knee,
            &mut self.make_up,
            &mut self.auto,
            &mut self.link,
            &mut self.key,
        ]
    }
}

/// The compressor of both channels.
#[derive(Debug, Clone)]
pub struct Compressor {
    sample_rate: f64,
    settings: Settings,
    knobs: Knobs,
    ticker: Ticker,
    fresh: bool,
    curve: Curve,
    /// Share of the compressed sound, and its make-up in octaves.
    amount: Glide,
    make_up: Glide,
    high_pass: Section,
    follower: Follower,
    deepest: f32,
    shown: f32,
    /// How much of it falls back in a frame.
    fall: f32,
}

impl Compressor {
    /// Off.
    pub fn new(spec: Spec) -> Self {
        let knob = || Ramp::new(0.0, spec.frames(KNOB_MS));
        let mut compressor = Self {
            sample_rate: spec.sample_rate,
            settings: Settings::default(),
            knobs: Knobs {
                amount: knob(),
                threshold: knob(),
                slope: knob(),
                knee: knob(),
                make_up: knob(),
                auto: knob(),
                link: knob(),
                key: knob(),
            },
            ticker: Ticker::default(),
            fresh: true,
            curve: Curve::new(0.0, 1.0, 0.0),
            amount: Glide::still(0.0),
            make_up: Glide::still(0.0),
            high_pass: Section::default(),
            follower: Follower::new(spec.sample_rate),
            deepest: 0.0,
            shown: 0.0,
            fall: approach(SHOWN_S, 1, spec.sample_rate),
        };
        compressor.reset();
        compressor
    }

    /// As new.
    pub fn reset(&mut self) {
        self.settings = Settings::default();
        self.knobs.all().into_iter().for_each(Ramp::reset);
        self.aim();
        self.knobs.all().into_iter().for_each(Ramp::reset);
        self.ticker.restart();
        self.fresh = true;
        self.rest();
    }

    /// Nothing is reduced.
    fn rest(&mut self) {
        self.high_pass = Section::new(*self.high_pass.svf());
        self.follower.reset();
        self.deepest = 0.0;
        self.shown = 0.0;
    }

    /// New targets; the first after a reset at once.
    pub fn set(&mut self, settings: &Settings) {
        let unheard = self.is_idle();
        self.settings = *settings;
        self.aim();
        if unheard {
            // All but the amount is where it is set when it is next heard.
            let [_, rest @ ..] = self.knobs.all();
            for knob in rest {
                knob.snap(knob.target());
            }
        }
    }

    fn aim(&mut self) {
        let (settings, knobs) = (&self.settings, &mut self.knobs);
        let amount = settings.mix.clamp(0.0, 1.0);
        knobs.amount.set(if settings.on { amount } else { 0.0 });
        knobs.threshold.set(settings.threshold_db.clamp(-80.0, 0.0));
        knobs.slope.set(1.0 - 1.0 / settings.ratio.max(1.0));
        knobs.knee.set(settings.knee_db.clamp(0.0, 24.0));
        let (manual_db, auto) = match settings.make_up {
            MakeUp::Auto => (knobs.make_up.target(), 1.0),
            MakeUp::Manual(db) => (db.clamp(-24.0, 36.0), 0.0),
        };
        knobs.make_up.set(manual_db);
        knobs.auto.set(auto);
        knobs.link.set(settings.link.clamp(0.0, 1.0));
        knobs.key.set(match settings.key {
            Key::Internal => 0.0,
            Key::External => 1.0,
        });
        self.follower.set(
            f64::from(settings.attack_ms.clamp(0.05, 250.0)),
            f64::from(settings.release_ms.clamp(5.0, 2_500.0)),
            settings.auto_release,
        );
        if let Some(hz) = settings.key_high_pass_hz {
            let hz = f64::from(hz.clamp(20.0, 500.0));
            let svf = Svf::high_pass(hz, std::f64::consts::FRAC_1_SQRT_2, self.sample_rate);
            if *self.high_pass.svf() != svf {
                // Unheard: what it feeds is smooth.
                self.high_pass.move_to(svf);
                self.high_pass.arrive();
            }
        }
    }

    /// Present gain reduction in dB, 0 or more, of the more reduced channel.
    pub fn reduction_db(&self) -> f32 {
        self.shown / OCTAVES_PER_DB
    }

    fn is_idle(&self) -> bool {
        let amount = &self.knobs.amount;
        amount.settled() && amount.target() == 0.0 && self.amount.is_still()
    }

    /// Compresses in place; `external` is what comes in beside the block, as long as it.
    pub fn process(&mut self, block: &mut StereoBlock, external: [&[f32]; 2]) {
        let frames = block.frames();
        if self.is_idle() && !self.fresh {
            self.ticker.skip(frames);
            return;
        }
        let mut done = 0;
        while done < frames {
            let moves = self.fresh || !self.is_still();
            let segment = self.ticker.run(moves, frames - done);
            if segment.offset == 0 && moves {
                self.tick();
            }
            let len = segment.len;
            let part = &mut block.part(done, len);
            if self.amount.is_still() && self.amount.line().0 == 0.0 {
                self.rest();
            } else {
                let external = external.map(|channel| &channel[done..done + len]);
                self.work(part, external, segment.offset);
            }
            let fallen = self.shown * (1.0 - self.fall * len as f32).max(0.0);
            self.shown = fallen.max(std::mem::take(&mut self.deepest));
            done += len;
        }
    }

    /// Whether no knob is on its way.
    fn is_still(&mut self) -> bool {
        let settled = self.knobs.all().iter().all(|knob| knob.settled());
        settled && self.amount.is_still() && self.make_up.is_still()
    }

    fn tick(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if !fresh {
            for knob in self.knobs.all() {
                knob.advance(TICK);
            }
        }
        let knobs = &self.knobs;
        let slope = knobs.slope.value();
        self.curve = Curve::of_slope(knobs.threshold.value(), slope, knobs.knee.value());
        let programme = (PROGRAMME_DB + PROGRAMME_PEAKS_DB) * OCTAVES_PER_DB;
        let expected = self.curve.reduction(programme);
        let manual = knobs.make_up.value() * OCTAVES_PER_DB;
        let make_up = manual + knobs.auto.value() * (expected - manual);
        self.make_up.move_to(make_up, fresh);
        self.amount.move_to(knobs.amount.value(), fresh);
    }

    /// Frames within a tick, the first of them `offset` after its beginning.
    fn work(&mut self, block: &mut StereoBlock, external: [&[f32]; 2], offset: usize) {
        let frames = block.frames();
        let share = self.knobs.key.value();
        let mut key = [[0.0; MAX_BLOCK]; 2];
        for ((key, own), external) in key.iter_mut().zip(block.channels()).zip(external) {
            let key = &mut key[..frames];
            key.copy_from_slice(own);
            if share > 0.0 {
                for (key, external) in key.iter_mut().zip(external) {
                    *key += share * (external - *key);
                }
            }
        }
        let [left, right] = &mut key;
        if self.settings.key_high_pass_hz.is_some() {
            let mut key = StereoBlock::new(&mut left[..frames], &mut right[..frames]);
            svf::process(std::slice::from_mut(&mut self.high_pass), &mut key, offset);
        }
        let (curve, link) = (self.curve, self.knobs.link.value());
        for (left, right) in left[..frames].iter_mut().zip(&mut right[..frames]) {
            let reduction = |x: f32| curve.reduction(log2(x.abs().max(FLOOR)));
            let (l, r) = (reduction(*left), reduction(*right));
            let both = l.max(r);
            *left = l + link * (both - l);
            *right = r + link * (both - r);
        }
        let both = [&mut left[..frames], &mut right[..frames]];
        self.deepest = self.deepest.max(self.follower.process(both));
        let ((amount, amount_step), (make_up, make_up_step)) =
            (self.amount.line(), self.make_up.line());
        for (channel, reduction) in block.channels().into_iter().zip(&key) {
            for (n, (sample, reduction)) in channel.iter_mut().zip(reduction).enumerate() {
                let t = (offset + n + 1) as f32;
                let gain = exp2(make_up + make_up_step * t - reduction);
                *sample *= 1.0 + (amount + amount_step * t) * (gain - 1.0);
            }
        }
    }
}
