//! The sound itself, before and after: its waveform and its spectrum.

use egui::{Rect, Ui};

use super::super::theme::{self, Theme};
use super::super::widgets::scope::scope;
use super::super::widgets::spectrum::Spectrum;
use crate::audio::chain::taps::TapReader;

/// How much of the width the waveform takes.
const WAVEFORM: f32 = 0.55;

/// Shows both pictures side by side.
pub fn signal(ui: &Ui, rect: Rect, taps: &mut TapReader, spectrum: &mut Spectrum) {
    let theme = Theme::of(ui);
    let (left, right) = rect.split_left_right_at_fraction(WAVEFORM);
    let half = theme.px(theme::GAP) / 2.0;
    scope(
        ui,
        left.with_max_x(left.right() - half),
        "Waveform",
        taps.waveform(),
    );
    let rate = taps.sample_rate();
    spectrum.read(taps.window(), rate, ui.input(|input| input.stable_dt));
    spectrum.show(ui, right.with_min_x(right.left() + half), "Spectrum");
}
