//! The waveform of the last seconds: what came in above the line, what goes out below it.

use egui::{Color32, Mesh, Rect, Ui, pos2};

use super::super::theme::{self, Theme};
use super::plot;
use crate::audio::chain::taps::Waveform;

/// Quiet parts are drawn larger than they are: a sample of 0.1 fills a quarter of the height.
const EXPONENT: f32 = 0.6;
/// Levels with a line, in dBFS, and their numbers.
const LINES_DBFS: [(f32, &str); 2] = [(-6.0, "−6"), (-24.0, "−24")];

/// Shows both waveforms, mirrored.
pub fn scope(ui: &Ui, rect: Rect, name: &str, waveform: &Waveform) {
    let theme = Theme::of(ui);
    let room = plot::frame(ui, rect, name, &plot::IN_AND_OUT);
    plot::describe(ui, rect, name);
    let middle = room.center().y;
    let height = |sample: f32| sample.abs().powf(EXPONENT).min(1.0) * room.height() / 2.0;
    let lines = plot::numbers_that_fit(ui, room.height() / 2.0);
    for (level, number) in &LINES_DBFS[..lines] {
        let height = height(10f32.powf(level / 20.0));
        plot::level(ui, room, middle - height, number);
        plot::level(ui, room, middle + height, number);
    }
    let sides = [(&waveform.input, -1.0), (&waveform.output, 1.0)];
    for ((columns, side), (_, colour)) in sides.into_iter().zip(plot::IN_AND_OUT) {
        let heights = columns
            .iter()
            .map(|[low, high]| middle + side * height(high.max(-low)));
        ui.painter().add(area(room, middle, heights, colour));
    }
    ui.painter()
        .hline(room.x_range(), middle, theme.line(theme::WELL));
}

/// The area between the middle and the columns' heights.
fn area(
    room: Rect,
    middle: f32,
    heights: impl ExactSizeIterator<Item = f32>,
    colour: Color32,
) -> Mesh {
    let mut mesh = Mesh::default();
    let width = room.width() / heights.len() as f32;
    for (index, y) in heights.enumerate() {
        let left = room.left() + index as f32 * width;
        let column = Rect::from_two_pos(pos2(left, middle), pos2(left + width, y));
        mesh.add_colored_rect(column, colour);
    }
    mesh
}
