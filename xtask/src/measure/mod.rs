//! `measure`: the figures that the sound is judged by, each from a render through the stage as it
//! is shipped.

mod chain;
mod figure;
mod listener;
mod plots;
mod rig;
mod room;
mod studio;
mod tape;
mod upload;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use lexopt::prelude::*;

use self::figure::{Figure, short};
use crate::{Result, Told};

const HELP: &str = "\
Measures the sound and compares each figure with its target. The exit status is 1 if one falls
short.

Usage: cargo xtask measure [--only STAGE] [--plots DIR]

Options:
  --only STAGE  Only the figures of one stage: chain, room, tape, studio, upload or
                listener.
  --plots DIR   Draw the curves behind the figures as well, as PNG files in DIR.
  -h, --help    Print this.";

/// The command.
///
/// # Errors
/// When the arguments are wrong, a plot cannot be written, or a figure falls short.
pub fn run(mut args: lexopt::Parser) -> Result<()> {
    let (mut only, mut folder) = (None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("only") => only = Some(args.value()?.string()?),
            Long("plots") => folder = Some(PathBuf::from(args.value()?)),
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(());
            }
            _ => return Err(arg.unexpected().into()),
        }
    }
    let mut figures = chain::figures();
    figures.extend(room::figures());
    figures.extend(tape::figures());
    figures.extend(studio::figures());
    figures.extend(upload::figures());
    figures.extend(listener::figures());
    if let Some(only) = &only {
        figures.retain(|figure| figure.stage == only);
        if figures.is_empty() {
            return Err(format!(
                "there is no stage \"{only}\"; there are chain, room, tape, studio, upload and \
                 listener"
            )
            .into());
        }
    }
    if let Some(folder) = &folder {
        plots::draw(folder)?;
    }
    let failed = print(&figures);
    let passed = figures.len() - failed;
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        return Err(Told.into());
    }
    Ok(())
}

/// Measures and prints all; returns how many fall short.
fn print(figures: &[Figure]) -> usize {
    let name_width = figures
        .iter()
        .map(|figure| figure.name.chars().count())
        .max();
    let name_width = name_width.unwrap_or_default();
    let (mut failed, mut stage) = (0, "");
    measured(figures, |figure, value| {
        if figure.stage != stage {
            stage = figure.stage;
            println!("{stage}");
        }
        let holds = figure.target.holds(value);
        failed += usize::from(!holds);
        let verdict = if holds { "ok" } else { "short" };
        let value = format!("{} {}", short(value), figure.unit);
        let target = figure.target.to_string();
        println!(
            "  {:name_width$}  {value:>13}  {target:>16}  {verdict}",
            figure.name
        );
    });
    failed
}

/// Measures on all cores and reports in order, each figure as soon as those before it are done.
fn measured(figures: &[Figure], mut report: impl FnMut(&Figure, f64)) {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(figure) = figures.get(index) else {
                        return;
                    };
                    // The receiver goes only with this scope.
                    let _ = sender.send((index, (figure.measure)()));
                }
            });
        }
        drop(sender);
        let mut values = vec![None; figures.len()];
        let mut waiting = figures.iter().enumerate().peekable();
        for (index, value) in receiver {
            values[index] = Some(value);
            while let Some((figure, value)) = waiting
                .peek()
                .and_then(|&(index, figure)| Some((figure, values[index]?)))
            {
                report(figure, value);
                waiting.next();
            }
        }
    });
}
