//! The whole face, drawn into any egui: a window's, a test's or a screenshot's.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui::{Event, Key, Rect, Sense, Ui, pos2};
use nice_plug::context::gui::GuiContext;

use super::gesture::Gestures;
use super::history::History;
use super::library::Library;
use super::light::Light;
use super::painting::{Export, Painting};
use super::theme::{self, Theme};
use super::views::notice::Notice;
use super::views::presets::Presets;
use super::views::stages::{self, Stage};
use super::views::{flow, history, main, status};
use super::widgets::{Meter, hint, text_button};
use crate::audio::chain::taps::TapReader;
use crate::params::EffectParams;

/// Time between frames while something moves.
const MOVING: Duration = Duration::from_millis(33);
/// The same in silence.
const QUIET: Duration = Duration::from_millis(120);

/// Says which share of one core the chain takes at a sample rate in Hz, once that was timed. It is asked
/// in every frame, with the editor's clock in seconds.
pub type CostClock = Box<dyn FnMut(f32, f64) -> Option<f32> + Send>;

/// Everything that is drawn, and what it remembers.
pub struct Face {
    params: Arc<EffectParams>,
    taps: TapReader,
    library: Library,
    presets: Presets,
    notice: Notice,
    cost: Option<CostClock>,
    history: Arc<Mutex<History>>,
    meters: [Meter; 2],
    painting: Painting,
    export: Export,
    open: Stage,
}

/// Where things are.
struct Layout {
    header: Rect,
    flow: Rect,
    stage: Rect,
    year: Rect,
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
            cost: None,
            history: Arc::default(),
            meters: Default::default(),
            painting: Painting::default(),
            export: Export::default(),
            open: Stage::default(),
        }
    }

    /// One that also shows what the chain costs.
    pub fn with_cost(mut self, cost: CostClock) -> Self {
        self.cost = Some(cost);
        self
    }

    /// Reads the presets anew.
    pub fn read_presets(&mut self) {
        self.library.read();
    }

    /// Draws a frame over all of `ui` and tells the host what was done.
    pub fn ui(&mut self, ui: &mut Ui, host: &GuiContext) {
        let gestures = Gestures::of_window(ui.ctx(), host, &self.params, &self.history);
        let rect = ui.max_rect();
        let theme = Theme::fitting(rect.size());
        theme.apply(ui);
        keep_host_keys(ui);
        ui.painter().rect_filled(rect, 0.0, theme::NIGHT);
        self.taps.watch();
        self.painting.listen(&mut self.taps);
        self.painting.show(ui, rect, &theme.painting());
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
            flow,
            stage,
            year,
            footer,
        } = layout(
            Rect::from_min_size(rect.min, rect.size().max(theme::LEAST_SIZE)),
            theme,
        );
        let params = &*self.params;
        let middle = main::header(ui, header, &params.main, &gestures);
        let row = history::place(ui, middle);
        let wish = history::history(ui, row, params, &gestures);
        let middle = middle.with_max_x(row.left() - theme.px(theme::GAP));
        let presets = &mut self.presets;
        if let Some(message) = presets.show(ui, middle, params, &mut self.library, &gestures) {
            self.notice.say(message);
        }
        let taps = &mut self.taps;
        flow::flow(
            ui,
            flow,
            params,
            taps,
            &mut self.meters,
            &mut self.open,
            &gestures,
        );
        ui.painter()
            .rect_filled(stage, theme.radius(theme::RADIUS), theme::PANEL);
        let open = self.open;
        ui.scope(|ui| stages::stage(ui, stage, params, open, taps, &gestures));
        // The painting is brightest where the bass is, behind the smallest words.
        let below = rect.with_min_y(stage.bottom());
        let shade = theme::NIGHT.gamma_multiply(theme::SHADE);
        ui.painter().rect_filled(below, 0.0, shade);
        main::year(ui, year, &params.main, &gestures);
        let now = ui.input(|input| input.time);
        let rate = taps.sample_rate();
        let share = self.cost.as_mut().and_then(|cost| cost(rate, now));
        let footer = status::status(ui, footer, taps, share);
        let button = footer.with_min_x(footer.right() - theme.px(theme::EXPORT));
        let button = text_button(ui, button, "Export painting…");
        hint::explain(
            &button,
            "Saves the last minute as a picture of 3000 × 3000 pixels.",
        );
        if button.clicked()
            && let Some(refusal) = self.export.begin(&self.painting)
        {
            self.notice.say(refusal);
        }
        if let Some(message) = self.export.poll() {
            self.notice.say(message);
        }
        let bank = self.library.bank();
        let news = wish.and_then(|wish| history::act(wish, params, bank, &gestures));
        if let Some(news) = news {
            self.notice.mention(ui, news);
        }
        let words = footer.with_max_x(footer.right() - theme.px(theme::EXPORT + theme::BESIDE));
        self.notice.show(ui, words, &params.session);

        gestures.finish_frame();
        Light::of(params.main.year.value()).shine(ui.ctx());
        let quiet = self.meters.iter().all(Meter::is_quiet) && self.painting.is_still();
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
    let row = |top: f32, bottom: f32| {
        Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), bottom))
    };
    let header_top = rect.top() + theme.px(theme::GAP);
    let header = row(header_top, header_top + theme.px(theme::HEADER));
    let flow_top = header.bottom() + gap;
    let flow = row(flow_top, flow_top + theme.px(theme::FLOW));
    let footer_bottom = rect.bottom() - theme.px(theme::BESIDE);
    let footer = row(footer_bottom - theme.px(theme::FOOTER), footer_bottom);
    let year_bottom = footer.top() - theme.px(theme::BESIDE);
    let year = row(year_bottom - theme.px(theme::TUNER), year_bottom);
    Layout {
        header,
        stage: row(flow.bottom() + gap, year.top() - gap),
        flow,
        year,
        // The grip is in the corner.
        footer: footer.with_max_x(footer.right() - theme.px(theme::GRIP)),
    }
}
