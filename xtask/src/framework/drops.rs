//! Files that are dropped on the editor.
//!
//! baseview hands them over on every system, and egui has a place for them; egui-baseview 0.9.0, which
//! stands between the two, passes all of it by.

use super::{Edit, Source};

pub const DROPS: Source = Source {
    package: "egui-baseview",
    version: "0.9.0",
    edits: EDITS,
};

const EDITS: &[Edit] = &[
    Edit {
        file: "src/window.rs",
        search: "                _ => do_repaint = false,
            },
            baseview::Event::Keyboard(event) => {
",
        replace: "                baseview::MouseEvent::DragEntered { data, .. } => {
                    egui_input.hovered_files = dragged(data)
                        .iter()
                        .map(|path| egui::HoveredFile {
                            path: Some(path.clone()),
                            ..Default::default()
                        })
                        .collect();
                }
                baseview::MouseEvent::DragLeft => egui_input.hovered_files.clear(),
                baseview::MouseEvent::DragDropped { data, .. } => {
                    egui_input.hovered_files.clear();
                    for path in dragged(data) {
                        egui_input.dropped_files.push(Arc::new(Dropped(path.clone())));
                    }
                }
                _ => do_repaint = false,
            },
            baseview::Event::Keyboard(event) => {
",
    },
    // Windows and macOS ask whether it would be taken.
    Edit {
        file: "src/window.rs",
        search: "            baseview::Event::Mouse(_) => {
                let egui_ctx",
        replace: "            baseview::Event::Mouse(
                baseview::MouseEvent::DragEntered { .. }
                | baseview::MouseEvent::DragMoved { .. }
                | baseview::MouseEvent::DragDropped { .. },
            ) => EventStatus::AcceptDrop(baseview::DropEffect::Copy),
            baseview::Event::Mouse(_) => {
                let egui_ctx",
    },
    Edit {
        file: "src/window.rs",
        search: "/// Update the pressed key modifiers when a mouse event has sent a new set of modifiers.
",
        replace: "#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn dragged(data: &baseview::DropData) -> &[std::path::PathBuf] {
    match data {
        baseview::DropData::Files(paths) => paths,
        _ => &[],
    }
}

/// Update the pressed key modifiers when a mouse event has sent a new set of modifiers.
",
    },
];
