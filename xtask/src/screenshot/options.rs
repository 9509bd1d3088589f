//! What the command line asks for.

use std::error::Error;
use std::path::PathBuf;

use bedroom::editor::SIZE;
use egui::{Key, Pos2, Vec2, pos2, vec2};

/// How the command is used.
pub const USAGE: &str = "\
cargo xtask screenshot [--scale 1|2] [--size WxH] [--preset NAME] [--set ID=VALUE]… [--own FILE] [--seconds N] [--out FILE] [acts]
  acts, in order: --hover X,Y  --click X,Y  --double X,Y  --type TEXT  --press KEY";

/// One thing that a hand does before the picture is taken. Places are in points.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Moves the pointer.
    Hover(Pos2),
    /// Clicks.
    Click(Pos2),
    /// Types text.
    Type(String),
    /// Presses a key.
    Press(Key),
}

/// The picture that is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Pixels per point.
    pub scale: f32,
    /// The window in points.
    pub size: Vec2,
    /// The factory preset that is loaded.
    pub preset: Option<String>,
    /// Parameters by id, and what is typed for them.
    pub set: Vec<(String, String)>,
    /// The impulse response of the user's own that was chosen.
    pub own: Option<String>,
    /// For how long the window is open before the hand does anything: fills the painting.
    pub seconds: f64,
    /// Where the picture goes.
    pub out: PathBuf,
    /// What is done first.
    pub acts: Vec<Act>,
}

impl Options {
    /// Reads the arguments.
    pub fn read(args: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut options = Self {
            scale: 1.0,
            size: SIZE,
            preset: None,
            set: Vec::new(),
            own: None,
            seconds: 0.0,
            out: PathBuf::from("target/screenshot.png"),
            acts: Vec::new(),
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let value = args
                .next()
                .ok_or_else(|| format!("{arg} wants a value.\n{USAGE}"))?;
            match arg.as_str() {
                "--scale" => options.scale = value.parse()?,
                "--size" => {
                    let [width, height] = pair(value, 'x')?;
                    options.size = vec2(width, height);
                }
                "--preset" => options.preset = Some(value.clone()),
                "--set" => {
                    let (id, text) = value
                        .split_once('=')
                        .ok_or_else(|| format!("{value} should be ID=VALUE."))?;
                    options.set.push((id.to_owned(), text.to_owned()));
                }
                "--own" => options.own = Some(value.clone()),
                "--seconds" => options.seconds = value.parse::<f64>()?.clamp(0.0, 600.0),
                "--out" => options.out = PathBuf::from(value),
                "--hover" => options.acts.push(Act::Hover(place(value)?)),
                "--click" => options.acts.push(Act::Click(place(value)?)),
                "--double" => {
                    let act = Act::Click(place(value)?);
                    options.acts.extend([act.clone(), act]);
                }
                "--type" => options.acts.push(Act::Type(value.clone())),
                "--press" => {
                    let key = Key::from_name(value).ok_or_else(|| format!("no key: {value}"))?;
                    options.acts.push(Act::Press(key));
                }
                _ => return Err(format!("{arg} means nothing.\n{USAGE}").into()),
            }
        }
        Ok(options)
    }
}

fn place(text: &str) -> Result<Pos2, Box<dyn Error>> {
    let [x, y] = pair(text, ',')?;
    Ok(pos2(x, y))
}

fn pair(text: &str, between: char) -> Result<[f32; 2], Box<dyn Error>> {
    let (a, b) = text
        .split_once(between)
        .ok_or_else(|| format!("{text} should be two numbers with {between} between them."))?;
    Ok([a.parse()?, b.parse()?])
}
