//! Files that the user chooses: read beside the audio thread, handed to it without a lock.
//!
//! [`loader`] makes both ends. The [`Loader`] reads the file that the session names: at once when
//! the plugin is activated, so that an offline render has it from its first frame, and on a thread
//! of its own whenever another one is chosen or restored. These threads are joined before the
//! instance goes: the host may unload the library right after. They are not those of the framework,
//! which instances share and which outlive them. The [`Receiver`] is the audio thread's end: it takes
//! what is new, and lays back what it no longer needs.
//!
//! Both go through the three slots of one triple buffer. What is laid back rests in the slot that the
//! audio thread reads, and is freed by the loader when that slot has come round to it: with the one
//! that is handed over next, or with the instance. Until then an old response is kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use triple_buffer::{Input, Output, TripleBuffer};

use crate::audio::Spec;
use crate::files::{FileError, Impulse, read_impulse};
use crate::params::{EffectParams, ImpulseStatus};

/// What the audio thread is told.
#[derive(Debug, PartialEq)]
pub enum Handed<T> {
    /// From now on this is heard.
    Response(Box<T>),
    /// From now on none is.
    Nothing,
}

/// Old ones that fit into a slot: the audio thread holds one, and another one while it fades.
const OLD: usize = 2;

struct Slot<T> {
    new: Option<Handed<T>>,
    old: [Option<Box<T>>; OLD],
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            new: None,
            old: [None, None],
        }
    }
}

/// The audio thread's end.
pub struct Receiver<T: Send> {
    slots: Output<Slot<T>>,
    /// Taken and not laid back.
    held: usize,
}

impl<T: Send> Receiver<T> {
    /// What is new, if anything is. Nothing is handed out while two are held already: lay the older
    /// one back first. Wait-free.
    pub fn take(&mut self) -> Option<Handed<T>> {
        if self.held < OLD {
            self.slots.update();
            let new = self.slots.output_buffer_mut().new.take();
            self.held += usize::from(matches!(new, Some(Handed::Response(_))));
            new
        } else {
            None
        }
    }

    /// What was taken before is gone, freed with the chain that had it: while the plugin is activated
    /// anew, before [`Loader::activate`].
    pub fn restart(&mut self) {
        self.held = 0;
    }

    /// Lays back what was taken, to be freed elsewhere. Wait-free.
    pub fn give_back(&mut self, old: Box<T>) {
        self.held = self.held.saturating_sub(1);
        let places = &mut self.slots.output_buffer_mut().old;
        match places.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(old),
            // Two for each slot is all that can be held. Lost is better than freed here.
            None => std::mem::forget(old),
        }
    }
}

/// Turns an impulse response into what the audio thread works with.
type Prepare<T> = Box<dyn Fn(&Impulse, Spec) -> T + Send + Sync>;

/// The other end, of the host's main thread.
pub struct Loader<T: Send + 'static> {
    shared: Arc<Shared<T>>,
}

struct Shared<T: Send> {
    params: Arc<EffectParams>,
    prepare: Prepare<T>,
    desk: Mutex<Desk<T>>,
}

/// What the threads share; held for a moment only, never while a file is read.
struct Desk<T: Send> {
    slots: Input<Slot<T>>,
    /// Of the host, once it has activated the plugin.
    spec: Option<Spec>,
    /// Counts requests: only the last one is served.
    request: u64,
    /// What was handed over last, and what was said about it.
    ready: Option<(PathBuf, Spec, ImpulseStatus)>,
    threads: Vec<JoinHandle<()>>,
    /// No more threads from here on.
    closed: bool,
}

/// Both ends for an instance. `prepare` runs on the loader's threads.
pub fn loader<T: Send + 'static>(
    params: Arc<EffectParams>,
    prepare: impl Fn(&Impulse, Spec) -> T + Send + Sync + 'static,
) -> (Loader<T>, Receiver<T>) {
    let (slots, output) = TripleBuffer::default().split();
    let shared = Arc::new(Shared {
        params: params.clone(),
        prepare: Box::new(prepare),
        desk: Mutex::new(Desk {
            slots,
            spec: None,
            request: 0,
            ready: None,
            threads: Vec::new(),
            closed: false,
        }),
    });
    // The parameters outlive the instance as long as an editor or the host holds them.
    let watched = Arc::downgrade(&shared);
    params.session.impulse.watch(Arc::new(move |path, again| {
        if let Some(shared) = watched.upgrade() {
            shared.choose(path, again);
        }
    }));
    let receiver = Receiver {
        slots: output,
        held: 0,
    };
    (Loader { shared }, receiver)
}

impl<T: Send + 'static> Loader<T> {
    /// Reads the session's file for a host that runs at this rate, and returns when it was handed
    /// over. Something is handed over in any case, as what the audio thread had is gone with its
    /// earlier activation.
    pub fn activate(&self, spec: Spec) {
        let path = self.shared.params.session.impulse.path();
        let request = {
            let mut desk = self.shared.desk();
            desk.spec = Some(spec);
            desk.request += 1;
            desk.request
        };
        self.shared.serve(request, &path, spec);
    }
}

impl<T: Send + 'static> Drop for Loader<T> {
    fn drop(&mut self) {
        let threads = {
            let mut desk = self.shared.desk();
            desk.closed = true;
            desk.request += 1;
            std::mem::take(&mut desk.threads)
        };
        for thread in threads {
            // One that panicked has ended as well.
            let _ = thread.join();
        }
    }
}

impl<T: Send + 'static> Shared<T> {
    fn desk(&self) -> MutexGuard<'_, Desk<T>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another path, or the same `again`.
    fn choose(self: &Arc<Self>, path: &str, again: bool) {
        let mut desk = self.desk();
        if desk.closed {
            return;
        }
        let Some(spec) = desk.spec else {
            self.report(match path {
                "" => ImpulseStatus::None,
                _ => ImpulseStatus::Waiting,
            });
            return;
        };
        // What is on its way is not wanted any more.
        desk.request += 1;
        let request = desk.request;
        if let Some((ready, at, status)) = &desk.ready
            && !again
            && ready == Path::new(path)
            && *at == spec
        {
            self.report(status.clone());
            return;
        }
        if path.is_empty() {
            self.settle(&mut desk, Handed::Nothing, ImpulseStatus::None);
            return;
        }
        self.report(ImpulseStatus::Loading);
        let (done, running) = std::mem::take(&mut desk.threads)
            .into_iter()
            .partition(|thread| thread.is_finished());
        let done: Vec<JoinHandle<()>> = done;
        desk.threads = running;
        let (shared, path) = (self.clone(), path.to_owned());
        let thread = Builder::new()
            .name("bedroom-impulse".into())
            .spawn(move || shared.serve(request, &path, spec));
        match thread {
            Ok(thread) => desk.threads.push(thread),
            Err(error) => self.report(ImpulseStatus::Failed(format!(
                "The system starts no thread to read it: {error}."
            ))),
        }
        drop(desk);
        for thread in done {
            let _ = thread.join();
        }
    }

    /// Reads and prepares, and hands over unless there was another request since.
    fn serve(&self, request: u64, path: &str, spec: Spec) {
        let current = || self.desk().request == request;
        let prepared = (!path.is_empty()).then(|| {
            let path = Path::new(path);
            let work = || {
                let impulse = read_impulse(path, spec.sample_rate)?;
                let prepared = current().then(|| Box::new((self.prepare)(&impulse, spec)));
                Ok::<_, FileError>((impulse, prepared))
            };
            catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                let reason = "it could not be prepared".to_owned();
                Err(FileError::Unreadable(path.to_path_buf(), reason))
            })
        });
        let mut desk = self.desk();
        if desk.request != request {
            return;
        }
        match prepared {
            None => self.settle(&mut desk, Handed::Nothing, ImpulseStatus::None),
            Some(Err(error)) => {
                let status = ImpulseStatus::Failed(error.to_string());
                self.settle(&mut desk, Handed::Nothing, status);
            }
            Some(Ok((_, None))) => {}
            Some(Ok((impulse, Some(response)))) => {
                let status = ImpulseStatus::Ready {
                    seconds: impulse.seconds,
                    channels: impulse.channels.len(),
                    rate_hz: impulse.rate_hz,
                    note: impulse.note.map(|note| note.to_string()),
                };
                self.settle(&mut desk, Handed::Response(response), status.clone());
                desk.ready = Some((path.into(), spec, status));
            }
        }
    }

    /// Hands over and says so.
    fn settle(&self, desk: &mut Desk<T>, new: Handed<T>, status: ImpulseStatus) {
        desk.ready = None;
        desk.slots.input_buffer_mut().new = Some(new);
        desk.slots.publish();
        // Now this is a slot that the audio thread has left, or never came to: what is in it is freed.
        *desk.slots.input_buffer_mut() = Slot::default();
        self.report(status);
    }

    fn report(&self, status: ImpulseStatus) {
        self.params.session.impulse.report(status);
    }
}
