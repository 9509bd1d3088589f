//! A scale with a needle, like that of a radio, its value at the left.
//!
//! Click a place on the scale or a number, or drag sideways, shift for fine; wheel, keys, typing and
//! going back to the default as on a knob.

use egui::{Align2, Rect, Response, Sense, Ui, pos2, vec2};
use nice_plug::prelude::{IntParam, Param};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::turn::{self, Drag};
use super::{control, text, text_width, value};

/// A scale for one whole number.
pub struct Tuner<'a> {
    param: &'a IntParam,
    help: &'a str,
    marks: &'a [(i32, &'a str)],
    lit: i32,
}

/// A mark's number or name, and the room it takes.
struct Label {
    mark: i32,
    words: String,
    rect: Rect,
}

impl<'a> Tuner<'a> {
    /// A scale on which these values are marked, with their numbers and names where there is room,
    /// one of them lit.
    pub fn new(param: &'a IntParam, help: &'a str, marks: &'a [(i32, &'a str)], lit: i32) -> Self {
        Self {
            param,
            help,
            marks,
            lit,
        }
    }

    /// Shows it in a rectangle of [`theme::TUNER`] in height.
    pub fn show(self, ui: &mut Ui, rect: Rect, gestures: &Gestures) -> Response {
        let theme = Theme::of(ui);
        let param = self.param;
        let name_end = rect.left() + text_width(ui, Text::Body, param.name()).ceil() + 1.0;
        let value_rect = Align2::LEFT_CENTER.align_size_within_rect(
            theme.size(vec2(theme::PEAK.x, theme::MENU)),
            rect.with_min_x(name_end + theme.px(theme::NEAR)),
        );
        let well = rect.with_min_x(value_rect.right() + theme.px(theme::BESIDE));
        let track = well.shrink2(theme.size(vec2(theme::MARGIN + theme::NEAR, theme::NEAR)));
        let labels = self.labels(ui, track);

        let id = ui.scope_id().with(param.name());
        let response = control::interact(ui, rect, id, Sense::click_and_drag());
        turn::turn(ui, &response, param, Drag::Right(track.width()), gestures);
        self.jump(ui, &response, well, track, &labels, gestures);
        value::value(ui, value_rect, param, param.unit(), &response, gestures);

        text(
            ui,
            rect.with_max_x(name_end),
            Align2::LEFT_CENTER,
            Text::Body,
            theme::FADED,
            param.name(),
        );
        self.paint(ui, well, track, &labels, &response);
        control::finish_shown(ui, well, &response, param, self.help);
        response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal)
    }

    fn x(&self, track: Rect, value: i32) -> f32 {
        track.left() + track.width() * self.param.preview_normalized(value)
    }

    /// The numbers and names that have room; those of the lit mark have it first.
    fn labels(&self, ui: &Ui, track: Rect) -> Vec<Label> {
        let theme = Theme::of(ui);
        let line = theme.px(theme::TITLE);
        let room = track.expand2(vec2(theme.px(theme::MARGIN), 0.0));
        let lit = self.marks.iter().filter(|(mark, _)| *mark == self.lit);
        let others = self.marks.iter().filter(|(mark, _)| *mark != self.lit);
        let mut labels: Vec<Label> = Vec::new();
        for (mark, name) in lit.chain(others) {
            let x = self.x(track, *mark);
            for (words, bottom) in [
                (mark.to_string(), track.bottom() - line),
                ((*name).to_owned(), track.bottom()),
            ] {
                let width = text_width(ui, Text::Small, &words).ceil() + 1.0;
                // Under its mark; or from it on; or up to it.
                let half = theme.px(theme::NEAR) - width / 2.0;
                let places = [0.0, -half, half].map(|aside| {
                    let middle = pos2(x + aside, bottom - line / 2.0);
                    Rect::from_center_size(middle, vec2(width, line))
                });
                let beside = vec2(theme.px(theme::NEAR), -theme.px(theme::THIN));
                let free = places.into_iter().find(|place| {
                    let taken = |label: &Label| label.rect.intersects(place.expand2(beside));
                    room.contains_rect(*place) && !labels.iter().any(taken)
                });
                if let Some(rect) = free {
                    let mark = *mark;
                    labels.push(Label { mark, words, rect });
                }
            }
        }
        labels
    }

    /// Goes to where the scale was clicked.
    fn jump(
        &self,
        ui: &Ui,
        response: &Response,
        well: Rect,
        track: Rect,
        labels: &[Label],
        gestures: &Gestures,
    ) {
        let modifiers = ui.input(|input| input.modifiers);
        let place = response.interact_pointer_pos();
        let place = place.filter(|place| well.contains(*place));
        if let Some(place) = place
            && response.clicked()
            && !(modifiers.command || modifiers.ctrl || modifiers.alt)
        {
            let share = (place.x - track.left()) / track.width();
            let named = labels.iter().find(|label| label.rect.contains(place));
            let value = named.map_or(self.param.preview_plain(share.clamp(0.0, 1.0)), |label| {
                label.mark
            });
            if value != self.param.unmodulated_plain_value() {
                gestures.set(self.param, self.param.preview_normalized(value));
            }
        }
    }

    fn paint(&self, ui: &Ui, well: Rect, track: Rect, labels: &[Label], response: &Response) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        painter.rect(
            well,
            theme.radius(theme::RADIUS),
            theme::WELL,
            theme.line(theme::LINE),
            egui::StrokeKind::Inside,
        );
        let tick = theme.px(theme::TICK);
        let foot = track.top() + 2.0 * tick;
        let (first, last) = (self.param.preview_plain(0.0), self.param.preview_plain(1.0));
        for value in first..=last {
            let marked = self.marks.iter().any(|(mark, _)| *mark == value);
            let length = if marked { 2.0 * tick } else { tick };
            let colour = if marked { theme::FADED } else { theme::LINE };
            painter.vline(
                self.x(track, value),
                foot - length..=foot,
                theme.line(colour),
            );
        }
        for Label { mark, words, rect } in labels {
            let colour = if *mark == self.lit {
                theme::PAPER
            } else {
                theme::FADED
            };
            text(ui, *rect, Align2::CENTER_CENTER, Text::Small, colour, words);
        }
        let held = response.hovered() || response.dragged();
        let colour = if held { theme::LAMP } else { theme::OXIDE };
        let at = |share: f32| track.left() + track.width() * share;
        let x = at(self.param.unmodulated_normalized_value());
        if let Some(moved) = control::modulated(self.param).map(at) {
            let stroke = egui::Stroke::new(theme.px(theme::CURVE), theme::LAMP);
            painter.hline(x.min(moved)..=x.max(moved), foot, stroke);
            painter.vline(moved, foot - 2.0 * tick..=foot, stroke);
        }
        let top = well.top() + theme.px(theme::NEAR / 2.0);
        let stroke = egui::Stroke::new(theme.px(theme::POINTER), colour);
        painter.vline(x, top..=foot + theme.px(theme::NEAR / 2.0), stroke);
        painter.circle_filled(pos2(x, top + tick / 2.0), theme.px(theme::NEAR), colour);
    }
}
