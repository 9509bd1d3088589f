//! The network: its picture at the left, beside it where the sound is sent, the coder and its player, then
//! the packets.

mod history;
mod levels;
mod moment;
mod picture;

use egui::{Align2, Rect, Ui, vec2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Knob, Menu, Toggle, text};
use super::rack::{Row, dim_unless, racks, title, with_picture};
use crate::audio::chain::taps::TapReader;
use crate::params::{UploadChoice, UploadParams};

/// Columns of the grid that the knobs beside it stand in.
const COLUMNS: usize = 6;

/// Shows the stage in `year`; all of it stays in reach while it is off.
pub fn upload(
    ui: &mut Ui,
    rect: Rect,
    params: &UploadParams,
    year: i32,
    taps: &mut TapReader,
    gestures: &Gestures,
) {
    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, year, gestures);
    let (left, [upper, lower]) = with_picture(ui, [upper, lower]);
    picture::picture(ui, left, params, year, taps);
    let mut row = Row::new(upper, COLUMNS);
    coder(ui, &mut row, params, year, gestures);
    player(ui, &mut row, params, gestures);
    let mut row = Row::new(lower, COLUMNS);
    packets(ui, &mut row, params, taps.insight().missing, gestures);
}

/// The place at the left, what is listened to at the right.
fn header(ui: &mut Ui, row: Rect, params: &UploadParams, year: i32, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let row = title(ui, row, "Upload", params.on.value());
    if !params.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    let followed = format!("{} in {year}", params.place_name(year));
    let mut model = Menu::new(
        &params.model,
        "Where the sound is sent, and what is done to it there. “Follow the year” sends it where one did then.",
    );
    if params.model.value() == UploadChoice::Year {
        model = model.detail(&followed);
    }
    let place = row.with_max_x(row.left() + theme.px(theme::MACHINE));
    model.show(ui, place, gestures);

    let listen = Menu::new(
        &params.listen,
        "What arrives, or what was removed on the way: the sound before it without what arrives.",
    )
    .label("Listen to");
    let listen_left = row.right() - listen.width(ui);
    let freeze = Toggle::new(
        &params.freeze,
        "Holds how a coder gives out its bits: what comes next is squeezed through the same holes.",
    );
    let freeze_left = listen_left - theme.px(theme::MARGIN) - freeze.width(ui);
    let place = row.with_min_x(freeze_left);
    dim_unless(ui, params.service(year).gives_out_bits(), |ui| {
        freeze.show(ui, place, gestures);
    });
    listen.show(ui, row.with_min_x(listen_left), gestures);
}

fn coder(ui: &mut Ui, row: &mut Row, params: &UploadParams, year: i32, gestures: &Gestures) {
    let mut group = row.group(ui, "Coder", 3);
    let mono = Toggle::new(&params.mono, "Sends one channel for both.").caption("Mono");
    let place = group.title_end(mono.width(ui));
    mono.show(ui, place, gestures);
    Knob::new(
        &params.bit_rate,
        "Fewer bits, less sound: duller, then watery, then broken. At the top, as many as the place itself takes.",
    )
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.reuploads,
        "How often it is taken down and sent again. Each time costs as much time as the first.",
    )
    .show(ui, group.place(1), gestures);
    let place = group.place(1);
    dim_unless(ui, params.service(year).suppressor, |ui| {
        Knob::new(
            &params.suppression,
            "How much of a video call's noise suppressor is heard: it takes all that is no voice for noise.",
        )
        .short("Suppress")
        .show(ui, place, gestures);
    });
}

fn packets(ui: &mut Ui, row: &mut Row, params: &UploadParams, missing: bool, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let mut group = row.group(ui, "Packets", COLUMNS);
    let lamp = group.title_end(theme.px(theme::BESIDE));
    if missing {
        ui.painter()
            .circle_filled(lamp.center(), theme.px(theme::NEAR), theme::LAMP);
    }
    Knob::new(&params.loss, "How many packets never arrive.")
        .short("Loss")
        .show(ui, group.place(1), gestures);
    Knob::new(&params.burst, "How many are lost in a row, on average.")
        .unit("")
        .caption("Burst")
        .show(ui, group.place(1), gestures);
    Knob::new(&params.packet, "How much sound one packet holds.")
        .caption("Length")
        .show(ui, group.place(1), gestures);
    Knob::new(
        &params.jitter,
        "How late packets come: the player waits, stretches and catches up.",
    )
    .show(ui, group.place(1), gestures);
    let place = group.place(2);
    field(
        ui,
        place,
        Menu::new(
            &params.concealment,
            "What is played where a packet is missing.",
        ),
        "Concealment",
        gestures,
    );
}

fn player(ui: &mut Ui, row: &mut Row, params: &UploadParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Player", 3);
    Knob::new(
        &params.stutter,
        "How often the player runs dry and repeats what it has.",
    )
    .show(ui, group.place(1), gestures);
    let place = group.place(2);
    field(
        ui,
        place,
        Menu::new(
            &params.stutter_length,
            "For how long. Note lengths begin on the host's beat.",
        ),
        "Length",
        gestures,
    );
}

/// A choice under its caption, in the middle of a place for knobs.
fn field<P: nice_plug::prelude::Param>(
    ui: &mut Ui,
    place: Rect,
    menu: Menu<P>,
    caption: &str,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let place = place.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    let size = vec2(place.width(), theme.px(theme::KNOB_LINE + theme::ROW));
    let place = Align2::LEFT_CENTER.align_size_within_rect(size, place);
    let name = place.with_max_y(place.top() + theme.px(theme::KNOB_LINE));
    let align = Align2::LEFT_CENTER;
    text(ui, name, align, Text::Body, theme::FADED, caption);
    menu.show(ui, place.with_min_y(name.bottom()), gestures);
}
