//! Two recordings side by side, as waveform and spectrogram.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::element::BitMapElement;
use plotters::prelude::*;

use super::PlotError;
use super::axis::Axis;
use super::colour::level_colour;
use super::spectrogram::{self, FREQS_HZ, LEVELS_DB};
use super::style::{GRID, INK, SERIES, TEXT_SIZE, TICK_SIZE, TITLE_SIZE, font};
use crate::Stereo;
use crate::instruments::level::{loudness_lufs, peak_db, rms_db};

const SIZE: (u32, u32) = (1_600, 1_000);
const TITLE_HEIGHT: i32 = 56;
const WAVEFORM_HEIGHT: i32 = 330;
const COLOUR_BAR_WIDTH: i32 = 126;

type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;

/// Draws both as a PNG of 1600 by 1000 pixels: on top the waveform (extremes of both sides, the RMS
/// within), below the spectrogram of their mean, 20 Hz to 20 kHz, with common scales.
///
/// # Errors
/// When the file cannot be written.
pub fn before_after(
    path: impl AsRef<Path>,
    title: &str,
    before: &Stereo,
    after: &Stereo,
) -> Result<(), PlotError> {
    let path = path.as_ref();
    draw(path, title, [("Before", before), ("After", after)]).map_err(|error| PlotError {
        path: path.to_path_buf(),
        reason: error.to_string(),
    })
}

fn draw(path: &Path, title: &str, sides: [(&str, &Stereo); 2]) -> Result<(), Box<dyn Error>> {
    let root = BitMapBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let (heading, body) = root.split_vertically(TITLE_HEIGHT);
    heading.draw(&Text::new(title, (24, 18), font(TITLE_SIZE)))?;
    let (columns, bar) = body.split_horizontally(SIZE.0 as i32 - COLOUR_BAR_WIDTH);
    let seconds = sides
        .iter()
        .map(|(_, sound)| sound.seconds())
        .fold(1e-3, f64::max);
    let peak = sides
        .iter()
        .flat_map(|(_, sound)| sound.channels())
        .flatten()
        .fold(1.0, |peak: f64, &sample| peak.max(f64::from(sample).abs()));
    for (area, (name, sound)) in columns.split_evenly((1, 2)).iter().zip(sides) {
        let (top, bottom) = area.split_vertically(WAVEFORM_HEIGHT);
        draw_waveform(&top, name, sound, seconds, peak)?;
        draw_spectrogram(&bottom, sound, seconds)?;
    }
    draw_colour_bar(&bar.split_vertically(WAVEFORM_HEIGHT).1)?;
    root.present()?;
    Ok(())
}

fn draw_waveform(
    area: &Area,
    name: &str,
    sound: &Stereo,
    seconds: f64,
    peak: f64,
) -> Result<(), Box<dyn Error>> {
    let [left, right] = sound.channels();
    let caption = format!(
        "{name}: peak {:.1} dBFS, RMS {:.1} dBFS, {:.1} LUFS",
        peak_db(left).max(peak_db(right)),
        rms_db(&sound.interleaved()),
        loudness_lufs(sound),
    );
    area.draw(&Text::new(
        caption.replace('-', "−"),
        (96, 2),
        font(TEXT_SIZE),
    ))?;
    let mut chart = ChartBuilder::on(area)
        .margin_top(34)
        .margin_left(14)
        .margin_right(20)
        .x_label_area_size(34)
        .y_label_area_size(80)
        .build_cartesian_2d(
            Axis::linear(0.0..seconds, 8.0),
            Axis::linear(-peak..peak, 5.0),
        )?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(INK)
        .label_style(font(TICK_SIZE))
        .axis_desc_style(font(TEXT_SIZE))
        .y_desc("Amplitude")
        .draw()?;

    let columns = chart.plotting_area().dim_in_pixel().0 as usize;
    let frames_per_column = (seconds * sound.sample_rate / columns as f64).max(1.0);
    for column in 0..columns {
        let from = (column as f64 * frames_per_column) as usize;
        let end = (((column + 1) as f64 * frames_per_column) as usize).min(sound.len());
        if from >= end {
            break;
        }
        let frames = left[from..end]
            .iter()
            .chain(&right[from..end])
            .map(|&s| f64::from(s));
        let (low, high) = frames.clone().fold((f64::MAX, f64::MIN), |(low, high), s| {
            (low.min(s), high.max(s))
        });
        let rms = (frames.map(|s| s * s).sum::<f64>() / (2 * (end - from)) as f64).sqrt();
        let time = (from as f64 + 0.5 * frames_per_column) / sound.sample_rate;
        let mut line = |low: f64, high: f64, colour: RGBColor| {
            chart
                .draw_series([PathElement::new([(time, low), (time, high)], colour)])
                .map(drop)
        };
        line(low, high, SERIES[4])?;
        line(-rms, rms, SERIES[0])?;
    }
    Ok(())
}

fn draw_spectrogram(area: &Area, sound: &Stereo, seconds: f64) -> Result<(), Box<dyn Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin_top(6)
        .margin_left(14)
        .margin_right(20)
        .margin_bottom(12)
        .x_label_area_size(62)
        .y_label_area_size(80)
        .build_cartesian_2d(Axis::linear(0.0..seconds, 8.0), Axis::log(FREQS_HZ))?;
    let size = chart.plotting_area().dim_in_pixel();
    let pixels = spectrogram::pixels(&sound.mono(), sound.sample_rate, seconds, size);
    let image = BitMapElement::with_owned_buffer((0.0, FREQS_HZ.end), size, pixels);
    chart.draw_series([image.ok_or("the spectrogram has the size of its frame")?])?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(INK)
        .label_style(font(TICK_SIZE))
        .axis_desc_style(font(TEXT_SIZE))
        .x_desc("Time (s)")
        .y_desc("Frequency (Hz)")
        .draw()?;
    Ok(())
}

/// The scale of the spectrograms, as high as they are.
fn draw_colour_bar(area: &Area) -> Result<(), Box<dyn Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin_top(6)
        .margin_bottom(12 + 62)
        .margin_right(20)
        .y_label_area_size(80)
        .build_cartesian_2d(Axis::linear(0.0..1.0, 1.0), Axis::linear(LEVELS_DB, 6.0))?;
    let (width, height) = chart.plotting_area().dim_in_pixel();
    let pixels = (0..height)
        .flat_map(|y| {
            let level = 1.0 - (f64::from(y) + 0.5) / f64::from(height);
            level_colour(level).repeat(width as usize)
        })
        .collect::<Vec<u8>>();
    let image = BitMapElement::with_owned_buffer((0.0, LEVELS_DB.end), (width, height), pixels);
    chart.draw_series([image.ok_or("the colour bar has the size of its frame")?])?;
    chart
        .configure_mesh()
        .disable_mesh()
        .disable_x_axis()
        .axis_style(INK)
        .set_all_tick_mark_size(6)
        .label_style(font(TICK_SIZE))
        .axis_desc_style(font(TEXT_SIZE))
        .y_desc("Level (dBFS)")
        .draw()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;

    #[test]
    fn it_draws_recordings_of_any_length_and_rate() {
        let path = std::env::temp_dir().join(format!("lab-plot-{}.png", std::process::id()));
        let music = demo::music(44_100.0, 1.0);
        let quiet = demo::music(11_025.0, 0.5).gain_db(-20.0);
        before_after(&path, "Two excerpts", &music, &quiet).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        before_after(&path, "Nothing", &Stereo::silence(0, 48_000.0), &music).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(
            bytes.starts_with(b"\x89PNG") && bytes.len() > 50_000,
            "{}",
            bytes.len()
        );
    }

    #[test]
    fn a_missing_folder_is_an_error_that_names_the_file() {
        let path = std::env::temp_dir()
            .join("lab-no-such-folder")
            .join("plot.png");
        let silence = Stereo::silence(10, 48_000.0);
        let error = before_after(path, "", &silence, &silence).unwrap_err();
        assert!(error.to_string().contains("plot.png"));
    }
}
