//! The cassette: its switch, its machine, and its knobs in the order of the signal.

use egui::{Align2, Rect, Ui, pos2, vec2};
use nice_plug::prelude::FloatParam;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Knob, Toggle, choice, text};
use crate::params::TapeParams;

/// Shows the stage; all of it stays in reach while it is off.
pub fn tape(ui: &mut Ui, rect: Rect, params: &TapeParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let inner = rect.shrink(theme.px(theme::PAD));
    let row = inner.with_max_y(inner.top() + theme.px(theme::ROW));
    let switch = Toggle::new(&params.on, "Whether the cassette is in the chain.").heading();
    let switch_end = row.left() + switch.width(ui);
    switch.show(ui, row, gestures);
    if !params.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    choice(
        ui,
        row.with_min_x(switch_end + theme.px(theme::MARGIN)),
        &params.model,
        "The machine. Each has its own tape, heads, noise and transport.",
        gestures,
    );
    groups(
        ui,
        inner.with_min_y(row.bottom() + theme.px(theme::BESIDE)),
        params,
        gestures,
    );
}

/// A knob of a group.
struct Part<'a> {
    param: &'a FloatParam,
    caption: &'a str,
    help: &'a str,
    centred: bool,
}

fn part<'a>(param: &'a FloatParam, caption: &'a str, help: &'a str) -> Part<'a> {
    Part {
        param,
        caption,
        help,
        centred: false,
    }
}

fn centred(part: Part) -> Part {
    Part {
        centred: true,
        ..part
    }
}

fn groups(ui: &mut Ui, rect: Rect, params: &TapeParams, gestures: &Gestures) {
    let p = params;
    let groups = [
        (
            "Record",
            vec![
                centred(part(
                    &p.drive,
                    "Drive",
                    "How hard the tape is driven. The level afterwards is made up for.",
                )),
                part(
                    &p.saturation,
                    "Saturation",
                    "How little the tape can hold: the higher, the rounder the peaks.",
                ),
                centred(part(
                    &p.bias,
                    "Bias",
                    "Less is brighter and grittier, more is duller and smoother.",
                )),
            ],
        ),
        (
            "Head",
            vec![part(
                &p.spacing,
                "Spacing",
                "Dirt between tape and head: takes the treble away.",
            )],
        ),
        (
            "Transport",
            vec![
                part(&p.wow, "Wow", "Slow wavering of the pitch."),
                part(&p.flutter, "Flutter", "Fast trembling of the pitch."),
            ],
        ),
        (
            "Noise",
            vec![centred(part(
                &p.hiss,
                "Hiss",
                "Tape hiss against the machine's own. All the way down is off.",
            ))],
        ),
        (
            "Blend",
            vec![part(
                &p.mix,
                "Mix",
                "How much of the cassette is heard beside the sound before it.",
            )],
        ),
    ];

    let theme = Theme::of(ui);
    let knobs: usize = groups.iter().map(|(_, parts)| parts.len()).sum();
    let gap = theme.px(theme::GAP);
    let width = (rect.width() - gap * (groups.len() - 1) as f32) / knobs as f32;
    let mut left = rect.left();
    for (name, parts) in groups {
        let group = Rect::from_min_max(
            pos2(left, rect.top()),
            pos2(left + width * parts.len() as f32, rect.bottom()),
        );
        left = group.right() + gap;
        let title = group.with_max_y(group.top() + theme.px(theme::TITLE));
        ui.painter().hline(
            group.x_range(),
            title.bottom() + theme.px(theme::NEAR / 2.0),
            theme.line(theme::LINE),
        );
        text(
            ui,
            title,
            Align2::LEFT_CENTER,
            Text::Small,
            theme::FADED,
            name,
        );
        let knobs = group.with_min_y(title.bottom() + theme.px(theme::NEAR));
        for (index, part) in parts.into_iter().enumerate() {
            let corner = pos2(group.left() + width * index as f32, knobs.top());
            let cell = Rect::from_min_size(corner, vec2(width, knobs.height()));
            let size = vec2(width - theme.px(theme::NEAR), theme.px(theme::KNOB.y));
            let place = Align2::CENTER_CENTER.align_size_within_rect(size, cell);
            let mut knob = Knob::new(part.param, part.help).caption(part.caption);
            if part.centred {
                knob = knob.centred();
            }
            knob.show(ui, place, gestures);
        }
    }
}
