//! What an editor finds around it: a frame that can be resized, and a run loop.

use std::os::fd::BorrowedFd;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{self, ThreadId};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use vst3::Steinberg::Linux::{
    FileDescriptor, IEventHandler, IEventHandlerTrait, IRunLoop, IRunLoopTrait, ITimerHandler,
    TimerInterval,
};
use vst3::Steinberg::{
    IPlugFrame, IPlugFrameTrait, IPlugView, ViewRect, kInvalidArgument, kNotImplemented,
    kResultFalse, kResultOk, tresult,
};
use vst3::{Class, ComPtr, ComRef};

/// The host's frame around one editor, which is also its run loop. Timers are not offered.
pub struct Frame {
    main_thread: ThreadId,
    handlers: Mutex<Vec<(FileDescriptor, ComPtr<IEventHandler>)>>,
    wanted_size: Mutex<Option<[u32; 2]>>,
    strays: AtomicU32,
}

impl Frame {
    /// For an editor of the calling thread.
    pub fn new() -> Self {
        Self {
            main_thread: thread::current().id(),
            handlers: Mutex::default(),
            wanted_size: Mutex::default(),
            strays: AtomicU32::new(0),
        }
    }

    /// One turn of the run loop: tells the handlers whose descriptors are ready, and waits for none.
    pub fn turn(&self) {
        // A copy, because a handler may come or go while one is told.
        let handlers = lock(&self.handlers).clone();
        let ready: Vec<bool> = {
            let descriptors = handlers.iter().map(|(descriptor, _)| {
                // SAFETY: VST3 has the plugin keep a descriptor open while it is registered.
                let descriptor = unsafe { BorrowedFd::borrow_raw(*descriptor) };
                PollFd::from_borrowed_fd(descriptor, PollFlags::IN)
            });
            let mut polled: Vec<PollFd> = descriptors.collect();
            // Interrupted, it is simply asked again in the next turn.
            let _ = poll(&mut polled, Some(&Timespec::default()));
            polled.iter().map(|one| !one.revents().is_empty()).collect()
        };
        for ((descriptor, handler), ready) in handlers.iter().zip(ready) {
            if ready {
                // SAFETY: the handler lives, of which the list holds a reference.
                unsafe { handler.onFDIsSet(*descriptor) };
            }
        }
    }

    /// The size in pixels that the editor wants to have, once.
    pub fn take_wanted_size(&self) -> Option<[u32; 2]> {
        lock(&self.wanted_size).take()
    }

    /// How often the plugin has called from a thread other than the main thread.
    pub fn strays(&self) -> u32 {
        self.strays.load(Relaxed)
    }

    fn note_thread(&self) {
        if thread::current().id() != self.main_thread {
            self.strays.fetch_add(1, Relaxed);
        }
    }
}

/// A panic elsewhere does not make what is in there wrong.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Class for Frame {
    type Interfaces = (IPlugFrame, IRunLoop);
}

impl IPlugFrameTrait for Frame {
    unsafe fn resizeView(&self, _view: *mut IPlugView, size: *mut ViewRect) -> tresult {
        self.note_thread();
        // SAFETY: it is the plugin's, which keeps it for the time of the call.
        let Some(size) = (unsafe { size.as_ref() }) else {
            return kInvalidArgument;
        };
        let edges = [size.right - size.left, size.bottom - size.top];
        match edges.map(u32::try_from) {
            [Ok(width), Ok(height)] => {
                *lock(&self.wanted_size) = Some([width, height]);
                kResultOk
            }
            _ => kInvalidArgument,
        }
    }
}

impl IRunLoopTrait for Frame {
    unsafe fn registerEventHandler(
        &self,
        handler: *mut IEventHandler,
        descriptor: FileDescriptor,
    ) -> tresult {
        self.note_thread();
        // SAFETY: it is the plugin's, which keeps it for the time of the call.
        match unsafe { ComRef::from_raw(handler) } {
            Some(handler) => {
                lock(&self.handlers).push((descriptor, handler.to_com_ptr()));
                kResultOk
            }
            None => kInvalidArgument,
        }
    }

    unsafe fn unregisterEventHandler(&self, handler: *mut IEventHandler) -> tresult {
        self.note_thread();
        let mut handlers = lock(&self.handlers);
        let (gone, left): (Vec<_>, Vec<_>) = handlers
            .drain(..)
            .partition(|(_, known)| known.as_ptr() == handler);
        *handlers = left;
        // The last references may be among them, and go with the list free again.
        drop(handlers);
        if gone.is_empty() {
            kResultFalse
        } else {
            kResultOk
        }
    }

    unsafe fn registerTimer(&self, _handler: *mut ITimerHandler, _: TimerInterval) -> tresult {
        kNotImplemented
    }

    unsafe fn unregisterTimer(&self, _handler: *mut ITimerHandler) -> tresult {
        kNotImplemented
    }
}
