//! The equaliser's picture: what it does, over what goes in and comes out, with a handle for each of its
//! parts.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align2, Color32, Id, Key, Pos2, Rect, Response, Stroke, Ui, Vec2, vec2};
use nice_plug::prelude::Param;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::chart::{Chart, RANGE_HZ};
use super::super::super::widgets::spectrum::Spectrum;
use super::super::super::widgets::tag::tag;
use super::super::super::widgets::{Pad, pad, plot, text, type_now};
use super::super::rack::dim_unless;
use crate::audio::chain::taps::TapReader;
use crate::params::{EffectParams, EqualiserParams, EqualiserPart};

/// The level axis in dB, what has a line, and as far as a band goes.
const RANGE_DB: (f32, f32) = (-21.0, 21.0);
const LINES_DB: [(f32, &str); 2] = [(0.0, "0"), (-12.0, "−12")];
const BAND_DB: f32 = 18.0;
/// Where a high- or low-pass has its frequency, in dB.
const PASS_DB: f32 = -3.0;
/// Points of a curve.
const POINTS: usize = 200;
/// The parts in the order of the keyboard; those further on lie above.
const PARTS: [EqualiserPart; 6] = [
    EqualiserPart::HighPass,
    EqualiserPart::LowPass,
    EqualiserPart::Band(0),
    EqualiserPart::Band(1),
    EqualiserPart::Band(2),
    EqualiserPart::Band(3),
];

/// A part's handle, as it was found in this frame.
struct Handle {
    part: EqualiserPart,
    middle: Pos2,
    response: Response,
    on: bool,
    /// What it stands at.
    words: String,
}

impl Handle {
    fn is_pointed(&self) -> bool {
        self.response.hovered() || self.response.dragged()
    }

    fn is_touched(&self) -> bool {
        self.is_pointed() || self.response.has_focus()
    }
}

/// Shows it. What is clicked becomes the chosen part.
pub fn response(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    taps: &mut TapReader,
    chosen: &mut Option<EqualiserPart>,
    gestures: &Gestures,
) {
    let rate = taps.sample_rate();
    let equaliser = &params.studio.equaliser;
    let chart = Chart {
        name: "Frequency response of the equaliser",
        title: "Frequency response",
        key: &plot::IN_AND_OUT,
        range_db: RANGE_DB,
        lines_db: &LINES_DB,
    };
    let room = chart.show(ui, rect);
    let spectrum = spectrum(ui);
    let mut spectrum = spectrum.lock().unwrap_or_else(PoisonError::into_inner);
    let passed_s = ui.input(|input| input.stable_dt);
    spectrum.read(&taps.around().studio, rate, passed_s);
    spectrum.show_behind(ui, &room);

    let plane = room.between(-BAND_DB, BAND_DB);
    let handles = PARTS.map(|part| handle(ui, plane, equaliser, part, chosen, gestures));
    let pointed = handles.iter().find(|handle| handle.is_pointed());
    let touched = pointed.or(handles.iter().find(|handle| handle.is_touched()));
    let shown = touched.map(|handle| handle.part).or(*chosen);
    if let Some(part) = shown {
        let gain = equaliser.response_of(part, rate);
        room.lobe(
            ui,
            curve(gain),
            0.0,
            theme::LAMP.gamma_multiply(theme::OFF_OPACITY),
        );
    }
    let year = params.main.year.value();
    let whole = params.studio.response(year, rate);
    room.curve(ui, curve(whole), theme::PAPER, false);
    for handle in &handles {
        dim_unless(ui, handle.on, |ui| mark(ui, handle, *chosen));
    }
    if let Some(handle) = touched {
        let away = Theme::of(ui).px(theme::DISC);
        tag(ui, rect, handle.middle, away, &handle.words);
    }
}

/// The spectra of this window, begun with the first look.
fn spectrum(ui: &Ui) -> Arc<Mutex<Spectrum>> {
    let id = Id::unique("studio spectrum");
    let begun = || Arc::new(Mutex::new(Spectrum::default()));
    ui.data_mut(|data| data.get_temp_mut_or_insert_with(id, begun).clone())
}

fn curve(gain: impl Fn(f32) -> f32 + Clone) -> impl Iterator<Item = (f32, f32)> + Clone {
    (0..POINTS).map(move |point| {
        let share = point as f32 / (POINTS - 1) as f32;
        let hz = RANGE_HZ.0 * (RANGE_HZ.1 / RANGE_HZ.0).powf(share);
        (hz, 20.0 * gain(hz).max(1e-9).log10())
    })
}

/// Lets a part be moved.
fn handle(
    ui: &mut Ui,
    plane: Rect,
    params: &EqualiserParams,
    part: EqualiserPart,
    chosen: &mut Option<EqualiserPart>,
    gestures: &Gestures,
) -> Handle {
    let (on, hz, slope) = match part {
        EqualiserPart::HighPass => (
            &params.high_pass,
            &params.high_pass_hz,
            Some(&params.high_pass_slope),
        ),
        EqualiserPart::LowPass => (
            &params.low_pass,
            &params.low_pass_hz,
            Some(&params.low_pass_slope),
        ),
        EqualiserPart::Band(index) => {
            let band = params.bands()[index];
            (&band.on, &band.hz, None)
        }
    };
    let is_on = on.value();
    let name = format!("{} handle", name(part));
    let help = help(part, is_on);
    let mut pad = match part {
        EqualiserPart::Band(index) => {
            let band = params.bands()[index];
            Pad::new(&name, &help, &band.hz, &band.gain).wheel(&band.q)
        }
        _ => {
            let height = (PASS_DB + BAND_DB) / (2.0 * BAND_DB);
            Pad::along(&name, &help, hz, height)
        }
    };
    pad = pad.octaves(RANGE_HZ);
    if !is_on {
        pad = pad.double_click_does_not_reset();
    }
    let middle = pad.place(plane);
    let response = pad.show(ui, plane, gestures);
    if let Some(slope) = slope {
        pad::step(ui, &response, slope, gestures);
    }
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if is_on && enter {
        type_now(ui, hz);
    } else if !is_on && (enter || response.double_clicked()) {
        gestures.set(on, 1.0);
    }
    if response.clicked() || response.drag_started() || enter {
        *chosen = Some(part);
    }
    let words = words(params, part);
    let value = words.clone();
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_value(value));
    Handle {
        part,
        middle,
        response,
        on: is_on,
        words,
    }
}

fn name(part: EqualiserPart) -> String {
    match part {
        EqualiserPart::HighPass => "High-pass".to_owned(),
        EqualiserPart::LowPass => "Low-pass".to_owned(),
        EqualiserPart::Band(index) => format!("Band {}", index + 1),
    }
}

fn help(part: EqualiserPart, on: bool) -> String {
    let name = name(part);
    match part {
        _ if !on => format!("{name} is off: a double click or enter switches it on."),
        EqualiserPart::Band(_) => format!(
            "{name}: drag it; the wheel turns its Q, a double click brings it back, enter types its frequency."
        ),
        _ => format!(
            "{name}: drag it; the wheel makes it steeper, a double click brings it back, enter types its frequency."
        ),
    }
}

/// What a part stands at.
fn words(params: &EqualiserParams, part: EqualiserPart) -> String {
    fn of(param: &impl Param) -> String {
        let value = param.unmodulated_normalized_value();
        param.normalized_value_to_string(value, true)
    }
    let (on, said) = match part {
        EqualiserPart::HighPass => (
            &params.high_pass,
            format!(
                "{}  {}",
                of(&params.high_pass_hz),
                of(&params.high_pass_slope)
            ),
        ),
        EqualiserPart::LowPass => (
            &params.low_pass,
            format!(
                "{}  {}",
                of(&params.low_pass_hz),
                of(&params.low_pass_slope)
            ),
        ),
        EqualiserPart::Band(index) => {
            let band = params.bands()[index];
            let said = format!("{}  {}  Q {}", of(&band.hz), of(&band.gain), of(&band.q));
            (&band.on, said)
        }
    };
    let off = if on.value() { "" } else { "  off" };
    format!("{said}{off}").replace('-', "−")
}

/// A disc with a number, or with the curve of a pass.
fn mark(ui: &Ui, handle: &Handle, chosen: Option<EqualiserPart>) {
    let theme = Theme::of(ui);
    let is_chosen = chosen == Some(handle.part);
    let (ground, sign) = match (handle.on, is_chosen) {
        (true, true) => (theme::LAMP, theme::NIGHT),
        (true, false) => (theme::NIGHT, theme::LAMP),
        (false, _) => (theme::NIGHT, theme::FADED),
    };
    let edge = match (handle.is_touched(), handle.on) {
        (true, _) => theme::PAPER,
        (false, true) => theme::LAMP.gamma_multiply(theme::OFF_OPACITY),
        (false, false) => theme::FADED,
    };
    let radius = theme.px(theme::DISC);
    let width = if handle.is_touched() {
        theme::CURVE
    } else {
        theme::THIN
    };
    let stroke = Stroke::new(theme.px(width), edge);
    ui.painter().circle(handle.middle, radius, ground, stroke);
    match handle.part {
        EqualiserPart::Band(index) => {
            let square = Vec2::splat(2.0 * radius);
            let place = Rect::from_center_size(handle.middle, square);
            let align = Align2::CENTER_CENTER;
            text(
                ui,
                place,
                align,
                Text::Small,
                sign,
                &format!("{}", index + 1),
            );
        }
        EqualiserPart::HighPass => pass_sign(ui, handle.middle, -1.0, sign),
        EqualiserPart::LowPass => pass_sign(ui, handle.middle, 1.0, sign),
    }
}

/// A level line that falls at one side: −1 is the left.
fn pass_sign(ui: &Ui, middle: Pos2, side: f32, colour: Color32) {
    let theme = Theme::of(ui);
    let unit = theme.px(theme::DISC) / 2.0;
    let points = [(-1.1, -0.5), (0.1, -0.5), (0.9, 0.8)];
    let points = points.map(|(x, y)| middle + vec2(side * x * unit, y * unit));
    let stroke = Stroke::new(theme.px(theme::CURVE), colour);
    ui.painter().line(points.to_vec(), stroke);
}
