//! What a frame of the editor costs the processor: laying out and cutting into triangles; putting
//! them on the screen is the graphics card's. Each stage in turn is open in a window of
//! 1200 × 760 points at one and at two pixels a point, while demo music goes through the chain.
//! Fails where the median is above the target.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bedroom::audio::chain::taps::{TapWriter, taps};
use bedroom::audio::chain::{Chain, Slot};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use bedroom::editor::{Face, Library};
use bedroom::params::EffectParams;
use criterion::Criterion;
use egui::accesskit::Node;
use egui::{
    Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, ViewportId, vec2,
};
use nice_plug::context::PluginApi;
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::params::internals::ParamPtr;
use nice_plug::plugin::PluginState;

const SIZE: Vec2 = vec2(1200.0, 760.0);
/// Time between frames, in seconds.
const FRAME_S: f64 = 1.0 / 30.0;
/// The most that a frame may take.
const TARGET: Duration = Duration::from_millis(4);
const STAGES: [&str; 6] = ["Room", "Tape", "Studio", "Upload", "Listener", "Again"];

/// A window that is drawn nowhere, and what plays in it.
struct Window {
    egui: Context,
    face: Face,
    host: GuiContext,
    params: Arc<EffectParams>,
    taps: TapWriter,
    chain: Slot<Chain>,
    music: lab::Stereo,
    /// How much has been played, in frames.
    position: usize,
    scale: f32,
    /// How many pictures were drawn.
    drawn: u32,
}

impl Window {
    fn open(scale: f32) -> Self {
        let params = Arc::new(EffectParams::default());
        let (mut writer, reader) = taps();
        let spec = Spec::new(benches::SAMPLE_RATE).expect("a rate");
        writer.prepare(spec);
        let host = Arc::new(Host {
            _params: params.clone(),
        });
        Self {
            egui: Context::default(),
            face: Face::new(params.clone(), reader, Library::new(None)),
            host: GuiContext::new(host),
            params,
            taps: writer,
            chain: Slot::prepare(spec),
            music: lab::demo::music(benches::SAMPLE_RATE, 6.0),
            position: 0,
            scale,
            drawn: 0,
        }
    }

    /// Plays until the next frame, the song over and over.
    fn play(&mut self) {
        self.chain.set(&self.params.settings(false));
        let count = (FRAME_S * benches::SAMPLE_RATE) as usize;
        if self.position + count > self.music.len() {
            self.position = 0;
        }
        let part = self.music.slice(self.position..self.position + count);
        self.position += count;
        let (mut left, mut right) = (part.left, part.right);
        for (left, right) in left.chunks_mut(MAX_BLOCK).zip(right.chunks_mut(MAX_BLOCK)) {
            let mut block = StereoBlock::new(left, right);
            self.taps.input(&block);
            self.chain.process(&mut block);
            self.taps.output(&block);
        }
        self.taps.look(self.chain.stage_mut());
    }

    /// Draws a picture; returns how many triangles it has, and what assistive tools would see.
    fn draw(&mut self, events: Vec<Event>) -> (usize, Vec<Node>) {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(f64::from(self.drawn) * FRAME_S),
            events,
            ..RawInput::default()
        };
        self.drawn += 1;
        let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(self.scale);
        let (face, host) = (&mut self.face, &self.host);
        let mut output = self.egui.run_ui(input, |ui| face.ui(ui, host));
        output.textures_delta.clear();
        let meshes = self.egui.tessellate(output.shapes, self.scale);
        let triangles = meshes.iter().map(|mesh| match &mesh.primitive {
            egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len() / 3,
            egui::epaint::Primitive::Callback(_) => 0,
        });
        let tree = output.platform_output.accesskit_update;
        let nodes = tree.map_or(Vec::new(), |tree| {
            tree.nodes.into_iter().map(|(_, node)| node).collect()
        });
        (triangles.sum(), nodes)
    }

    /// Clicks on what has this name.
    fn click(&mut self, name: &str) {
        self.egui.enable_accesskit();
        self.draw(Vec::new());
        let (_, nodes) = self.draw(Vec::new());
        let node = nodes.iter().find(|node| node.label() == Some(name));
        let bounds = node.and_then(Node::bounds).expect("somewhere");
        self.egui.disable_accesskit();
        let middle = [(bounds.x0 + bounds.x1) / 2.0, (bounds.y0 + bounds.y1) / 2.0];
        // Assistive tools count in pixels.
        let pos = Pos2::from(middle.map(|at| at as f32 / self.scale));
        let button = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        for event in [Event::PointerMoved(pos), button(true), button(false)] {
            self.draw(vec![event]);
        }
        self.draw(vec![Event::PointerGone]);
    }
}

/// A host that does what it is told.
struct Host {
    /// Keeps what the pointers point to.
    _params: Arc<EffectParams>,
}

impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, _param: ParamPtr) {}

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        // SAFETY: the editor only knows the pointers of `self._params`.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    unsafe fn raw_end_set_parameter(&self, _param: ParamPtr) {}

    fn get_state(&self) -> PluginState {
        unreachable!("the editor does not ask")
    }

    fn set_state(&self, _state: PluginState) {
        unreachable!("the editor sets parameters")
    }

    fn request_restart(&self) {}
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1_500))
        .configure_from_args();
    let mut slow = Vec::new();
    for scale in [1.0, 2.0] {
        for stage in STAGES {
            let mut window = Window::open(scale);
            window.click(&format!("{stage} stage"));
            let mut times = Vec::new();
            let mut triangles = 0;
            let name = format!("editor/{stage}, {scale} pixels a point");
            criterion.bench_function(&name, |bencher| {
                bencher.iter_custom(|count| {
                    let mut all = Duration::ZERO;
                    for _ in 0..count {
                        window.play();
                        let start = Instant::now();
                        triangles = black_box(window.draw(Vec::new())).0;
                        times.push(start.elapsed());
                        all += start.elapsed();
                    }
                    all
                });
            });
            times.sort();
            // None, if another name was asked for.
            if let Some(median) = times.get(times.len() / 2) {
                println!("{name}: median {median:?}, {triangles} triangles");
                if *median > TARGET {
                    slow.push(name);
                }
            }
        }
    }
    criterion.final_summary();
    assert!(slow.is_empty(), "above {TARGET:?}: {slow:?}");
}
