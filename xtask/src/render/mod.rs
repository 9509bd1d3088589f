//! `render`: a file through the built plugin, with any settings and automation.

mod automation;
mod options;
mod preset;

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use lab::instruments::level::{peak_db, rms_db};
use lab::{Stereo, demo, files, plot};

use self::options::{Options, Source};
use crate::plugin::Plugin;
use crate::project::Project;
use crate::{Result, bundle};

pub use preset::preset;

/// The rate of the demo music unless another is asked for, in Hz.
const DEMO_RATE: f64 = 48_000.0;

/// The command.
///
/// # Errors
/// When the arguments are wrong, a file cannot be read or written, or the plugin fails.
pub fn run(args: lexopt::Parser) -> Result<()> {
    let Some(options) = Options::read(args)? else {
        return Ok(());
    };
    // What can be wrong is looked for before anything that takes long.
    writable(&options.out)?;
    let input = input(&options)?;
    let preset = options.preset.as_deref().map(preset).transpose()?;

    let path = match &options.plugin {
        Some(path) => path.clone(),
        None => {
            let project = Project::find()?;
            bundle::ensure(&project)?;
            project.clap()
        }
    };
    let mut plugin = Plugin::load(&path)?;
    if let Some(preset) = &preset {
        plugin.apply(preset)?;
    }
    for (name, text) in &options.set {
        plugin.set(name, text)?;
    }
    let mut events = Vec::new();
    for line in &options.automate {
        events.extend(line.events(&mut plugin, input.sample_rate, input.len())?);
    }

    plugin.activate(input.sample_rate, options.block_frames)?;
    let bar = ProgressBar::new(1000).with_style(ProgressStyle::with_template(
        "Rendering {bar:40} {percent:>3} %  {elapsed}",
    )?);
    let mut progress = |share: f64| bar.set_position((1000.0 * share) as u64);
    let rendered = if options.raw {
        plugin.render_raw(&input, &events, &mut progress)?
    } else {
        plugin.render(&input, &events, &mut progress)?
    };
    bar.finish_and_clear();
    let output = rendered.sound;
    if !output.is_finite() {
        return Err("the plugin put out samples that are no finite numbers".into());
    }

    files::write_wav(&options.out, &output)?;
    let picture = options.out.with_extension("png");
    let title = options.out.file_stem().unwrap_or_default();
    picture_in_one_go(&picture, &title.to_string_lossy(), &input, &output)?;
    println!("{}", options.out.display());
    println!("{}", picture.display());
    println!(
        "{:.1} s at {} Hz in {:.2} s ({:.0} x real time)",
        output.seconds(),
        output.sample_rate,
        rendered.time.as_secs_f64(),
        output.seconds() / rendered.time.as_secs_f64()
    );
    let levels = |sound: &Stereo| {
        let mono = sound.interleaved();
        format!(
            "RMS {:.1} dBFS, peak {:.1} dB",
            rms_db(&mono),
            peak_db(&mono)
        )
    };
    println!("before: {}", levels(&input));
    println!("after:  {}", levels(&output));
    Ok(())
}

/// The sound that is rendered, cut to length.
fn input(options: &Options) -> Result<Stereo> {
    let sound = match &options.source {
        Source::Demo => demo::music(
            options.rate_hz.unwrap_or(DEMO_RATE),
            options.seconds.unwrap_or(demo::LOOP_SECONDS),
        ),
        Source::File(path) => {
            let sound = files::read(path)?;
            if let Some(rate_hz) = options.rate_hz
                && rate_hz != sound.sample_rate
            {
                return Err(format!(
                    "{} is a recording at {} Hz, which is the rate it is rendered at; leave \
                     --rate out, or convert the file first",
                    path.display(),
                    sound.sample_rate
                )
                .into());
            }
            sound
        }
    };
    let frames = options.seconds.map_or(sound.len(), |seconds| {
        ((seconds * sound.sample_rate).round() as usize).min(sound.len())
    });
    if frames == 0 {
        return Err("nothing to render: --seconds is too short for a single frame".into());
    }
    Ok(sound.slice(0..frames))
}

/// That the output's folder is there and the output is not a folder itself.
fn writable(out: &Path) -> Result<()> {
    if out.is_dir() {
        return Err(format!("{} is a folder; --out names a file", out.display()).into());
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            Err(format!("{}: there is no such folder", folder.display()).into())
        }
        _ => Ok(()),
    }
}

/// Draws beside the place and moves there, so that a failure leaves an older picture untouched.
pub fn picture_in_one_go(path: &Path, title: &str, before: &Stereo, after: &Stereo) -> Result<()> {
    // The drawing library knows the format by the ending.
    let part = path.with_extension("part.png");
    let drawn = plot::before_after(&part, title, before, after)
        .map_err(|error| error.to_string())
        .and_then(|()| std::fs::rename(&part, path).map_err(|error| error.to_string()));
    drawn.map_err(|reason| {
        // It may not exist; what failed first is what counts.
        std::fs::remove_file(&part).ok();
        format!("{} cannot be written: {reason}", path.display()).into()
    })
}
