//! What is said about each noise.

use crate::params::NoiseKind;

/// Words for one noise.
pub struct Words {
    /// As it stands in a sentence.
    pub it: &'static str,
    /// What its rate counts.
    pub rate: &'static str,
    /// How the number's unit is shown.
    pub unit: &'static str,
    /// From where to where its character goes.
    pub character: &'static str,
}

/// The words for a noise.
pub fn words(kind: NoiseKind) -> Words {
    let (it, rate, unit, character) = match kind {
        NoiseKind::Rain => (
            "the rain on the window",
            "Drops",
            " /s",
            "From a drizzle on the glass to splashes in puddles.",
        ),
        NoiseKind::Street => (
            "the street",
            "Cars",
            " /min",
            "From slow cars on dry asphalt to fast ones on wet.",
        ),
        NoiseKind::Wind => (
            "the wind",
            "Gusts",
            " /min",
            "From a low rush to a whistle in the window frame.",
        ),
        NoiseKind::Bed => (
            "the bed's creak",
            "Creaks",
            " /min",
            "From slow and low to quick and high.",
        ),
        NoiseKind::Breath => (
            "the breath",
            "Breaths",
            " /min",
            "From calm through the nose to open-mouthed.",
        ),
        NoiseKind::Fan => (
            "the computer's fan",
            "Speed",
            " rpm",
            "From a rush of air to the whine of its bearing.",
        ),
        NoiseKind::Hum => (
            "the mains hum",
            "",
            "",
            "From the lowest tone alone to a buzz.",
        ),
        NoiseKind::Clock => (
            "the clock",
            "Ticks",
            " /min",
            "From soft and wooden to a tin alarm clock.",
        ),
        NoiseKind::Light => (
            "the lamp",
            "",
            "",
            "From a steady ballast to a tube that flickers.",
        ),
        NoiseKind::Keys => (
            "the keyboard",
            "Strokes",
            " /min",
            "From dull keys to clacking ones.",
        ),
    };
    Words {
        it,
        rate,
        unit,
        character,
    }
}
