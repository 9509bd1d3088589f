//! A device at a sample rate: every part ready to be copied into place, so that a change of device
//! designs nothing on the audio thread.

use super::amplifier::Amplifier;
use super::distance::Distance;
use super::driver::Driver;
use super::model::{Device, VOICES};
use super::place::Setting;
use super::protection::Guard;
use super::rattle::Rattle;
use super::section::{Sections, Transfer};
use crate::audio::dsp::units::db_to_gain;

/// Everything of a device but the state of its place.
#[derive(Debug, Clone)]
pub struct Design {
    /// Sum and difference of the channels on their way to the amplifier.
    pub entry: Sections<2>,
    /// How much of the difference is left.
    pub side: f64,
    /// Level of a full-scale sample re the amplifier's clipping at full volume, in dB.
    pub full_scale_db: f64,
    /// The device's own dynamics.
    pub guard: Guard,
    /// The amplifier.
    pub amplifier: Amplifier,
    /// The driver in its box.
    pub driver: Driver,
    /// Everything else that shapes the sound.
    pub voicing: Sections<VOICES>,
    /// What is loose.
    pub rattle: Rattle,
    /// The way to the listener.
    pub distance: Distance,
    /// Where it stands.
    pub place: Option<Setting>,
    /// What a typical programme needs to come out as loud as it goes in.
    pub typical_gain: f64,
}

impl Design {
    /// Of `device`.
    pub fn new(device: &Device, sample_rate: f64) -> Self {
        let voicing = Sections::both(device.voicing.map(|shape| shape.design(sample_rate)));
        // The driver's sound is counted so that the voicing's gain is in it, and the amplifier's limit
        // as the driver counts it.
        let driver = Driver::new(&device.cone, voicing.gain()[0], sample_rate);
        Self {
            entry: Sections::new(entry(device, sample_rate)),
            side: device.side,
            full_scale_db: device.full_scale_db,
            guard: Guard::new(device.protection, sample_rate),
            amplifier: Amplifier::new(driver.limit()),
            driver,
            voicing,
            rattle: Rattle::new(&device.rattle, sample_rate),
            distance: Distance::new(device.dull_db, device.place.is_none(), sample_rate),
            place: device
                .place
                .as_ref()
                .map(|place| Setting::new(place, sample_rate)),
            typical_gain: db_to_gain(device.gain_db),
        }
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        self.entry.settle();
        self.guard.settle();
        self.amplifier.settle();
        self.driver.settle();
        self.voicing.settle();
        self.rattle.settle();
        self.distance.settle();
    }
}

/// The sections before the amplifier, for sum and difference.
fn entry(device: &Device, sample_rate: f64) -> [[Transfer; 2]; 2] {
    [0, 1].map(|i| [device.sum[i], device.difference[i]].map(|shape| shape.design(sample_rate)))
}

/// |H| of everything linear between a signal that is the same in both channels and the sound at the
/// device, before any matching of levels.
pub fn shape(device: &Device, sample_rate: f64, frequency_hz: f64) -> f64 {
    let at = |transfer: Transfer| transfer.response(frequency_hz, sample_rate);
    let entry: f64 = entry(device, sample_rate)
        .map(|lanes| at(lanes[0]))
        .iter()
        .product();
    let voicing: f64 = device
        .voicing
        .iter()
        .map(|shape| at(shape.design(sample_rate)))
        .product();
    entry * at(Amplifier::transfer()) * at(Driver::transfer(&device.cone, sample_rate)) * voicing
}

/// The gain after which a typical programme is as loud as before, in dB: what the rows hold.
#[cfg(test)]
pub fn typical_gain_db(device: &Device, sample_rate: f64) -> f64 {
    use crate::audio::dsp::programme::octave_loudness;
    const POINTS: usize = 60;
    let (mut went_in, mut came_out) = (0.0, 0.0);
    for n in 0..POINTS {
        // Nine octaves and a bit from 30 Hz on, every sixth.
        let hz = 30.0 * (n as f64 / 6.4).exp2();
        let power = octave_loudness(hz);
        went_in += power;
        came_out += power * shape(device, sample_rate, hz).powi(2);
    }
    10.0 * f64::log10(went_in / came_out)
}
