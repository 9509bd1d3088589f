//! A parameter's movement, written as points in time.

use lab::host::Automation;

use crate::Result;
use crate::plugin::Plugin;

/// Frames from one value to the next on a slope: as often as the chain itself looks.
const GRID_FRAMES: usize = 64;

/// A parameter and its points.
#[derive(Debug)]
pub struct Line {
    name: String,
    points: Vec<Point>,
}

#[derive(Debug, PartialEq)]
struct Point {
    time_s: f64,
    /// The value as text.
    text: String,
    /// Whether the value jumps here instead of moving here.
    jump: bool,
}

impl Line {
    /// Reads `TIME:VALUE,TIME:VALUE,…` for the parameter `name`.
    ///
    /// # Errors
    /// When a point is none, or they are not in order.
    pub fn read(name: &str, points: &str) -> Result<Self> {
        let points = points
            .split(',')
            .map(Point::read)
            .collect::<Result<Vec<_>>>()?;
        if points
            .windows(2)
            .any(|pair| pair[1].time_s < pair[0].time_s)
        {
            return Err(format!("the points of {name} are not in the order of time").into());
        }
        Ok(Self {
            name: name.to_owned(),
            points,
        })
    }

    /// The line as events within `frames` frames.
    ///
    /// # Errors
    /// When the plugin has no such parameter, or it cannot read a value.
    pub fn events(
        &self,
        plugin: &mut Plugin,
        sample_rate: f64,
        frames: usize,
    ) -> Result<Vec<Automation>> {
        let param = plugin.param(&self.name)?;
        let mut points = Vec::new();
        for point in &self.points {
            points.push(Placed {
                frame: (point.time_s * sample_rate).round() as usize,
                value: plugin.value(&param, &point.text)?,
                jump: point.jump || param.stepped,
            });
        }
        let mut events = placed(&points);
        events.retain(|(frame, _)| *frame < frames);
        let events = events.into_iter().map(|(frame, value)| Automation {
            frame,
            id: param.id,
            value,
        });
        Ok(events.collect())
    }
}

impl Point {
    fn read(text: &str) -> Result<Self> {
        let wrong = || format!("\"{text}\" should be TIME:VALUE, such as 2.5:12 dB");
        let (time, value) = text.split_once(':').ok_or_else(wrong)?;
        let time_s: f64 = time.trim().parse().map_err(|_| wrong())?;
        let value = value.trim();
        let jump = value.ends_with('!');
        let value = value.trim_end_matches('!').trim_end();
        if !(time_s.is_finite() && time_s >= 0.0) || value.is_empty() {
            return Err(wrong().into());
        }
        Ok(Self {
            time_s,
            text: value.to_owned(),
            jump,
        })
    }
}

/// A point in the host's terms.
struct Placed {
    frame: usize,
    value: f64,
    jump: bool,
}

/// Frames and values: the first point's from the start, then a step per grid line on each slope.
fn placed(points: &[Placed]) -> Vec<(usize, f64)> {
    let mut events = Vec::new();
    if let Some(first) = points.first() {
        events.push((0, first.value));
    }
    for pair in points.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        if !to.jump {
            let span = (to.frame - from.frame) as f64;
            let next = (from.frame / GRID_FRAMES + 1) * GRID_FRAMES;
            for frame in (next..to.frame).step_by(GRID_FRAMES) {
                let along = (frame - from.frame) as f64 / span;
                events.push((frame, from.value + along * (to.value - from.value)));
            }
        }
        events.push((to.frame, to.value));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(frame: usize, value: f64, jump: bool) -> Placed {
        Placed { frame, value, jump }
    }

    #[test]
    fn a_slope_steps_on_the_grid_and_ends_on_its_point() {
        let events = placed(&[point(32, 0.0, false), point(160, 1.0, false)]);
        assert_eq!(events, [(0, 0.0), (64, 0.25), (128, 0.75), (160, 1.0)]);
    }

    #[test]
    fn a_jump_has_nothing_between() {
        let events = placed(&[point(0, 0.0, false), point(640, 1.0, true)]);
        assert_eq!(events, [(0, 0.0), (640, 1.0)]);
    }

    #[test]
    fn points_are_read_with_their_units() {
        let line = Line::read("tape_drive", "0:0 dB, 2.5:12 dB!").unwrap();
        let expected = Point {
            time_s: 2.5,
            text: "12 dB".to_owned(),
            jump: true,
        };
        assert_eq!(line.points[1], expected);
        for wrong in ["", "1", "x:1", "-1:1", "1:", "nan:1", "2:1,1:1"] {
            assert!(Line::read("tape_drive", wrong).is_err(), "{wrong}");
        }
    }
}
