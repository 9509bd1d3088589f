//! baseview's windows on X11, in which the editor lives. Both faults show under load.

use super::{Edit, Source};

pub const WINDOW: Source = Source {
    package: "baseview",
    version: "0.4.2",
    edits: EDITS,
};

const EDITS: &[Edit] = &[
    // A window that is let go asks its thread to stop, then asks it to show the window, and gives up
    // waiting for it when that fails because it has stopped. So the thread was still at work, and
    // let go of OpenGL, while the host went on: destroyed the window around it, unloaded the plugin
    // or ended, which now and then ended in a crash. It need not be shown; wait for the thread.
    Edit {
        file: "src/platform/x11/window_thread.rs",
        search: "        if !self.shared.stopped.load(Ordering::Relaxed) {
            self.request(WindowThreadRequest::Show)?;
",
        replace: "        if !self.shared.stopped.load(Ordering::Relaxed)
            && !self.shared.is_stop_host_requested()
        {
            self.request(WindowThreadRequest::Show)?;
",
    },
    // A frame is drawn when the display says that the one before it was shown. If a redraw was asked
    // for before the window was mapped, the first such word was ordered before it was listened for;
    // it never came, no other was ordered, and the editor stayed blank: one in about forty on a busy
    // machine. Now the order is given anew from the moment on when it is listened for.
    Edit {
        file: "src/platform/x11/present.rs",
        search: "    pub fn handle_window_mapped(
        &self, shared",
        replace: "    pub fn handle_window_mapped(
        &mut self, shared",
    },
    Edit {
        file: "src/platform/x11/present.rs",
        search: "        if window.present_supported() && window.present_select_input()? {
",
        replace: "        if window.present_supported() && window.present_select_input()? {
            self.last_requested_serial = None;
            self.last_received_present = None;
",
    },
];
