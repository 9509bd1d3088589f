//! nice-plug's wrappers around the plugin.
//!
//! nice-plug 0.3.0 to 0.4.2 has a race in its VST3 wrapper on Linux. The editor's window lives in
//! a cell that `attached()` and `removed()` borrow mutably on the host's GUI thread. Tasks for the
//! editor also end up on the background worker (whenever a parameter changes off the main thread
//! while no editor is open), and the worker borrows the same cell and claims to be the GUI thread.
//! If both meet, one of them panics, and a panic in a host's callback aborts the host.
//!
//! With it come two slips in how the VST3 side handles buses, and one on Linux that left two file
//! descriptors behind for every editor that a host opened.

use super::{Edit, Source};

/// The beginning of a task for the editor: only on the GUI thread, only if nobody changes the
/// window at that moment, and only if this is the thread that the window belongs to.
macro_rules! if_editor_is_ours {
    () => {
        "                if is_gui_thread
                    && let Ok(editor_window) = self.editor_window.try_borrow()
                    && let Some(editor_window) = editor_window.as_ref()
                    && let Ok(editor_window) = editor_window.try_get()
                {
"
    };
}

pub const WRAPPER: Source = Source {
    package: "nice-plug",
    version: "0.4.2",
    edits: EDITS,
};

const EDITS: &[Edit] = &[
    // Where the side-chain follows a main bus, it was compared with the main bus: a layout whose
    // channel counts differ, mono beside a stereo side-chain, could never be chosen.
    Edit {
        file: "src/wrapper/vst3/wrapper.rs",
        search: "let aux_input_start_idx = if has_main_input { 0 } else { 1 };",
        replace: "let aux_input_start_idx = usize::from(has_main_input);",
    },
    Edit {
        file: "src/wrapper/vst3/wrapper.rs",
        search: "let aux_output_start_idx = if has_main_output { 0 } else { 1 };",
        replace: "let aux_output_start_idx = usize::from(has_main_output);",
    },
    // Hosts may leave the channels of an unused side-chain out.
    Edit {
        file: "src/wrapper/util/buffer_management.rs",
        search: "                        channel.copy_from_slice(unsafe {
                            std::slice::from_raw_parts_mut(
                                (*input_channel_pointer).add(sample_offset),
",
        replace: "                        if unsafe { (*input_channel_pointer).is_null() } {
                            channel.fill(0.0);
                            continue;
                        }
                        channel.copy_from_slice(unsafe {
                            std::slice::from_raw_parts_mut(
                                (*input_channel_pointer).add(sample_offset),
",
    },
    // The worker is not the GUI thread. And it serves all instances: if it ended with the first
    // task whose instance is gone, the other instances would be left without.
    Edit {
        file: "src/event_loop/background_thread.rs",
        search: r#"                Some(e) => e.execute(task, true),
                None => {
                    nice_trace!(
                        "Received a new task but the executor is no longer alive, shutting down \
                         worker"
                    );
                    return;
                }
"#,
        replace: r#"                Some(e) => e.execute(task, false),
                None => {
                    nice_trace!("Received a new task but the executor is no longer alive");
                }
"#,
    },
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: r"                if let Some(editor_window) = self.editor_window.borrow().as_ref() {
                    editor_window.get().handle.state_changed();
",
        replace: concat!(
            if_editor_is_ours!(),
            "                    editor_window.handle.state_changed();
"
        ),
    },
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: r"                if let Some(editor_window) = self.editor_window.borrow().as_ref() {
                    let param_id = &self.param_id_by_hash[&param_hash];
                    editor_window
                        .get()
                        .handle
",
        replace: concat!(
            if_editor_is_ours!(),
            "                    let param_id = &self.param_id_by_hash[&param_hash];
                    editor_window
                        .handle
"
        ),
    },
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: r"                if let Some(editor_window) = self.editor_window.borrow().as_ref() {
                    let editor_window = editor_window.get();
                    editor_window
                        .handle
                        .host_main_thread_callback(&editor_window.window)
",
        replace: concat!(
            if_editor_is_ours!(),
            "                    editor_window
                        .handle
                        .host_main_thread_callback(&editor_window.window)
"
        ),
    },
    // With no editor open there is nobody to tell. Not posting the task keeps the worker from
    // holding an instance that the host is just letting go of, which the worker would then drop,
    // and with it the handle on which it waits for its own end.
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: "            // If the editor is open, and the host exposes the `IRunLoop` interface, \
                 then we'll run\n",
        replace: r#"            #[cfg(feature = "editor")]
            if matches!(
                task,
                Task::StateChanged | Task::ParameterValueChanged(..)
            ) && !self.is_editor_open.load(Ordering::SeqCst)
            {
                return true;
            }
            // If the editor is open, and the host exposes the `IRunLoop` interface, then we'll run
"#,
    },
    // What a view hands to the host's run loop held a reference to itself, and so never went: it
    // left a pair of sockets open for every editor, and the host watched them for ever. Now the
    // view owns it, and takes it from the run loop while it still lives: when the host takes its
    // frame back, and at the latest when the view itself goes.
    Edit {
        file: "src/wrapper/vst3/view.rs",
        search: "handler.to_com_ptr::<IEventHandler>().unwrap().into_raw();",
        replace: "handler.as_com_ref::<IEventHandler>().unwrap().as_ptr();",
    },
    Edit {
        file: "src/wrapper/vst3/view.rs",
        search: "    // PLEASE FIXME: This drop method never actually gets called for some reason.\n",
        replace: "",
    },
    Edit {
        file: "src/wrapper/vst3/view.rs",
        search: r"
        unsafe {
            self.run_loop
                .unregisterEventHandler(self.event_handler_ptr.0.get());
        }
    }
}
",
        replace: r#"    }
}

#[cfg(all(target_family = "unix", not(target_os = "macos")))]
impl<P: Vst3Plugin> WrapperView<P> {
    fn set_run_loop_event_handler(&self, handler: Option<ComWrapper<RunLoopEventHandler<P>>>) {
        let old = std::mem::replace(&mut *self.run_loop_event_handler.write(), handler);
        if let Some(old) = old {
            unsafe {
                old.run_loop
                    .unregisterEventHandler(old.event_handler_ptr.0.get());
            }
        }
    }
}

#[cfg(all(target_family = "unix", not(target_os = "macos")))]
impl<P: Vst3Plugin> Drop for WrapperView<P> {
    fn drop(&mut self) {
        self.set_run_loop_event_handler(None);
    }
}
"#,
    },
    Edit {
        file: "src/wrapper/vst3/view.rs",
        search: r"                    *self.run_loop_event_handler.write() = frame
                        .cast()
                        .map(|run_loop| RunLoopEventHandler::new(Arc::downgrade(&inner), run_loop));
",
        replace: r"                    let handler = frame
                        .cast()
                        .map(|run_loop| RunLoopEventHandler::new(Arc::downgrade(&inner), run_loop));
                    self.set_run_loop_event_handler(handler);
",
    },
    Edit {
        file: "src/wrapper/vst3/view.rs",
        search: r"                    *self.run_loop_event_handler.write() = None;
",
        replace: r"                    self.set_run_loop_event_handler(None);
",
    },
];
