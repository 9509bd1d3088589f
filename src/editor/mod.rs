//! The face: reads parameters and views of the sound, and tells the host what a hand does.
//!
//! - [`theme`]: how everything looks; the only place with literals
//! - [`light`]: the year's light on all of it
//! - [`widgets`]: controls and displays that know no stage
//! - [`views`]: what is shown where, one for each group of parameters
//! - [`gesture`]: a beginning and an end around every change
//! - [`history`]: what was done, and how it is undone
//! - [`clipboard`]: what was copied last, here or elsewhere
//! - [`library`]: the presets at hand
//! - [`painting`]: what was played as a picture, behind everything and in a file
//! - [`Face`]: all of it in one picture; [`App`] puts it into a host's window

mod clipboard;
mod face;
mod file_dialog;
mod gesture;
mod grip;
mod history;
mod library;
mod light;
mod painting;
mod theme;
mod views;
mod widgets;

pub use face::{CostClock, Face};
pub use library::Library;
pub use theme::{MIN_SIZE, SIZE};

use std::sync::Arc;

use egui::{Ui, Vec2, ViewportCommand, vec2};
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::ResizeHint;
use nice_plug::editor::dpi::{LogicalSize, Size};
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{
    EguiEditor, EguiEditorState, EguiNiceSettings, Frame, KeyCapture, NiceEguiApp,
};

use crate::audio::chain::taps::TapReader;
use crate::params::EffectParams;
use crate::presets::user_folder;

/// The keys that a control with the keyboard focus takes from the host, by their names in the W3C's
/// UI Events. Space is not among them.
const CONTROL_KEYS: [&str; 13] = [
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "PageUp",
    "PageDown",
    "Home",
    "End",
    "Enter",
    "Tab",
    "Escape",
    "Delete",
    "Backspace",
];

/// Those that it takes while ctrl, or cmd, is held beside them: undo and redo.
const COMMAND_KEYS: [&str; 3] = ["z", "Z", "y"];

/// The face in a host's window.
pub struct App {
    params: Arc<EffectParams>,
    face: Face,
    host: Option<GuiContext>,
    /// The size in points that the session wants, until it was asked for.
    wanted: Option<Vec2>,
}

/// Makes the editor for one instance.
pub fn create(
    params: Arc<EffectParams>,
    taps: TapReader,
    cost: CostClock,
) -> Option<EguiEditor<App>> {
    let size = saved_size(&params).unwrap_or(SIZE);
    let state = EguiEditorState::from_size(
        Size::Logical(LogicalSize::new(f64::from(size.x), f64::from(size.y))),
        1.0,
    );
    let hint =
        ResizeHint::resizable().with_min_logical_size(LogicalSize::new(MIN_SIZE.x, MIN_SIZE.y));
    let settings = EguiNiceSettings::new()
        .with_tile("Bedroom")
        .with_resize_hint(hint);
    let face = Face::new(params.clone(), taps, Library::new(user_folder())).with_cost(cost);
    let app = App {
        params,
        face,
        host: None,
        wanted: None,
    };
    nice_plug_egui::create_egui_editor(state, Default::default(), settings, app)
}

/// What a window was at first in earlier versions, in points: nobody chose that.
const FORMER_SIZE: [f32; 2] = [920.0, 740.0];

/// The size in points that was saved with the session, if there is one.
fn saved_size(params: &EffectParams) -> Option<Vec2> {
    let [width, height, _] = *params.session.editor.read().ok()?;
    if [width, height] == FORMER_SIZE {
        return None;
    }
    // Comparisons that a number that is none fails.
    (width >= MIN_SIZE.x && height >= MIN_SIZE.y).then_some(vec2(width, height))
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        egui: egui::Context,
        host: GuiContext,
        frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        clipboard::connect(&egui);
        frame.set_clear_color(theme::NIGHT.into());
        self.host = Some(host);
        // The host loads a session after it has asked for the editor.
        self.wanted = saved_size(&self.params);
        self.face.read_presets();
        Ok(())
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut Frame) {
        let size = ui.max_rect().size();
        if let Some(wanted) = self.wanted.take()
            && (wanted - size).abs().max_elem() > 1.0
        {
            ui.send_viewport_cmd(ViewportCommand::InnerSize(wanted));
        }
        if let Some(host) = &self.host {
            self.face.ui(ui, host);
        }
        grip::grip(ui);
        frame.set_key_capture(captured(ui));
    }

    fn resized(&mut self, size: WindowSize) {
        if self.wanted.is_none()
            && let Ok(mut saved) = self.params.session.editor.write()
        {
            *saved = [size.logical.width as f32, size.logical.height as f32, 1.0];
        }
    }
}

/// The keys that the host does not get, by what has the focus.
fn captured(ui: &Ui) -> KeyCapture {
    if ui.ctx().text_edit_focused() {
        KeyCapture::CaptureAll
    } else if ui.ctx().egui_wants_keyboard_input() {
        let command = ui.input(|input| input.modifiers.command);
        let beside: &[&str] = if command { &COMMAND_KEYS } else { &[] };
        let keys = CONTROL_KEYS.iter().chain(beside);
        KeyCapture::CaptureKeys(keys.filter_map(|name| name.parse().ok()).collect())
    } else {
        KeyCapture::IgnoreAll
    }
}
