//! The tape machines as line drawings, 320 units wide and 200 high around their middle, and what tape
//! is on them, in millimetres around the middle between its two hubs.
//!
//! Cassettes: IEC 60094-7, 42.5 mm from hub to hub. Microcassettes are about half as large. Reels: 7 inches
//! (NAB and EIA 5), hubs as those of long-play tape.

use super::super::super::widgets::sketch::Mark::{
    self, Dots, Edge, Frame, Hair, Line, Plate, Ring,
};
use crate::params::TapeModel as Model;

/// How a machine looks.
pub struct Drawing {
    /// It, from back to front.
    pub marks: &'static [Mark],
    /// What tape is on it.
    pub reels: &'static Reels,
    /// The middle between its hubs.
    pub middle: [i16; 2],
    /// Units of the drawing in a millimetre of the tape.
    pub per_mm: f32,
}

/// A pair of reels, in millimetres.
pub struct Reels {
    /// What the tape is in.
    pub shell: &'static [Mark],
    /// From hub to hub.
    pub apart: f32,
    /// Radius of an empty hub, and of a full one.
    pub radii: [f32; 2],
    /// Radius of the flanges; nothing inside a shell.
    pub flange: Option<f32>,
    /// What the tape runs around on its way to the take-up hub.
    pub guides: &'static [[f32; 2]],
    /// The heads, beneath it.
    pub heads: &'static [Mark],
}

/// The drawing of a machine.
pub fn drawing(model: Model) -> &'static Drawing {
    match model {
        Model::HomeReel => &HOME_REEL,
        Model::Portable => &PORTABLE,
        Model::FourTrack => &FOUR_TRACK,
        Model::FastFourTrack => &FAST_FOUR_TRACK,
        Model::Walkman => &WALKMAN,
        Model::Dictation => &DICTATION,
        Model::HiFi => &HI_FI,
        Model::Transparent => &TRANSPARENT,
    }
}

const CASSETTE: Reels = Reels {
    shell: &[
        Plate([-50, -29, 50, 35], 3),
        Ring([-47, -26, 1]),
        Ring([47, -26, 1]),
        Ring([-47, 32, 1]),
        Ring([47, 32, 1]),
    ],
    apart: 42.5,
    radii: [11.0, 25.25],
    flange: None,
    guides: &[[-43.0, 29.0], [43.0, 29.0]],
    heads: &[
        Ring([-42, 28, 2]),
        Ring([42, 28, 2]),
        Frame([-7, 29, 7, 35], 1),
        Ring([24, 32, 3]),
    ],
};

const MICROCASSETTE: Reels = Reels {
    shell: &[
        Plate([-25, -16, 25, 17], 2),
        Ring([-23, -14, 1]),
        Ring([23, -14, 1]),
    ],
    apart: 19.5,
    radii: [4.5, 12.5],
    flange: None,
    guides: &[[-21.0, 14.0], [21.0, 14.0]],
    heads: &[Frame([-4, 14, 4, 17], 1), Ring([12, 15, 1])],
};

const OPEN_REELS: Reels = Reels {
    shell: &[],
    apart: 208.0,
    radii: [29.0, 83.0],
    flange: Some(89.0),
    guides: &[
        [-128.0, 112.0],
        [-52.0, 124.0],
        [52.0, 124.0],
        [128.0, 112.0],
    ],
    heads: &[
        Frame([-44, 110, -22, 124], 3),
        Frame([-11, 110, 11, 124], 3),
        Frame([22, 110, 44, 124], 3),
        Ring([80, 128, 9]),
    ],
};

const HOME_REEL: Drawing = Drawing {
    marks: &[
        Plate([-132, -98, 132, 98], 6),
        Line(&[-132, 62, 132, 62]),
        Ring([-112, 80, 9]),
        Line(&[-112, 80, -106, 74]),
        Ring([-84, 80, 9]),
        Line(&[-84, 80, -90, 74]),
        Frame([-20, 70, 20, 90], 2),
        Hair([0, 92, 17, 15, 215, 325]),
        Line(&[0, 88, -6, 76]),
        Plate([44, 72, 62, 90], 2),
        Plate([66, 72, 84, 90], 2),
        Plate([88, 72, 106, 90], 2),
        Ring([118, 81, 5]),
    ],
    reels: &OPEN_REELS,
    middle: [0, -33],
    per_mm: 0.62,
};

const PORTABLE: Drawing = Drawing {
    marks: &[
        Edge(&[-96, -82, -92, -98, 92, -98, 96, -82]),
        Plate([-92, 70, -66, 92], 3),
        Plate([-62, 70, -36, 92], 3),
        Plate([-32, 70, -6, 92], 3),
        Plate([-2, 70, 24, 92], 3),
        Plate([28, 70, 54, 92], 3),
        Plate([-152, -82, 152, 78], 10),
        Frame([-142, -70, 58, 66], 5),
        Dots([76, -62, 136, 10], 10),
        Ring([90, 44, 12]),
        Line(&[90, 44, 98, 36]),
        Ring([124, 44, 12]),
        Line(&[124, 44, 118, 34]),
    ],
    reels: &CASSETTE,
    middle: [-42, -7],
    per_mm: 1.8,
};

const FOUR_TRACK: Drawing = Drawing {
    marks: &[
        Plate([-156, -94, 156, 94], 8),
        Frame([-146, -76, 14, 42], 5),
        Plate([-144, 58, -118, 82], 3),
        Plate([-112, 58, -86, 82], 3),
        Plate([-80, 58, -54, 82], 3),
        Plate([-48, 58, -22, 82], 3),
        Plate([-16, 58, 10, 82], 3),
        Ring([42, -72, 9]),
        Ring([74, -72, 9]),
        Ring([106, -72, 9]),
        Ring([138, -72, 9]),
        Line(&[42, -72, 42, -81]),
        Line(&[74, -72, 68, -79]),
        Line(&[106, -72, 112, -79]),
        Line(&[138, -72, 138, -81]),
        Ring([42, -42, 9]),
        Ring([74, -42, 9]),
        Ring([106, -42, 9]),
        Ring([138, -42, 9]),
        Line(&[42, -42, 34, -46]),
        Line(&[74, -42, 82, -46]),
        Line(&[106, -42, 100, -49]),
        Line(&[138, -42, 146, -46]),
        Line(&[42, -18, 42, 82]),
        Line(&[74, -18, 74, 82]),
        Line(&[106, -18, 106, 82]),
        Line(&[138, -18, 138, 82]),
        Plate([34, 6, 50, 20], 2),
        Plate([66, 20, 82, 34], 2),
        Plate([98, -2, 114, 12], 2),
        Plate([130, 28, 146, 42], 2),
    ],
    reels: &CASSETTE,
    middle: [-66, -20],
    per_mm: 1.5,
};

const FAST_FOUR_TRACK: Drawing = Drawing {
    marks: &[
        Plate([-156, -96, 156, 96], 8),
        Line(&[-156, -56, 156, -56]),
        Frame([-146, -88, -112, -64], 2),
        Frame([-106, -88, -72, -64], 2),
        Frame([-66, -88, -32, -64], 2),
        Frame([-26, -88, 8, -64], 2),
        Hair([-129, -60, 16, 20, 225, 315]),
        Hair([-89, -60, 16, 20, 225, 315]),
        Hair([-49, -60, 16, 20, 225, 315]),
        Hair([-9, -60, 16, 20, 225, 315]),
        Frame([100, -84, 146, -66], 2),
        Line(&[112, -84, 112, -66]),
        Line(&[123, -84, 123, -66]),
        Line(&[134, -84, 134, -66]),
        Ring([-132, -38, 8]),
        Ring([-104, -38, 8]),
        Ring([-76, -38, 8]),
        Ring([-48, -38, 8]),
        Line(&[-132, -38, -138, -44]),
        Line(&[-104, -38, -104, -46]),
        Line(&[-76, -38, -70, -44]),
        Line(&[-48, -38, -48, -46]),
        Ring([-132, -12, 8]),
        Ring([-104, -12, 8]),
        Ring([-76, -12, 8]),
        Ring([-48, -12, 8]),
        Line(&[-132, 10, -132, 86]),
        Line(&[-104, 10, -104, 86]),
        Line(&[-76, 10, -76, 86]),
        Line(&[-48, 10, -48, 86]),
        Plate([-139, 44, -125, 56], 2),
        Plate([-111, 28, -97, 40], 2),
        Plate([-83, 36, -69, 48], 2),
        Plate([-55, 20, -41, 32], 2),
        Frame([-18, -46, 146, 64], 5),
        Plate([-16, 72, 8, 88], 3),
        Plate([12, 72, 36, 88], 3),
        Plate([40, 72, 64, 88], 3),
        Plate([68, 72, 92, 88], 3),
        Plate([96, 72, 120, 88], 3),
        Ring([136, 80, 7]),
    ],
    reels: &CASSETTE,
    middle: [64, 5],
    per_mm: 1.5,
};

const WALKMAN: Drawing = Drawing {
    marks: &[
        Edge(&[124, -62, 140, -64, 148, -72, 152, -98]),
        Plate([-98, -86, -70, -72], 3),
        Plate([-64, -86, -36, -72], 3),
        Plate([-30, -86, -2, -72], 3),
        Plate([112, -68, 126, -56], 2),
        Plate([-116, -76, 116, 90], 10),
        Frame([-104, -64, 104, 66], 8),
        Line(&[-98, 78, -52, 78]),
        Ring([94, 78, 4]),
        Ring([78, 78, 4]),
    ],
    reels: &CASSETTE,
    middle: [0, -5],
    per_mm: 1.85,
};

const DICTATION: Drawing = Drawing {
    marks: &[
        Plate([-18, -78, 10, -62], 4),
        Plate([18, -78, 46, -62], 4),
        Plate([54, -78, 82, -62], 4),
        Plate([-152, -68, 152, 72], 18),
        Dots([-132, -42, -62, 18], 10),
        Ring([-122, 50, 8]),
        Frame([-96, 42, -58, 58], 2),
        Line(&[-83, 42, -83, 58]),
        Line(&[-71, 42, -71, 58]),
        Frame([-40, -56, 136, 60], 8),
    ],
    reels: &MICROCASSETTE,
    middle: [48, 0],
    per_mm: 3.2,
};

const HI_FI: Drawing = Drawing {
    marks: &[
        Plate([-132, 78, -100, 88], 2),
        Plate([100, 78, 132, 88], 2),
        Plate([-156, -80, 156, 80], 4),
        Frame([-146, -70, 26, 62], 3),
        Line(&[-146, 48, 26, 48]),
        Frame([40, -68, 146, -26], 2),
        Line(&[50, -54, 130, -54]),
        Line(&[50, -40, 118, -40]),
        Line(&[110, -60, 110, -34]),
        Ring([58, 0, 11]),
        Line(&[58, 0, 58, -11]),
        Ring([92, 0, 11]),
        Line(&[92, 0, 84, -8]),
        Ring([130, 4, 15]),
        Line(&[130, 4, 138, -8]),
        Plate([40, 30, 62, 44], 2),
        Plate([66, 30, 88, 44], 2),
        Plate([92, 30, 114, 44], 2),
        Plate([118, 30, 146, 44], 2),
        Line(&[40, 62, 146, 62]),
    ],
    reels: &CASSETTE,
    middle: [-60, -13],
    per_mm: 1.55,
};

/// Tape without a machine.
const TRANSPARENT: Drawing = Drawing {
    marks: &[],
    reels: &CASSETTE,
    middle: [0, -8],
    per_mm: 2.7,
};
