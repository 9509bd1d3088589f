//! Fills egui's triangles as its OpenGL painter does: textured, with premultiplied colours, blended
//! without going to linear light.

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, ColorImage, ImageData, Primitive, Vertex};
use egui::{Color32, Pos2, Rect, TextureId, TexturesDelta, Vec2};

/// A colour as four numbers, 0 to 255, premultiplied.
type Colour = [f32; 4];

/// A picture in the making, with the textures that belong to it.
pub struct Canvas {
    size: [usize; 2],
    scale: f32,
    pixels: Vec<Colour>,
    textures: HashMap<TextureId, ColorImage>,
}

impl Canvas {
    /// A black picture of `size` points at `scale` pixels per point.
    pub fn new(size: Vec2, scale: f32) -> Self {
        let [width, height] = [size.x, size.y].map(|side| (side * scale).round() as usize);
        Self {
            size: [width, height],
            scale,
            pixels: vec![[0.0; 4]; width * height],
            textures: HashMap::new(),
        }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> [usize; 2] {
        self.size
    }

    /// The picture, three bytes a pixel.
    pub fn rgb(&self) -> Vec<u8> {
        let channels = self.pixels.iter().flat_map(|pixel| &pixel[..3]);
        channels.map(|value| value.round() as u8).collect()
    }

    /// Takes new and changed textures.
    pub fn update(&mut self, mut delta: TexturesDelta) {
        let changes = delta.set.iter();
        for (id, change) in changes.flat_map(|(id, all)| all.iter().map(move |one| (id, one))) {
            let ImageData::Color(image) = &change.image;
            match (change.pos, self.textures.get_mut(id)) {
                (Some([left, top]), Some(texture)) => {
                    let [width, height] = image.size;
                    for y in 0..height {
                        let to = (top + y) * texture.size[0] + left;
                        texture.pixels[to..to + width]
                            .copy_from_slice(&image.pixels[y * width..(y + 1) * width]);
                    }
                }
                _ => {
                    self.textures.insert(*id, (**image).clone());
                }
            }
        }
        for id in &delta.free {
            self.textures.remove(id);
        }
        // Tells egui that it was taken.
        delta.clear();
    }

    /// All black again.
    pub fn clear(&mut self) {
        self.pixels.fill([0.0; 4]);
    }

    /// Paints primitives over each other in their order.
    pub fn paint(&mut self, primitives: &[ClippedPrimitive]) {
        for ClippedPrimitive {
            clip_rect,
            primitive,
        } in primitives
        {
            let Primitive::Mesh(mesh) = primitive else {
                continue;
            };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                continue;
            };
            let clip = pixels(*clip_rect * self.scale, self.size);
            for corners in mesh.indices.chunks_exact(3) {
                let corners = [0, 1, 2].map(|corner| mesh.vertices[corners[corner] as usize]);
                let triangle = Triangle::new(corners, self.scale);
                triangle.fill(texture, clip, self.size[0], &mut self.pixels);
            }
        }
    }
}

/// The pixels whose middles lie in a rectangle, and in the picture: left, top, right, bottom.
fn pixels(rect: Rect, [width, height]: [usize; 2]) -> [usize; 4] {
    let near = |at: f32, end: usize| (at.round().max(0.0) as usize).min(end);
    [
        near(rect.left(), width),
        near(rect.top(), height),
        near(rect.right(), width),
        near(rect.bottom(), height),
    ]
}

/// A triangle in pixels, its corners clockwise on the screen.
struct Triangle {
    at: [Pos2; 3],
    uv: [Pos2; 3],
    colour: [Colour; 3],
    doubled_area: f32,
}

impl Triangle {
    fn new(mut corners: [Vertex; 3], scale: f32) -> Self {
        let area = |corners: &[Vertex; 3]| {
            edge(corners[0].pos, corners[1].pos, corners[2].pos) * scale * scale
        };
        if area(&corners) < 0.0 {
            corners.swap(1, 2);
        }
        Self {
            at: corners.map(|corner| corner.pos * scale),
            uv: corners.map(|corner| corner.uv),
            colour: corners.map(|corner| parts(corner.color)),
            doubled_area: area(&corners),
        }
    }

    fn fill(&self, texture: &ColorImage, clip: [usize; 4], width: usize, pixels: &mut [Colour]) {
        if self.doubled_area <= 0.0 {
            return;
        }
        let bounds = Rect::from_points(&self.at);
        let range = |from: f32, to: f32, first: usize, last: usize| {
            let from = (from.floor().max(0.0) as usize).max(first);
            from..(to.ceil().max(0.0) as usize).min(last)
        };
        for y in range(bounds.top(), bounds.bottom(), clip[1], clip[3]) {
            for x in range(bounds.left(), bounds.right(), clip[0], clip[2]) {
                let middle = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                let Some(shares) = self.shares(middle) else {
                    continue;
                };
                let u = mix(shares, self.uv.map(|uv| uv.x));
                let v = mix(shares, self.uv.map(|uv| uv.y));
                let texel = sample(texture, u, v);
                let below = &mut pixels[y * width + x];
                let colour = |part: usize| {
                    mix(shares, self.colour.map(|colour| colour[part])) * texel[part] / 255.0
                };
                let through = 1.0 - colour(3) / 255.0;
                *below = [0, 1, 2, 3]
                    .map(|part| (colour(part) + below[part] * through).clamp(0.0, 255.0));
            }
        }
    }

    /// How much each corner has to say at a point; nothing outside. Of two triangles with a common
    /// edge, exactly one owns the points on it.
    fn shares(&self, point: Pos2) -> Option<[f32; 3]> {
        let [a, b, c] = self.at;
        let mut shares = [0.0; 3];
        for (share, (from, to)) in shares.iter_mut().zip([(b, c), (c, a), (a, b)]) {
            let side = edge(from, to, point);
            // The top and the left edges belong to the triangle.
            let owns = (to.y == from.y && to.x > from.x) || to.y < from.y;
            if side < 0.0 || (side == 0.0 && !owns) {
                return None;
            }
            *share = side / self.doubled_area;
        }
        Some(shares)
    }
}

/// Twice the signed area of a triangle, positive if its corners go clockwise with y downwards.
fn edge(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn mix(shares: [f32; 3], values: [f32; 3]) -> f32 {
    shares
        .iter()
        .zip(values)
        .map(|(share, value)| share * value)
        .sum()
}

fn parts(colour: Color32) -> Colour {
    colour.to_array().map(f32::from)
}

/// The texture between its texels' middles, without going beyond its edges.
fn sample(texture: &ColorImage, u: f32, v: f32) -> Colour {
    let [width, height] = texture.size;
    let axis = |at: f32, size: usize| {
        let at = (at * size as f32 - 0.5).clamp(0.0, (size - 1) as f32);
        let first = at as usize;
        (first, (first + 1).min(size - 1), at.fract())
    };
    let (left, right, x) = axis(u, width);
    let (top, bottom, y) = axis(v, height);
    let texel = |x: usize, y: usize| parts(texture.pixels[y * width + x]);
    let row = |y: usize| {
        let (a, b) = (texel(left, y), texel(right, y));
        [0, 1, 2, 3].map(|part| a[part] + x * (b[part] - a[part]))
    };
    let (a, b) = (row(top), row(bottom));
    [0, 1, 2, 3].map(|part| a[part] + y * (b[part] - a[part]))
}
