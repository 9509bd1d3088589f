//! The pages beside the plan: space, places and reverb.

use egui::{Align2, Rect, Ui, pos2, vec2};
use nice_plug::prelude::{EnumParam, FloatParam, Param};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{Knob, Menu, plot, text};
use super::super::rack::{Group, Row, dim_unless};
use super::super::room_file::room_file;
use crate::params::{EffectParams, ListenFromChoice, ResponseChoice, RoomParams};

/// Octaves of the picture of decay, in Hz, and what stands below some of them.
const OCTAVES_HZ: [(f32, &str); 8] = [
    (63.0, ""),
    (125.0, "125"),
    (250.0, ""),
    (500.0, "500"),
    (1_000.0, ""),
    (2_000.0, "2k"),
    (4_000.0, ""),
    (8_000.0, "8k"),
];

fn knob(
    ui: &mut Ui,
    group: &mut Group,
    param: &FloatParam,
    caption: &str,
    help: &str,
    gestures: &Gestures,
) {
    Knob::new(param, help)
        .caption(caption)
        .show(ui, group.place(1), gestures);
}

/// A knob that is drawn from its middle.
fn balance(
    ui: &mut Ui,
    group: &mut Group,
    param: &FloatParam,
    caption: &str,
    help: &str,
    gestures: &Gestures,
) {
    Knob::new(param, help)
        .caption(caption)
        .centred()
        .show(ui, group.place(1), gestures);
}

/// Two fields with their captions, one above the other, in one place.
pub fn fields<A, B>(
    ui: &mut Ui,
    column: Rect,
    (upper, upper_help): (&A, &str),
    (lower, lower_help): (&B, &str),
    captions: [&str; 2],
    gestures: &Gestures,
) where
    A: Param,
    B: Param,
{
    let theme = Theme::of(ui);
    let column = column.with_max_x(column.right() - theme.px(theme::BESIDE));
    let size = vec2(column.width(), theme.px(theme::KNOB_LINE + theme::MENU));
    let [above, below] = [Align2::LEFT_TOP, Align2::LEFT_BOTTOM]
        .map(|align| align.align_size_within_rect(size, column));
    for (rect, caption) in [above, below].into_iter().zip(captions) {
        let name = rect.with_max_y(rect.top() + theme.px(theme::KNOB_LINE));
        let align = Align2::LEFT_CENTER;
        text(ui, name, align, Text::Body, theme::FADED, caption);
    }
    let menu = |rect: Rect| rect.with_min_y(rect.top() + theme.px(theme::KNOB_LINE));
    Menu::new(upper, upper_help).show(ui, menu(above), gestures);
    Menu::new(lower, lower_help).show(ui, menu(below), gestures);
}

/// One field with its caption, in the middle of a place.
pub fn field<E: nice_plug::prelude::Enum + PartialEq + 'static>(
    ui: &mut Ui,
    column: Rect,
    param: &EnumParam<E>,
    caption: &str,
    help: &str,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let column = column.with_max_x(column.right() - theme.px(theme::BESIDE));
    let size = vec2(column.width(), theme.px(theme::KNOB_LINE + theme::MENU));
    let rect = Align2::LEFT_CENTER.align_size_within_rect(size, column);
    let name = rect.with_max_y(rect.top() + theme.px(theme::KNOB_LINE));
    let align = Align2::LEFT_CENTER;
    text(ui, name, align, Text::Body, theme::FADED, caption);
    Menu::new(param, help).show(ui, rect.with_min_y(name.bottom()), gestures);
}

/// How large it is, what it is made of, and what stands in it.
pub fn space(
    ui: &mut Ui,
    upper: &mut Row,
    lower: &mut Row,
    room: &RoomParams,
    gestures: &Gestures,
) {
    let mut group = upper.group(ui, "Size", 3);
    knob(
        ui,
        &mut group,
        &room.length,
        "Length",
        "From the window, at the left, to the door.",
        gestures,
    );
    knob(
        ui,
        &mut group,
        &room.width,
        "Width",
        "From the wall with the bed to the one opposite.",
        gestures,
    );
    knob(
        ui,
        &mut group,
        &room.height,
        "Height",
        "From floor to ceiling.",
        gestures,
    );
    let mut group = upper.group(ui, "Surfaces", 4);
    let place = group.place(2).with_min_x(group.left());
    let floor = (&room.floor, "What the floor is covered with.");
    let walls = (&room.walls, "What the walls are made of.");
    fields(ui, place, floor, walls, ["Floor", "Walls"], gestures);
    let ceiling = (&room.ceiling, "What the ceiling is made of.");
    let listen = (
        &room.listen_from,
        "Where the ear is: at the microphones, in bed, in the closet, or behind a door or a wall.",
    );
    fields(
        ui,
        group.place(2),
        ceiling,
        listen,
        ["Ceiling", "Listen from"],
        gestures,
    );
    let mut group = lower.group(ui, "Furniture", 5);
    for (param, help) in [
        (
            &room.curtains,
            "How much of the window's wall they cover: treble goes.",
        ),
        (
            &room.mattress,
            "Bed and bedding: none, a single one, a double one.",
        ),
        (
            &room.wardrobe,
            "How much of a wall it takes, with clothes in it.",
        ),
        (
            &room.blankets,
            "How much of the walls they cover: the room turns dry.",
        ),
        (
            &room.clutter,
            "Shelves, books, things: they scatter, and take a little everywhere.",
        ),
    ] {
        knob(ui, &mut group, param, param.name(), help, gestures);
    }
    let mut group = lower.group(ui, "Way out", 2);
    knob(
        ui,
        &mut group,
        &room.door,
        "Door",
        "Closed, ajar, open: sound leaves the room, and reaches the corridor.",
        gestures,
    );
    knob(
        ui,
        &mut group,
        &room.mix,
        "Mix",
        "How much of the room is heard beside the sound before it.",
        gestures,
    );
}

/// Where source and microphones stand, and what microphones they are.
pub fn places(
    ui: &mut Ui,
    upper: &mut Row,
    lower: &mut Row,
    room: &RoomParams,
    gestures: &Gestures,
) {
    let mut group = upper.group(ui, "Source", 4);
    knob(
        ui,
        &mut group,
        &room.source_x,
        "Along",
        "The source, from the window's wall to the door's; or drag it in the plan.",
        gestures,
    );
    knob(
        ui,
        &mut group,
        &room.source_y,
        "Across",
        "The source, from the bed's wall to the other; or drag it in the plan.",
        gestures,
    );
    knob(
        ui,
        &mut group,
        &room.source_height,
        "Height",
        "The source, from the floor to the ceiling.",
        gestures,
    );
    knob(
        ui,
        &mut group,
        &room.source_width,
        "Width",
        "How far its left and right side stand apart.",
        gestures,
    );
    let at_microphones = room.listen_from.value() == ListenFromChoice::Microphones;
    let mut group = upper.group(ui, "Microphones", 3);
    dim_unless(ui, at_microphones, |ui| {
        knob(
            ui,
            &mut group,
            &room.mic_x,
            "Along",
            "The microphones, from the window's wall to the door's; or drag them in the plan.",
            gestures,
        );
        knob(
            ui,
            &mut group,
            &room.mic_y,
            "Across",
            "The microphones, from the bed's wall to the other; or drag them in the plan.",
            gestures,
        );
        knob(
            ui,
            &mut group,
            &room.mic_height,
            "Height",
            "The microphones, from the floor to the ceiling.",
            gestures,
        );
    });
    let mut group = lower.group(ui, "The pair", 5);
    dim_unless(ui, at_microphones, |ui| {
        let place = group.place(2).with_min_x(group.left());
        let help = "How each hears directions.";
        field(ui, place, &room.pattern, "Pattern", help, gestures);
        balance(
            ui,
            &mut group,
            &room.aim,
            "Aim",
            "Where the pair looks: 0° is at the source.",
            gestures,
        );
        knob(
            ui,
            &mut group,
            &room.angle,
            "Angle",
            "Between the axes of the two.",
            gestures,
        );
        knob(
            ui,
            &mut group,
            &room.spacing,
            "Spacing",
            "Between the two: time makes the sides differ.",
            gestures,
        );
    });
}

/// How it answers.
pub fn reverb(
    ui: &mut Ui,
    upper: &mut Row,
    lower: &mut Row,
    params: &EffectParams,
    gestures: &Gestures,
) {
    let room = &params.room;
    let own = room.response.value() == ResponseChoice::File;
    let mut group = upper.group(ui, "Reverberation", 5);
    knob(
        ui,
        &mut group,
        &room.pre_delay,
        "Pre-delay",
        "Silence before the first reflection.",
        gestures,
    );
    dim_unless(ui, !own, |ui| {
        let decay = "How long it decays, against the room's own time.";
        knob(ui, &mut group, &room.decay, "Decay", decay, gestures);
        let early = "Early reflections alone at the left, the late tail alone at the right.";
        balance(ui, &mut group, &room.balance, "Early/late", early, gestures);
    });
    let width = "From one channel to wider than it is.";
    Knob::new(&room.reverb_width, width)
        .caption("Width")
        .centred()
        .show(ui, group.place(1), gestures);
    dim_unless(ui, !own, |ui| {
        let direct = "The direct sound from the source; none for use as a send.";
        knob(ui, &mut group, &room.direct, "Direct", direct, gestures);
    });
    let group = lower.group(ui, "Reverberation time", 3);
    let theme = Theme::of(ui);
    let right = lower.end(3) - theme.px(theme::GAP);
    decay(ui, group.rest(right), room);
    let group = lower.group(ui, "Own impulse response", 4);
    let row = group.rest(lower.end(7));
    let row = row.with_max_y(row.top() + theme.px(theme::ROW));
    room_file(ui, row, &params.session.impulse);
}

/// The reverberation time by octaves.
fn decay(ui: &Ui, rect: Rect, room: &RoomParams) {
    let theme = Theme::of(ui);
    ui.painter()
        .rect_filled(rect, theme.radius(theme::RADIUS), theme::WELL);
    plot::describe(ui, rect, "Reverberation time by octaves");
    let inner = rect.shrink(theme.px(theme::BESIDE));
    let foot = theme.px(theme::TITLE);
    let bars = inner.with_max_y(inner.bottom() - foot);
    let times = OCTAVES_HZ.map(|(hz, _)| room.reverberation_time_s(hz));
    let longest = times
        .iter()
        .fold(0.5f32, |longest, &time| longest.max(time));
    let column = bars.width() / OCTAVES_HZ.len() as f32;
    for (index, (time, (_, name))) in times.into_iter().zip(OCTAVES_HZ).enumerate() {
        let left = bars.left() + column * index as f32;
        let top = bars.bottom() - bars.height() * (time / longest).clamp(0.0, 1.0);
        let gap = theme.px(theme::NEAR);
        let bar = Rect::from_min_max(
            pos2(left + gap, top),
            pos2(left + column - gap, bars.bottom()),
        );
        let radius = theme.radius(theme::THIN);
        ui.painter()
            .rect_filled(bar, radius, theme::OXIDE.gamma_multiply(0.7));
        let below = Rect::from_min_max(
            pos2(left, bars.bottom()),
            pos2(left + column, inner.bottom()),
        );
        let align = Align2::CENTER_CENTER;
        text(ui, below, align, Text::Small, theme::FADED, name);
    }
    let middle = format!("{:.2} s at 1 kHz", room.reverberation_time_s(1_000.0));
    let line = bars.with_max_y(bars.top() + foot);
    text(
        ui,
        line,
        Align2::RIGHT_CENTER,
        Text::Small,
        theme::PAPER,
        &middle,
    );
}
