//! What the plugin can ask of the host: everything is noted, nothing is refused.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU32, AtomicU64};

use clack_extensions::gui::{GuiSize, HostGui, HostGuiImpl};
use clack_extensions::latency::{HostLatency, HostLatencyImpl};
use clack_extensions::params::{
    HostParams, HostParamsImplMainThread, HostParamsImplShared, ParamClearFlags, ParamRescanFlags,
};
use clack_extensions::state::{HostState, HostStateImpl};
use clack_host::prelude::{
    HostError as Refusal, HostExtensions, HostHandlers, MainThreadHandler, SharedHandler,
};
use clack_host::utils::ClapId;

/// How often the plugin has asked for something since it was created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// To be deactivated and activated again, as after a change of latency.
    pub restart: u32,
    /// To be processed although it was asleep.
    pub process: u32,
    /// To be called back on the main thread.
    pub callback: u32,
    /// To have its parameter changes fetched.
    pub flush: u32,
    /// To have its parameters read anew.
    pub rescan: u32,
    /// To have its latency read anew.
    pub latency: u32,
    /// To be saved.
    pub save: u32,
    /// To have its editor's window made larger or smaller.
    pub resize: u32,
    /// To take notice that its editor has gone.
    pub closed: u32,
}

/// The host that a plugin sees.
pub(super) struct Handlers;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = MainThread<'a>;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<Self>, _shared: &Shared) {
        builder
            .register::<HostParams>()
            .register::<HostLatency>()
            .register::<HostGui>()
            .register::<HostState>();
    }
}

/// Counts requests from any thread.
#[derive(Default)]
pub(super) struct Shared {
    restart: AtomicU32,
    process: AtomicU32,
    callback: AtomicU32,
    flush: AtomicU32,
    rescan: AtomicU32,
    latency: AtomicU32,
    save: AtomicU32,
    resize: AtomicU32,
    closed: AtomicU32,
    /// The size that the editor wants and has not got yet, packed into one number; 0 for none.
    wanted_size: AtomicU64,
    /// Callbacks that were asked for and are not served yet.
    pending: AtomicU32,
}

impl Shared {
    pub fn requests(&self) -> Requests {
        Requests {
            restart: self.restart.load(Relaxed),
            process: self.process.load(Relaxed),
            callback: self.callback.load(Relaxed),
            flush: self.flush.load(Relaxed),
            rescan: self.rescan.load(Relaxed),
            latency: self.latency.load(Relaxed),
            save: self.save.load(Relaxed),
            resize: self.resize.load(Relaxed),
            closed: self.closed.load(Relaxed),
        }
    }

    /// Whether a callback is due; from now on it counts as served.
    pub fn take_callback(&self) -> bool {
        self.pending.swap(0, Relaxed) > 0
    }

    /// The size that the editor wants its window to be; from now on it counts as given.
    #[cfg(target_os = "linux")]
    pub fn take_wanted_size(&self) -> Option<GuiSize> {
        match self.wanted_size.swap(0, Relaxed) {
            0 => None,
            packed => Some(GuiSize::unpack_from_u64(packed)),
        }
    }
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {
        self.restart.fetch_add(1, Relaxed);
    }

    fn request_process(&self) {
        self.process.fetch_add(1, Relaxed);
    }

    fn request_callback(&self) {
        self.callback.fetch_add(1, Relaxed);
        self.pending.fetch_add(1, Relaxed);
    }
}

impl HostParamsImplShared for Shared {
    fn request_flush(&self) {
        self.flush.fetch_add(1, Relaxed);
    }
}

impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}

    fn request_resize(&self, size: GuiSize) -> Result<(), Refusal> {
        self.resize.fetch_add(1, Relaxed);
        self.wanted_size.store(size.pack_to_u64(), Relaxed);
        Ok(())
    }

    fn request_show(&self) -> Result<(), Refusal> {
        Ok(())
    }

    fn request_hide(&self) -> Result<(), Refusal> {
        Ok(())
    }

    fn closed(&self, _was_destroyed: bool) {
        self.closed.fetch_add(1, Relaxed);
    }
}

/// Counts requests from the main thread.
pub(super) struct MainThread<'a>(pub &'a Shared);

impl<'a> MainThreadHandler<'a> for MainThread<'a> {}

impl HostParamsImplMainThread for MainThread<'_> {
    fn rescan(&self, _flags: ParamRescanFlags) {
        self.0.rescan.fetch_add(1, Relaxed);
    }

    fn clear(&self, _param_id: ClapId, _flags: ParamClearFlags) {}
}

impl HostLatencyImpl for MainThread<'_> {
    fn changed(&self) {
        self.0.latency.fetch_add(1, Relaxed);
    }
}

impl HostStateImpl for MainThread<'_> {
    fn mark_dirty(&self) {
        self.0.save.fetch_add(1, Relaxed);
    }
}
