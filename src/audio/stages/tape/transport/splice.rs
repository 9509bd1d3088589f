//! Splices: a tape that is not played at the speed it is recorded at is cut to where it goes on.
//!
//! The read point drifts away from the record head. Where it would leave its window, a second
//! one takes over at a place that sounds alike: the rotating heads of the 1950s' time regulators
//! did it mechanically, the first harmonisers with two taps of a delay line. Tape that runs at its
//! own speed again is cut once more, back to the rest delay, exactly.

use super::search::{Place, Search};
use crate::audio::dsp::sinc::SincDelay;
use crate::audio::dsp::tick::{Glide, TICK};
use crate::audio::stage::Spec;

/// Width of the window in which the read point drifts.
const WINDOW_MS: f64 = 55.0;
/// The window begins this far behind the rest delay: what comes next is compared, too.
const MARGIN_MS: f64 = 4.0;
/// The part of the window that is searched for a place.
const SPAN_MS: f64 = 18.0;
/// How long both places are heard.
const FADE_MS: f64 = 12.0;
/// The same for the last splice, back to the rest delay, which cannot choose its place.
const RETURN_MS: f64 = 25.0;
/// The part of a frame that is left then is made up for in this time: 0.3 cents at most.
const SETTLE_MS: f64 = 100.0;
/// The most the tape may lag, in milliseconds: a stop of the longest inertia at half speed.
pub const LONGEST_MS: f64 = 2_500.0;

/// How far the read point lags behind its rest delay, and what is cut.
pub struct Splicer {
    search: Search,
    window: f64,
    margin: f64,
    span: usize,
    fade: usize,
    back: usize,
    settle: usize,
    longest: f64,
    lag: f64,
    slope: f64,
    crossfade: Option<Crossfade>,
    settling: Option<Settling>,
}

/// The old place, fading.
struct Crossfade {
    /// Whole frames by which it lags behind the new one.
    further: f64,
    likeness: f32,
    elapsed: usize,
    length: usize,
    old: Glide,
    new: Glide,
}

/// The rest of a lag, less than a frame, on its way to nothing.
struct Settling {
    from: f64,
    elapsed: usize,
}

impl Splicer {
    /// At rest.
    pub fn new(spec: Spec) -> Self {
        let ticks = |ms: f64| spec.frames(ms).div_ceil(TICK).max(2) * TICK;
        Self {
            search: Search::new(spec),
            window: spec.frames(WINDOW_MS).max(4 * TICK) as f64,
            margin: spec.frames(MARGIN_MS) as f64,
            span: spec.frames(SPAN_MS),
            fade: ticks(FADE_MS),
            back: ticks(RETURN_MS),
            settle: ticks(SETTLE_MS),
            longest: spec.frames(LONGEST_MS) as f64,
            lag: 0.0,
            slope: 0.0,
            crossfade: None,
            settling: None,
        }
    }

    /// Frames the line must hold beyond the rest delay.
    pub fn room(&self) -> usize {
        self.longest as usize + self.search.margin() + 2 * TICK
    }

    /// The most lag while it is spliced, in frames.
    pub fn window(&self) -> f64 {
        self.margin + self.window + 2.0 * TICK as f64
    }

    /// The most lag of a tape that takes `inertia` frames to stop.
    pub fn longest(&self, inertia: f64) -> f64 {
        (self.lag + inertia).min(self.longest)
    }

    /// At rest, at once.
    pub fn reset(&mut self) {
        self.lag = 0.0;
        self.slope = 0.0;
        self.crossfade = None;
        self.settling = None;
    }

    /// Frames behind the rest delay, and frames per frame, at the end of the tick.
    pub fn lag(&self) -> (f64, f64) {
        (self.lag, self.slope)
    }

    /// Whether nothing lags and nothing is cut.
    pub fn idle(&self) -> bool {
        self.lag == 0.0 && self.slope == 0.0 && self.crossfade.is_none()
    }

    /// Whether a head has come as near to the record head as it may, before it is faded out: the
    /// tape must not be sped up yet.
    pub fn starved(&self) -> bool {
        self.crossfade
            .as_ref()
            .is_some_and(|fade| self.lag.min(self.lag + fade.further) < 0.0)
    }

    /// What is crossfaded in this tick: the old place re the new one, its gain and the new one's.
    pub fn crossfade(&self) -> Option<(f64, Glide, Glide)> {
        self.crossfade
            .as_ref()
            .map(|fade| (fade.further, fade.old, fade.new))
    }

    /// Decides on a cut before a tick in which the speed goes from `before` to `now`; `delay` is
    /// the read point's, `cruising` tells that only the speed knob makes the speed. Returns how
    /// many frames to jump back.
    pub fn cut(
        &mut self,
        line: &SincDelay,
        delay: f64,
        [before, now]: [f64; 2],
        cruising: bool,
    ) -> f64 {
        if self.crossfade.as_ref().is_some_and(Crossfade::over) {
            self.crossfade = None;
        }
        if self.crossfade.is_some() {
            return 0.0;
        }
        let fast = now - 1.0;
        let runway = fast * (self.fade + TICK) as f64 + self.margin * (100.0 * fast).min(1.0);
        let reach = self.margin + self.window;
        if before == 1.0 && now == 1.0 && cruising {
            self.go_back(line, delay)
        } else if fast > 0.0 && self.lag < runway {
            self.cut_to(line, delay, reach - self.span as f64)
        } else if fast < 0.0 && self.lag > if cruising { reach } else { self.longest } {
            self.cut_to(line, delay, self.margin)
        } else {
            0.0
        }
    }

    /// Lets a tick pass in which the speed goes from `before` to `now`.
    pub fn tick(&mut self, [before, now]: [f64; 2]) {
        if let Some(fade) = &mut self.crossfade {
            fade.tick();
        }
        if before != 1.0 || now != 1.0 {
            self.settling = None;
        }
        if let Some(settling) = &mut self.settling {
            settling.elapsed += TICK;
            let length = self.settle as f64;
            let t = settling.elapsed as f64 / length;
            self.lag = settling.from * (1.0 - t * t * (3.0 - 2.0 * t));
            self.slope = -settling.from * 6.0 * t * (1.0 - t) / length;
            if settling.elapsed >= self.settle {
                self.settling = None;
                (self.lag, self.slope) = (0.0, 0.0);
            }
        } else {
            self.lag += (1.0 - 0.5 * (before + now)) * TICK as f64;
            self.slope = 1.0 - now;
        }
    }

    /// To the rest delay, but for the part of a frame that is then settled.
    fn go_back(&mut self, line: &SincDelay, delay: f64) -> f64 {
        if self.lag == 0.0 || self.settling.is_some() {
            return 0.0;
        }
        let jump = -self.lag.round();
        self.lag += jump;
        self.settling = Some(Settling {
            from: self.lag,
            elapsed: 0,
        });
        if jump != 0.0 {
            let old = delay.round().max(1.0);
            let new = (old + jump).max(1.0);
            let likeness = self.search.likeness(line, old as usize, new as usize);
            self.crossfade = Some(Crossfade::new(-jump, likeness, self.back));
        }
        jump
    }

    /// To the place most alike of those that lag by `nearest` and a span more.
    fn cut_to(&mut self, line: &SincDelay, delay: f64, nearest: f64) -> f64 {
        let old = delay.round().max(1.0);
        let from = (old + (nearest - self.lag).round()).max(1.0);
        let Place { delay, likeness } =
            self.search
                .best(line, old as usize, from as usize, self.span);
        let jump = delay as f64 - old;
        self.lag += jump;
        self.crossfade = Some(Crossfade::new(-jump, likeness, self.fade));
        jump
    }
}

impl Crossfade {
    fn new(further: f64, likeness: f32, length: usize) -> Self {
        Self {
            further,
            likeness: likeness.clamp(0.0, 1.0),
            elapsed: 0,
            length,
            old: Glide::still(1.0),
            new: Glide::still(0.0),
        }
    }

    fn over(&self) -> bool {
        self.elapsed >= self.length
    }

    /// A fade whose power stays for two sounds of this likeness ρ: shares a and b = 1 − a are divided
    /// by √(a² + b² + 2ρab), which is equal power for ρ = 0 and a plain crossfade for ρ = 1.
    fn tick(&mut self) {
        self.elapsed += TICK;
        let t = self.elapsed as f32 / self.length as f32;
        let new = t * t * (3.0 - 2.0 * t);
        let old = 1.0 - new;
        let scale = 1.0 / (new * new + old * old + 2.0 * self.likeness * new * old).sqrt();
        self.new.to(new * scale);
        self.old.to(old * scale);
    }
}
