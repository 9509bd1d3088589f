//! The equaliser's parameters.

use nice_plug::prelude::*;

use super::super::text::{frequency, linear, skewed_from, switch};
use super::choices::{BandChoice, SlopeChoice};
use crate::audio::stages::studio::equaliser::{self, Band, MAX_GAIN_DB, Pass, RANGE_Q};

/// Lowest and highest frequency of a band in Hz.
const BAND_HZ: (f32, f32) = (20.0, 20_000.0);
/// Where a high-pass may stand, and a low-pass.
const HIGH_PASS_HZ: (f32, f32) = (20.0, 2_000.0);
const LOW_PASS_HZ: (f32, f32) = (1_000.0, 20_000.0);

/// Parameters of a band.
#[derive(Params)]
pub struct BandParams {
    /// Whether it is heard.
    #[id = "on"]
    pub on: BoolParam,
    /// Its shape.
    #[id = "kind"]
    pub kind: EnumParam<BandChoice>,
    /// Where it stands.
    #[id = "hz"]
    pub hz: FloatParam,
    /// Its height.
    #[id = "gain"]
    pub gain: FloatParam,
    /// Its sharpness.
    #[id = "q"]
    pub q: FloatParam,
}

impl BandParams {
    fn new(number: usize, kind: BandChoice, hz: f32) -> Self {
        let name = |what: &str| format!("Band {number} {what}");
        Self {
            on: switch(&format!("Band {number}"), true),
            kind: EnumParam::new(name("shape"), kind),
            hz: frequency(&name("frequency"), hz, BAND_HZ),
            gain: linear(&name("gain"), 0.0, (-MAX_GAIN_DB, MAX_GAIN_DB), " dB", 1),
            q: skewed_from(&name("Q"), 0.71, (RANGE_Q[0], RANGE_Q[1]), "", 2),
        }
    }

    fn band(&self) -> Band {
        Band {
            on: self.on.value(),
            kind: self.kind.value().kind(),
            hz: self.hz.value(),
            gain_db: self.gain.value(),
            q: self.q.value(),
        }
    }
}

/// A part of the equaliser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EqualiserPart {
    /// The high-pass.
    HighPass,
    /// The low-pass.
    LowPass,
    /// A band, counted from 0.
    Band(usize),
}

/// Parameters of high-pass, low-pass and bands.
#[derive(Params)]
pub struct EqualiserParams {
    /// Whether bass is taken away.
    #[id = "high_pass"]
    pub high_pass: BoolParam,
    /// Below which frequency.
    #[id = "high_pass_hz"]
    pub high_pass_hz: FloatParam,
    /// How steeply.
    #[id = "high_pass_slope"]
    pub high_pass_slope: EnumParam<SlopeChoice>,
    /// Whether treble is taken away.
    #[id = "low_pass"]
    pub low_pass: BoolParam,
    /// Above which frequency.
    #[id = "low_pass_hz"]
    pub low_pass_hz: FloatParam,
    /// How steeply.
    #[id = "low_pass_slope"]
    pub low_pass_slope: EnumParam<SlopeChoice>,
    /// The first band.
    #[nested(id_prefix = "band1")]
    pub band1: BandParams,
    /// The second.
    #[nested(id_prefix = "band2")]
    pub band2: BandParams,
    /// The third.
    #[nested(id_prefix = "band3")]
    pub band3: BandParams,
    /// The fourth.
    #[nested(id_prefix = "band4")]
    pub band4: BandParams,
}

impl Default for EqualiserParams {
    fn default() -> Self {
        Self {
            high_pass: switch("High-pass", false),
            high_pass_hz: frequency("High-pass frequency", 30.0, HIGH_PASS_HZ),
            high_pass_slope: EnumParam::new("High-pass slope", SlopeChoice::Db12),
            low_pass: switch("Low-pass", false),
            low_pass_hz: frequency("Low-pass frequency", 18_000.0, LOW_PASS_HZ),
            low_pass_slope: EnumParam::new("Low-pass slope", SlopeChoice::Db12),
            band1: BandParams::new(1, BandChoice::LowShelf, 100.0),
            band2: BandParams::new(2, BandChoice::Bell, 400.0),
            band3: BandParams::new(3, BandChoice::Bell, 2_500.0),
            band4: BandParams::new(4, BandChoice::HighShelf, 8_000.0),
        }
    }
}

impl EqualiserParams {
    /// The bands in their order.
    pub fn bands(&self) -> [&BandParams; equaliser::BANDS] {
        [&self.band1, &self.band2, &self.band3, &self.band4]
    }

    /// |H| of one part by itself over the frequency, at a sample rate, both in Hz; 1 while it is off, and
    /// before the host has named one.
    pub fn response_of(
        &self,
        part: EqualiserPart,
        sample_rate: f32,
    ) -> impl Fn(f32) -> f32 + Clone {
        let mut settings = self.settings();
        settings.high_pass.on &= part == EqualiserPart::HighPass;
        settings.low_pass.on &= part == EqualiserPart::LowPass;
        for (index, band) in settings.bands.iter_mut().enumerate() {
            band.on &= part == EqualiserPart::Band(index);
        }
        let curve =
            (sample_rate > 0.0).then(|| equaliser::Curve::new(&settings, f64::from(sample_rate)));
        move |hz| {
            let curve = curve.as_ref();
            curve.map_or(1.0, |curve| curve.response(f64::from(hz)) as f32)
        }
    }

    /// What the parameters stand at.
    pub fn settings(&self) -> equaliser::Settings {
        equaliser::Settings {
            high_pass: Pass {
                on: self.high_pass.value(),
                hz: self.high_pass_hz.value(),
                slope: self.high_pass_slope.value().slope(),
            },
            low_pass: Pass {
                on: self.low_pass.value(),
                hz: self.low_pass_hz.value(),
                slope: self.low_pass_slope.value().slope(),
            },
            bands: self.bands().map(BandParams::band),
        }
    }
}
