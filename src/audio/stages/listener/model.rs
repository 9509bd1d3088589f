//! Which device it is heard on, and what a device is made of.

use super::devices::{
    BLUETOOTH_SPEAKER, BOOMBOX, CAR, CLUB, EARBUDS_LEAKING, EARBUDS_SEALED, HI_FI, LAPTOP,
    PHONE_HELD, PHONE_ON_TABLE, STUDIO_MONITORS, TELEVISION, TRANSISTOR_RADIO, WALKMAN,
};
use super::section::Shape;

/// Which device it is heard on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// No device: what comes in goes out.
    #[default]
    Flat,
    /// A pocket transistor radio.
    TransistorRadio,
    /// A portable stereo radio-cassette recorder.
    Boombox,
    /// The headphones of a pocket cassette player, with foam pads.
    Walkman,
    /// A living-room stereo with two-way bookshelf speakers.
    HiFi,
    /// Small closed studio monitors on a desk.
    StudioMonitors,
    /// A television set with a picture tube.
    Television,
    /// A car with four door speakers.
    Car,
    /// A laptop.
    Laptop,
    /// A phone in the hand.
    PhoneHeld,
    /// A phone flat on a table.
    PhoneOnTable,
    /// Earbuds that seal the ear.
    EarbudsSealed,
    /// Earbuds that do not.
    EarbudsLeaking,
    /// A Bluetooth speaker of the size of a can.
    BluetoothSpeaker,
    /// A club's sound system.
    Club,
}

impl Model {
    /// Every device, in the order of the choice.
    pub const ALL: [Model; 15] = [
        Model::Flat,
        Model::TransistorRadio,
        Model::Boombox,
        Model::Walkman,
        Model::HiFi,
        Model::StudioMonitors,
        Model::Television,
        Model::Car,
        Model::Laptop,
        Model::PhoneHeld,
        Model::PhoneOnTable,
        Model::EarbudsSealed,
        Model::EarbudsLeaking,
        Model::BluetoothSpeaker,
        Model::Club,
    ];

    /// What it is made of; nothing for [`Model::Flat`].
    pub fn device(self) -> Option<&'static Device> {
        match self {
            Model::Flat => None,
            Model::TransistorRadio => Some(&TRANSISTOR_RADIO),
            Model::Boombox => Some(&BOOMBOX),
            Model::Walkman => Some(&WALKMAN),
            Model::HiFi => Some(&HI_FI),
            Model::StudioMonitors => Some(&STUDIO_MONITORS),
            Model::Television => Some(&TELEVISION),
            Model::Car => Some(&CAR),
            Model::Laptop => Some(&LAPTOP),
            Model::PhoneHeld => Some(&PHONE_HELD),
            Model::PhoneOnTable => Some(&PHONE_ON_TABLE),
            Model::EarbudsSealed => Some(&EARBUDS_SEALED),
            Model::EarbudsLeaking => Some(&EARBUDS_LEAKING),
            Model::BluetoothSpeaker => Some(&BLUETOOTH_SPEAKER),
            Model::Club => Some(&CLUB),
        }
    }
}

/// What a device has of its own, for a knob to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// An amplifier and a driver.
    pub driver: bool,
    /// Dynamics that keep the driver from harm.
    pub protection: bool,
    /// A case that can be loose.
    pub rattle: bool,
    /// Two sides.
    pub sides: bool,
    /// A place that it stands in.
    pub place: bool,
}

impl Model {
    /// What there is for the knobs to change.
    pub fn parts(self) -> Parts {
        let device = self.device();
        let has = |part: fn(&Device) -> bool| device.is_some_and(part);
        Parts {
            driver: device.is_some(),
            protection: has(|device| {
                device.protection.slope > 0.0 || device.protection.bass.is_some()
            }),
            rattle: has(|device| device.rattle.level > 0.0),
            sides: has(|device| device.side > 0.0),
            place: has(|device| device.place.is_some()),
        }
    }
}

/// What a device is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    /// Its −3 dB corners in Hz re the mean level in dB from twice the lower one to half of the
    /// upper one. What the rest of the row adds up to; a test holds it to ±10 %.
    pub band_hz: [f64; 2],
    /// What brings a typical programme back to the loudness at which it came in, in dB.
    pub gain_db: f64,
    /// What reaches the amplifier of the channels' sum: the receiver's band, a fixed loudness switch,
    /// a coupling capacitor, the crossover of a subwoofer.
    pub sum: [Shape; 2],
    /// What reaches it of their difference.
    pub difference: [Shape; 2],
    /// How much of the difference is left, 0 for mono.
    pub side: f64,
    /// Level of a full-scale sample at the amplifier re its clipping, in dB, at full volume.
    pub full_scale_db: f64,
    /// The driver in its box.
    pub cone: Cone,
    /// Everything else that shapes its sound.
    pub voicing: [Shape; VOICES],
    /// What of the case rings when something loose knocks.
    pub rattle: Rattle,
    /// Its own dynamics.
    pub protection: Protection,
    /// Loss of treble from touching to far away, in dB: air, and the edge of the beam.
    pub dull_db: f64,
    /// Where it stands; nothing for what is worn on the head.
    pub place: Option<Place>,
}

/// Sections of a device's voicing.
pub const VOICES: usize = 5;

/// The driver in its box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cone {
    /// Its resonance in Hz.
    pub hz: f64,
    /// The quality of the resonance.
    pub q: f64,
    /// How much of its damping is electrical, 0 to 1: that part falls with the force.
    pub electrical: f64,
    /// Displacement by a constant at the amplifier's limit, in shares of the driver's own limit.
    pub reach: f64,
    /// Loss of force: 1 + `force[0]`·x − `force[1]`·x².
    pub force: [f64; 2],
    /// Rise of stiffness: 1 + `[0]`·x + `[1]`·x² + `[2]`·x⁴.
    pub stiffness: [f64; 3],
    /// Above this another driver plays, in Hz.
    pub crossover_hz: Option<f64>,
}

/// Something loose, and the parts of the case that ring when it knocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rattle {
    /// How far the cone must move before anything touches, in shares of its limit, in a case that is
    /// two thirds loose.
    pub gap: f64,
    /// The loose part's own resonance in Hz.
    pub part_hz: f64,
    /// The case's modes: frequency in Hz, quality, level of each.
    pub modes: [[f64; 3]; 4],
    /// Level of the whole re what the device plays at its amplifier's limit.
    pub level: f64,
}

/// The device's own dynamics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Protection {
    /// The limiter's threshold re the amplifier's clipping, in dB.
    pub threshold_db: f64,
    /// 1 − 1/ratio: 0 for none, 1 for a wall.
    pub slope: f64,
    /// The limiter's attack and release in ms.
    pub times_ms: [f64; 2],
    /// The bass gives way from this displacement on, in shares of the limit; nothing where the
    /// device does not care.
    pub bass: Option<BassGuard>,
}

/// A high-pass whose corner rises while the cone moves too far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BassGuard {
    /// The displacement it allows, in shares of the limit.
    pub limit: f64,
    /// The highest corner in Hz.
    pub top_hz: f64,
    /// How fast the corner comes down again, in octaves per second.
    pub release: f64,
}

/// Where a device stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// What vibrates or resonates with it, beside its sound.
    pub body: Shape,
    /// Level of that re the device, in dB.
    pub body_db: f64,
    /// First reflections: delay in ms to the left, to the right ear, level.
    pub reflections: [[f64; 3]; TAPS],
    /// Mean path between two reflections in ms: the room's size.
    pub path_ms: f64,
    /// Reverberation time at middle frequencies in seconds.
    pub rt60_s: f64,
    /// Above this the reverberation is shorter, in Hz.
    pub damping_hz: f64,
    /// Direct sound re reverberation in dB, with the listener touching it and far away.
    pub direct_db: [f64; 2],
}

/// First reflections of a place.
pub const TAPS: usize = 6;
