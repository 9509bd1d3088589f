//! The history on the screen: a texture as a ring of columns, of which a frame uploads the new ones
//! alone, and two rectangles that show it from its oldest column to the newest.

use egui::epaint::{ColorImage, Mesh};
use egui::{Color32, Context, Id, Rect, Shape, TextureHandle, TextureOptions, Ui, pos2};

use super::colours::{Colours, Inks};
use super::history::{Cell, Column, History, ROWS};

/// Columns of the ring. With a copy of a neighbour at each end, so that the picture is as smooth
/// across the seam as elsewhere, it is as wide as every graphics card takes.
const RING: usize = 2_046;
/// Rows of the texture: between two of the history's lies another.
const HEIGHT: usize = 2 * ROWS;
/// Columns that a frame uploads at most: how quickly new inks wash over the picture.
const MOST: u64 = 64;

/// What is in the texture.
pub struct Canvas {
    colours: Colours,
    inks: Inks,
    /// The column after the newest in the texture.
    newest: u64,
    /// The column after the next that is painted over, and how many are still to be.
    wash: (u64, u64),
}

/// egui keeps the texture for the window, and lets go of it with the window.
fn texture(ui: &Ui) -> (TextureHandle, bool) {
    let id = Id::unique("painting");
    if let Some(texture) = ui.data(|data| data.get_temp::<TextureHandle>(id)) {
        return (texture, false);
    }
    let texture = blank(ui.ctx());
    ui.data_mut(|data| data.insert_temp(id, texture.clone()));
    (texture, true)
}

fn blank(egui: &Context) -> TextureHandle {
    let image = ColorImage::filled([RING + 2, HEIGHT], Color32::TRANSPARENT);
    egui.load_texture("painting", image, TextureOptions::LINEAR)
}

impl Canvas {
    /// An empty one.
    pub fn new(inks: &Inks) -> Self {
        Self {
            colours: Colours::new(inks),
            inks: *inks,
            newest: 0,
            wash: (0, 0),
        }
    }

    /// What it is painted with.
    pub fn inks(&self) -> &Inks {
        &self.inks
    }

    /// Shows the history over a rectangle, `shown` columns wide and with its right edge at the
    /// column `right`. `opacity` is how much it covers what is below.
    pub fn show(
        &mut self,
        ui: &Ui,
        rect: Rect,
        history: &History,
        (right, shown): (f64, f64),
        inks: &Inks,
        opacity: f32,
    ) {
        let (mut texture, fresh) = texture(ui);
        if fresh {
            self.newest = history.count();
            self.wash = (self.newest, RING as u64);
        }
        if *inks != self.inks {
            self.inks = *inks;
            self.colours = Colours::new(inks);
            // From where it is: a wash that began anew at each change would never arrive.
            self.wash.1 = RING as u64;
        }
        self.upload(&mut texture, history);
        let shown = shown.min(RING as f64 - 2.0);
        let width = f64::from(rect.width());
        let tint = Color32::WHITE.gamma_multiply(opacity);
        let mut mesh = Mesh::with_texture(texture.id());
        // From the right edge to the left, cut where the ring begins anew, and where it is empty.
        let (mut to, end) = (right, (right - shown).max(0.0));
        while to > end {
            let ring = RING as f64;
            let turn = ((to - 1e-9) / ring).floor() * ring;
            let from = end.max(turn);
            let x = |at: f64| rect.right() - ((right - at) / shown * width) as f32;
            let u = |at: f64| ((at - turn + 1.0) / (ring + 2.0)) as f32;
            mesh.add_rect_with_uv(
                Rect::from_x_y_ranges(x(from)..=x(to), rect.y_range()),
                Rect::from_min_max(pos2(u(from), 0.0), pos2(u(to), 1.0)),
                tint,
            );
            to = from;
        }
        ui.painter().with_clip_rect(rect).add(Shape::mesh(mesh));
    }

    /// Brings the newest columns into the texture; then paints over some of the older ones.
    fn upload(&mut self, texture: &mut TextureHandle, history: &History) {
        let count = history.count();
        let kept = (RING as u64).min(history.kept() as u64);
        let oldest = count - kept;
        self.newest = self.newest.max(oldest);
        let end = count.min(self.newest + MOST);
        for number in self.newest..end {
            put(texture, history, number, &self.colours);
        }
        self.newest = end;
        let (after, left) = &mut self.wash;
        let over = MOST.min(*left);
        *left -= over;
        for _ in 0..over {
            if *after <= oldest {
                *after = self.newest;
            }
            if *after > oldest {
                *after -= 1;
                put(texture, history, *after, &self.colours);
            }
        }
    }
}

/// Paints a column into its place, and into that of its copy beyond the other end.
fn put(texture: &mut TextureHandle, history: &History, number: u64, colours: &Colours) {
    let Some(column) = history.column(number) else {
        return;
    };
    let place = (number % RING as u64) as usize;
    let image = ColorImage::new([1, HEIGHT], pixels(column, colours));
    let copy = match place {
        0 => Some(RING + 1),
        last if last == RING - 1 => Some(0),
        _ => None,
    };
    if let Some(copy) = copy {
        texture.set_partial([copy, 0], image.clone(), TextureOptions::LINEAR);
    }
    texture.set_partial([place + 1, 0], image, TextureOptions::LINEAR);
}

/// A column from the highest frequency down, with another row between each two.
fn pixels(column: &Column, colours: &Colours) -> Vec<Color32> {
    // A quarter of a row from the middle of one towards that of the next.
    let between = |row: usize, next: usize| {
        let (own, next) = (column[row], column[next]);
        let level = 3 * u16::from(own.level) + u16::from(next.level);
        let side = 3 * i16::from(own.side) + i16::from(next.side);
        let [r, g, b] = colours.nearest(Cell {
            level: ((level + 2) / 4) as u8,
            side: (side / 4) as i8,
        });
        Color32::from_rgb(r, g, b)
    };
    let rows = (0..ROWS).rev();
    rows.flat_map(|row| {
        let (above, below) = ((row + 1).min(ROWS - 1), row.saturating_sub(1));
        [between(row, above), between(row, below)]
    })
    .collect()
}
