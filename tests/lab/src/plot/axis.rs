//! A linear or logarithmic axis with round ticks.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// One axis of a chart. Values beyond it are drawn at its edge, so that nothing leaves the frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    range: Range<f64>,
    ticks: Vec<f64>,
    is_log: bool,
}

impl Axis {
    /// With about `tick_count` steps of 1, 2 or 5 times a power of ten.
    pub fn linear(range: Range<f64>, tick_count: f64) -> Self {
        Self {
            ticks: linear_ticks(&range, tick_count),
            range,
            is_log: false,
        }
    }

    /// With ticks at 1, 2 and 5 times each power of ten; `range` is above 0.
    pub fn log(range: Range<f64>) -> Self {
        Self {
            ticks: log_ticks(&range),
            range,
            is_log: true,
        }
    }

    /// 0 at the start of the range, 1 at its end.
    fn position(&self, value: f64) -> f64 {
        let Range { start, end } = self.range;
        let position = if self.is_log {
            (value / start).ln() / (end / start).ln()
        } else {
            (value - start) / (end - start)
        };
        position.clamp(0.0, 1.0)
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (self.position(*value) * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(value: &f64) -> String {
        tick_text(*value)
    }
}

fn linear_ticks(range: &Range<f64>, count: f64) -> Vec<f64> {
    let rough = (range.end - range.start) / count;
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = steps
        .into_iter()
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(rough);
    let first = (range.start / step - 1e-9).ceil() as i64;
    let last = (range.end / step + 1e-9).floor() as i64;
    (first..=last).map(|index| index as f64 * step).collect()
}

fn log_ticks(range: &Range<f64>) -> Vec<f64> {
    let decades = range.start.log10().floor() as i32..=range.end.log10().ceil() as i32;
    decades
        .flat_map(|decade| [1.0, 2.0, 5.0].map(|factor| factor * 10f64.powi(decade)))
        .filter(|tick| (range.start * 0.999..=range.end * 1.001).contains(tick))
        .collect()
}

/// A number as short as it can be: 20, 0.5, 2k, −60.
fn tick_text(value: f64) -> String {
    let (value, unit) = if value.abs() >= 1_000.0 {
        (value / 1_000.0, "k")
    } else {
        (value, "")
    };
    // Four decimals hide what is left of a rounding error.
    let text = format!("{value:.4}");
    let text = text
        .trim_end_matches('0')
        .trim_end_matches('.')
        .replace('-', "−");
    format!("{}{unit}", if text == "−0" { "0" } else { &text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(
            linear_ticks(&(-100.0..0.0), 5.0),
            [-100.0, -80.0, -60.0, -40.0, -20.0, 0.0]
        );
        assert_eq!(linear_ticks(&(0.0..2.6), 5.0), [0.0, 1.0, 2.0]);
        assert_eq!(log_ticks(&(20.0..500.0)), [20.0, 50.0, 100.0, 200.0, 500.0]);
    }

    #[test]
    fn tick_texts_are_short() {
        let texts = [0.1 + 0.2, 20_000.0, -60.0, 1_500.0, 0.0, -1e-9].map(tick_text);
        assert_eq!(texts, ["0.3", "20k", "−60", "1.5k", "0", "0"]);
    }

    #[test]
    fn places_are_even_in_ratios_and_stay_inside() {
        let axis = Axis::log(20.0..20_000.0);
        assert_eq!(axis.map(&20.0, (0, 300)), 0);
        assert_eq!(axis.map(&2_000.0, (0, 300)), 200);
        assert_eq!(axis.map(&1e9, (0, 300)), 300);
        // Pixels count from the top: the y axis runs backwards.
        assert_eq!(Axis::linear(-1.0..1.0, 4.0).map(&0.5, (100, 0)), 25);
    }
}
