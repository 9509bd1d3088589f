//! The stages with settings to try them at.

use bedroom::audio::Stage;
use bedroom::audio::chain::{self, Chain, Slot, slot};
use bedroom::audio::stages::listener::{self, Listener};
use bedroom::audio::stages::room::noises::{self, Answer, Household, Kind, Mains, Noise};
use bedroom::audio::stages::room::{
    self, Acoustics, Dimensions, Furnishing, ListenFrom, Microphones, Pattern, Position, Room,
};
use bedroom::audio::stages::studio::{self, Studio, compressor, equaliser, limiter, pump, width};
use bedroom::audio::stages::tape::{self, Model, Oversampling, System, Tape};
use bedroom::audio::stages::upload::{self, Concealment, Listen, StutterLength, Upload};

use crate::support::slotted;

/// A stage with settings to try it at.
pub trait Subject: Stage {
    /// The longest latency in milliseconds that is acceptable.
    const LONGEST_MS: f64;
    /// How many of the extremes are tried again in a slot, which has no part in the rest.
    const IN_SLOT: usize = usize::MAX;
    /// Settings far from each other, with everything that can move moving.
    fn extremes() -> Vec<Self::Settings>;
    /// The same without noise of their own, which would hide a click.
    fn quiet(settings: Self::Settings) -> Self::Settings;
}

/// Every noise as `change` makes it of what it is in life.
fn all_noises(change: impl Fn(Noise) -> Noise) -> [Noise; Kind::COUNT] {
    Kind::ALL.map(|kind| {
        change(Noise {
            level_db: Some(0.0),
            ..kind.silent()
        })
    })
}

impl Subject for Room {
    const LONGEST_MS: f64 = 1.0;

    fn extremes() -> Vec<room::Settings> {
        let bedroom = room::Settings {
            response: room::Response::Room,
            ..room::Settings::default()
        };
        let Acoustics { geometry, .. } = bedroom.acoustics;
        let loft = Acoustics {
            geometry: room::Geometry {
                dimensions: Dimensions {
                    length_m: 9.0,
                    width_m: 6.5,
                    height_m: 4.2,
                },
                microphones: Microphones {
                    position: Position {
                        x: 0.95,
                        y: 0.05,
                        height: 0.9,
                    },
                    pattern: Pattern::FigureOfEight,
                    aim_deg: 60.0,
                    angle_deg: 90.0,
                    spacing_m: 0.0,
                },
                source_width_m: 3.0,
                ..geometry
            },
            furnishing: Furnishing {
                floor: room::Floor::Tiles,
                walls: room::Walls::Concrete,
                curtains: 0.0,
                mattress: 0.0,
                wardrobe: 0.0,
                clutter: 0.0,
                ..Furnishing::default()
            },
            pre_delay_ms: 80.0,
            ..Acoustics::default()
        };
        let night = |answer| noises::Settings {
            household: Household::Everything,
            mains: Mains::Hz60,
            answer_depth: 1.0,
            night: 7,
            noises: all_noises(|noise| Noise {
                level_db: Some(0.0),
                character: 0.9,
                answer,
                ..noise
            }),
        };
        let heard_from = |listen_from, door| room::Settings {
            acoustics: Acoustics {
                listen_from,
                door,
                ..Acoustics::default()
            },
            ..bedroom
        };
        vec![
            room::Settings {
                noises: night(Answer::Struck),
                ..bedroom
            },
            room::Settings::default(),
            room::Settings {
                acoustics: loft,
                direct: 0.3,
                noises: night(Answer::Duck),
                ..bedroom
            },
            heard_from(ListenFrom::Corridor, 0.0),
            room::Settings {
                acoustics: Acoustics {
                    geometry: room::Geometry {
                        dimensions: Dimensions {
                            length_m: 1.5,
                            width_m: 1.5,
                            height_m: 1.8,
                        },
                        source: geometry.microphones.position,
                        source_width_m: 0.0,
                        ..geometry
                    },
                    furnishing: Furnishing {
                        floor: room::Floor::Carpet,
                        blankets: 1.0,
                        wardrobe: 1.0,
                        ..Furnishing::default()
                    },
                    decay: 0.25,
                    balance: -1.0,
                    width: 0.0,
                    ..Acoustics::default()
                },
                ..bedroom
            },
            room::Settings {
                noises: night(Answer::Swell),
                ..heard_from(ListenFrom::Futon, 1.0)
            },
            room::Settings {
                acoustics: Acoustics {
                    balance: 1.0,
                    width: 2.0,
                    decay: 2.0,
                    ..Acoustics::default()
                },
                direct: 0.0,
                ..heard_from(ListenFrom::NextRoom, 0.5)
            },
        ]
    }

    fn quiet(settings: room::Settings) -> room::Settings {
        room::Settings {
            noises: noises::Settings::default(),
            ..settings
        }
    }
}

impl Subject for Tape {
    const LONGEST_MS: f64 = 6.0;

    fn extremes() -> Vec<tape::Settings> {
        let busy = tape::Settings {
            model: Model::FourTrack,
            drive_db: 18.0,
            saturation: 0.7,
            bias_db: -6.0,
            spacing_um: 3.0,
            wow_percent: 1.0,
            flutter_percent: 0.5,
            azimuth_arcmin: 12.0,
            hiss: Some(0.0),
            asperity: Some(6.0),
            print_through: Some(6.0),
            crosstalk: Some(6.0),
            dropouts_per_minute: 240.0,
            age: 0.9,
            oversampling: Oversampling::X8,
            bounces: 2,
            encode: System::SlidingBand,
            decode: System::SlidingBand,
            mistrack_db: 3.0,
            ..tape::Settings::default()
        };
        vec![
            busy,
            tape::Settings {
                model: Model::Walkman,
                ..tape::Settings::default()
            },
            tape::Settings {
                model: Model::HomeReel,
                bias_db: 9.0,
                drive_db: -12.0,
                encode: System::Compander,
                decode: System::Off,
                age: 0.0,
                ..busy
            },
            tape::Settings::default(),
            tape::Settings {
                model: Model::Transparent,
                wow_percent: 3.0,
                encode: System::Off,
                decode: System::Compander,
                mistrack_db: -6.0,
                ..busy
            },
            tape::Settings {
                model: Model::FastFourTrack,
                bounces: 8,
                oversampling: Oversampling::X2,
                azimuth_arcmin: -30.0,
                varispeed_semitones: 7.0,
                encode: System::Compander,
                decode: System::Compander,
                crosstalk: Some(0.0),
                ..tape::Settings::default()
            },
            tape::Settings {
                model: Model::Portable,
                stopped: true,
                inertia_s: 0.3,
                ..tape::Settings::default()
            },
        ]
    }

    fn quiet(settings: tape::Settings) -> tape::Settings {
        tape::Settings {
            hiss: None,
            asperity: None,
            dropouts_per_minute: 0.0,
            age: 0.0,
            ..settings
        }
    }
}

impl Subject for Studio {
    const LONGEST_MS: f64 = 4.0;

    fn extremes() -> Vec<studio::Settings> {
        use equaliser::{Band, BandKind, Pass, Slope};
        let band = |kind, hz, gain_db, q| Band {
            on: true,
            kind,
            hz,
            gain_db,
            q,
        };
        let pass = |on, hz, slope| Pass { on, hz, slope };
        let busy = studio::Settings {
            equaliser: equaliser::Settings {
                high_pass: pass(true, 40.0, Slope::Db24),
                low_pass: pass(true, 12_000.0, Slope::Db12),
                bands: [
                    band(BandKind::LowShelf, 150.0, 9.0, 0.71),
                    band(BandKind::Bell, 400.0, -12.0, 4.0),
                    band(BandKind::Bell, 3_000.0, 12.0, 0.5),
                    band(BandKind::HighShelf, 9_000.0, -18.0, 1.0),
                ],
            },
            compressor: compressor::Settings {
                on: true,
                threshold_db: -36.0,
                ratio: 6.0,
                auto_release: true,
                make_up: compressor::MakeUp::Auto,
                link: 0.5,
                key_high_pass_hz: Some(120.0),
                ..compressor::Settings::default()
            },
            pump: pump::Settings {
                depth_db: 18.0,
                beats: 0.5,
                shape: 0.7,
            },
            width: width::Settings {
                width: 1.8,
                mono_below_hz: Some(200.0),
            },
            limiter: limiter::Settings {
                on: true,
                loudness_db: 18.0,
                ceiling_db: -1.0,
                clip: 0.5,
                release_ms: 30.0,
            },
            metering: true,
        };
        let flat = studio::Settings::default();
        vec![
            busy,
            flat,
            studio::Settings {
                equaliser: equaliser::Settings {
                    bands: [
                        band(BandKind::HighShelf, 20_000.0, 18.0, 3.0),
                        band(BandKind::LowShelf, 60.0, -12.0, 0.3),
                        band(BandKind::Bell, 20.0, 6.0, 1.0),
                        band(BandKind::Bell, 1_000.0, -6.0, 10.0),
                    ],
                    ..flat.equaliser
                },
                limiter: limiter::Settings {
                    on: true,
                    ceiling_db: -6.0,
                    ..flat.limiter
                },
                ..flat
            },
            studio::Settings {
                compressor: compressor::Settings {
                    on: true,
                    threshold_db: -24.0,
                    ratio: f32::INFINITY,
                    knee_db: 0.0,
                    mix: 0.5,
                    key: compressor::Key::External,
                    ..compressor::Settings::default()
                },
                width: width::Settings {
                    width: 0.0,
                    mono_below_hz: None,
                },
                metering: false,
                ..flat
            },
            studio::Settings {
                pump: pump::Settings {
                    depth_db: 24.0,
                    beats: 2.0,
                    shape: 0.0,
                },
                ..busy
            },
        ]
    }

    /// Without what is meant to bend the wave or to move its level.
    fn quiet(settings: studio::Settings) -> studio::Settings {
        studio::Settings {
            pump: pump::Settings {
                depth_db: settings.pump.depth_db.min(6.0),
                ..settings.pump
            },
            limiter: limiter::Settings {
                clip: 0.0,
                ..settings.limiter
            },
            ..settings
        }
    }
}

impl Subject for Listener {
    const LONGEST_MS: f64 = 1.0;

    fn extremes() -> Vec<listener::Settings> {
        let device = |model, volume, distance, place, rattle| listener::Settings {
            model,
            volume,
            distance,
            place,
            rattle,
            ..listener::Settings::default()
        };
        use listener::Model::*;
        vec![
            device(PhoneOnTable, 1.0, 0.0, 1.0, 1.0),
            listener::Settings::default(),
            device(Club, 0.6, 1.0, 1.0, 0.0),
            device(EarbudsLeaking, 0.5, 0.8, 0.5, 0.2),
            listener::Settings {
                protection: 0.0,
                width: 0.0,
                ..device(BluetoothSpeaker, 1.0, 0.5, 0.3, 0.7)
            },
            listener::Settings {
                protection: 0.5,
                width: 0.3,
                ..device(Boombox, 0.0, 0.2, 0.0, 0.0)
            },
            device(TransistorRadio, 0.8, 0.1, 0.8, 0.4),
        ]
    }

    fn quiet(settings: listener::Settings) -> listener::Settings {
        listener::Settings {
            rattle: 0.0,
            ..settings
        }
    }
}

impl Subject for Upload {
    /// One generation, and what it takes to stretch sound over a lost packet.
    const LONGEST_MS: f64 = 60.0;
    const IN_SLOT: usize = 4;

    fn extremes() -> Vec<upload::Settings> {
        let sent = |model| upload::Settings {
            model,
            ..upload::Settings::default()
        };
        let lost = upload::Settings {
            loss: 0.3,
            burst: 3.0,
            jitter_ms: 30.0,
            // Always, and often enough for the shortest test.
            stutter: 60.0,
            stutter_length: StutterLength::Beats(0.0625),
            ..sent(upload::Model::VideoCall)
        };
        vec![
            lost,
            sent(upload::Model::Mp3),
            upload::Settings::default(),
            upload::Settings {
                bit_rate_kbps: Some(24.0),
                mono: true,
                concealment: Concealment::Noise,
                stutter_length: StutterLength::Ms(60.0),
                ..upload::Settings {
                    model: upload::Model::Mp3,
                    ..lost
                }
            },
            upload::Settings {
                frozen: true,
                listen: Listen::Removed,
                ..sent(upload::Model::Aac)
            },
            upload::Settings {
                loss: 1.0,
                concealment: Concealment::Fade,
                ..sent(upload::Model::Opus)
            },
            sent(upload::Model::Bluetooth),
            sent(upload::Model::Sampler12),
            sent(upload::Model::Sampler8),
            upload::Settings {
                packet_ms: 60.0,
                loss: 0.1,
                concealment: Concealment::Silence,
                ..sent(upload::Model::MiniDisc)
            },
            upload::Settings {
                reuploads: 2,
                ..sent(upload::Model::AudioSharing)
            },
        ]
    }

    /// Without what is meant to interrupt the sound or to be heard as noise.
    fn quiet(settings: upload::Settings) -> upload::Settings {
        upload::Settings {
            bit_rate_kbps: settings.bit_rate_kbps.map(|_| 128.0),
            // It opens and closes when it begins to listen.
            suppression: 0.0,
            loss: 0.0,
            jitter_ms: 0.0,
            stutter: 0.0,
            ..settings
        }
    }
}

impl Subject for Chain {
    const LONGEST_MS: f64 =
        Room::LONGEST_MS + Tape::LONGEST_MS + Upload::LONGEST_MS + Listener::LONGEST_MS;

    fn extremes() -> Vec<chain::Settings> {
        Slot::<Tape>::extremes()
            .into_iter()
            .zip([-6.0, 9.0, 0.0].into_iter().cycle())
            .zip(Slot::<Upload>::extremes().into_iter().cycle())
            .zip(Slot::<Listener>::extremes().into_iter().cycle())
            .zip(Slot::<Room>::extremes().into_iter().cycle())
            .map(
                |((((tape, gain_db), upload), listener), room)| chain::Settings {
                    input_db: gain_db,
                    room,
                    tape,
                    upload,
                    listener,
                    output_db: -gain_db,
                },
            )
            .collect()
    }

    /// Without the coders and the room, not copied often, and not at full volume: what a coder, a
    /// compander or a driver at its end makes of a sound that changes or swells is no click, and the
    /// changes of each are tried by themselves.
    fn quiet(settings: chain::Settings) -> chain::Settings {
        let mut tape = Slot::<Tape>::quiet(settings.tape);
        tape.stage.bounces = tape.stage.bounces.min(2);
        let mut upload = Slot::<Upload>::quiet(settings.upload);
        upload.stage.model = upload::Model::Off;
        let mut listener = Slot::<Listener>::quiet(settings.listener);
        listener.stage.volume = listener.stage.volume.min(0.5);
        chain::Settings {
            room: slot::Settings {
                on: false,
                ..settings.room
            },
            tape,
            upload,
            listener,
            ..settings
        }
    }
}

impl<S: Subject> Subject for Slot<S> {
    const LONGEST_MS: f64 = S::LONGEST_MS;

    /// The stage's own, off behind the first, and half dry at last.
    fn extremes() -> Vec<slot::Settings<S::Settings>> {
        let stages = S::extremes().into_iter().take(S::IN_SLOT);
        let mut all: Vec<_> = stages.map(slotted).collect();
        let (first, last) = (all[0], all[all.len() - 1]);
        all.insert(1, slot::Settings { on: false, ..first });
        all.push(slot::Settings { mix: 0.3, ..first });
        all.push(slot::Settings { mix: 0.0, ..last });
        all
    }

    fn quiet(settings: slot::Settings<S::Settings>) -> slot::Settings<S::Settings> {
        slot::Settings {
            stage: S::quiet(settings.stage),
            ..settings
        }
    }
}
