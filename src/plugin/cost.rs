//! What the chain costs: a copy of it, set as the parameters stand, is timed on a thread of its own
//! while an editor asks. The audio thread reads no clock.

use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use no_denormals::no_denormals;

use crate::audio::chain::slot;
use crate::audio::chain::{self, Chain, Slot};
use crate::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use crate::editor::CostClock;
use crate::params::EffectParams;

/// Until crossfades are over and responses are made, in seconds of sound.
const BEFORE_S: f64 = 0.3;
/// What is timed, so often, in seconds of sound: the middle one counts, whatever else the machine does.
const TIMED_S: f64 = 0.02;
const TIMES: usize = 15;
/// Between two looks, in seconds of the editor's clock: while something changes, and while nothing does.
const SOON_S: f64 = 1.0;
const LATE_S: f64 = 10.0;
/// What is played: noise of about −18 dBFS.
const LEVEL: f32 = 0.2;

type Settings = slot::Settings<chain::Settings>;

/// The clock by which an instance's chain is timed, for its editor.
pub fn clock(params: Arc<EffectParams>) -> CostClock {
    let mut cost = Cost::default();
    Box::new(move |sample_rate, now| cost.look(params.settings(false), sample_rate, now))
}

/// Times the chain from time to time.
#[derive(Default)]
struct Cost {
    share: Option<f32>,
    timing: Option<JoinHandle<Option<f32>>>,
    /// What was timed last, and when.
    last: Option<(Settings, f64)>,
}

impl Cost {
    /// The share of one core that it takes, once it was timed. `now` is the editor's clock.
    fn look(&mut self, settings: Settings, sample_rate: f32, now: f64) -> Option<f32> {
        if let Some(timing) = self.timing.take_if(|timing| timing.is_finished()) {
            self.share = timing.join().ok().flatten().or(self.share);
        }
        let due = self
            .last
            .as_ref()
            .is_none_or(|(timed, at)| now > at + if *timed == settings { LATE_S } else { SOON_S });
        if due && self.timing.is_none() {
            self.last = Some((settings, now));
            let work = move || time(&settings, sample_rate);
            self.timing = Builder::new().name("cost".to_owned()).spawn(work).ok();
        }
        self.share
    }
}

impl Drop for Cost {
    fn drop(&mut self) {
        // A host may unload the plugin's code right after this.
        self.timing.take().map(JoinHandle::join);
    }
}

/// The share of one core, or nothing at a rate at which nothing runs.
fn time(settings: &Settings, sample_rate: f32) -> Option<f32> {
    let spec = Spec::new(f64::from(sample_rate))?;
    let mut chain = Slot::<Chain>::prepare(spec);
    chain.set(settings);
    chain.reset();
    chain.set(settings);
    let mut random = 1u32;
    let mut noise = move || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        LEVEL * (random >> 8) as f32 / (1 << 23) as f32 - LEVEL
    };
    let mut play = |seconds: f64| {
        let blocks = (seconds * spec.sample_rate) as usize / MAX_BLOCK + 1;
        for _ in 0..blocks {
            let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
            left.fill_with(&mut noise);
            right.fill_with(&mut noise);
            chain.process(&mut StereoBlock::new(&mut left, &mut right));
        }
        (blocks * MAX_BLOCK) as f64 / spec.sample_rate
    };
    // SAFETY: nothing inside relies on denormals, and the mode is restored on return.
    unsafe {
        no_denormals(|| {
            play(BEFORE_S);
            let mut shares = [0.0; TIMES];
            shares.fill_with(|| {
                let start = Instant::now();
                let seconds = play(TIMED_S);
                (start.elapsed().as_secs_f64() / seconds) as f32
            });
            shares.sort_by(f32::total_cmp);
            Some(shares[TIMES / 2])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_costs_something_and_no_rate_costs_nothing() {
        let settings = EffectParams::default().settings(false);
        let share = time(&settings, 48_000.0).expect("a rate");
        assert!(share > 0.0 && share.is_finite(), "{share}");
        assert_eq!(time(&settings, 0.0), None);
    }
}
