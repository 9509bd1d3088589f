//! The system's clipboard. egui writes to it by itself, but reads it only when a key says so.

use std::sync::Arc;

use copypasta::{ClipboardContext, ClipboardProvider};
use egui::{Context, Id};

type Reader = Arc<dyn Fn() -> Option<String> + Send + Sync>;

fn reader_id() -> Id {
    Id::unique("clipboard's reader")
}

fn copied_id() -> Id {
    Id::unique("copied last")
}

/// Lets this window read the system's clipboard. A window that is none, in a test or a picture, only
/// knows what was copied in it.
pub fn connect(egui: &Context) {
    let reader: Reader = Arc::new(|| ClipboardContext::new().ok()?.get_contents().ok());
    egui.data_mut(|data| data.insert_temp(reader_id(), reader));
}

/// Copies a text.
pub fn copy(egui: &Context, text: String) {
    egui.data_mut(|data| data.insert_temp(copied_id(), text.clone()));
    egui.copy_text(text);
}

/// What was copied last, here or elsewhere. The system may take a moment to find out.
pub fn read(egui: &Context) -> Option<String> {
    match egui.data(|data| data.get_temp::<Reader>(reader_id())) {
        Some(reader) => reader(),
        None => egui.data(|data| data.get_temp(copied_id())),
    }
}
