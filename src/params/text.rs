//! Values as text and back: every parameter prints what it can read.

use std::sync::Arc;

use nice_plug::prelude::*;

type Print = Arc<dyn Fn(f32) -> String + Send + Sync>;
type Read = Arc<dyn Fn(&str) -> Option<f32> + Send + Sync>;

/// A value with `digits` behind the point, never "-0".
fn print(digits: usize, factor: f32) -> Print {
    Arc::new(move |value| {
        let text = format!("{:.digits$}", value * factor);
        match text.strip_prefix('-') {
            Some(rest) if rest.bytes().all(|byte| byte == b'0' || byte == b'.') => rest.to_owned(),
            _ => text,
        }
    })
}

/// A number, with or without its unit behind it; a comma may stand for the point.
fn read(unit: &'static str, factor: f32) -> Read {
    Arc::new(move |text| number(text, unit).map(|value| value / factor))
}

fn number(text: &str, unit: &str) -> Option<f32> {
    let text = text
        .trim()
        .to_lowercase()
        .replace('−', "-")
        .replace(',', ".");
    let unit = unit.trim().to_lowercase();
    // A micro sign is hard to type.
    let text = text.replace("um", "µm");
    let mut units = multiples(&unit)
        .iter()
        .copied()
        .chain([(unit.as_str(), 1.0)]);
    let (text, factor) = units
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))
        .unwrap_or((&text, 1.0));
    let text = text.trim();
    let value: f32 = text.strip_prefix('+').unwrap_or(text).parse().ok()?;
    let value = value * factor;
    value.is_finite().then_some(value)
}

/// Other units that may be typed for one, and how much of it each is; longer names come first.
fn multiples(unit: &str) -> &'static [(&'static str, f32)] {
    match unit {
        "hz" => &[("khz", 1e3), ("k", 1e3)],
        "ms" => &[("ms", 1.0), ("s", 1e3)],
        "s" => &[("ms", 1e-3)],
        "m" => &[("cm", 1e-2), ("mm", 1e-3)],
        "µm" => &[("mm", 1e3)],
        _ => &[],
    }
}

/// A linear parameter in its own unit.
pub fn linear(
    name: &str,
    default: f32,
    (min, max): (f32, f32),
    unit: &'static str,
    digits: usize,
) -> FloatParam {
    FloatParam::new(name, default, FloatRange::Linear { min, max })
        .with_unit(unit)
        .with_value_to_string(print(digits, 1.0))
        .with_string_to_value(read(unit, 1.0))
}

/// A linear parameter of 0 to 1, shown in percent.
pub fn percent(name: &str, default: f32) -> FloatParam {
    percent_to(name, default, 1.0)
}

/// A linear parameter of 0 to `max`, shown in percent of 1.
pub fn percent_to(name: &str, default: f32, max: f32) -> FloatParam {
    FloatParam::new(name, default, FloatRange::Linear { min: 0.0, max })
        .with_unit(" %")
        .with_value_to_string(print(1, 100.0))
        .with_string_to_value(read(" %", 100.0))
}

/// A parameter from 0 with finer steps at its low end.
pub fn skewed(name: &str, default: f32, max: f32, unit: &'static str, digits: usize) -> FloatParam {
    skewed_from(name, default, (0.0, max), unit, digits)
}

/// A parameter with finer steps at its low end.
pub fn skewed_from(
    name: &str,
    default: f32,
    (min, max): (f32, f32),
    unit: &'static str,
    digits: usize,
) -> FloatParam {
    let factor = FloatRange::skew_factor(-1.0);
    FloatParam::new(name, default, FloatRange::Skewed { min, max, factor })
        .with_unit(unit)
        .with_value_to_string(print(digits, 1.0))
        .with_string_to_value(read(unit, 1.0))
}

/// A frequency, whose middle is about half-way by octaves; it reads Hz and kHz.
pub fn frequency(name: &str, default: f32, (min, max): (f32, f32)) -> FloatParam {
    // The power that brings half of the way to the geometric mean; a higher one than the fourth would leave
    // the lowest values too close together to be told apart in print.
    let middle = ((min * max).sqrt() - min) / (max - min);
    let factor = (0.5f32.ln() / middle.ln()).max(0.25);
    FloatParam::new(name, default, FloatRange::Skewed { min, max, factor })
        .with_value_to_string(Arc::new(|value| match value {
            ..20.995 => format!("{value:.2} Hz"),
            ..99.95 => format!("{value:.1} Hz"),
            ..9_999.5 => format!("{value:.0} Hz"),
            _ => format!("{:.1} kHz", value / 1_000.0),
        }))
        .with_string_to_value(read("Hz", 1.0))
}

/// A ratio of 1 to `highest`; above it reads "∞".
pub fn ratio(name: &str, default: f32, highest: f32) -> FloatParam {
    let infinite = highest + 1.0;
    skewed_from(name, default, (1.0, infinite), "", 1)
        .with_value_to_string(Arc::new(move |value| {
            if value > highest {
                "∞:1".to_owned()
            } else {
                let digits = if value < 9.995 { 2 } else { 1 };
                format!("{value:.digits$}:1")
            }
        }))
        .with_string_to_value(Arc::new(move |text| {
            let text = text.trim();
            let text = text.strip_suffix(":1").unwrap_or(text).trim();
            if ["∞", "inf", "infinite"].contains(&text) {
                Some(infinite)
            } else {
                number(text, "").map(|value| value.clamp(1.0, highest))
            }
        }))
}

/// Whether a value that is printed with one digit reads higher than the lowest one.
pub fn above(value: f32, lowest: f32) -> bool {
    (10.0 * value).round() > (10.0 * lowest).round()
}

/// A loudness in LUFS whose lowest value reads `instead`, and begins there.
pub fn loudness_or(name: &str, instead: &'static str, (min, max): (f32, f32)) -> FloatParam {
    let text = print(1, 1.0);
    FloatParam::new(name, min, FloatRange::Linear { min, max })
        .with_value_to_string(Arc::new(move |value| {
            if !above(value, min) {
                instead.to_owned()
            } else {
                format!("{} LUFS", text(value))
            }
        }))
        .with_string_to_value(Arc::new(move |text| {
            if text.trim().eq_ignore_ascii_case(instead) {
                Some(min)
            } else {
                number(text, "LUFS")
            }
        }))
}

/// A whole number.
pub fn whole(name: &str, default: i32, (min, max): (i32, i32)) -> IntParam {
    IntParam::new(name, default, IntRange::Linear { min, max })
        .with_value_to_string(Arc::new(|value| value.to_string()))
        .with_string_to_value(Arc::new(|text| {
            number(text, "").map(|value| value.round() as i32)
        }))
}

/// A level in dB whose lowest value means off.
pub fn level_or_off(name: &str, default: f32, (min, max): (f32, f32)) -> FloatParam {
    let text = print(1, 1.0);
    FloatParam::new(name, default, FloatRange::Linear { min, max })
        .with_value_to_string(Arc::new(move |value| {
            if value <= min {
                "Off".to_owned()
            } else {
                format!("{} dB", text(value))
            }
        }))
        .with_string_to_value(Arc::new(move |text| {
            if text.trim().eq_ignore_ascii_case("off") {
                Some(min)
            } else {
                number(text, "dB")
            }
        }))
}

/// A corner in whole Hz with finer steps at its low end; `off`, one of its ends, reads "Off".
pub fn corner_or_off(name: &str, default: f32, range: (f32, f32), off: f32) -> FloatParam {
    let text = print(0, 1.0);
    skewed_from(name, default, range, "", 0)
        .with_value_to_string(Arc::new(move |value| {
            if value.round() == off {
                "Off".to_owned()
            } else {
                format!("{} Hz", text(value))
            }
        }))
        .with_string_to_value(Arc::new(move |text| {
            if text.trim().eq_ignore_ascii_case("off") {
                Some(off)
            } else {
                number(text, "Hz")
            }
        }))
}

/// A switch that reads "On" and "Off".
pub fn switch(name: &str, default: bool) -> BoolParam {
    BoolParam::new(name, default)
        .with_value_to_string(Arc::new(|on| if on { "On" } else { "Off" }.to_owned()))
        .with_string_to_value(Arc::new(|text| match text.trim().to_lowercase().as_str() {
            "on" | "true" | "1" => Some(true),
            "off" | "false" | "0" => Some(false),
            _ => None,
        }))
}

/// A bit rate in kbit/s with finer steps at its low end; above `highest` it reads "Own", and begins
/// there.
pub fn bit_rate(name: &str, lowest: f32, highest: f32) -> FloatParam {
    let own = highest + 1.0;
    let text = print(1, 1.0);
    skewed_from(name, own, (lowest, own), "", 1)
        .with_value_to_string(Arc::new(move |value| {
            if value > highest {
                "Own".to_owned()
            } else {
                format!("{} kbit/s", text(value))
            }
        }))
        .with_string_to_value(Arc::new(move |text| {
            if text.trim().eq_ignore_ascii_case("own") {
                Some(own)
            } else {
                number(text, "kbit/s").map(|value| value.clamp(lowest, highest))
            }
        }))
}

/// The name of the first choice that means something.
pub fn name_of<T: Enum>(means_it: impl Fn(T) -> bool) -> &'static str {
    let names = T::variants().iter().enumerate();
    let mut meant = names.filter(|(index, _)| means_it(T::from_index(*index)));
    meant.next().map_or("", |(_, name)| name)
}
