//! The colours of the painting: out of the night into the light.
//!
//! Colours are mixed in OKLab (B. Ottosson, 2020), whose lightness is what the eye calls so. The
//! lightness rises with the level along one curve, whatever the inks: who sees no hues loses none
//! of the picture. The inks only say which hue belongs to which lightness, and left and right turn
//! it a little to either side.

use super::history::Cell;

/// Three bytes of sRGB.
pub type Rgb = [u8; 3];

/// Levels in the table.
const LEVELS: usize = 256;
/// Places between left and right in it; odd, so that the middle is one of them.
const SIDES: usize = 17;
/// How far the hue turns from the middle to one side, in radians.
const TURN: f32 = 0.42;
/// Bends the lightness: above 1 the night reaches further up.
const BEND: f32 = 1.9;

/// What the painting is painted with: the night, and three inks from the darkest to the lightest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inks(pub [Rgb; 4]);

/// A colour for each level and side.
pub struct Colours {
    /// sRGB from 0 to 255, side by side, each from the night to the light.
    table: Vec<[f32; 3]>,
    /// The same, rounded.
    rounded: Vec<Rgb>,
}

/// Lightness, green to red, blue to yellow.
type Lab = [f32; 3];

impl Colours {
    /// Mixes them.
    pub fn new(inks: &Inks) -> Self {
        let mut inks = inks.0.map(oklab);
        inks.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let place = |side| 2.0 * side as f32 / (SIDES - 1) as f32 - 1.0;
        let colours = (0..SIDES).flat_map(|side| (0..LEVELS).map(move |level| (side, level)));
        let table: Vec<_> = colours
            .map(|(side, level)| {
                let share = level as f32 / (LEVELS - 1) as f32;
                let [lightness, a, b] = mixed(&inks, share.powf(BEND));
                let (sin, cos) = (TURN * place(side)).sin_cos();
                in_gamut([lightness, cos * a - sin * b, sin * a + cos * b])
            })
            .collect();
        let bytes = table.iter().map(|part| part.map(|part| part.round() as u8));
        Self {
            rounded: bytes.collect(),
            table,
        }
    }

    /// The colour of a cell, as near as the table has it.
    pub fn nearest(&self, cell: Cell) -> Rgb {
        let side = (usize::from((cell.side as u8) ^ 0x80) * SIDES) / 256;
        self.rounded[side * LEVELS + usize::from(cell.level)]
    }

    /// The colour of a level from 0 to 255 and a side from −127 to 127, in sRGB from 0 to 255.
    pub fn at(&self, level: f32, side: f32) -> [f32; 3] {
        let level = level.clamp(0.0, (LEVELS - 1) as f32);
        let side = (side / 127.0).clamp(-1.0, 1.0);
        let side = (side + 1.0) / 2.0 * (SIDES - 1) as f32;
        let (low, column) = (level as usize, side as usize);
        let high = (low + 1).min(LEVELS - 1);
        let next = (column + 1).min(SIDES - 1);
        let row = |column: usize| {
            let (a, b) = (column * LEVELS + low, column * LEVELS + high);
            mix(self.table[a], self.table[b], level.fract())
        };
        mix(row(column), row(next), side.fract())
    }
}

fn mix(a: [f32; 3], b: [f32; 3], share: f32) -> [f32; 3] {
    [0, 1, 2].map(|part| a[part] + share * (b[part] - a[part]))
}

/// The colour at a share of the way from the darkest ink's lightness to that of the lightest.
fn mixed(inks: &[Lab; 4], share: f32) -> Lab {
    let lightness = inks[0][0] + share * (inks[3][0] - inks[0][0]);
    let above = inks[1..3].iter().filter(|ink| ink[0] <= lightness).count();
    let (below, above) = (inks[above], inks[above + 1]);
    let way = (lightness - below[0]) / (above[0] - below[0]).max(1e-6);
    let [_, a, b] = mix(below, above, way);
    [lightness, a, b]
}

/// sRGB from 0 to 255; a hue that a screen cannot show at this lightness is taken back.
fn in_gamut([lightness, a, b]: Lab) -> [f32; 3] {
    let shown = |share: f32| linear_of([lightness, share * a, share * b]);
    let fits = |linear: [f32; 3]| linear.iter().all(|part| (-1e-4..=1.0001).contains(part));
    let mut share = 1.0;
    if !fits(shown(share)) {
        let mut too_much = 1.0;
        share = 0.0;
        for _ in 0..12 {
            let middle = 0.5 * (share + too_much);
            if fits(shown(middle)) {
                share = middle;
            } else {
                too_much = middle;
            }
        }
    }
    shown(share).map(encoded)
}

/// From OKLab to linear light.
fn linear_of([lightness, a, b]: Lab) -> [f32; 3] {
    let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
}

/// OKLab of a colour.
fn oklab(colour: Rgb) -> Lab {
    let [r, g, b] = colour.map(|part| decoded(f32::from(part)));
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

/// Linear light as sRGB from 0 to 255 (IEC 61966-2-1).
fn encoded(linear: f32) -> f32 {
    let linear = linear.clamp(0.0, 1.0);
    255.0
        * if linear <= 0.003_130_8 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        }
}

/// The way back.
fn decoded(byte: f32) -> f32 {
    let share = byte / 255.0;
    if share <= 0.040_45 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::theme;

    /// Full dichromacy in linear light (G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A
    /// physiologically-based model for simulation of color vision deficiency", 2009): protanopia,
    /// deuteranopia, tritanopia.
    const EYES: [(&str, [[f32; 3]; 3]); 3] = [
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];
    /// Levels that are compared: 4.5 dB apart.
    const STEP: usize = 16;
    /// A difference that is just noticed (M. Mahy et al., 1994).
    const JUST_NOTICED: f32 = 2.3;
    const PLACES: [f32; 5] = [-127.0, -60.0, 0.0, 60.0, 127.0];

    /// CIE 1976 lightness and colour from sRGB bytes, at white D65.
    fn cielab(linear: [f32; 3]) -> [f32; 3] {
        let [r, g, b] = linear.map(|part| part.clamp(0.0, 1.0));
        let f = |t: f32| {
            if t > 0.008_856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
        let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn seen(eye: Option<&[[f32; 3]; 3]>, colour: [f32; 3]) -> [f32; 3] {
        let linear = colour.map(decoded);
        cielab(match eye {
            None => linear,
            Some(rows) => rows.map(|row| (0..3).map(|part| row[part] * linear[part]).sum()),
        })
    }

    fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
        (0..3)
            .map(|part| (a[part] - b[part]).powi(2))
            .sum::<f32>()
            .sqrt()
    }

    fn assert_safe(inks: &Inks) {
        let colours = Colours::new(inks);
        let eyes = EYES.iter().map(|(name, rows)| (*name, Some(rows)));
        for (name, eye) in std::iter::once(("all cones", None)).chain(eyes) {
            for side in PLACES {
                let levels = (0..LEVELS).step_by(STEP).chain([LEVELS - 1]);
                let steps: Vec<_> = levels
                    .map(|level| seen(eye, colours.at(level as f32, side)))
                    .collect();
                let night = steps[0];
                for pair in steps.windows(2) {
                    let (lower, higher) = (pair[0], pair[1]);
                    assert!(higher[0] > lower[0] + 0.1, "{name}, side {side}: {pair:?}");
                    let (near, far) = (distance(night, lower), distance(night, higher));
                    assert!(
                        far > near - JUST_NOTICED,
                        "{name}, side {side}: {near} then {far}"
                    );
                }
                let light = steps[steps.len() - 1];
                assert!(light[0] - night[0] > 75.0, "{name}: {night:?} to {light:?}");
            }
        }
    }

    #[test]
    fn lightness_rises_with_the_level_for_every_eye() {
        assert_safe(&theme::INKS);
        // Whatever year paints: cold inks, and in any order.
        assert_safe(&Inks([
            [14, 18, 26],
            [240, 246, 250],
            [40, 60, 110],
            [90, 170, 190],
        ]));
    }

    #[test]
    fn a_tone_of_minus_60_db_stands_out_of_the_night() {
        let colours = Colours::new(&theme::INKS);
        for (name, eye) in EYES {
            let [night, tone] = [0.0, 85.0].map(|level| seen(Some(&eye), colours.at(level, 0.0)));
            assert!(distance(night, tone) > 2.0 * JUST_NOTICED, "{name}");
        }
    }

    #[test]
    fn the_table_and_its_rounding_agree() {
        let colours = Colours::new(&theme::INKS);
        for (level, side) in [(0, 0), (255, 0), (100, -127), (200, 127), (77, 64)] {
            let exact = colours.at(f32::from(level), f32::from(side));
            let rounded = colours.nearest(Cell { level, side });
            for (a, b) in exact.iter().zip(rounded) {
                assert!(
                    (a - f32::from(b)).abs() < 4.0,
                    "{level} {side}: {exact:?} {rounded:?}"
                );
            }
        }
    }
}
