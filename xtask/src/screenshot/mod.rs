//! `cargo xtask screenshot`: a picture of the editor, drawn without window, GPU or X server.
//!
//! The editor's own code draws into egui; [`raster`] fills the triangles that come out. Music that
//! went through the real chain moves its meters and curves.

mod demo;
mod options;
mod raster;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;

use bedroom::editor::{Face, Library};
use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, ViewportId};

use options::{Act, Options};
use raster::Canvas;

/// Frames before the picture, so that curves and fades have settled and what scrolls is full, and their
/// distance in seconds.
const FRAMES: usize = 165;
const FRAME_S: f64 = 1.0 / 30.0;
/// What was played before the window was opened, in seconds.
const BEFORE_S: f64 = 0.5;

/// Draws the editor into a PNG file. Arguments: see [`options::USAGE`].
///
/// # Errors
/// Arguments that mean nothing, an unknown preset, or a file that cannot be written.
pub fn run(args: &[String]) -> Result<(), Box<dyn Error>> {
    let options = Options::read(args)?;
    let (mut demo, taps) = demo::open(&options)?;
    // Nothing is saved there; but a picture without a folder would show that nothing can be.
    let library = Library::new(Some(std::env::temp_dir().join("bedroom-screenshot")));
    let mut face = Face::new(demo.params.clone(), taps, library);

    let egui = Context::default();
    let mut canvas = Canvas::new(options.size, options.scale);
    let mut acts = options.acts.iter();
    let mut shapes = Vec::new();
    let before = ((BEFORE_S + options.seconds) / FRAME_S) as usize;
    for frame in 0..before + FRAMES {
        // The first frames lay out; then one act every third frame.
        let events = match frame.checked_sub(before) {
            None | Some(0..6) => Vec::new(),
            Some(frame) if frame % 3 == 0 => acts.next().map(events).unwrap_or_default(),
            _ => Vec::new(),
        };
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, options.size)),
            time: Some(frame as f64 * FRAME_S),
            events,
            ..RawInput::default()
        };
        let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(options.scale);
        // The presets are read on another thread, by the clock.
        if frame >= before {
            std::thread::sleep(Duration::from_millis(5));
        }
        let output = egui.run_ui(input, |ui| face.ui(ui, &demo.host));
        demo.play(FRAME_S);
        canvas.update(output.textures_delta);
        shapes = output.shapes;
    }
    canvas.clear();
    canvas.paint(&egui.tessellate(shapes, options.scale));
    write(&options.out, &canvas)?;
    println!("{}", options.out.display());
    Ok(())
}

/// What a hand does to the window.
fn events(act: &Act) -> Vec<Event> {
    let button = |pos: Pos2, pressed: bool| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    match act {
        Act::Hover(pos) => vec![Event::PointerMoved(*pos)],
        Act::Click(pos) => vec![
            Event::PointerMoved(*pos),
            button(*pos, true),
            button(*pos, false),
        ],
        Act::Type(text) => vec![Event::Text(text.clone())],
        Act::Press(key) => vec![Event::Key {
            key: *key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }],
    }
}

fn write(path: &Path, canvas: &Canvas) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let [width, height] = canvas.size();
    let file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(file, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&canvas.rgb())?;
    Ok(())
}
