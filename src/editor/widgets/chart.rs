//! Levels over a logarithmic frequency axis.

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{plot, text};

/// The frequency axis in Hz.
pub const RANGE_HZ: (f32, f32) = (20.0, 20_000.0);
/// Frequencies with a line, and what stands below it.
const LINES_HZ: [(f32, &str); 3] = [(100.0, "100 Hz"), (1_000.0, "1 kHz"), (10_000.0, "10 kHz")];

/// What stands around the curves.
pub struct Chart<'a> {
    /// What it shows, for those who do not see it.
    pub name: &'a str,
    /// What stands above it, if anything.
    pub title: &'a str,
    /// What its curves are called.
    pub key: plot::Key<'a>,
    /// The level axis in dB.
    pub range_db: (f32, f32),
    /// Levels with a line, and their numbers; where there is little room, the first alone.
    pub lines_db: &'a [(f32, &'a str)],
}

/// Where the curves are drawn.
pub struct Room {
    rect: Rect,
    range_db: (f32, f32),
}

impl Chart<'_> {
    /// Shows the axes.
    pub fn show(&self, ui: &Ui, rect: Rect) -> Room {
        let theme = Theme::of(ui);
        let inner = plot::frame(ui, rect, self.title, self.key);
        plot::describe(ui, rect, self.name);
        let title = theme.px(theme::TITLE);
        let room = Room {
            rect: inner.with_max_y(inner.bottom() - title),
            range_db: self.range_db,
        };
        let floor = room.rect.bottom();
        let painter = ui.painter();
        for (hz, label) in LINES_HZ {
            let x = room.x(hz);
            painter.vline(x, room.rect.y_range(), theme.line(theme::LINE));
            let size = vec2(theme.px(theme::PEAK.x), title);
            let below = Rect::from_center_size(pos2(x, floor + title / 2.0), size);
            let align = Align2::CENTER_CENTER;
            text(ui, below, align, Text::Small, theme::FADED, label);
        }
        painter.hline(room.rect.x_range(), floor, theme.line(theme::LINE));
        let lines = plot::numbers_that_fit(ui, room.rect.height());
        for (db, number) in self.lines_db.iter().take(lines) {
            plot::level(ui, room.rect, room.y(*db), number);
        }
        room
    }
}

impl Room {
    /// The same place with another level axis.
    pub fn with_range(&self, range_db: (f32, f32)) -> Self {
        Self {
            rect: self.rect,
            range_db,
        }
    }

    /// All of it between two levels in dB.
    pub fn between(&self, low_db: f32, high_db: f32) -> Rect {
        let range = self.y(high_db)..=self.y(low_db);
        self.rect
            .with_min_y(*range.start())
            .with_max_y(*range.end())
    }

    fn x(&self, hz: f32) -> f32 {
        let share = (hz / RANGE_HZ.0).ln() / (RANGE_HZ.1 / RANGE_HZ.0).ln();
        self.rect.left() + share.clamp(0.0, 1.0) * self.rect.width()
    }

    fn y(&self, db: f32) -> f32 {
        let range_db = self.range_db.0..=self.range_db.1;
        egui::remap_clamp(db, range_db, self.rect.bottom()..=self.rect.top())
    }

    /// A curve through points of a frequency in Hz and a level in dB, with the area below it; none
    /// where all of it lies below the axis.
    pub fn curve(
        &self,
        ui: &Ui,
        points: impl Iterator<Item = (f32, f32)> + Clone,
        colour: Color32,
        filled: bool,
    ) {
        if points.clone().all(|(_, db)| db <= self.range_db.0) {
            return;
        }
        let points = points.map(|(hz, db)| pos2(self.x(hz), self.y(db)));
        plot::curve(ui, self.rect.bottom(), points.collect(), colour, filled);
    }

    /// What lies between a curve and a level in dB.
    pub fn lobe(
        &self,
        ui: &Ui,
        points: impl Iterator<Item = (f32, f32)>,
        from_db: f32,
        colour: Color32,
    ) {
        let points = points.map(|(hz, db)| pos2(self.x(hz), self.y(db)));
        plot::curve(ui, self.y(from_db), points.collect(), colour, true);
    }
}
