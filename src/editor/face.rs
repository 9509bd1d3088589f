//! The whole face, drawn into any egui: a window's, a test's or a screenshot's.

use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Key, Rect, Sense, Ui, pos2};
use nice_plug::context::gui::GuiContext;

use super::gesture::Gestures;
use super::library::Library;
use super::theme::{self, Theme};
use super::views::notice::Notice;
use super::views::presets::Presets;
use super::views::stages::{self, Stage};
use super::views::{main, rack, signal};
use super::widgets::Meter;
use super::widgets::spectrum::Spectrum;
use crate::audio::chain::taps::TapReader;
use crate::params::EffectParams;

/// Time between frames while something moves.
const MOVING: Duration = Duration::from_millis(33);
/// The same in silence.
const QUIET: Duration = Duration::from_millis(120);

/// Everything that is drawn, and what it remembers.
pub struct Face {
    params: Arc<EffectParams>,
    taps: TapReader,
    library: Library,
    presets: Presets,
    notice: Notice,
    meters: [Meter; 2],
    spectrum: Spectrum,
    open: Stage,
}

/// Where things are.
struct Layout {
    header: Rect,
    year: Rect,
    signal: Rect,
    stages: Rect,
    stage: Rect,
    levels: Rect,
    footer: Rect,
}

impl Face {
    /// A face for these parameters, this sound and these presets.
    pub fn new(params: Arc<EffectParams>, taps: TapReader, library: Library) -> Self {
        Self {
            params,
            taps,
            library,
            presets: Presets::default(),
            notice: Notice::default(),
            meters: Default::default(),
            spectrum: Spectrum::default(),
            open: Stage::default(),
        }
    }

    /// Reads the presets anew.
    pub fn read_presets(&mut self) {
        self.library.read();
    }

    /// Draws a frame over all of `ui` and tells the host what was done.
    pub fn ui(&mut self, ui: &mut Ui, host: &GuiContext) {
        let gestures = Gestures::of_window(ui.ctx(), host, self.params.clone());
        let rect = ui.max_rect();
        let theme = Theme::fitting(rect.size());
        theme.apply(ui);
        keep_host_keys(ui);
        ui.painter().rect_filled(rect, 0.0, theme::NIGHT);
        if ui
            .interact(rect, ui.scope_id().with("room"), Sense::CLICK)
            .clicked()
        {
            // A click beside everything takes the keyboard back to the host.
            if let Some(focused) = ui.memory(|memory| memory.focused()) {
                ui.memory_mut(|memory| memory.surrender_focus(focused));
            }
        }

        let Layout {
            header,
            year,
            signal,
            stages,
            stage,
            levels,
            footer,
        } = layout(rect, theme);
        let params = &*self.params;
        let middle = main::header(ui, header, &params.main, &gestures);
        let presets = &mut self.presets;
        if let Some(message) = presets.show(ui, middle, params, &mut self.library, &gestures) {
            self.notice.say(message);
        }
        main::year(ui, year, &params.main, &gestures);
        signal::signal(ui, signal, &mut self.taps, &mut self.spectrum);
        stages::choice(ui, stages, params, &mut self.open);
        for panel in [stage, levels] {
            ui.painter()
                .rect_filled(panel, theme.radius(theme::RADIUS), theme::PANEL);
        }
        let (open, taps) = (self.open, &mut self.taps);
        ui.scope(|ui| stages::stage(ui, stage, params, open, taps, &gestures));
        main::levels(
            ui,
            levels,
            &params.main,
            &self.taps,
            &mut self.meters,
            &gestures,
        );
        self.notice.show(ui, footer, &params.session);

        gestures.finish_frame();
        let quiet = self.meters.iter().all(Meter::is_quiet);
        let pause = if quiet { QUIET } else { MOVING };
        ui.ctx().request_repaint_after(pause);
    }
}

/// Space plays and stops in every host; here it writes a space or does nothing.
fn keep_host_keys(ui: &Ui) {
    if !ui.ctx().text_edit_focused() {
        ui.input_mut(|input| {
            let space = |event: &Event| {
                matches!(
                    event,
                    Event::Key {
                        key: Key::Space,
                        ..
                    }
                )
            };
            input.events.retain(|event| !space(event));
        });
    }
}

fn layout(rect: Rect, theme: Theme) -> Layout {
    let inner = rect.shrink(theme.px(theme::MARGIN));
    let gap = theme.px(theme::GAP);
    let pad = 2.0 * theme::PAD;
    let row = |top: f32, bottom: f32| {
        Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), bottom))
    };
    let header = row(inner.top(), inner.top() + theme.px(theme::HEADER));
    let footer_bottom = rect.bottom() - theme.px(theme::BESIDE);
    let footer = row(footer_bottom - theme.px(theme::FOOTER), footer_bottom);
    let levels_bottom = footer.top() - theme.px(theme::BESIDE);
    let levels = row(levels_bottom - theme.px(theme::KNOB.y + pad), levels_bottom);
    let stage_bottom = levels.top() - gap;
    let stage = row(stage_bottom - theme.px(rack::HEIGHT), stage_bottom);
    let stages_bottom = stage.top() - theme.px(theme::NEAR);
    let stages = row(stages_bottom - theme.px(theme::ROW), stages_bottom);
    let year_top = header.bottom() + theme.px(theme::BESIDE);
    let year = row(year_top, year_top + theme.px(theme::TUNER));
    Layout {
        signal: row(year.bottom() + gap, stages.top() - gap),
        header,
        year,
        stages,
        stage,
        levels,
        // The grip is in the corner.
        footer: footer.with_max_x(footer.right() - theme.px(theme::GRIP)),
    }
}
