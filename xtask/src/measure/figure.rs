//! A figure: what is measured, in which unit, and what it should be.

use std::fmt;

/// One line of the table.
pub struct Figure {
    /// The stage that it is about, as `--only` names it.
    pub stage: &'static str,
    /// What is measured, and under which conditions.
    pub name: String,
    /// Unit of the value and of the target.
    pub unit: &'static str,
    /// What it should be.
    pub target: Target,
    /// Renders and measures.
    pub measure: Box<dyn Fn() -> f64 + Send + Sync>,
}

impl Figure {
    /// A line of the table.
    pub fn new(
        stage: &'static str,
        name: impl Into<String>,
        unit: &'static str,
        target: Target,
        measure: impl Fn() -> f64 + Send + Sync + 'static,
    ) -> Self {
        Self {
            stage,
            name: name.into(),
            unit,
            target,
            measure: Box::new(measure),
        }
    }
}

/// What a figure should be, ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// From the first to the second.
    Between(f64, f64),
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Target {
    /// This far to either side of `value`.
    pub fn around(value: f64, tolerance: f64) -> Self {
        Target::Between(value - tolerance, value + tolerance)
    }

    /// Whether `value` is as it should be; NaN never is.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Target::Between(low, high) => (low..=high).contains(&value),
            Target::AtMost(high) => value <= high,
            Target::AtLeast(low) => value >= low,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = match self {
            Target::Between(low, high) => [low, high].map(|value| short(*value)),
            Target::AtMost(high) => [String::new(), short(*high)],
            Target::AtLeast(low) => [short(*low), String::new()],
        };
        match self {
            Target::Between(a, b) if a == b => write!(f, "{low}"),
            Target::Between(a, b) if *a == -*b => write!(f, "±{high}"),
            Target::Between(..) => write!(f, "{low} to {high}"),
            Target::AtMost(_) => write!(f, "≤ {high}"),
            Target::AtLeast(_) => write!(f, "≥ {low}"),
        }
    }
}

/// A number with three digits that count, without zeros at its end.
pub fn short(value: f64) -> String {
    let digits = if value == 0.0 {
        0
    } else {
        (2 - value.abs().log10().floor() as i32).clamp(0, 4)
    };
    let text = format!("{value:.*}", digits as usize);
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    match text {
        "-0" => "0".to_owned(),
        _ => text.replace('-', "−"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let all = [0.0, -0.0, 0.05, 0.1234, -1.5, 12.345, 12_500.0].map(short);
        assert_eq!(all, ["0", "0", "0.05", "0.123", "−1.5", "12.3", "12500"]);
    }

    #[test]
    fn targets_hold_at_their_ends_and_never_for_nan() {
        assert!(Target::Between(1.0, 2.0).holds(2.0));
        assert!(!Target::Between(1.0, 2.0).holds(2.1));
        assert!(Target::AtMost(-60.0).holds(-60.0));
        assert!(!Target::AtLeast(0.95).holds(0.9));
        let all = [
            Target::Between(f64::MIN, f64::MAX),
            Target::AtMost(0.0),
            Target::AtLeast(0.0),
        ];
        assert!(all.iter().all(|target| !target.holds(f64::NAN)));
    }

    #[test]
    fn targets_read_as_one_would_write_them() {
        assert_eq!(Target::around(0.0, 0.25).to_string(), "±0.25");
        assert_eq!(Target::around(0.0, 0.0).to_string(), "0");
        assert_eq!(Target::around(-52.0, 1.0).to_string(), "−53 to −51");
        assert_eq!(Target::AtMost(-120.0).to_string(), "≤ −120");
    }
}
