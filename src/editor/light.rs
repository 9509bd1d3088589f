//! The light in the room: every colour of the palette is seen in that of the year.
//!
//! A light is a matrix over the colours as they are stored. Matrices commute with opacity, so that what
//! shines through is lit like what does not. Where the light lies between two keyframes, so does the
//! matrix; all of it is laid over the finished picture, so that nothing can stand beside it.

use egui::epaint::shape_transform::adjust_colors;
use egui::epaint::{Shape, TextShape};
use egui::layers::ShapeIdx;
use egui::{Color32, Context, LayerId};

use super::theme::LIGHTS;
use crate::audio::era;

/// What red, green and blue weigh in brightness (ITU-R BT.709).
const WEIGHTS: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// How the light of a year changes colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lamp {
    /// How far hues are turned, in degrees: from red by yellow to green.
    pub hue: f32,
    /// How colourful they are against the palette.
    pub saturation: f32,
    /// What it does to white, in red, green and blue.
    pub white: [f32; 3],
}

/// A light, ready to be laid over a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light([[f32; 3]; 3]);

impl Light {
    /// The light of a year.
    pub fn of(year: i32) -> Self {
        let years = era::keyframes();
        let after = years.partition_point(|keyframe| *keyframe <= year);
        let (before, after) = (after.saturating_sub(1), after.min(years.len() - 1));
        let span = (years[after] - years[before]).max(1) as f32;
        let part = (year.saturating_sub(years[before]) as f32 / span).clamp(0.0, 1.0);
        let [from, to] = [before, after].map(|index| LIGHTS[index].matrix());
        Self(std::array::from_fn(|row| {
            std::array::from_fn(|column| egui::lerp(from[row][column]..=to[row][column], part))
        }))
    }

    /// A colour as it is seen in this light.
    pub fn on(&self, colour: Color32) -> Color32 {
        let [r, g, b, a] = colour.to_array();
        let seen = self.0.map(|[from_r, from_g, from_b]| {
            let channel = from_r * f32::from(r) + from_g * f32::from(g) + from_b * f32::from(b);
            // What shines through cannot be brighter than it is dense.
            channel.round().clamp(0.0, f32::from(a)) as u8
        });
        let [r, g, b] = seen;
        Color32::from_rgba_premultiplied(r, g, b, a)
    }

    /// Lays it over all that was drawn in this frame; a picture with colours of its own is tinted.
    pub fn shine(self, egui: &Context) {
        let above = egui.memory(|memory| memory.layer_ids().collect::<Vec<_>>());
        for layer in above.into_iter().chain([LayerId::background()]) {
            egui.graphics_mut(|graphics| {
                let Some(list) = graphics.get_mut(layer) else {
                    return;
                };
                for index in 0..list.next_idx().0 {
                    list.mutate_shape(ShapeIdx(index), |clipped| self.light(&mut clipped.shape));
                }
            });
        }
    }

    fn light(self, shape: &mut Shape) {
        match shape {
            Shape::Vec(shapes) => shapes.iter_mut().for_each(|shape| self.light(shape)),
            Shape::Text(text) => {
                if !self.light_text(text) {
                    self.light_any(shape);
                }
            }
            other => self.light_any(other),
        }
    }

    fn light_any(self, shape: &mut Shape) {
        adjust_colors(shape, move |colour| {
            if *colour != Color32::PLACEHOLDER {
                *colour = self.on(*colour);
            }
        });
    }

    /// Lights a text of one colour without a copy of its letters; says whether it was one.
    fn light_text(self, text: &mut TextShape) -> bool {
        let [section] = text.galley.job.sections.as_slice() else {
            return false;
        };
        let own = section.format.color;
        let seen = text.override_text_color.unwrap_or(own);
        if seen == Color32::PLACEHOLDER || section.format.background != Color32::TRANSPARENT {
            return false;
        }
        text.override_text_color = Some(self.on(seen));
        text.fallback_color = self.on(text.fallback_color);
        text.underline.color = self.on(text.underline.color);
        true
    }
}

impl Lamp {
    fn matrix(&self) -> [[f32; 3]; 3] {
        // Turned around the greys, which stay as bright as they are (SVG 1.1, feColorMatrix).
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let [r, g, b] = WEIGHTS;
        let turned = [
            [
                r + cos * (1.0 - r) - sin * r,
                g - cos * g - sin * g,
                b - cos * b + sin * (1.0 - b),
            ],
            [
                r - cos * r + sin * 0.143,
                g + cos * (1.0 - g) + sin * 0.140,
                b - cos * b - sin * 0.283,
            ],
            [
                r - cos * r - sin * (1.0 - r),
                g - cos * g + sin * g,
                b + cos * (1.0 - b) + sin * b,
            ],
        ];
        let brightness: f32 = self
            .white
            .iter()
            .zip(WEIGHTS)
            .map(|(w, weight)| w * weight)
            .sum();
        std::array::from_fn(|row| {
            std::array::from_fn(|column| {
                let grey = WEIGHTS[column];
                let coloured = grey + self.saturation * (turned[row][column] - grey);
                coloured * self.white[row] / brightness
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_stay_as_bright_and_the_light_moves_gently() {
        let luma = |colour: Color32| {
            let [r, g, b, _] = colour.to_array().map(f32::from);
            r * WEIGHTS[0] + g * WEIGHTS[1] + b * WEIGHTS[2]
        };
        let mut last = None;
        for year in era::YEARS.0..=era::YEARS.1 {
            let light = Light::of(year);
            for grey in [20, 90, 160, 230] {
                let seen = light.on(Color32::from_gray(grey));
                assert!(
                    (luma(seen) - f32::from(grey)).abs() < 4.0,
                    "{grey} in {year}: {seen:?}"
                );
            }
            let oxide = light.on(super::super::theme::OXIDE);
            if let Some(last) = last.replace(oxide) {
                let step = oxide.to_array().into_iter().zip(Color32::to_array(&last));
                let step = step.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0);
                assert!(step <= 16, "{year}: {last:?} to {oxide:?}");
            }
        }
        assert_ne!(Light::of(1970), Light::of(2025));
        let far = [i32::MIN, i32::MAX].map(Light::of);
        assert_eq!(far, [era::YEARS.0, era::YEARS.1].map(Light::of));
    }

    #[test]
    fn what_shines_through_is_lit_like_what_does_not() {
        let light = Light::of(2013);
        let solid = light.on(super::super::theme::OXIDE);
        let thin = light.on(super::super::theme::OXIDE.gamma_multiply(0.5));
        for (solid, thin) in solid.to_array().into_iter().zip(thin.to_array()) {
            assert!((f32::from(solid) * 0.5 - f32::from(thin)).abs() <= 2.0);
        }
    }
}
