//! A plugin's editor in a window.

use std::ffi::c_void;
use std::ptr;

use vst3::Steinberg::{
    IPlugFrame, IPlugView, IPlugViewTrait, ViewRect, kPlatformTypeX11EmbedWindowID,
};
use vst3::{ComPtr, ComWrapper};

use super::Vst3Error;
use super::error::check;
use super::frame::Frame;
use crate::screen::{Screen, Window};

/// How a host lets an editor go: each of these is the way of some host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell {
    /// The frame is taken back, then the view is removed: Steinberg's own example.
    FrameFirst,
    /// The view is removed, then the frame is taken back.
    FrameLast,
    /// The view is removed and let go with its frame.
    FrameKept,
}

/// An open editor. It is removed with this value, and its window after it.
pub struct Editor<'s> {
    view: ComPtr<IPlugView>,
    frame: ComWrapper<Frame>,
    farewell: Farewell,
    attached: bool,
    window: Window<'s>,
}

impl<'s> Editor<'s> {
    pub(super) fn open(
        view: ComPtr<IPlugView>,
        screen: &'s Screen,
        farewell: Farewell,
    ) -> Result<Self, Vst3Error> {
        let mut size = ViewRect {
            left: 0,
            top: 0,
            right: 0,
            bottom: 0,
        };
        // SAFETY: the view lives, and `size` is its to fill.
        unsafe {
            check(
                "isPlatformTypeSupported",
                view.isPlatformTypeSupported(kPlatformTypeX11EmbedWindowID),
            )?;
            check("getSize", view.getSize(&mut size))?;
        }
        let edges = [size.right - size.left, size.bottom - size.top];
        let window = screen.window(edges.map(|edge| edge.max(1) as u32))?;
        let mut editor = Self {
            view,
            frame: ComWrapper::new(Frame::new()),
            farewell,
            attached: false,
            window,
        };
        let frame = editor.frame.to_com_ptr::<IPlugFrame>();
        let frame = frame.ok_or(Vst3Error::Missing("use for the host's frame"))?;
        let parent = editor.window.id() as usize as *mut c_void;
        // SAFETY: the view lives and takes a reference to the frame of its own; the window is
        // destroyed after the view is removed, which `drop` sees to.
        unsafe {
            check("setFrame", editor.view.setFrame(frame.as_ptr()))?;
            let attached = editor.view.attached(parent, kPlatformTypeX11EmbedWindowID);
            check("attached", attached)?;
        }
        editor.attached = true;
        Ok(editor)
    }

    /// One turn of the host's run loop, after which the editor has the size it wants.
    ///
    /// # Errors
    /// [`Vst3Error::Screen`].
    pub fn idle(&mut self) -> Result<(), Vst3Error> {
        self.frame.turn();
        if let Some(size) = self.frame.take_wanted_size() {
            self.window.resize(size)?;
            let [right, bottom] = size.map(|edge| edge as i32);
            let mut size = ViewRect {
                left: 0,
                top: 0,
                right,
                bottom,
            };
            // SAFETY: the view lives, and `size` outlives the call.
            check("onSize", unsafe { self.view.onSize(&mut size) })?;
        }
        Ok(())
    }

    /// How often the plugin has called the host's frame or run loop from another thread than this.
    pub fn strays(&self) -> u32 {
        self.frame.strays()
    }

    /// The window that it is embedded in.
    pub fn window(&self) -> &Window<'s> {
        &self.window
    }
}

impl Drop for Editor<'_> {
    fn drop(&mut self) {
        // SAFETY: the view lives, and a host may take the frame back at any time.
        unsafe {
            if self.farewell == Farewell::FrameFirst {
                self.view.setFrame(ptr::null_mut());
            }
            if self.attached {
                self.view.removed();
            }
            if self.farewell == Farewell::FrameLast {
                self.view.setFrame(ptr::null_mut());
            }
        }
    }
}
