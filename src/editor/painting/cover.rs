//! The history as a picture of any size, smooth between its columns and rows.

use super::colours::Colours;
use super::history::{History, ROWS};

/// Three bytes a pixel, row by row from the top.
pub struct Cover {
    /// Width and height in pixels.
    pub size: [usize; 2],
    /// The pixels.
    pub rgb: Vec<u8>,
}

/// Paints the latest `columns` of the history over the whole of a picture, time from left to right,
/// high above low.
pub fn cover(history: &History, columns: usize, colours: &Colours, size: [usize; 2]) -> Cover {
    let [width, height] = size;
    let columns = columns.min(history.kept());
    let first = history.count() - columns as u64;
    let mut rgb = vec![0; width * height * 3];
    let across = Axis::new(columns, width);
    let down = Axis::new(ROWS, height);
    // A column of the picture at a time: first between the columns, then between the rows.
    let mut strip = vec![[0.0f32; 2]; ROWS];
    for x in 0..width {
        strip.fill([0.0; 2]);
        for (column, weight) in across.taps(x) {
            let Some(cells) = history.column(first + column as u64) else {
                continue;
            };
            for (sum, cell) in strip.iter_mut().zip(cells) {
                sum[0] += weight * f32::from(cell.level);
                sum[1] += weight * f32::from(cell.side);
            }
        }
        for y in 0..height {
            let mut point = [0.0f32; 2];
            for (row, weight) in down.taps(height - 1 - y) {
                point[0] += weight * strip[row][0];
                point[1] += weight * strip[row][1];
            }
            let grain = grain(x, y);
            let colour = colours.at(point[0], point[1]);
            let at = 3 * (y * width + x);
            for (byte, part) in rgb[at..at + 3].iter_mut().zip(colour) {
                // The cast keeps to the ends of the type.
                *byte = (part + grain) as u8;
            }
        }
    }
    Cover { size, rgb }
}

/// How pixels lie between cells.
struct Axis {
    cells: usize,
    /// Cells to a pixel.
    step: f32,
    /// Half the width of what a pixel sees, in cells.
    reach: f32,
}

impl Axis {
    fn new(cells: usize, pixels: usize) -> Self {
        let step = cells as f32 / pixels as f32;
        Self {
            cells,
            step,
            reach: 2.0 * step.max(1.0),
        }
    }

    /// The cells that a pixel sees, and how much of each: a cubic B-spline, which has no corners
    /// and never swings beyond what there is.
    fn taps(&self, pixel: usize) -> impl Iterator<Item = (usize, f32)> {
        let middle = (pixel as f32 + 0.5) * self.step - 0.5;
        let (reach, last) = (self.reach, self.cells as isize - 1);
        let (from, to) = (
            (middle - reach).ceil() as isize,
            (middle + reach).floor() as isize,
        );
        let scale = 2.0 / reach;
        (from..=to).map(move |cell| {
            let weight = scale * spline((cell as f32 - middle).abs() * scale);
            (cell.clamp(0, last.max(0)) as usize, weight)
        })
    }
}

/// The cubic B-spline at a distance from its middle.
fn spline(at: f32) -> f32 {
    if at < 1.0 {
        2.0 / 3.0 - at * at * (1.0 - 0.5 * at)
    } else {
        (2.0 - at).max(0.0).powi(3) / 6.0
    }
}

/// From 0 to 1, another for each pixel and the same each time: rounds colours without steps.
fn grain(x: usize, y: usize) -> f32 {
    let mut seed = (x as u32).wrapping_mul(0x9E37_79B9) ^ (y as u32).wrapping_mul(0x85EB_CA6B);
    seed = (seed ^ (seed >> 15)).wrapping_mul(0x2C1B_3C6D);
    seed = (seed ^ (seed >> 12)).wrapping_mul(0x297A_2D39);
    (seed ^ (seed >> 15)) as f32 / u32::MAX as f32
}

#[cfg(test)]
mod tests {
    use super::super::history::{COLUMNS, Cell};
    use super::*;
    use crate::editor::theme;

    /// A line at row 128 that is loud in the last quarter.
    fn history() -> History {
        let mut history = History::default();
        for column in 0..2 * COLUMNS {
            let mut cells = [Cell::default(); ROWS];
            cells[128].level = if column >= 2 * COLUMNS - 900 { 255 } else { 60 };
            history.push(&cells);
        }
        history
    }

    #[test]
    fn a_cover_shows_each_cell_in_its_place() {
        let colours = Colours::new(&theme::INKS);
        let started = std::time::Instant::now();
        let picture = cover(&history(), 3_600, &colours, [3_000, 3_000]);
        println!("painted in {:?}", started.elapsed());
        assert_eq!(picture.rgb.len(), 3 * 3_000 * 3_000);
        let light = |x: usize, y: usize| -> u32 {
            let at = 3 * (y * 3_000 + x);
            picture.rgb[at..at + 3]
                .iter()
                .map(|part| u32::from(*part))
                .sum()
        };
        // The middle of row 128 of 512, from the top.
        let line = 3_000 - (128.5 / 512.0 * 3_000.0) as usize;
        let brightest = |x: usize| (0..3_000).max_by_key(|y| light(x, *y)).unwrap_or(0);
        for x in [2_300, 2_600, 2_990] {
            assert!(brightest(x).abs_diff(line) <= 2, "{} at {x}", brightest(x));
        }
        assert!(light(2_600, line) > 2 * light(100, line));
        // The night is the night, but for the grain.
        for (x, y) in [(0, 0), (1_500, 1_000), (2_999, 2_999)] {
            let at = 3 * (y * 3_000 + x);
            for (part, night) in picture.rgb[at..at + 3].iter().zip(theme::INKS.0[0]) {
                assert!(part.abs_diff(night) <= 1);
            }
        }
    }

    #[test]
    fn between_cells_it_neither_steps_nor_swings() {
        let colours = Colours::new(&theme::INKS);
        let mut history = History::default();
        for column in 0..8 {
            let level = if column < 4 { 100 } else { 200 };
            history.push(&[Cell { level, side: 0 }; ROWS]);
        }
        let picture = cover(&history, 8, &colours, [400, 4]);
        let row: Vec<_> = picture.rgb[..1_200].chunks(3).map(|rgb| rgb[0]).collect();
        for pair in row.windows(2) {
            // One for the grain.
            assert!(
                pair[1] + 1 >= pair[0] && pair[1] - pair[0].min(pair[1]) <= 4,
                "{pair:?}"
            );
        }
    }
}
