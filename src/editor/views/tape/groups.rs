//! The cassette's knobs, one function for each part of the machine.

use egui::{Align2, Rect, Ui, vec2};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{Knob, Menu, Toggle, text};
use super::super::rack::Row;
use crate::params::{NoiseReductionChoice, TapeParams};

/// What the recording amplifier does.
pub fn record(ui: &mut Ui, row: &mut Row, params: &TapeParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Record", 3);
    Knob::new(
        &params.drive,
        "How hard the tape is driven: more bends and thickens. The loudness stays.",
    )
    .centred()
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.saturation,
        "How little the tape can hold: the higher, the rounder and denser the peaks.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.bias,
        "Less is brighter and grittier, more is duller and smoother.",
    )
    .centred()
    .show(ui, group.place(1), gestures);
}

/// Noise reduction around the tape.
pub fn noise_reduction(
    ui: &mut Ui,
    row: &mut Row,
    params: &TapeParams,
    year: i32,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let mut group = row.group(ui, "Noise reduction", 3);
    let column = group.place(2).with_min_x(group.left());
    let [upper, lower] = split(ui, column);
    for (param, rect, caption, help) in [
        (
            &params.encode,
            upper,
            "Encode",
            "Noise reduction before the tape: alone it makes quiet sounds louder and brighter.",
        ),
        (
            &params.decode,
            lower,
            "Decode",
            "Noise reduction after the tape: undoes the encoding and takes hiss down with it; alone it dulls.",
        ),
    ] {
        let name = rect.with_max_y(rect.top() + theme.px(theme::KNOB_LINE));
        let align = Align2::LEFT_CENTER;
        text(ui, name, align, Text::Body, theme::FADED, caption);
        let mut menu = Menu::new(param, help);
        if param.value() == NoiseReductionChoice::BuiltIn {
            menu = menu.detail(params.built_in_name(year));
        }
        menu.show(ui, rect.with_min_y(name.bottom()), gestures);
    }
    Knob::new(
        &params.mistrack,
        "Level error between encoding and decoding: the treble pumps and breathes.",
    )
    .centred()
    .show(ui, group.place(1), gestures);
}

/// Two fields with their captions, one above the other.
fn split(ui: &Ui, column: Rect) -> [Rect; 2] {
    let theme = Theme::of(ui);
    let size = vec2(column.width(), theme.px(theme::KNOB_LINE + theme::MENU));
    [Align2::LEFT_TOP, Align2::LEFT_BOTTOM].map(|align| align.align_size_within_rect(size, column))
}

/// What the tape itself has been through.
pub fn tape(ui: &mut Ui, row: &mut Row, params: &TapeParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Tape", 4);
    let pre_echo = Toggle::new(
        &params.pre_echo,
        "An echo before the sound too, as on a stored reel. Costs a turn of the reel in latency.",
    );
    let place = group.title_end(pre_echo.width(ui));
    pre_echo.show(ui, place, gestures);
    Knob::new(
        &params.bounces,
        "How often the recording was copied again: every copy adds wear, hiss and wavering.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.age,
        "From well kept to found in a drawer: everything about the tape gets worse together.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.dropouts,
        "How often in a minute dirt or a crease lifts the tape: the sound dulls and ducks for a moment.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.print_through,
        "The next turn of the reel picks up a faint echo of loud sounds. All the way down is off.",
    )
    .short("Print")
    .show(ui, group.place(1), gestures);
}

/// How the head meets the tape.
pub fn head(ui: &mut Ui, row: &mut Row, params: &TapeParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Head", 3);
    Knob::new(
        &params.spacing,
        "Dirt between tape and head: takes the treble away.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.azimuth,
        "A head that stands askew, in minutes of arc: dulls the treble and smears the stereo image.",
    )
    .centred()
    .unit("'")
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.crosstalk,
        "How much of each track leaks into the other, against the machine's own. Lowest is off.",
    )
    .centred()
    .show(ui, group.place(1), gestures);
}

/// How steadily the tape runs, and whether it does.
pub fn transport(ui: &mut Ui, row: &mut Row, params: &TapeParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Transport", 4);
    let stop = Toggle::new(
        &params.stop,
        "Cuts the motor: the sound slows down to a standstill, and comes back up when let go.",
    );
    let place = group.title_end(stop.width(ui));
    stop.show(ui, place, gestures);
    Knob::new(&params.wow, "Slow wavering of the pitch.").show(ui, group.place(1), gestures);
    Knob::new(&params.flutter, "Fast trembling of the pitch.").show(ui, group.place(1), gestures);
    Knob::new(
        &params.varispeed,
        "Plays the tape faster or slower than it was recorded, in semitones.",
    )
    .centred()
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.inertia,
        "How long the tape takes to come to a standstill after Stop. It starts again sooner.",
    )
    .show(ui, group.place(1), gestures);
}

/// What the tape adds of its own.
pub fn noise(ui: &mut Ui, row: &mut Row, params: &TapeParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Noise", 3);
    Knob::new(
        &params.hiss,
        "Tape hiss against the machine's own. All the way down is off.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.asperity,
        "Roughness that rides on the sound, against the machine's own. All the way down is off.",
    )
    .centred()
    .show(ui, group.place(1), gestures);
}
