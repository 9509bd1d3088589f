//! How the editor looks: the only place with colours, sizes and fonts.
//!
//! A quiet room at night: warm and dark, paper for words, tape oxide for what goes out, moonlight
//! for what comes in. Sizes are in points at scale 1 and sit on a grid of 4.

use egui::{Color32, Context, CornerRadius, FontId, Id, Margin, Stroke, Ui, Vec2, vec2};

use super::light::Lamp;
use super::painting::{Inks, Look};

/// The room.
pub const NIGHT: Color32 = Color32::from_rgb(23, 18, 16);
/// A piece of furniture in it: what controls stand on.
pub const PANEL: Color32 = Color32::from_rgb(32, 26, 22);
/// A hollow in a panel: meters and curves.
pub const WELL: Color32 = Color32::from_rgb(18, 14, 12);
/// What can be taken hold of.
pub const RAISED: Color32 = Color32::from_rgb(46, 37, 32);
/// The same under the pointer.
pub const HOVERED: Color32 = Color32::from_rgb(60, 49, 42);
/// Edges, tracks and grid lines.
pub const LINE: Color32 = Color32::from_rgb(66, 54, 46);
/// Words.
pub const PAPER: Color32 = Color32::from_rgb(238, 226, 208);
/// Words that stand back.
pub const FADED: Color32 = Color32::from_rgb(179, 163, 144);
/// Tape oxide: values, and what goes out.
pub const OXIDE: Color32 = Color32::from_rgb(212, 122, 80);
/// Moonlight: what comes in.
pub const MOON: Color32 = Color32::from_rgb(134, 168, 191);
/// A lamp: what must be seen.
pub const LAMP: Color32 = Color32::from_rgb(240, 178, 92);
/// Too loud.
pub const CLIP: Color32 = Color32::from_rgb(235, 106, 86);

/// The light of each keyframe, in the order of the years.
pub const LIGHTS: [Lamp; 8] = [
    // 1970: a bulb over the kitchen table.
    lamp(4.0, 0.95, [1.04, 0.99, 0.9]),
    // 1983: the palette as it is: rust of the tape, and a lamp.
    lamp(0.0, 1.0, [1.02, 1.0, 0.95]),
    // 1995: a tube monitor in a beige room.
    lamp(3.0, 0.92, [1.0, 1.0, 0.98]),
    // 2005: the blue of the first pages.
    lamp(-6.0, 0.9, [0.96, 1.0, 1.06]),
    // 2007: the same, clearer.
    lamp(-12.0, 0.95, [0.96, 0.99, 1.09]),
    // 2013: tubes over the dance floor.
    lamp(-30.0, 1.15, [1.0, 0.98, 1.1]),
    // 2020: the screen is the only lamp.
    lamp(-14.0, 0.75, [0.92, 1.0, 1.1]),
    // 2025: a morning.
    lamp(10.0, 0.85, [0.98, 1.01, 1.02]),
];
const fn lamp(hue: f32, saturation: f32, white: [f32; 3]) -> Lamp {
    Lamp {
        hue,
        saturation,
        white,
    }
}
/// What the painting behind everything is painted with: the night and three inks.
pub const INKS: Inks = Inks([[23, 18, 16], [92, 38, 46], [216, 116, 68], [255, 236, 196]]);

/// Every pair of a text colour and the ground it stands on.
#[cfg(test)]
const TEXT_PAIRS: [(Color32, Color32); 15] = [
    (PAPER, NIGHT),
    (PAPER, PANEL),
    (PAPER, RAISED),
    (PAPER, HOVERED),
    (FADED, NIGHT),
    (FADED, PANEL),
    (FADED, WELL),
    (FADED, RAISED),
    (OXIDE, WELL),
    (MOON, WELL),
    (LAMP, NIGHT),
    (LAMP, PANEL),
    (PAPER, WELL),
    (CLIP, PANEL),
    (NIGHT, OXIDE),
];

/// The window when it is first opened.
pub const SIZE: Vec2 = vec2(1200.0, 760.0);
/// The smallest window: everything at three quarters of its size.
pub const MIN_SIZE: Vec2 = vec2(900.0, 570.0);
/// What is smaller than that, if a host insists, cuts off rather than crowds.
pub const LEAST_SIZE: Vec2 = vec2(840.0, 530.0);
/// How small and how large the window makes everything.
const SCALES: (f32, f32) = (0.75, 2.0);
/// Scales come in steps, so that dragging a corner does not draw every glyph anew at each pixel.
const SCALE_STEP: f32 = 0.05;

/// What is left free around the window's contents.
pub const MARGIN: f32 = 16.0;
/// Between panels.
pub const GAP: f32 = 12.0;
/// Between a panel's edge and its contents.
pub const PAD: f32 = 12.0;
/// Between things that belong together.
pub const NEAR: f32 = 4.0;
/// Between things that stand side by side.
pub const BESIDE: f32 = 8.0;
/// Where the sound comes in or goes out.
pub const END: f32 = 84.0;
/// The way of the sound, with all that stands on it.
pub const FLOW: f32 = 232.0;
/// The way back below it.
pub const LOOP: f32 = 44.0;
/// A row of buttons or a segmented choice.
pub const ROW: f32 = 28.0;
/// The line with the name and the presets.
pub const HEADER: f32 = 32.0;
/// A scale with a needle.
pub const TUNER: f32 = 54.0;
/// A tick of that scale; a named one is twice as long.
pub const TICK: f32 = 4.0;
/// A choice in a group of knobs.
pub const MENU: f32 = 20.0;
/// The choice of a machine.
pub const MACHINE: f32 = 280.0;
/// The name of a page of a stage.
pub const PAGE: f32 = 76.0;
/// What can be taken hold of in a plan.
pub const HANDLE: f32 = 24.0;
/// How far a microphone pattern reaches in it.
pub const LOBE: f32 = 20.0;
/// A noise in it: the disc that its sign stands on, from the middle.
pub const DISC: f32 = 9.0;
/// How far the light around a noise reaches beyond that while it is loud.
pub const GLOW: f32 = 8.0;
/// Its strokes.
pub const SIGN: f32 = 1.2;
/// A noise in it that is switched off.
pub const DOT: f32 = 2.5;
/// Walls in it.
pub const WALL: f32 = 3.0;
/// A loudspeaker in it: across, and along the way it looks.
pub const SPEAKER: Vec2 = vec2(11.0, 7.0);
/// A field that fills from the left, with its value in it.
pub const SLIDER: f32 = 18.0;
/// The name before a field.
pub const CAPTION: f32 = 56.0;
/// How much of its colour the filled part takes.
pub const BAR_OPACITY: f32 = 0.42;
/// How much is seen of what a picture shows by the way.
pub const BACKGROUND_OPACITY: f32 = 0.45;
/// How much is seen of the painting.
const PAINTING_OPACITY: f32 = 0.45;
/// How far it moves from one of its columns to the next.
const PAINTING_COLUMN: f32 = 1.0;
/// The button that exports it.
pub const EXPORT: f32 = 120.0;
/// The line of messages.
pub const FOOTER: f32 = 20.0;
/// The line of a group's name.
pub const TITLE: f32 = 16.0;
/// The picture of a stage is so wide where there is room.
pub const PICTURE: f32 = 312.0;
/// A knob with its name and value.
pub const KNOB: Vec2 = vec2(72.0, 96.0);
/// A row of knobs under the names of their groups.
pub const RACK: f32 = TITLE + NEAR + KNOB.y;
/// A knob's dial across.
pub const DIAL: f32 = 52.0;
/// The line of a knob's name, and that of its value.
pub const KNOB_LINE: f32 = 18.0;
/// Thickness of a dial's pointer.
pub const POINTER: f32 = 2.0;
/// Thickness of a dial's arc.
pub const ARC: f32 = 3.0;
/// A switch.
pub const SWITCH: Vec2 = vec2(28.0, 16.0);
/// A small square with a sign in it.
pub const ICON: f32 = 28.0;
/// One channel of a meter.
pub const BAR: f32 = 10.0;
/// The field that shows the highest peak.
pub const PEAK: Vec2 = vec2(56.0, 20.0);
/// The preset chooser.
pub const CHOOSER: f32 = 260.0;
/// The largest that the preset browser becomes.
pub const BROWSER: Vec2 = vec2(1080.0, 760.0);
/// Its column of filters.
pub const FILTERS: f32 = 204.0;
/// A chip's height.
pub const CHIP: f32 = 22.0;
/// A star, from its middle.
pub const STAR: f32 = 6.5;
/// A year in a list.
pub const YEAR: f32 = 36.0;
/// The dialog that asks for a name.
pub const DIALOG: f32 = 420.0;
/// The widest that what is said beside a control becomes.
pub const BUBBLE: f32 = 260.0;
/// The corner by which the window is resized.
pub const GRIP: f32 = 16.0;
/// Corners.
pub const RADIUS: f32 = 6.0;
/// Corners of small things.
pub const SMALL_RADIUS: f32 = 4.0;
/// Lines and outlines.
pub const THIN: f32 = 1.0;
/// Drawn curves.
pub const CURVE: f32 = 1.5;
/// How much of the painting is hidden behind words that stand on it.
pub const SHADE: f32 = 0.6;
/// How much of a panel that is switched off is still seen.
pub const OFF_OPACITY: f32 = 0.65;
/// How much of a filled curve's colour its area takes.
pub const FILL_OPACITY: f32 = 0.16;
/// How much of its colour a drawing's detail takes.
pub const DETAIL_OPACITY: f32 = 0.5;
/// How much of its distance to the next a hole in a grille takes.
pub const HOLE: f32 = 0.16;
/// How long one drawing turns into another, in seconds.
pub const CHANGE_S: f64 = 0.25;
/// Room beside a curve for the numbers of its scale.
pub const SCALE: f32 = 28.0;

/// Kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// The plugin's name.
    Name,
    /// A panel's name.
    Heading,
    /// Names and values of controls, buttons.
    Body,
    /// Group names, scales, messages.
    Small,
}

/// The theme at the size in which this frame is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    scale: f32,
}

impl Theme {
    /// The theme for a window of this size in points: everything grows as far as both sides allow.
    pub fn fitting(size: Vec2) -> Self {
        let room = (size.x / SIZE.x).min(size.y / SIZE.y);
        let steps = (room / SCALE_STEP + 1e-3).floor();
        Self {
            scale: (steps * SCALE_STEP).clamp(SCALES.0, SCALES.1),
        }
    }

    /// The theme of the frame being drawn.
    pub fn of(ui: &Ui) -> Self {
        Self::of_context(ui.ctx())
    }

    /// The same where there is no `Ui` yet.
    pub fn of_context(egui: &Context) -> Self {
        egui.data(|data| data.get_temp(Id::unique("theme")))
            .unwrap_or(Self { scale: 1.0 })
    }

    /// Makes this the theme of the frame being drawn, and of egui's own widgets in it.
    pub fn apply(self, ui: &mut Ui) {
        let id = Id::unique("theme");
        if ui.data(|data| data.get_temp(id)) != Some(self) {
            ui.data_mut(|data| data.insert_temp(id, self));
            ui.ctx().all_styles_mut(|style| self.style(style));
            ui.ctx().options_mut(|options| {
                // The host owns its shortcuts.
                options.quit_shortcuts.clear();
                options.zoom_with_keyboard = false;
            });
        }
        ui.reset_style();
    }

    /// A length in points as it is drawn.
    pub fn px(self, points: f32) -> f32 {
        points * self.scale
    }

    /// A size in points as it is drawn.
    pub fn size(self, points: Vec2) -> Vec2 {
        points * self.scale
    }

    /// The font of a kind of text.
    pub fn font(self, text: Text) -> FontId {
        FontId::proportional(self.px(match text {
            Text::Name => 20.0,
            Text::Heading => 15.0,
            Text::Body => 13.5,
            Text::Small => 12.0,
        }))
    }

    /// The painting behind everything.
    pub fn painting(self) -> Look {
        Look {
            inks: INKS,
            opacity: PAINTING_OPACITY,
            column: self.px(PAINTING_COLUMN),
        }
    }

    /// A line of the common thickness.
    pub fn line(self, colour: Color32) -> Stroke {
        Stroke::new(self.px(THIN), colour)
    }

    /// Corners of a panel or a button.
    pub fn radius(self, points: f32) -> CornerRadius {
        CornerRadius::same(self.px(points).round() as u8)
    }

    /// The frame of what opens above the window.
    pub fn popup(self) -> egui::Frame {
        egui::Frame::new()
            .fill(PANEL)
            .stroke(self.line(LINE))
            .corner_radius(self.radius(RADIUS))
            .inner_margin(Margin::same(self.px(BESIDE) as i8))
            .shadow(egui::Shadow {
                offset: [0, 6],
                blur: 20,
                spread: 0,
                color: Color32::from_black_alpha(120),
            })
    }

    /// The frame of what is said beside a control.
    pub fn bubble(self) -> egui::Frame {
        let (x, y) = (self.px(BESIDE) as i8, self.px(NEAR) as i8);
        self.popup()
            .fill(RAISED)
            .corner_radius(self.radius(SMALL_RADIUS))
            .inner_margin(Margin::symmetric(x, y))
    }

    fn style(self, style: &mut egui::Style) {
        use egui::TextStyle;
        for (name, text) in [
            (TextStyle::Heading, Text::Heading),
            (TextStyle::Body, Text::Body),
            (TextStyle::Button, Text::Body),
            (TextStyle::Small, Text::Small),
        ] {
            style.text_styles.insert(name, self.font(text));
        }
        style.interaction.selectable_labels = false;
        style.spacing.item_spacing = Vec2::splat(self.px(NEAR));
        let visuals = &mut style.visuals;
        *visuals = egui::Visuals::dark();
        visuals.override_text_color = Some(PAPER);
        visuals.panel_fill = NIGHT;
        visuals.extreme_bg_color = WELL;
        visuals.selection.bg_fill = OXIDE.gamma_multiply(0.5);
        visuals.selection.stroke = self.line(PAPER);
        visuals.text_cursor.stroke = Stroke::new(self.px(CURVE), LAMP);
        visuals.widgets.noninteractive.bg_stroke = self.line(LINE);
    }
}

#[cfg(test)]
mod tests {
    use super::super::light::Light;
    use super::*;
    use crate::audio::era;

    /// WCAG 2.2, relative luminance.
    fn luminance(colour: Color32) -> f32 {
        let [r, g, b, _] = egui::Rgba::from(colour).to_array();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    #[test]
    fn every_text_can_be_read() {
        for year in era::YEARS.0..=era::YEARS.1 {
            let light = Light::of(year);
            for (text, ground) in TEXT_PAIRS {
                let (a, b) = (luminance(light.on(text)), luminance(light.on(ground)));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                // WCAG 2.2, 1.4.3 (AA).
                assert!(
                    contrast >= 4.5,
                    "{text:?} on {ground:?} in {year}: {contrast:.2}"
                );
            }
        }
    }

    #[test]
    fn a_window_larger_both_ways_enlarges_everything() {
        for (size, scale) in [
            (MIN_SIZE, 0.75),
            (Vec2::ZERO, 0.75),
            (SIZE, 1.0),
            (vec2(2.0 * SIZE.x, SIZE.y), 1.0),
            (SIZE * 2.0, 2.0),
            (SIZE * 9.0, 2.0),
        ] {
            assert!((Theme::fitting(size).scale - scale).abs() < 1e-4, "{size}");
        }
    }
}
