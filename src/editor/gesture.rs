//! Gestures: what a hand does to a parameter, between a beginning and an end.
//!
//! A widget says in every frame which parameter it holds. What it does not hold any more, because
//! it was let go, lost the focus or is no longer drawn, is ended with the frame; what is held when
//! the window closes is ended then. So no path leaves a gesture open.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, Id};
use nice_plug::context::gui::GuiContext;
use nice_plug::params::internals::ParamPtr;
use nice_plug::prelude::{Param, Params};

/// Tells the host what is done to parameters. Clones are the same hand.
#[derive(Clone)]
pub struct Gestures {
    hand: Arc<Hand>,
}

struct Hand {
    host: GuiContext,
    /// Keeps what the pointers point to.
    _params: Arc<dyn Params>,
    open: Mutex<Vec<Open>>,
}

/// A gesture that has begun and not ended.
struct Open {
    param: ParamPtr,
    /// What the host was told last, normalised.
    told: Option<f32>,
    /// Whether it was held in this frame.
    held: bool,
}

/// Ends what is held when the window's egui context goes, and with it the window.
struct Window(Gestures);

impl Drop for Window {
    fn drop(&mut self) {
        self.0.end(|_| true);
    }
}

impl Gestures {
    /// The hand of the window that `egui` draws, made with its first frame.
    pub fn of_window(egui: &Context, host: &GuiContext, params: Arc<dyn Params>) -> Self {
        let id = Id::unique("gestures");
        if let Some(window) = egui.data(|data| data.get_temp::<Arc<Window>>(id)) {
            return window.0.clone();
        }
        let gestures = Self {
            hand: Arc::new(Hand {
                host: host.clone(),
                _params: params,
                open: Mutex::default(),
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
                    (false, open.told.replace(normalized))
                }
                None => {
                    all.push(Open {
                        param,
                        told: Some(normalized),
                        held: true,
                    });
                    (true, None)
                }
            }
        };
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

    /// A whole gesture: begins, sets the normalised value, ends.
    pub fn set(&self, param: &impl Param, normalized: f32) {
        self.set_pointer(param.as_ptr(), normalized);
    }

    /// [`Gestures::set`] for a pointer out of the parameters' own map.
    pub fn set_pointer(&self, param: ParamPtr, normalized: f32) {
        // A widget may hold it at this moment; its gesture is over.
        self.end(|open| open.param == param);
        let host = &self.hand.host;
        // SAFETY: as in `hold`.
        unsafe {
            host.raw_begin_set_parameter(param);
            host.raw_set_parameter_normalized(param, normalized);
            host.raw_end_set_parameter(param);
        }
    }

    /// Ends what was not held since the last call.
    pub fn finish_frame(&self) {
        self.end(|open| !std::mem::take(&mut open.held));
    }

    fn end(&self, mut which: impl FnMut(&mut Open) -> bool) {
        let mut ended = Vec::new();
        self.open().retain_mut(|open| {
            let end = which(open);
            if end {
                ended.push(open.param);
            }
            !end
        });
        for param in ended {
            // SAFETY: as in `hold`.
            unsafe { self.hand.host.raw_end_set_parameter(param) };
        }
    }

    fn open(&self) -> std::sync::MutexGuard<'_, Vec<Open>> {
        self.hand
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
