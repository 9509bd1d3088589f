//! A small sign for each noise, drawn rather than taken from a font.

use egui::{Color32, Pos2, Stroke, Ui, vec2};

use super::super::super::theme::{self, Theme};
use crate::params::NoiseKind;

/// How far a sign reaches from its middle, as a share of its disc.
const REACH: f32 = 0.64;

/// A stroke of a sign, in shares of how far it reaches, y downwards.
enum Mark {
    /// From point to point.
    Line(&'static [(f32, f32)]),
    /// Middle and radius.
    Circle((f32, f32), f32),
}

use Mark::{Circle, Line};

const RAIN: &[Mark] = &[
    Line(&[(-0.4, -0.9), (-0.7, -0.1)]),
    Line(&[(0.35, -0.9), (0.05, -0.1)]),
    Line(&[(0.9, -0.4), (0.6, 0.4)]),
    Line(&[(-0.3, 0.2), (-0.6, 1.0)]),
    Line(&[(0.3, 0.3), (0.05, 1.0)]),
];
const STREET: &[Mark] = &[
    Line(&[
        (-0.8, 0.4),
        (-1.0, 0.4),
        (-1.0, -0.1),
        (-0.6, -0.2),
        (-0.35, -0.7),
        (0.4, -0.7),
        (0.7, -0.2),
        (1.0, 0.0),
        (1.0, 0.4),
        (0.8, 0.4),
    ]),
    Line(&[(-0.2, 0.4), (0.2, 0.4)]),
    Circle((-0.5, 0.45), 0.26),
    Circle((0.5, 0.45), 0.26),
];
const WIND: &[Mark] = &[
    Line(&[
        (-1.0, -0.35),
        (0.2, -0.35),
        (0.5, -0.6),
        (0.3, -0.9),
        (0.0, -0.75),
    ]),
    Line(&[(-0.8, 0.1), (1.0, 0.1)]),
    Line(&[
        (-1.0, 0.5),
        (0.4, 0.5),
        (0.65, 0.75),
        (0.45, 1.0),
        (0.2, 0.9),
    ]),
];
const BED: &[Mark] = &[
    Line(&[(-1.0, -0.8), (-1.0, 0.8)]),
    Line(&[(-1.0, 0.4), (1.0, 0.4), (1.0, 0.8)]),
    Line(&[(1.0, 0.4), (1.0, 0.0), (-0.2, -0.2), (-0.2, 0.4)]),
    Circle((-0.6, 0.05), 0.24),
];
const BREATH: &[Mark] = &[
    Line(&[
        (-1.0, -0.3),
        (-0.7, -0.55),
        (-0.35, -0.6),
        (0.0, -0.35),
        (0.35, -0.1),
        (0.7, -0.15),
        (1.0, -0.4),
    ]),
    Line(&[
        (-1.0, 0.4),
        (-0.7, 0.15),
        (-0.35, 0.1),
        (0.0, 0.35),
        (0.35, 0.6),
        (0.7, 0.55),
        (1.0, 0.3),
    ]),
];
const FAN: &[Mark] = &[
    Circle((0.0, 0.0), 1.0),
    Line(&[(0.0, 0.0), (-0.05, -0.4), (0.35, -0.7)]),
    Line(&[(0.0, 0.0), (0.37, 0.16), (0.43, 0.65)]),
    Line(&[(0.0, 0.0), (-0.32, 0.24), (-0.78, 0.05)]),
];
const HUM: &[Mark] = &[Line(&[(0.25, -1.0), (-0.5, 0.1), (0.45, 0.0), (-0.3, 1.0)])];
const CLOCK: &[Mark] = &[
    Circle((0.0, 0.0), 1.0),
    Line(&[(0.0, -0.6), (0.0, 0.0), (0.42, 0.24)]),
];
const LIGHT: &[Mark] = &[
    Line(&[
        (-0.25, 0.45),
        (-0.3, 0.2),
        (-0.6, -0.1),
        (-0.62, -0.5),
        (-0.35, -0.85),
        (0.0, -0.95),
        (0.35, -0.85),
        (0.62, -0.5),
        (0.6, -0.1),
        (0.3, 0.2),
        (0.25, 0.45),
        (-0.25, 0.45),
    ]),
    Line(&[(-0.22, 0.85), (0.22, 0.85)]),
];
const KEYS: &[Mark] = &[
    Line(&[
        (-1.0, -0.6),
        (1.0, -0.6),
        (1.0, 0.6),
        (-1.0, 0.6),
        (-1.0, -0.6),
    ]),
    Line(&[(-0.65, -0.15), (-0.4, -0.15)]),
    Line(&[(-0.12, -0.15), (0.12, -0.15)]),
    Line(&[(0.4, -0.15), (0.65, -0.15)]),
    Line(&[(-0.4, 0.25), (0.4, 0.25)]),
];

/// Draws the sign of a noise around a point.
pub fn sign(ui: &Ui, middle: Pos2, kind: NoiseKind, colour: Color32) {
    let marks = match kind {
        NoiseKind::Rain => RAIN,
        NoiseKind::Street => STREET,
        NoiseKind::Wind => WIND,
        NoiseKind::Bed => BED,
        NoiseKind::Breath => BREATH,
        NoiseKind::Fan => FAN,
        NoiseKind::Hum => HUM,
        NoiseKind::Clock => CLOCK,
        NoiseKind::Light => LIGHT,
        NoiseKind::Keys => KEYS,
    };
    let theme = Theme::of(ui);
    let reach = theme.px(theme::DISC * REACH);
    let stroke = Stroke::new(theme.px(theme::SIGN), colour);
    let at = |(x, y): (f32, f32)| middle + vec2(x, y) * reach;
    for mark in marks {
        match *mark {
            Line(points) => {
                let points = points.iter().map(|point| at(*point)).collect();
                ui.painter().line(points, stroke);
            }
            Circle(middle, radius) => {
                ui.painter()
                    .circle_stroke(at(middle), radius * reach, stroke);
            }
        }
    }
}
