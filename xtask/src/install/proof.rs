//! Music through the installed plugin, and what was measured on the way.

use std::fs;
use std::path::{Path, PathBuf};

use bedroom::presets::Preset;
use lab::instruments::compare::{align, stereo_null_db};
use lab::instruments::level::{loudness_lufs, peak_db, rms_db};
use lab::{SILENCE_DB, Stereo, demo, files, signal};

use super::folders::tidy;
use crate::Result;
use crate::plugin::Plugin;
use crate::render::picture_in_one_go;

/// The rate that the demo music is played at, in Hz. A file is played at its own.
const RATE: f64 = 48_000.0;
/// The longest block that the plugin is handed.
const BLOCK_FRAMES: u32 = 512;
/// What bypass may leave, in dB re the sound itself.
const BYPASS_DB: f64 = -120.0;

/// A piece of music and what to call it.
pub struct Piece {
    name: String,
    sound: Stereo,
    /// Whether it is nowhere to be heard unless it is written as well.
    made_here: bool,
}

/// The demo music and the given files.
///
/// # Errors
/// When a file cannot be read.
pub fn pieces(inputs: &[PathBuf]) -> Result<Vec<Piece>> {
    let mut pieces = vec![Piece {
        name: "demo".to_owned(),
        sound: demo::music(RATE, demo::LOOP_SECONDS),
        made_here: true,
    }];
    for path in inputs {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let taken = |name: &str| pieces.iter().any(|piece| piece.name == name);
        let mut numbered = (2..).map(|number| format!("{stem} {number}"));
        let name = Some(stem.to_string()).filter(|name| !taken(name));
        pieces.push(Piece {
            name: name.unwrap_or_else(|| numbered.find(|name| !taken(name)).unwrap_or_default()),
            sound: files::read(path)?,
            made_here: false,
        });
    }
    Ok(pieces)
}

/// What is played with what, and where it goes.
pub struct Proof<'a> {
    /// The installed bundle.
    pub plugin: &'a Path,
    pub preset: Option<&'a Preset>,
    /// The folder for recordings and pictures.
    pub out: &'a Path,
}

impl Proof<'_> {
    /// Plays all pieces, writes and prints what came out.
    ///
    /// # Errors
    /// When a file cannot be written, or the plugin fails or does not do what it should.
    pub fn run(&self, pieces: &[Piece]) -> Result<()> {
        fs::create_dir_all(self.out)
            .map_err(|error| format!("{} cannot be made: {error}", self.out.display()))?;
        let sound = self.preset.map_or("at its defaults".to_owned(), |preset| {
            format!("with the preset \"{}\"", preset.name)
        });
        println!("\nPlayed through the installed plugin, {sound}");
        let mut faults = Vec::new();
        for piece in pieces {
            faults.extend(self.play(piece)?);
        }
        println!("\nRecordings and pictures are in {}", tidy(self.out));
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults.join("; ").into())
        }
    }

    /// Plays one piece; returns what is wrong.
    fn play(&self, piece: &Piece) -> Result<Vec<String>> {
        let rate = piece.sound.sample_rate;
        let mut plugin = Plugin::load(self.plugin)?;
        if let Some(preset) = self.preset {
            plugin.apply(preset)?;
        }
        plugin.activate(rate, BLOCK_FRAMES)?;
        let rendered = plugin.render(&piece.sound, &[], &mut |_| ())?;
        let output = &rendered.sound;

        let file = |ending: &str| self.out.join(format!("{}{ending}", piece.name));
        let (wav, picture) = (file(".wav"), file(".png"));
        files::write_wav(&wav, output)?;
        picture_in_one_go(&picture, &piece.name, &piece.sound, output)?;

        println!(
            "\n  {} ({:.1} s at {rate} Hz)",
            piece.name,
            output.seconds()
        );
        let line = |name: &str, unit: &str, level: fn(&Stereo) -> f64| {
            let [before, after] = [&piece.sound, output].map(level);
            println!("    {name:<9} {before:>6.1} → {after:>6.1} {unit}");
        };
        line("RMS", "dBFS", |sound| rms_db(&sound.interleaved()));
        line("loudness", "LUFS", loudness_lufs);
        line("peak", "dB", |sound| peak_db(&sound.interleaved()));

        let mut faults = Vec::new();
        let mut fact = |name: &str, holds: bool, text: String| {
            println!("    {name:<9} {text}{}", if holds { "" } else { "  WRONG" });
            if !holds {
                faults.push(format!("{}: {name}: {text}", piece.name));
            }
        };
        let (reported, measured) = latency(&mut plugin, rate)?;
        fact(
            "latency",
            reported == measured,
            format!(
                "{reported} frames reported, {measured} measured ({:.1} ms)",
                1e3 * reported as f64 / rate
            ),
        );
        let null_db = bypass_null_db(&mut plugin, &piece.sound)?;
        let left = if null_db <= SILENCE_DB {
            "the input, bit for bit".to_owned()
        } else {
            format!("differs from the input by {null_db:.0} dB")
        };
        fact("bypass", null_db <= BYPASS_DB, left);
        let finite = if output.is_finite() { "all" } else { "not all" };
        fact("samples", output.is_finite(), format!("{finite} finite"));
        let speed = output.seconds() / rendered.time.as_secs_f64();
        fact("speed", true, format!("{speed:.0} x real time"));

        let before = file("-before.wav");
        let mut files = vec![&wav, &picture];
        if piece.made_here {
            files::write_wav(&before, &piece.sound)?;
            files.insert(0, &before);
        }
        let names = files.into_iter().filter_map(|path| path.file_name());
        let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
        println!("    files     {}", names.join(", "));
        Ok(faults)
    }
}

/// Frames that the plugin reports, and by how many noise comes out later. Wow, flutter and a
/// machine's filters, which move the sound around that, are off meanwhile.
fn latency(plugin: &mut Plugin, rate: f64) -> Result<(isize, isize)> {
    for (id, text) in [
        ("tape_wow", "0 %"),
        ("tape_flutter", "0 %"),
        ("tape_model", "Transparent"),
    ] {
        plugin.set(id, text)?;
    }
    plugin.activate(rate, BLOCK_FRAMES)?;
    let noise = signal::pink_noise(1, -30.0, 1.0, rate);
    let noise = Stereo::from_mono(noise, rate);
    let late = plugin.render_raw(&noise, &[], &mut |_| ())?.sound;
    let reported = plugin.latency();
    let measured = align(
        noise.channels()[0],
        late.channels()[0],
        4 * reported + 1_000,
    );
    Ok((reported as isize, measured))
}

/// What is left of the sound when the bypassed plugin's output is taken off it.
fn bypass_null_db(plugin: &mut Plugin, sound: &Stereo) -> Result<f64> {
    plugin.bypass(true)?;
    plugin.activate(sound.sample_rate, BLOCK_FRAMES)?;
    let output = plugin.render(sound, &[], &mut |_| ())?.sound;
    Ok(stereo_null_db(sound, &output))
}
