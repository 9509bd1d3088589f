//! The playback device's parameters.

use nice_plug::prelude::*;

use super::text::{name_of, percent, switch};
use crate::audio::chain::slot;
use crate::audio::era;
pub use crate::audio::stages::listener::Model as DeviceModel;
use crate::audio::stages::listener::{self, Model, Parts};

/// The devices as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceChoice {
    /// What was listened on in the year.
    #[id = "year"]
    #[name = "Follow the year"]
    Year,
    /// [`Model::Flat`].
    #[id = "flat"]
    #[name = "Flat"]
    Flat,
    /// [`Model::TransistorRadio`].
    #[id = "transistor-radio"]
    #[name = "Transistor radio"]
    TransistorRadio,
    /// [`Model::Boombox`].
    #[id = "boombox"]
    #[name = "Boombox"]
    Boombox,
    /// [`Model::Walkman`].
    #[id = "walkman"]
    #[name = "Walkman headphones"]
    Walkman,
    /// [`Model::HiFi`].
    #[id = "hi-fi"]
    #[name = "Hi-fi"]
    HiFi,
    /// [`Model::StudioMonitors`].
    #[id = "studio-monitors"]
    #[name = "Studio monitors"]
    StudioMonitors,
    /// [`Model::Television`].
    #[id = "television"]
    #[name = "Television"]
    Television,
    /// [`Model::Car`].
    #[id = "car"]
    #[name = "Car"]
    Car,
    /// [`Model::Laptop`].
    #[id = "laptop"]
    #[name = "Laptop"]
    Laptop,
    /// [`Model::PhoneHeld`].
    #[id = "phone-held"]
    #[name = "Phone in hand"]
    PhoneHeld,
    /// [`Model::PhoneOnTable`].
    #[id = "phone-on-table"]
    #[name = "Phone on the table"]
    PhoneOnTable,
    /// [`Model::EarbudsSealed`].
    #[id = "earbuds-sealed"]
    #[name = "Earbuds, sealed"]
    EarbudsSealed,
    /// [`Model::EarbudsLeaking`].
    #[id = "earbuds-leaking"]
    #[name = "Earbuds, leaking"]
    EarbudsLeaking,
    /// [`Model::BluetoothSpeaker`].
    #[id = "bluetooth-speaker"]
    #[name = "Bluetooth speaker"]
    BluetoothSpeaker,
    /// [`Model::Club`].
    #[id = "club"]
    #[name = "Club"]
    Club,
}

impl DeviceChoice {
    fn model(self, year: i32) -> Model {
        match self {
            Self::Year => era::listener(year),
            Self::Flat => Model::Flat,
            Self::TransistorRadio => Model::TransistorRadio,
            Self::Boombox => Model::Boombox,
            Self::Walkman => Model::Walkman,
            Self::HiFi => Model::HiFi,
            Self::StudioMonitors => Model::StudioMonitors,
            Self::Television => Model::Television,
            Self::Car => Model::Car,
            Self::Laptop => Model::Laptop,
            Self::PhoneHeld => Model::PhoneHeld,
            Self::PhoneOnTable => Model::PhoneOnTable,
            Self::EarbudsSealed => Model::EarbudsSealed,
            Self::EarbudsLeaking => Model::EarbudsLeaking,
            Self::BluetoothSpeaker => Model::BluetoothSpeaker,
            Self::Club => Model::Club,
        }
    }
}

/// Parameters of the Listener stage and its slot.
#[derive(Params)]
pub struct ListenerParams {
    /// Whether the stage is heard.
    #[id = "on"]
    pub on: BoolParam,
    /// How much of it is heard.
    #[id = "mix"]
    pub mix: FloatParam,
    /// The device.
    #[id = "model"]
    pub model: EnumParam<DeviceChoice>,
    /// How far it is turned up.
    #[id = "volume"]
    pub volume: FloatParam,
    /// How much of its own dynamics works.
    #[id = "protection"]
    pub protection: FloatParam,
    /// How loose its case is.
    #[id = "rattle"]
    pub rattle: FloatParam,
    /// How far away it stands.
    #[id = "distance"]
    pub distance: FloatParam,
    /// How much of the place that it stands in is heard.
    #[id = "place"]
    pub place: FloatParam,
    /// How far its two sides stand apart.
    #[id = "width"]
    pub width: FloatParam,
}

impl Default for ListenerParams {
    fn default() -> Self {
        Self {
            on: switch("Listener", false),
            mix: percent("Listener mix", 1.0),
            model: EnumParam::new("Listener model", DeviceChoice::Year),
            volume: percent("Volume", 0.5),
            protection: percent("Protection", 1.0),
            rattle: percent("Rattle", 0.2),
            distance: percent("Distance", 0.2),
            place: percent("Place", 0.5),
            width: percent("Listener width", 1.0),
        }
    }
}

impl ListenerParams {
    /// |H| of what is listened on in `year` at a frequency, at a sample rate, both in Hz; 1 before
    /// the host has named one.
    pub fn response(&self, year: i32, sample_rate: f32, frequency_hz: f32) -> f32 {
        if sample_rate <= 0.0 {
            return 1.0;
        }
        listener::response(
            self.device(year),
            f64::from(sample_rate),
            f64::from(frequency_hz),
        ) as f32
    }

    /// What is listened on in `year`.
    pub fn device(&self, year: i32) -> Model {
        self.model.value().model(year)
    }

    /// What it has for the knobs to change.
    pub fn parts(&self, year: i32) -> Parts {
        self.device(year).parts()
    }

    /// Its name.
    pub fn device_name(&self, year: i32) -> &'static str {
        let model = self.device(year);
        name_of(|choice: DeviceChoice| choice != DeviceChoice::Year && choice.model(year) == model)
    }

    /// What the parameters stand at in `year`.
    pub fn settings(&self, year: i32) -> slot::Settings<listener::Settings> {
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: listener::Settings {
                model: self.device(year),
                volume: self.volume.value(),
                protection: self.protection.value(),
                rattle: self.rattle.value(),
                distance: self.distance.value(),
                place: self.place.value(),
                width: self.width.value(),
            },
        }
    }
}
