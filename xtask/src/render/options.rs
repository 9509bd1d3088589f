//! What `render` is told.

use std::path::PathBuf;

use lexopt::prelude::*;

use super::automation::Line;
use crate::Result;

const HELP: &str = "\
Renders a recording through the built plugin and writes it as a WAV file of 32-bit floats, with a
picture of before and after beside it (FILE.png).

Usage: cargo xtask render (--input FILE | --demo) --out FILE.wav [options]

Options:
  --input FILE       A WAV, FLAC or AIFF file, mono or stereo. It is rendered at its own rate.
  --demo             The demo music instead.
  --out FILE.wav     Where to write. An older file is replaced once rendering has succeeded.
  --preset NAME      A factory preset or one of your own, by name; or a preset file, FILE.toml.
                     Without one, all parameters stand at their defaults.
  --set NAME=VALUE   Sets a parameter, after the preset: --set 'tape_drive=6 dB'. NAME is an id
                     such as tape_drive, or group and name as hosts show them, such as Tape/Drive.
                     VALUE is read as if typed into the parameter's field. May be repeated.
  --automate NAME=TIME:VALUE,TIME:VALUE,...
                     Moves a parameter: --automate 'tape_drive=0:0 dB,2.5:12 dB'. TIME is in
                     seconds. Between points it moves in a straight line, as a host draws it, in
                     steps of 64 frames; to a point that ends in ! it jumps ('2.5:12 dB!'), and so
                     does a switch or a choice. Before the first point it stands at that one's
                     value, after the last at the last's. May be repeated.
  --seconds SECONDS  Render only that much of the beginning; of the demo music, that much.
  --rate HZ          The rate of the demo music (48000). A file has its own, and is refused if
                     another is asked for.
  --block FRAMES     The longest block that the plugin is handed (512).
  --plugin PATH      Another CLAP bundle than target/bundled/Bedroom.clap, which is built if it is
                     missing.
  --raw              Leave the plugin's latency in. Otherwise it is taken off.
  -h, --help         Print this.";

/// Where the sound comes from.
#[derive(Debug)]
pub enum Source {
    /// The demo music.
    Demo,
    /// This file.
    File(PathBuf),
}

/// All that can be said.
#[derive(Debug)]
pub struct Options {
    pub source: Source,
    pub out: PathBuf,
    pub preset: Option<String>,
    /// Parameters and their values as text, in order.
    pub set: Vec<(String, String)>,
    pub automate: Vec<Line>,
    pub seconds: Option<f64>,
    pub rate_hz: Option<f64>,
    pub block_frames: u32,
    pub plugin: Option<PathBuf>,
    pub raw: bool,
}

impl Options {
    /// Reads the arguments; nothing if only the help was asked for, which is printed.
    ///
    /// # Errors
    /// When one is unknown, cannot be read, contradicts another or is missing.
    pub fn read(mut args: lexopt::Parser) -> Result<Option<Self>> {
        let (mut input, mut demo, mut out) = (None, false, None);
        let (mut preset, mut set, mut automate) = (None, Vec::new(), Vec::new());
        let (mut seconds, mut rate_hz, mut block_frames) = (None, None, 512);
        let (mut plugin, mut raw) = (None, false);
        while let Some(arg) = args.next()? {
            match arg {
                Long("input") => input = Some(PathBuf::from(args.value()?)),
                Long("demo") => demo = true,
                Long("out") => out = Some(PathBuf::from(args.value()?)),
                Long("preset") => preset = Some(args.value()?.string()?),
                Long("set") => set.push(assignment(&args.value()?.string()?)?),
                Long("automate") => {
                    let (name, points) = assignment(&args.value()?.string()?)?;
                    automate.push(Line::read(&name, &points)?);
                }
                Long("seconds") => seconds = Some(positive("--seconds", args.value()?.parse()?)?),
                Long("rate") => rate_hz = Some(positive("--rate", args.value()?.parse()?)?),
                Long("block") => block_frames = args.value()?.parse()?,
                Long("plugin") => plugin = Some(PathBuf::from(args.value()?)),
                Long("raw") => raw = true,
                Short('h') | Long("help") => {
                    println!("{HELP}");
                    return Ok(None);
                }
                _ => return Err(arg.unexpected().into()),
            }
        }
        let source = match (input, demo) {
            (Some(path), false) => Source::File(path),
            (None, true) => Source::Demo,
            (None, false) => return Err("nothing to render: give --input FILE or --demo".into()),
            (Some(_), true) => return Err("--input and --demo exclude each other".into()),
        };
        if block_frames == 0 {
            return Err("--block must be at least 1 frame".into());
        }
        Ok(Some(Self {
            source,
            out: out.ok_or("where to? give --out FILE.wav")?,
            preset,
            set,
            automate,
            seconds,
            rate_hz,
            block_frames,
            plugin,
            raw,
        }))
    }
}

fn assignment(text: &str) -> Result<(String, String)> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(format!("\"{text}\" should be NAME=VALUE").into()),
    }
}

fn positive(option: &str, value: f64) -> Result<f64> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(format!("{option} must be a number above 0").into())
    }
}
