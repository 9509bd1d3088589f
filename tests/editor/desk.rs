//! An editor without a window, in front of a host that writes down what it is told.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bedroom::audio::chain::taps::{TapWriter, taps};
use bedroom::audio::{MAX_BLOCK, Spec, StereoBlock};
use bedroom::editor::{Face, Library};
use bedroom::params::EffectParams;
use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use nice_plug::context::PluginApi;
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::params::internals::ParamPtr;
use nice_plug::plugin::PluginState;
use nice_plug::prelude::*;

/// Time between frames, in seconds.
const FRAME_S: f32 = 1.0 / 60.0;

/// What the host was told about one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Told {
    Begin(ParamPtr),
    Set(ParamPtr, f32),
    End(ParamPtr),
}

/// A host that does what it is told, and remembers.
pub struct Host {
    /// Keeps what the pointers point to.
    _params: Arc<EffectParams>,
    told: Mutex<Vec<Told>>,
}

impl Host {
    fn tell(&self, what: Told) {
        self.told.lock().expect("nobody panicked").push(what);
    }

    /// What it was told since the last call. Panics unless each change stands between a beginning
    /// and an end of its own.
    pub fn take(&self) -> Vec<Told> {
        let told = std::mem::take(&mut *self.told.lock().expect("nobody panicked"));
        let mut open = Vec::new();
        for what in &told {
            match what {
                Told::Begin(param) => {
                    assert!(!open.contains(param), "begun twice: {told:?}");
                    open.push(*param);
                }
                Told::Set(param, value) => {
                    assert!(open.contains(param), "set outside: {told:?}");
                    assert!((0.0..=1.0).contains(value), "out of range: {value}");
                }
                Told::End(param) => {
                    assert!(open.contains(param), "ended without a beginning: {told:?}");
                    open.retain(|other| other != param);
                }
            }
        }
        assert!(open.is_empty(), "never ended: {told:?}");
        told
    }
}

impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, param: ParamPtr) {
        self.tell(Told::Begin(param));
    }

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        self.tell(Told::Set(param, normalized));
        // SAFETY: the editor only knows the pointers of `self._params`.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    unsafe fn raw_end_set_parameter(&self, param: ParamPtr) {
        self.tell(Told::End(param));
    }

    fn get_state(&self) -> PluginState {
        unreachable!("the editor does not ask")
    }

    fn set_state(&self, _state: PluginState) {
        unreachable!("the editor sets parameters")
    }

    fn request_restart(&self) {}
}

/// An open editor.
pub struct Desk {
    pub params: Arc<EffectParams>,
    pub host: Arc<Host>,
    pub harness: Harness<'static>,
    taps: TapWriter,
    /// Which stage is open.
    open: &'static str,
}

/// The stages, as the prefixes of ids and as their tabs are called.
pub const STAGES: [(&str, &str); 3] = [
    ("tape_", "Tape stage"),
    ("upload_", "Upload stage"),
    ("listener_", "Listener stage"),
];

impl Desk {
    /// An editor of a size in points at some pixels per point, with presets from a folder.
    pub fn open(size: Vec2, pixels_per_point: f32, folder: Option<PathBuf>) -> Self {
        let params = Arc::new(EffectParams::default());
        let (writer, reader) = taps();
        let host = Arc::new(Host {
            _params: params.clone(),
            told: Mutex::default(),
        });
        let context = GuiContext::new(host.clone());
        let mut face = Face::new(params.clone(), reader, Library::new(folder));
        let mut harness = Harness::builder()
            .with_size(size)
            .with_pixels_per_point(pixels_per_point)
            .with_step_dt(FRAME_S)
            .build_ui(move |ui| face.ui(ui, &context));
        harness.run_steps(3);
        Self {
            params,
            host,
            harness,
            taps: writer,
            open: STAGES[0].1,
        }
    }

    /// Opens a stage by its tab.
    pub fn open_stage(&mut self, tab: &'static str) {
        if self.open != tab {
            self.open = tab;
            self.click(tab);
        }
    }

    /// A parameter's name, once the stage that it belongs to is open.
    pub fn shown(&mut self, id: &str) -> String {
        let stage = STAGES.iter().find(|(prefix, _)| id.starts_with(prefix));
        if let Some((_, tab)) = stage {
            self.open_stage(tab);
        }
        self.name(id)
    }

    /// The names of all parameters that have a control while a stage is open.
    pub fn names_beside(&self, prefix: &str) -> Vec<String> {
        let others = STAGES.iter().filter(|(other, _)| *other != prefix);
        let others: Vec<_> = others.map(|(other, _)| *other).collect();
        let pointers = self.pointers().into_iter();
        let here = pointers.filter(|(id, _)| !others.iter().any(|other| id.starts_with(other)));
        here.map(|(id, _)| self.name(&id)).collect()
    }

    /// Lets a sine of −18 dBFS go by, unchanged from input to output.
    pub fn play(&mut self, seconds: f64) {
        let spec = Spec::new(48_000.0).expect("a rate");
        self.taps.prepare(spec);
        let amplitude = 10f64.powf(-18.0 / 20.0);
        let samples: Vec<f32> = (0..(seconds * spec.sample_rate) as usize)
            .map(|n| std::f64::consts::TAU * 1_000.0 * n as f64 / spec.sample_rate)
            .map(|phase| (amplitude * phase.sin()) as f32)
            .collect();
        for block in samples.chunks(MAX_BLOCK) {
            let (mut left, mut right) = (block.to_vec(), block.to_vec());
            let block = StereoBlock::new(&mut left, &mut right);
            self.taps.input(&block);
            self.taps.output(&block);
        }
    }

    /// One of the usual size with the factory's presets.
    pub fn usual() -> Self {
        Self::open(bedroom::editor::SIZE, 1.0, None)
    }

    /// Every parameter: id and pointer.
    pub fn pointers(&self) -> Vec<(String, ParamPtr)> {
        let all = self.params.param_map().into_iter();
        all.map(|(id, pointer, _)| (id, pointer)).collect()
    }

    /// A parameter's pointer.
    pub fn pointer(&self, id: &str) -> ParamPtr {
        let all = self.pointers();
        all.into_iter().find(|(known, _)| known == id).expect(id).1
    }

    /// A parameter's normalised value.
    pub fn value(&self, id: &str) -> f32 {
        // SAFETY: the pointer is to a field of `self.params`.
        unsafe { self.pointer(id).unmodulated_normalized_value() }
    }

    /// Sets a parameter as automation would, without a gesture.
    pub fn automate(&self, id: &str, normalized: f32) {
        // SAFETY: as above.
        unsafe { self.pointer(id)._internal_set_normalized_value(normalized) };
    }

    /// A parameter's own text for its value.
    pub fn text(&self, id: &str) -> String {
        // SAFETY: as above.
        unsafe {
            self.pointer(id)
                .normalized_value_to_string(self.value(id), true)
        }
    }

    /// A parameter's name, by which its control is found.
    pub fn name(&self, id: &str) -> String {
        // SAFETY: as above.
        unsafe { self.pointer(id).name().to_owned() }
    }

    /// Lets frames go by.
    pub fn wait(&mut self, seconds: f32) {
        self.harness.run_steps((seconds / FRAME_S) as usize + 1);
    }

    /// The middle of the control of this name.
    pub fn place(&self, name: &str) -> Pos2 {
        self.harness.get_by_label(name).rect().center()
    }

    pub fn click(&mut self, name: &str) {
        self.click_with(name, Modifiers::NONE);
    }

    pub fn click_with(&mut self, name: &str, modifiers: Modifiers) {
        self.harness.get_by_label(name).click_modifiers(modifiers);
        // Long enough for the next click not to be taken for the second of two.
        self.wait(0.5);
    }

    pub fn double_click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.get_by_label(name).click();
        self.wait(0.1);
    }

    pub fn press(&mut self, key: egui::Key) {
        self.harness.key_press(key);
        self.wait(0.1);
    }

    pub fn write(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.wait(0.1);
    }

    /// Gives a control the keyboard.
    pub fn focus(&mut self, name: &str) {
        self.harness.get_by_label(name).focus();
        self.wait(0.1);
    }

    pub fn wheel(&mut self, name: &str, notches: f32) {
        self.harness.hover_at(self.place(name));
        self.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, notches),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        self.wait(0.1);
    }

    /// Takes hold of a control and moves; does not let go.
    pub fn drag(&mut self, name: &str, by: Vec2) -> Pos2 {
        let start = self.place(name);
        self.harness.hover_at(start);
        self.button(start, true);
        for step in 1..=4 {
            let at = start + by * (step as f32 / 4.0);
            self.harness.hover_at(at);
            self.wait(0.0);
        }
        start + by
    }

    /// Presses or lets go of the mouse button.
    pub fn button(&mut self, pos: Pos2, pressed: bool) {
        self.harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        self.wait(0.0);
    }
}
