//! What was done and what else could be: undo and redo, two settings to compare, a sound by chance.

use std::time::{SystemTime, UNIX_EPOCH};

use egui::{Align2, Key, Modifiers, Rect, Ui, vec2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::segments::{Segment, segments};
use super::super::widgets::{Icon, hint, icon_button, text_button, text_width};
use crate::params::{EffectParams, Setting, Side, surprise};
use crate::presets::{Bank, Origin};

/// What a click or a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The last step back.
    Undo,
    /// The step that was taken back, again.
    Redo,
    /// The other of A and B.
    Switch,
    /// The other one as this one.
    Copy,
    /// A sound by chance.
    Surprise,
}

const SIDES: [Side; 2] = [Side::A, Side::B];

/// Where the row is at the right of a rectangle.
pub fn place(ui: &Ui, rect: Rect) -> Rect {
    let theme = Theme::of(ui);
    let gaps = theme.px(2.0 * theme::NEAR + 2.0 * theme::BESIDE);
    let width = theme.px(5.0 * theme::ICON) + gaps + copy_width(ui);
    Align2::RIGHT_CENTER.align_size_within_rect(vec2(width, theme.px(theme::ROW)), rect)
}

fn copy_width(ui: &Ui) -> f32 {
    let widest = SIDES.map(|side| text_width(ui, Text::Body, &copy_caption(side)).ceil() + 1.0);
    widest[0].max(widest[1]) + Theme::of(ui).px(2.0 * theme::BESIDE)
}

fn copy_caption(to: Side) -> String {
    format!("Copy to {}", to.name())
}

/// Shows it in the [`place`] for it; returns what is asked for, to be done once all views of the frame
/// have said what was done in them.
pub fn history(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    gestures: &Gestures,
) -> Option<Wish> {
    let theme = Theme::of(ui);
    let icon = theme.px(theme::ICON);
    let (near, beside) = (theme.px(theme::NEAR), theme.px(theme::BESIDE));
    let mut left = rect.left();
    let mut next = |width: f32, gap: f32| {
        let place = rect.with_min_x(left).with_max_x(left + width);
        left += width + gap;
        place
    };
    let mut wish = keys(ui);

    let turns = [
        (next(icon, near), Icon::Undo, "Undo", Wish::Undo),
        (next(icon, beside), Icon::Redo, "Redo", Wish::Redo),
    ];
    for ((place, icon, name, turn), words) in turns.into_iter().zip(gestures.at_hand()) {
        ui.add_enabled_ui(words.is_some(), |ui| {
            let button = icon_button(ui, place, icon, name);
            if let Some(words) = words {
                hint::explain(&button, &format!("{name}: {words}."));
            }
            if button.clicked() {
                wish = Some(turn);
            }
        });
    }

    let heard = params.session.heard();
    let other = heard.other();
    let helps = SIDES.map(|side| {
        if side == heard {
            format!(
                "{} is heard, one of two whole settings to compare.",
                side.name()
            )
        } else {
            format!("Goes to {}, the other of two whole settings.", side.name())
        }
    });
    let sides = [
        Segment {
            caption: Side::A.name(),
            name: "Setting A",
            help: &helps[0],
        },
        Segment {
            caption: Side::B.name(),
            name: "Setting B",
            help: &helps[1],
        },
    ];
    let chosen = SIDES.iter().position(|side| *side == heard).unwrap_or(0);
    let clicked = segments(ui, next(2.0 * icon, near), &sides, chosen);
    if clicked.is_some_and(|clicked| clicked != chosen) {
        wish = Some(Wish::Switch);
    }
    let copy = text_button(ui, next(copy_width(ui), beside), &copy_caption(other));
    let (heard, other) = (heard.name(), other.name());
    hint::explain(&copy, &format!("Makes {other} the same as {heard}."));
    if copy.clicked() {
        wish = Some(Wish::Copy);
    }
    let dice = icon_button(ui, next(icon, 0.0), Icon::Dice, "Surprise me");
    hint::explain(&dice, "A sound by chance, out of what belongs to one year.");
    if dice.clicked() {
        wish = Some(Wish::Surprise);
    }
    wish
}

/// What the keys ask for, while they are the editor's and no text is being typed.
fn keys(ui: &Ui) -> Option<Wish> {
    let ours = ui.ctx().egui_wants_keyboard_input() && !ui.ctx().text_edit_focused();
    if !ours || ui.input(|input| input.pointer.any_down()) {
        return None;
    }
    ui.input_mut(|input| {
        // A key with fewer modifiers would take that with more.
        if input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z)
            || input.consume_key(Modifiers::COMMAND, Key::Y)
        {
            Some(Wish::Redo)
        } else if input.consume_key(Modifiers::COMMAND, Key::Z) {
            Some(Wish::Undo)
        } else {
            None
        }
    })
}

/// Does what was asked for; returns what has to be said about it.
pub fn act(wish: Wish, params: &EffectParams, bank: &Bank, gestures: &Gestures) -> Option<String> {
    match wish {
        Wish::Undo => gestures.undo().map(|words| format!("Undone: {words}")),
        Wish::Redo => gestures.redo().map(|words| format!("Done again: {words}")),
        Wish::Switch => Some(switch(params, gestures)),
        Wish::Copy => Some(copy(params, gestures)),
        Wish::Surprise => {
            let factory = bank
                .entries
                .iter()
                .filter(|entry| entry.origin == Origin::Factory);
            let presets = factory.map(|entry| &entry.preset);
            let sound = surprise::surprise(params, presets, seed());
            gestures.deed(&sound.name, || {
                gestures.set_all(&sound.values);
                params.session.name_preset(&sound.name);
            });
            Some(sound.words)
        }
    }
}

/// Goes to the other setting and keeps the one that was heard.
fn switch(params: &EffectParams, gestures: &Gestures) -> String {
    let session = &params.session;
    let (from, to) = (session.heard(), session.heard().other());
    gestures.compare(&format!("From {} to {}", from.name(), to.name()), || {
        let mut comparison = session.comparison();
        let next = std::mem::replace(&mut comparison.other, Setting::of(params));
        comparison.heard = to;
        let values = next.resolve(params);
        if !values.is_empty() {
            gestures.set_all(&values);
            session.name_preset(&next.preset);
        }
        session.compare(comparison);
    });
    format!("{} is heard.", to.name())
}

/// Makes the other setting the same.
fn copy(params: &EffectParams, gestures: &Gestures) -> String {
    let session = &params.session;
    let (from, to) = (session.heard().name(), session.heard().other().name());
    gestures.compare(&format!("Copy {from} to {to}"), || {
        let mut comparison = session.comparison();
        comparison.other = Setting::of(params);
        session.compare(comparison);
    });
    format!("{to} is the same as {from} now.")
}

/// Another number at every click.
fn seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |time| time.as_nanos() as u64)
}
