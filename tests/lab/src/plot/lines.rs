//! Curves over a linear or logarithmic axis, with the limits they are held to.

use std::error::Error;
use std::ops::Range;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use super::PlotError;
use super::axis::Axis;
use super::style::{GRID, INK, SERIES, TEXT_SIZE, TICK_SIZE, TITLE_SIZE, font};

const SIZE: (u32, u32) = (1_200, 720);
const MARGIN: i32 = 24;
const TITLE_HEIGHT: i32 = 54;
const LEGEND_ROW_HEIGHT: i32 = 28;
const LEGEND_DASH: i32 = 34;

type Points = Vec<(f64, f64)>;
type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;

/// A plot under construction. Points that are not finite leave a gap in their curve; so do x ≤ 0 on
/// a logarithmic axis.
///
/// ```no_run
/// # fn main() -> Result<(), lab::plot::PlotError> {
/// lab::plot::Lines::new("Response")
///     .log_x("Frequency (Hz)")
///     .y("Level (dB)")
///     .series("measured", vec![(20.0, -3.0), (20_000.0, -1.0)])
///     .limit("limit", vec![(20.0, 0.0), (20_000.0, 0.0)])
///     .draw("response.png")
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Lines {
    title: String,
    x_label: String,
    y_label: String,
    is_log_x: bool,
    x_range: Option<Range<f64>>,
    y_range: Option<Range<f64>>,
    curves: Vec<Curve>,
}

#[derive(Clone, Debug)]
struct Curve {
    name: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Series(Points),
    Limit(Points),
    Band { lower: Points, upper: Points },
}

impl Lines {
    /// An empty plot of 1200 by 720 pixels, linear axes, ranges from the data.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            x_label: String::new(),
            y_label: String::new(),
            is_log_x: false,
            x_range: None,
            y_range: None,
            curves: Vec::new(),
        }
    }

    /// Names the x axis and keeps it linear.
    pub fn x(mut self, label: impl Into<String>) -> Self {
        self.x_label = label.into();
        self
    }

    /// Names the x axis and makes it logarithmic.
    pub fn log_x(mut self, label: impl Into<String>) -> Self {
        self.is_log_x = true;
        self.x(label)
    }

    /// Names the y axis.
    pub fn y(mut self, label: impl Into<String>) -> Self {
        self.y_label = label.into();
        self
    }

    /// Shows this part of the x axis only; above 0 if the axis is logarithmic.
    pub fn x_range(mut self, range: Range<f64>) -> Self {
        self.x_range = Some(range);
        self
    }

    /// Shows this part of the y axis only; what lies beyond runs along its edge.
    pub fn y_range(mut self, range: Range<f64>) -> Self {
        self.y_range = Some(range);
        self
    }

    /// A solid curve in a colour of its own (the seventh has the first one's again).
    pub fn series(self, name: impl Into<String>, points: Points) -> Self {
        self.with(name, Kind::Series(points))
    }

    /// A dashed dark curve that the others must not cross.
    pub fn limit(self, name: impl Into<String>, points: Points) -> Self {
        self.with(name, Kind::Limit(points))
    }

    /// A shaded region between two curves, in which the others should stay.
    pub fn band(self, name: impl Into<String>, lower: Points, upper: Points) -> Self {
        self.with(name, Kind::Band { lower, upper })
    }

    /// Writes the plot as a PNG.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draw(&self, path: impl AsRef<Path>) -> Result<(), PlotError> {
        let path = path.as_ref();
        self.try_draw(path).map_err(|error| PlotError {
            path: path.to_path_buf(),
            reason: error.to_string(),
        })
    }

    fn with(mut self, name: impl Into<String>, kind: Kind) -> Self {
        self.curves.push(Curve {
            name: name.into(),
            kind,
        });
        self
    }

    fn try_draw(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let root = BitMapBackend::new(path, SIZE).into_drawing_area();
        root.fill(&WHITE)?;
        root.draw(&Text::new(
            self.title.as_str(),
            (MARGIN, 18),
            font(TITLE_SIZE),
        ))?;
        let top = TITLE_HEIGHT + self.draw_legend(&root)?;

        let (x_range, y_range) = self.ranges();
        let x = if self.is_log_x {
            Axis::log(x_range)
        } else {
            Axis::linear(x_range, 10.0)
        };
        let y = Axis::linear(y_range, 8.0);
        let mut chart = ChartBuilder::on(&root)
            .margin(MARGIN)
            .margin_top(top + 8)
            .x_label_area_size(62)
            .y_label_area_size(84)
            .build_cartesian_2d(x, y)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(INK)
            .label_style(font(TICK_SIZE))
            .axis_desc_style(font(TEXT_SIZE))
            .x_desc(self.x_label.as_str())
            .y_desc(self.y_label.as_str())
            .draw()?;

        for (curve, colour) in self.curves_in_colour() {
            match &curve.kind {
                Kind::Band { lower, upper } => {
                    let (lower, upper) = (self.runs(lower).concat(), self.runs(upper).concat());
                    let outline: Points =
                        lower.into_iter().chain(upper.into_iter().rev()).collect();
                    chart.draw_series([Polygon::new(outline, colour.mix(0.2))])?;
                }
                Kind::Limit(points) => {
                    for run in self.runs(points) {
                        let style = colour.stroke_width(2);
                        chart.draw_series(DashedLineSeries::new(run, 10, 7, style))?;
                    }
                }
                Kind::Series(points) => {
                    for run in self.runs(points) {
                        chart.draw_series(LineSeries::new(run, colour.stroke_width(2)))?;
                    }
                }
            }
        }
        root.present()?;
        Ok(())
    }

    /// Bands first, so that curves lie on top of them; each with its colour.
    fn curves_in_colour(&self) -> Vec<(&Curve, RGBColor)> {
        let mut palette = SERIES.iter().cycle();
        let mut coloured: Vec<(&Curve, RGBColor)> = self
            .curves
            .iter()
            .map(|curve| match curve.kind {
                Kind::Series(_) => (curve, *palette.next().expect("a cycle has no end")),
                Kind::Limit(_) => (curve, INK),
                Kind::Band { .. } => (curve, SERIES[2]),
            })
            .collect();
        coloured.sort_by_key(|(curve, _)| !matches!(curve.kind, Kind::Band { .. }));
        coloured
    }

    /// Names in rows under the title; returns their height.
    fn draw_legend(&self, root: &Area) -> Result<i32, Box<dyn Error>> {
        let (mut x, mut y) = (MARGIN, TITLE_HEIGHT);
        for (curve, colour) in self.curves_in_colour() {
            let width = root.estimate_text_size(&curve.name, &font(TEXT_SIZE))?.0 as i32;
            if x > MARGIN && x + LEGEND_DASH + width > SIZE.0 as i32 - MARGIN {
                (x, y) = (MARGIN, y + LEGEND_ROW_HEIGHT);
            }
            let middle = y + LEGEND_ROW_HEIGHT / 2 - 6;
            let span = |from: i32, to: i32, half: i32| {
                [(x + from, middle - half), (x + to, middle + half)]
            };
            match curve.kind {
                Kind::Series(_) => root.draw(&Rectangle::new(span(0, 26, 1), colour.filled()))?,
                Kind::Limit(_) => {
                    for (from, to) in [(0, 10), (16, 26)] {
                        root.draw(&Rectangle::new(span(from, to, 1), colour.filled()))?;
                    }
                }
                Kind::Band { .. } => {
                    root.draw(&Rectangle::new(span(0, 26, 8), colour.mix(0.2).filled()))?;
                }
            }
            root.draw(&Text::new(
                curve.name.as_str(),
                (x + LEGEND_DASH, y),
                font(TEXT_SIZE),
            ))?;
            x += LEGEND_DASH + width + 30;
        }
        Ok(if self.curves.is_empty() {
            0
        } else {
            y + LEGEND_ROW_HEIGHT - TITLE_HEIGHT
        })
    }

    /// The points in runs, cut where one cannot be drawn.
    fn runs(&self, points: &[(f64, f64)]) -> Vec<Points> {
        let has_place =
            |x: f64, y: f64| x.is_finite() && y.is_finite() && (x > 0.0 || !self.is_log_x);
        points
            .split(|&(x, y)| !has_place(x, y))
            .filter(|run| !run.is_empty())
            .map(<[_]>::to_vec)
            .collect()
    }

    /// What is shown of each axis.
    fn ranges(&self) -> (Range<f64>, Range<f64>) {
        let points: Points = self
            .curves
            .iter()
            .flat_map(|curve| match &curve.kind {
                Kind::Series(points) | Kind::Limit(points) => vec![points],
                Kind::Band { lower, upper } => vec![lower, upper],
            })
            .flat_map(|points| self.runs(points).concat())
            .collect();
        let x = self.x_range.clone();
        let x = x.unwrap_or_else(|| extent(points.iter().map(|point| point.0), 0.0));
        // A logarithm needs a start above 0: one decade must do.
        let x = if self.is_log_x && x.start <= 0.0 {
            0.1 * x.end..x.end
        } else {
            x
        };
        let inside = points
            .iter()
            .filter(|point| x.contains(&point.0) || point.0 == x.end);
        let y = self
            .y_range
            .clone()
            .unwrap_or_else(|| extent(inside.map(|point| point.1), 0.06));
        (x, y)
    }
}

/// From the lowest to the highest value and a part of that beyond; never empty.
fn extent(values: impl Iterator<Item = f64>, beyond: f64) -> Range<f64> {
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high {
        return 0.0..1.0;
    }
    let span = high - low;
    if span > 0.0 {
        low - beyond * span..high + beyond * span
    } else {
        low - 1.0..high + 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_draws_gaps_limits_and_bands() {
        let path = std::env::temp_dir().join(format!("lab-lines-{}.png", std::process::id()));
        let gap = vec![
            (0.0, 1.0),
            (10.0, 2.0),
            (20.0, f64::NAN),
            (1_000.0, 3.0),
            (2_000.0, 1.0),
        ];
        let plot = Lines::new("Title")
            .log_x("Frequency (Hz)")
            .y("Level (dB)")
            .series("with gaps", gap)
            .limit("limit", vec![(10.0, 4.0), (2_000.0, 4.0)])
            .band(
                "band",
                vec![(10.0, 0.0), (2_000.0, 0.5)],
                vec![(10.0, 2.0), (2_000.0, 3.0)],
            );
        plot.draw(&path).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        // Nothing to show is no reason to fail.
        Lines::new("Empty").draw(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(bytes.starts_with(b"\x89PNG"));
        let runs: Vec<usize> = match &plot.curves[0].kind {
            Kind::Series(points) => plot.runs(points).iter().map(Vec::len).collect(),
            kind => panic!("{kind:?}"),
        };
        assert_eq!(runs, [1, 2]);
    }

    #[test]
    fn ranges_hold_all_points_and_are_never_empty() {
        let (x, y) = Lines::new("")
            .series("", vec![(1.0, 5.0), (3.0, 5.0)])
            .ranges();
        assert_eq!((x, y), (1.0..3.0, 4.0..6.0));
        assert_eq!(Lines::new("").ranges(), (0.0..1.0, 0.0..1.0));
        assert_eq!(Lines::new("").log_x("").ranges().0, 0.1..1.0);
    }
}
