//! Gestures: what a hand does to a parameter, between a beginning and an end.
//!
//! A widget says in every frame which parameter it holds. What it does not hold any more, because
//! it was let go, lost the focus or is no longer drawn, is ended with the frame; what is held when
//! the window closes is ended then. So no path leaves a gesture open.
//!
//! What a gesture has changed is written into the [`History`]; undoing it is a gesture as well, so that
//! a host records it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::{Context, Id};
use nice_plug::context::gui::GuiContext;
use nice_plug::params::internals::ParamPtr;
use nice_plug::prelude::Param;

use super::history::{self, Change, History, Kept, Step};
use crate::params::EffectParams;

/// Tells the host what is done to parameters. Clones are the same hand.
#[derive(Clone)]
pub struct Gestures {
    hand: Arc<Hand>,
}

struct Hand {
    host: GuiContext,
    /// Keeps what the pointers point to.
    params: Arc<EffectParams>,
    open: Mutex<Vec<Open>>,
    history: Arc<Mutex<History>>,
}

/// A gesture that has begun and not ended.
struct Open {
    param: ParamPtr,
    /// What the host was told last, normalised.
    told: f32,
    /// Whether it was held in this frame.
    held: bool,
}

/// Ends what is held when the window's egui context goes, and with it the window.
struct Window(Gestures);

impl Drop for Window {
    fn drop(&mut self) {
        self.0.let_go();
    }
}

impl Gestures {
    /// The hand of the window that `egui` draws, made with its first frame. The history outlives the
    /// window.
    pub fn of_window(
        egui: &Context,
        host: &GuiContext,
        params: &Arc<EffectParams>,
        history: &Arc<Mutex<History>>,
    ) -> Self {
        let id = Id::unique("gestures");
        if let Some(window) = egui.data(|data| data.get_temp::<Arc<Window>>(id)) {
            return window.0.clone();
        }
        let gestures = Self {
            hand: Arc::new(Hand {
                host: host.clone(),
                params: params.clone(),
                open: Mutex::default(),
                history: history.clone(),
            }),
        };
        egui.data_mut(|data| data.insert_temp(id, Arc::new(Window(gestures.clone()))));
        gestures
    }

    /// Holds a parameter in this frame, at a normalised value: begins a gesture if there is none,
    /// and tells the value if it is new.
    pub fn hold(&self, param: &impl Param, normalized: f32) {
        let param = param.as_ptr();
        // The host is told after the list is let go: it may close the window on the spot.
        let (begins, told) = {
            let mut all = self.open();
            match all.iter_mut().find(|open| open.param == param) {
                Some(open) => {
                    open.held = true;
                    let told = std::mem::replace(&mut open.told, normalized);
                    (false, Some(told))
                }
                None => {
                    all.push(Open {
                        param,
                        told: normalized,
                        held: true,
                    });
                    (true, None)
                }
            }
        };
        if begins {
            self.history().begin(param, now(param));
        }
        let host = &self.hand.host;
        // SAFETY: the host looks the pointer up among its own before it uses it.
        unsafe {
            if begins {
                host.raw_begin_set_parameter(param);
            }
            if told != Some(normalized) {
                host.raw_set_parameter_normalized(param, normalized);
            }
        }
    }

    /// Whether a gesture that [`Gestures::hold`] began goes on.
    pub fn holds(&self, param: &impl Param) -> bool {
        let param = param.as_ptr();
        self.open().iter().any(|open| open.param == param)
    }

    /// A whole gesture: begins, sets the normalised value, ends.
    pub fn set(&self, param: &impl Param, normalized: f32) {
        self.set_pointer(param.as_ptr(), normalized);
    }

    /// [`Gestures::set`] for a pointer out of the parameters' own map.
    pub fn set_pointer(&self, param: ParamPtr, normalized: f32) {
        // A widget may hold it at this moment; its gesture is over.
        let held = self.end(|open| open.param == param);
        let before = held.map_or_else(|| now(param), |open| open.told);
        self.history().begin(param, before);
        self.tell(param, normalized);
        self.history().end(param, normalized);
    }

    /// A whole gesture for each that does not stand at its value yet.
    pub fn set_all(&self, values: &[(ParamPtr, f32)]) {
        for &(param, normalized) in values {
            if now(param) != normalized {
                self.set_pointer(param, normalized);
            }
        }
    }

    /// Does something whole: all that `work` sets, and the preset's name, is one step of the history
    /// under a name of its own.
    pub fn deed(&self, words: &str, work: impl FnOnce()) {
        self.step(words, false, work);
    }

    /// The same for what changes A and B.
    pub fn compare(&self, words: &str, work: impl FnOnce()) {
        self.step(words, true, work);
    }

    fn step(&self, words: &str, compares: bool, work: impl FnOnce()) {
        let session = &self.hand.params.session;
        let kept = || Kept {
            preset: session.preset_name(),
            comparison: compares.then(|| session.comparison()),
        };
        self.history().deed();
        let before = kept();
        work();
        self.history().named(words.to_owned(), [before, kept()]);
    }

    /// Ends what was not held since the last call.
    pub fn finish_frame(&self) {
        self.end(|open| !std::mem::take(&mut open.held));
        self.history()
            .finish_frame(|changes| self.describe(changes));
    }

    /// Takes the last step back, and says which.
    pub fn undo(&self) -> Option<String> {
        self.let_go();
        let step = self.history().undo()?;
        self.restore(&step, |change| change.from, 0);
        Some(step.words)
    }

    /// Does the step again that was taken back last, and says which.
    pub fn redo(&self) -> Option<String> {
        self.let_go();
        let step = self.history().redo()?;
        self.restore(&step, |change| change.to, 1);
        Some(step.words)
    }

    /// What undo and redo would take, in a few words.
    pub fn at_hand(&self) -> [Option<String>; 2] {
        let history = self.history();
        [history.last(), history.next()].map(|words| words.map(str::to_owned))
    }

    /// Ends everything.
    fn let_go(&self) {
        self.end(|_| true);
        self.history()
            .finish_frame(|changes| self.describe(changes));
    }

    /// Brings back one side of a step.
    fn restore(&self, step: &Step, value: impl Fn(&Change) -> f32, side: usize) {
        for change in &step.changes {
            self.tell(change.param, value(change));
        }
        let session = &self.hand.params.session;
        if let Some(kept) = step.kept.as_ref().map(|kept| &kept[side]) {
            session.name_preset(&kept.preset);
            if let Some(comparison) = &kept.comparison {
                session.compare(comparison.clone());
            }
        }
    }

    /// Tells the host a whole gesture.
    fn tell(&self, param: ParamPtr, normalized: f32) {
        let host = &self.hand.host;
        // SAFETY: as in `hold`.
        unsafe {
            host.raw_begin_set_parameter(param);
            host.raw_set_parameter_normalized(param, normalized);
            host.raw_end_set_parameter(param);
        }
    }

    /// Ends some of what is held; returns the last of it.
    fn end(&self, mut which: impl FnMut(&mut Open) -> bool) -> Option<Open> {
        let ended: Vec<Open> = self.open().extract_if(.., |open| which(open)).collect();
        for open in &ended {
            self.history().end(open.param, open.told);
            // SAFETY: as in `hold`.
            unsafe { self.hand.host.raw_end_set_parameter(open.param) };
        }
        ended.into_iter().last()
    }

    /// What changed, in a few words.
    fn describe(&self, changes: &[Change]) -> String {
        history::describe(&self.hand.params, changes)
    }

    fn open(&self) -> MutexGuard<'_, Vec<Open>> {
        let open = self.hand.open.lock();
        open.unwrap_or_else(PoisonError::into_inner)
    }

    fn history(&self) -> MutexGuard<'_, History> {
        let history = self.hand.history.lock();
        history.unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a parameter stands at, normalised.
fn now(param: ParamPtr) -> f32 {
    // SAFETY: pointers come from the parameters that the hand keeps, or from those beside them.
    unsafe { param.unmodulated_normalized_value() }
}
