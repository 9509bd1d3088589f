//! Named groups of controls on a grid of equal columns, so that one row stands below another.

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::super::widgets::{text, text_width};

/// The header of a stage, and two equal rows of knobs below it, inside a panel.
pub fn racks(ui: &Ui, panel: Rect) -> [Rect; 3] {
    let theme = Theme::of(ui);
    let inner = panel.shrink(theme.px(theme::PAD));
    let head = inner.with_max_y(inner.top() + theme.px(theme::ROW));
    let below = inner.with_min_y(head.bottom() + theme.px(theme::BESIDE));
    let half = (below.height() - theme.px(theme::GAP)) / 2.0;
    let upper = below.with_max_y(below.top() + half);
    [head, upper, below.with_min_y(below.bottom() - half)]
}

/// A stage's name at the left of its header; returns what is left of that.
pub fn title(ui: &Ui, row: Rect, name: &str, on: bool) -> Rect {
    let theme = Theme::of(ui);
    let colour = if on { theme::PAPER } else { theme::FADED };
    let left = row.left() + text_width(ui, Text::Heading, name).ceil() + theme.px(theme::MARGIN);
    let align = Align2::LEFT_CENTER;
    text(ui, row, align, Text::Heading, colour, name);
    row.with_min_x(left)
}

/// A picture at the left of two rows, and what is left of them.
pub fn with_picture(ui: &Ui, rows: [Rect; 2]) -> (Rect, [Rect; 2]) {
    let theme = Theme::of(ui);
    let whole = rows[0].union(rows[1]);
    let picture = whole.with_max_x(whole.left() + theme.px(theme::PICTURE));
    let left = picture.right() + theme.px(theme::GAP);
    (picture, rows.map(|row| row.with_min_x(left)))
}

/// Controls that stay in reach, but are dim unless they have something to change.
pub fn dim_unless(ui: &mut Ui, works: bool, controls: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        if !works {
            ui.multiply_opacity(theme::OFF_OPACITY);
        }
        controls(ui);
    });
}

/// All of a group below its name, as wide as its line.
pub fn body(group: &Group) -> Rect {
    group.rest(group.title_end(0.0).right())
}

/// The first of equal rows of a height in points, with a gap between them.
pub fn rows<const N: usize>(rect: Rect, height: f32, gap: f32) -> [Rect; N] {
    std::array::from_fn(|index| {
        let top = rect.top() + (height + gap) * index as f32;
        Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height))
    })
}

/// A row of groups, filled from the left.
pub struct Row {
    rect: Rect,
    columns: usize,
    taken: usize,
}

/// Some columns of a row under a name, filled from the left.
pub struct Group {
    title: Rect,
    next: Rect,
}

impl Row {
    /// A row with so many columns.
    pub fn new(rect: Rect, columns: usize) -> Self {
        Self {
            rect,
            columns,
            taken: 0,
        }
    }

    /// The next columns, under a name and a line.
    pub fn group(&mut self, ui: &Ui, name: &str, columns: usize) -> Group {
        let theme = Theme::of(ui);
        let Rect { min, max } = self.rect;
        let column = self.rect.width() / self.columns as f32;
        let first = self.taken;
        self.taken += columns;
        let x = |column_index: usize| min.x + column * column_index as f32;

        // The outermost lines end with the row, the others with half of a gap.
        let half = theme.px(theme::GAP) / 2.0;
        let left = if first == 0 { min.x } else { x(first) + half };
        let right = if self.taken == self.columns {
            max.x
        } else {
            x(self.taken) - half
        };
        let title = Rect::from_min_max(
            pos2(left, min.y),
            pos2(right, min.y + theme.px(theme::TITLE)),
        );
        ui.painter().hline(
            title.x_range(),
            title.bottom() + theme.px(theme::NEAR / 2.0),
            theme.line(theme::LINE),
        );
        text(
            ui,
            title,
            Align2::LEFT_CENTER,
            Text::Small,
            theme::FADED,
            name,
        );
        let top = title.bottom() + theme.px(theme::NEAR);
        Group {
            title,
            next: Rect::from_min_max(pos2(x(first), top), pos2(x(first) + column, max.y)),
        }
    }
}

impl Group {
    /// The end of the line of its name, so many points wide.
    pub fn title_end(&self, width: f32) -> Rect {
        self.title.with_min_x(self.title.right() - width)
    }

    /// Where its name and its line begin.
    pub fn left(&self) -> f32 {
        self.title.left()
    }

    /// All that is left as far as `right`, for a picture.
    pub fn rest(&self, right: f32) -> Rect {
        self.next.with_min_x(self.left()).with_max_x(right)
    }

    /// The next columns.
    pub fn place(&mut self, columns: usize) -> Rect {
        let column = self.next.width();
        let left = self.next.left();
        self.next = self.next.translate(vec2(column * columns as f32, 0.0));
        // A hair's breadth is left, for the outlines of two neighbours.
        let right = self.next.left() - theme::THIN;
        Rect::from_min_max(
            pos2(left + theme::THIN, self.next.top()),
            pos2(right, self.next.bottom()),
        )
    }
}
