//! Pictures over time that scroll: columns in a texture, of which each new one replaces the oldest.
//!
//! A column has several layers, each a mask over the rows that is painted in a colour of its own: so the
//! colours are those of the theme at the moment it is drawn.

use egui::{Color32, ColorImage, Context, Mesh, Rect, TextureHandle, TextureOptions, Ui, pos2};

/// Columns that are kept.
pub const COLUMNS: usize = 160;
/// Rows of a layer, from the lowest to the highest frequency.
pub const ROWS: usize = 96;

/// How dense each row of a layer is.
pub type Mask = [u8; ROWS];

/// The last [`COLUMNS`] columns of so many layers.
pub struct Spectrogram<const LAYERS: usize> {
    texture: TextureHandle,
    /// Where the next column goes: once all are filled, that is where the oldest one is.
    next: usize,
    filled: usize,
}

impl<const LAYERS: usize> Spectrogram<LAYERS> {
    /// Without a column.
    pub fn new(egui: &Context, name: &str) -> Self {
        let size = [COLUMNS, LAYERS * ROWS];
        let empty = ColorImage::filled(size, Color32::TRANSPARENT);
        Self {
            texture: egui.load_texture(name, empty, TextureOptions::LINEAR),
            next: 0,
            filled: 0,
        }
    }

    /// Forgets all columns.
    pub fn clear(&mut self) {
        self.next = 0;
        self.filled = 0;
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.filled
    }

    /// Adds the newest column.
    pub fn push(&mut self, layers: &[Mask; LAYERS]) {
        // A picture's rows go downwards.
        let rows = layers.iter().flat_map(|mask| mask.iter().rev());
        let pixels = rows.map(|dense| Color32::from_white_alpha(*dense));
        let column = ColorImage::new([1, LAYERS * ROWS], pixels.collect());
        let place = [self.next, 0];
        self.texture
            .set_partial(place, column, TextureOptions::LINEAR);
        self.next = (self.next + 1) % COLUMNS;
        self.filled = (self.filled + 1).min(COLUMNS);
    }

    /// Shows the layers over each other in their colours, the newest column at the right.
    pub fn show(&self, ui: &Ui, rect: Rect, colours: [Color32; LAYERS]) {
        let column = rect.width() / COLUMNS as f32;
        let oldest = (self.next + COLUMNS - self.filled) % COLUMNS;
        let first = self.filled.min(COLUMNS - oldest);
        let middle = rect.right() - column * (self.filled - first) as f32;
        // The ring is cut where it begins anew, and at its newest column. There nothing may be mixed
        // with what lies beyond.
        let parts = [
            (oldest, first, rect.right() - column * self.filled as f32),
            (0, self.filled - first, middle),
        ];
        for (layer, colour) in colours.into_iter().enumerate() {
            let v = |row: f32| (layer as f32 * ROWS as f32 + row) / (LAYERS * ROWS) as f32;
            let mut mesh = Mesh::with_texture(self.texture.id());
            for (from, count, left) in parts {
                if count == 0 {
                    continue;
                }
                let u = |at: f32| at / COLUMNS as f32;
                let place = rect
                    .with_min_x(left)
                    .with_max_x(left + column * count as f32);
                let uv = Rect::from_min_max(
                    pos2(u(from as f32 + 0.5), v(0.5)),
                    pos2(u((from + count) as f32 - 0.5), v(ROWS as f32 - 0.5)),
                );
                mesh.add_rect_with_uv(place, uv, colour);
            }
            ui.painter().add(mesh);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_grows_beyond_its_columns() {
        let egui = Context::default();
        let mut spectrogram = Spectrogram::<2>::new(&egui, "test");
        let size = spectrogram.texture.size();
        for count in 1..3 * COLUMNS {
            spectrogram.push(&[[7; ROWS]; 2]);
            assert_eq!(spectrogram.len(), count.min(COLUMNS));
        }
        assert_eq!(spectrogram.texture.size(), size);
        spectrogram.clear();
        assert_eq!(spectrogram.len(), 0);
    }
}
