//! The look that all plots share: font, sizes, colours.

use std::sync::Once;

use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};

pub const TITLE_SIZE: i32 = 30;
pub const TEXT_SIZE: i32 = 20;
pub const TICK_SIZE: i32 = 18;

pub const INK: RGBColor = RGBColor(0x22, 0x22, 0x28);
pub const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xe2);

/// Okabe & Ito's eight colours for all kinds of eyes, without the pale yellow.
pub const SERIES: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0x56, 0xb4, 0xe9),
    RGBColor(0xe6, 0x9f, 0x00),
    RGBColor(0x00, 0x00, 0x00),
];

/// The font of the plots at a size in pixels.
pub fn font(size: i32) -> TextStyle<'static> {
    const NAME: &str = "plot";
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        let bytes = epaint_default_fonts::UBUNTU_LIGHT;
        assert!(
            register_font(NAME, FontStyle::Normal, bytes).is_ok(),
            "a font that egui uses"
        );
    });
    (NAME, size).into_font().color(&INK)
}
