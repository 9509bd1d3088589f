//! An editor without a window, in front of a host that writes down what it is told.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bedroom::audio::chain::taps::{TapWriter, taps};
use bedroom::audio::chain::{Chain, Slot};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
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
    /// Whether the host has begun to play.
    plays: bool,
    /// Which screen is open.
    open: &'static Screen,
}

/// A view of the window: the tabs that lead to it, and what begins the ids of the parameters that it
/// shows beside those that are always there.
#[derive(Debug, PartialEq)]
pub struct Screen {
    pub tabs: &'static [&'static str],
    shows: &'static [&'static str],
}

/// One of the room's nights, with the noise chosen whose level is `$tab`.
macro_rules! night {
    ($tab:literal, $prefix:literal) => {
        Screen {
            tabs: &["Room stage", "Night page", $tab],
            shows: &[
                "room_on",
                "room_household",
                "room_mains",
                "room_answer_depth",
                "room_night",
                "room_rain_level",
                "room_street_level",
                "room_wind_level",
                "room_bed_level",
                "room_breath_level",
                "room_fan_level",
                "room_hum_level",
                "room_clock_level",
                "room_light_level",
                "room_keys_level",
                $prefix,
            ],
        }
    };
}

/// All of them. The first is the one that a window opens with.
pub const SCREENS: [Screen; 20] = [
    Screen {
        tabs: &["Tape stage"],
        shows: &["tape_"],
    },
    Screen {
        tabs: &["Studio stage", "Equaliser page"],
        shows: &[
            "studio_on",
            "studio_model",
            "studio_high_pass",
            "studio_low_pass",
            "studio_band",
        ],
    },
    Screen {
        tabs: &["Studio stage", "Dynamics page"],
        shows: &[
            "studio_on",
            "studio_model",
            "studio_compressor",
            "studio_threshold",
            "studio_ratio",
            "studio_knee",
            "studio_attack",
            "studio_release",
            "studio_auto_release",
            "studio_make_up",
            "studio_link",
            "studio_key",
            "studio_pump",
            "studio_width",
            "studio_mono_below",
            "studio_mix",
        ],
    },
    Screen {
        tabs: &["Studio stage", "Loudness page"],
        shows: &[
            "studio_on",
            "studio_model",
            "studio_limiter",
            "studio_loudness",
            "studio_ceiling",
            "studio_clip",
            "studio_meter_restart",
            "studio_platform",
            "studio_song_loudness",
            "studio_album_loudness",
            "studio_character",
        ],
    },
    Screen {
        tabs: &["Upload stage"],
        shows: &["upload_"],
    },
    Screen {
        tabs: &["Listener stage"],
        shows: &["listener_"],
    },
    Screen {
        tabs: &["Again stage"],
        shows: &["again_"],
    },
    Screen {
        tabs: &["Room stage", "Space page"],
        shows: &[
            "room_on",
            "room_response",
            "room_length",
            "room_width",
            "room_height",
            "room_floor",
            "room_walls",
            "room_ceiling",
            "room_curtains",
            "room_mattress",
            "room_wardrobe",
            "room_blankets",
            "room_clutter",
            "room_door",
        ],
    },
    Screen {
        tabs: &["Room stage", "Places page"],
        shows: &[
            "room_on",
            "room_response",
            "room_listen_from",
            "room_source_",
            "room_mic_",
            "room_pattern",
            "room_aim",
            "room_angle",
            "room_spacing",
        ],
    },
    Screen {
        tabs: &["Room stage", "Reverb page"],
        shows: &[
            "room_on",
            "room_response",
            "room_pre_delay",
            "room_decay",
            "room_balance",
            "room_reverb_width",
            "room_direct",
            "room_mix",
        ],
    },
    night!("Rain level", "room_rain_"),
    night!("Street level", "room_street_"),
    night!("Wind level", "room_wind_"),
    night!("Bed level", "room_bed_"),
    night!("Breath level", "room_breath_"),
    night!("Fan level", "room_fan_"),
    night!("Hum level", "room_hum_"),
    night!("Clock level", "room_clock_"),
    night!("Light level", "room_light_"),
    night!("Keys level", "room_keys_"),
];

/// What begins the ids of the parameters that only one stage has.
const STAGES: [&str; 6] = [
    "room_",
    "tape_",
    "studio_",
    "upload_",
    "listener_",
    "again_",
];

fn spec() -> Spec {
    Spec::new(48_000.0).expect("a rate")
}

/// A chain that sounds can be sent through, see [`Desk::perform`].
pub fn chain() -> Slot<Chain> {
    Slot::prepare(spec())
}

impl Screen {
    fn shows(&self, id: &str) -> bool {
        self.shows.iter().any(|start| id.starts_with(start))
            || !STAGES.iter().any(|stage| id.starts_with(stage))
    }
}

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
            plays: false,
            open: &SCREENS[0],
        }
    }

    /// Opens a screen by its tabs.
    pub fn open_screen(&mut self, screen: &'static Screen) {
        if self.open != screen {
            self.open = screen;
            screen.tabs.iter().for_each(|tab| self.click(tab));
        }
    }

    /// A parameter's name, once a screen that shows it is open.
    pub fn shown(&mut self, id: &str) -> String {
        if !self.open.shows(id) {
            let screen = SCREENS.iter().find(|screen| screen.shows(id));
            self.open_screen(screen.unwrap_or_else(|| panic!("no screen shows {id}")));
        }
        self.name(id)
    }

    /// The names of all parameters that have a control on a screen.
    pub fn names_on(&self, screen: &Screen) -> Vec<String> {
        let pointers = self.pointers().into_iter();
        let here = pointers.filter(|(id, _)| screen.shows(id));
        here.map(|(id, _)| self.name(&id)).collect()
    }

    /// Lets a sine of −18 dBFS go by, unchanged from input to output.
    pub fn play(&mut self, seconds: f64) {
        let spec = spec();
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

    /// Lets noise go through the chain while the window draws.
    pub fn perform(&mut self, chain: &mut Slot<Chain>, seconds: f32) {
        let rate = spec().sample_rate as f32;
        if !std::mem::replace(&mut self.plays, true) {
            self.taps.prepare(spec());
        }
        let mut random = 1u32;
        for _ in 0..(seconds / FRAME_S) as usize {
            chain.set(&self.params.settings(false));
            let mut left = (rate * FRAME_S) as usize;
            while left > 0 {
                let frames = left.min(MAX_BLOCK);
                left -= frames;
                let (mut one, mut other) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
                for (one, other) in one.iter_mut().zip(&mut other) {
                    // Numerical Recipes' generator, as loud as music.
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    *one = 0.3 * (random as i32 as f32 / i32::MAX as f32);
                    *other = *one;
                }
                let block = (&mut one[..frames], &mut other[..frames]);
                let mut block = StereoBlock::new(block.0, block.1);
                self.taps.input(&block);
                chain.process(&mut block);
                self.taps.output(&block);
            }
            self.taps.look(chain.stage_mut());
            self.harness.run_steps(1);
        }
    }

    /// Sets a parameter as it is typed, without a gesture.
    pub fn set(&self, id: &str, text: &str) {
        // SAFETY: the pointer is to a field of `self.params`.
        let value = unsafe { self.pointer(id).string_to_normalized_value(text) };
        self.automate(id, value.unwrap_or_else(|| panic!("{text} for {id}")));
    }

    /// The audio thread's end of what the window shows.
    pub fn taps(&mut self) -> &mut TapWriter {
        &mut self.taps
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

    pub fn press_with(&mut self, key: egui::Key, modifiers: Modifiers) {
        self.harness.key_press_modifiers(modifiers, key);
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
        self.wheel_with(name, notches, Modifiers::NONE);
    }

    pub fn wheel_with(&mut self, name: &str, notches: f32, modifiers: Modifiers) {
        self.harness.hover_at(self.place(name));
        let event = Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, notches),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers,
        };
        self.harness.event_modifiers(event, modifiers);
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
