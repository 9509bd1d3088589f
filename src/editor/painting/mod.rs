//! The painting: what was played as a picture, time from left to right, high above low.
//!
//! - [`ladder`] and [`bands`]: from samples to columns of levels
//! - [`history`]: the columns of the last minute
//! - [`colours`]: out of the night into the light
//! - [`scroll`] and [`canvas`]: on the screen, behind everything
//! - [`cover`] and [`export`]: as a picture in a file
//!
//! All is computed while a frame is drawn, without a thread that would have to be ended with the
//! window: a column takes a tenth of a millisecond, a frame wants one or two.

mod bands;
mod canvas;
mod colours;
mod cover;
mod export;
mod history;
mod ladder;
mod scroll;

pub use colours::Inks;
pub use export::Export;

use std::sync::Arc;

use egui::{Rect, Ui};

use super::theme;
use crate::audio::chain::taps::TapReader;
use bands::Bands;
use canvas::Canvas;
use history::History;
use scroll::Scroll;

/// Columns that are computed in a frame at most: after a standstill it catches up in some frames.
const MOST_COLUMNS: f64 = 24.0;

/// How it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// What it is painted with.
    pub inks: Inks,
    /// How much it covers what is below, 0 to 1.
    pub opacity: f32,
    /// Points from one column to the next.
    pub column: f32,
}

/// What was played, and how far it is shown.
pub struct Painting {
    bands: Option<(f32, Bands)>,
    history: Arc<History>,
    /// The column after the newest that is not all night.
    lit: u64,
    scroll: Scroll,
    still: bool,
    canvas: Canvas,
}

impl Default for Painting {
    fn default() -> Self {
        Self {
            bands: None,
            history: Arc::default(),
            lit: 0,
            scroll: Scroll::default(),
            still: true,
            canvas: Canvas::new(&theme::INKS),
        }
    }
}

impl Painting {
    /// Takes what was played since the last frame.
    pub fn listen(&mut self, taps: &mut TapReader) {
        let rate = taps.sample_rate();
        if rate <= 0.0 {
            return;
        }
        if self
            .bands
            .as_ref()
            .is_none_or(|(fitted, _)| *fitted != rate)
        {
            self.bands = Some((rate, Bands::new(rate)));
        }
        let Some((_, bands)) = &mut self.bands else {
            return;
        };
        let most = MOST_COLUMNS * bands.frames_per_column();
        let history = Arc::make_mut(&mut self.history);
        taps.played().read(most as usize, |frames| {
            bands.feed(frames, |column| {
                history.push(column);
                if column.iter().any(|cell| cell.level > 0) {
                    self.lit = history.count();
                }
            });
        });
    }

    /// Shows it over a rectangle.
    pub fn show(&mut self, ui: &Ui, rect: Rect, look: &Look) {
        let seconds = f64::from(ui.input(|input| input.stable_dt));
        let columns_per_s = self.columns_per_s();
        let before = self.scroll.at();
        self.scroll
            .advance(seconds, self.history.count(), columns_per_s);
        let shown = f64::from(rect.width() / look.column);
        let night = self.scroll.at() - shown > self.lit as f64;
        self.still = night || self.scroll.at() == before;
        // The middle of a column is half a column from its edge.
        let right = self.scroll.at() + 0.5;
        let place = (right, shown);
        self.canvas
            .show(ui, rect, &self.history, place, &look.inks, look.opacity);
    }

    /// Whether the last frame looked as the one before it: nothing was played, or night has come
    /// over all of it.
    pub fn is_still(&self) -> bool {
        self.still
    }

    fn columns_per_s(&self) -> f64 {
        let fitted = self.bands.as_ref();
        fitted.map_or(60.0, |(_, bands)| bands.columns_per_s())
    }
}

#[cfg(test)]
mod tests {
    use super::history::Cell;
    use super::*;
    use crate::audio::chain::taps::{TapWriter, taps};
    use crate::audio::{MAX_BLOCK, Spec, StereoBlock};
    use egui::{Context, Pos2, RawInput, Vec2, vec2};
    use std::time::{Duration, Instant};

    const RATE: f64 = 48_000.0;

    /// Music enough: two notes that glide, one on each side.
    fn frame(n: usize) -> [f32; 2] {
        let t = n as f64 / RATE;
        let voice = |hz: f64| (0.1 * (hz * t + 3.0 * (2.0 * t).sin()).sin()) as f32;
        [voice(1_400.0), voice(9_000.0)]
    }

    fn write(writer: &mut TapWriter, start: usize, frames: usize) {
        for first in (start..start + frames).step_by(MAX_BLOCK) {
            let length = MAX_BLOCK.min(start + frames - first);
            let mut left: [f32; MAX_BLOCK] = std::array::from_fn(|n| frame(first + n)[0]);
            let mut right: [f32; MAX_BLOCK] = std::array::from_fn(|n| frame(first + n)[1]);
            let block = StereoBlock::new(&mut left[..length], &mut right[..length]);
            writer.input(&block);
            writer.output(&block);
        }
    }

    fn open() -> (TapWriter, TapReader, Painting) {
        let (mut writer, reader) = taps();
        writer.prepare(Spec::new(RATE).expect("a common rate"));
        (writer, reader, Painting::default())
    }

    /// A window of this size for one frame; returns how long the painting takes of it.
    fn show(egui: &Context, painting: &mut Painting, taps: &mut TapReader, size: Vec2) -> Duration {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            ..RawInput::default()
        };
        let mut took = Duration::ZERO;
        let mut output = egui.run_ui(input, |ui| {
            let started = Instant::now();
            taps.watch();
            painting.listen(taps);
            painting.show(ui, ui.max_rect(), &theme::Theme::fitting(size).painting());
            took = started.elapsed();
        });
        output.textures_delta.clear();
        took
    }

    #[test]
    fn every_sample_is_painted_however_blocks_and_pictures_fall() {
        let mut whole = History::default();
        let mut bands = Bands::new(RATE as f32);
        let frames: Vec<_> = (0..3 * RATE as usize).map(frame).collect();
        bands.feed(&frames, |column| whole.push(column));
        for pictures_per_s in [60, 30] {
            for block in [32, 441, 1_024, 4_096] {
                let (mut writer, mut reader, mut painting) = open();
                reader.watch();
                let mut written = 0;
                for picture in 1..=2 * pictures_per_s {
                    let now = picture * RATE as usize / pictures_per_s;
                    while written + block <= now {
                        write(&mut writer, written, block);
                        written += block;
                    }
                    reader.watch();
                    painting.listen(&mut reader);
                }
                let count = painting.history.count();
                assert!(count >= 100, "{count} columns in blocks of {block}");
                for number in 0..count {
                    let same = painting.history.column(number) == whole.column(number);
                    assert!(same, "column {number} in blocks of {block}");
                }
            }
        }
    }

    #[test]
    fn a_window_that_stood_still_catches_up_and_goes_on() {
        let (mut writer, mut reader, mut painting) = open();
        for second in 0..5 {
            reader.watch();
            write(&mut writer, second * 48_000, 48_000);
        }
        let pictures = |painting: &mut Painting, reader: &mut TapReader| {
            for _ in 0..20 {
                reader.watch();
                painting.listen(reader);
            }
            painting.history.count()
        };
        let kept = pictures(&mut painting, &mut reader);
        // 2.7 s of 5 s; the newest 0.2 s are not yet complete.
        assert!((150..165).contains(&kept), "{kept}");
        write(&mut writer, 0, 48_000);
        assert_eq!(pictures(&mut painting, &mut reader) - kept, 60);
    }

    #[test]
    fn silence_is_the_night_and_a_pause_is_not() {
        let (mut writer, mut reader, mut painting) = open();
        reader.watch();
        write(&mut writer, 0, 48_000);
        for _ in 0..60 {
            reader.watch();
            painting.listen(&mut reader);
        }
        let count = painting.history.count();
        let newest = |painting: &Painting| {
            let column = painting.history.column(painting.history.count() - 1);
            *column.expect("it was just painted")
        };
        assert!(newest(&painting).iter().any(|cell| cell.level > 150));
        // Nothing is processed: nothing moves.
        painting.listen(&mut reader);
        assert_eq!(painting.history.count(), count);
        let [mut left, mut right] = [[0.0; MAX_BLOCK]; 2];
        for _ in 0..1_500 {
            let block = StereoBlock::new(&mut left, &mut right);
            writer.input(&block);
            writer.output(&block);
            reader.watch();
            painting.listen(&mut reader);
        }
        let night = |cell: &Cell| cell.level == 0;
        assert!(newest(&painting).iter().all(night));
    }

    #[test]
    fn a_frame_of_a_large_window_takes_no_time() {
        let (mut writer, mut reader, mut painting) = open();
        let egui = Context::default();
        let mut best = Duration::MAX;
        for picture in 0..300 {
            // Two columns, as at 30 frames a second.
            write(&mut writer, picture * 1_600, 1_600);
            let took = show(&egui, &mut painting, &mut reader, vec2(1_200.0, 760.0));
            if picture > 100 {
                best = best.min(took);
            }
        }
        println!("a frame with two new columns: {best:?}");
        assert!(best < Duration::from_millis(1), "{best:?}");
    }
}
