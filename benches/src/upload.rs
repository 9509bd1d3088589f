//! The upload at 48 kHz in blocks of 64: each codec once, again and again, and changing.
//!
//! Peers, in process, encoding and decoding (measured elsewhere on a machine of this kind, per stereo
//! frame): LAME at 128 kbit/s 197 ns at quality 7 and 325 at 3, libopus at 64 kbit/s 68 ns at
//! complexity 0 and 190 at 10.

use bedroom::audio::stages::upload::{Model, Settings, Upload};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// The most that one generation of a coder may take, in nanoseconds a frame.
const ONE_NS: f64 = 60.0;
/// The same for twenty re-uploads.
const TWENTY_NS: f64 = 1_200.0;
/// Blocks until twenty re-uploads of 52 ms are filled.
const FILL_BLOCKS: usize = 1_024;

fn at(model: Model) -> Settings {
    Settings {
        model,
        ..Settings::default()
    }
}

fn mp3(bit_rate_kbps: f32) -> Settings {
    Settings {
        bit_rate_kbps: Some(bit_rate_kbps),
        ..at(Model::Mp3)
    }
}

/// Each codec, generations, the network, and everything on its way.
pub fn cases() -> Vec<Case> {
    let again = |reuploads| Settings {
        reuploads,
        ..mp3(128.0)
    };
    let lossy = Settings {
        loss: 0.1,
        burst: 3.0,
        jitter_ms: 30.0,
        ..at(Model::Off)
    };
    vec![
        still("upload/off", at(Model::Off)),
        still("upload/MP3, 128 kbit/s", mp3(128.0)).target(ONE_NS),
        still("upload/MP3, 64 kbit/s", mp3(64.0)).target(ONE_NS),
        still("upload/MP3, 320 kbit/s", mp3(320.0)),
        still("upload/AAC, 128 kbit/s", at(Model::Aac)).target(ONE_NS),
        still("upload/Opus, 96 kbit/s", at(Model::Opus)).target(ONE_NS),
        still("upload/MiniDisc", at(Model::MiniDisc)),
        still("upload/video site", at(Model::VideoSite)).target(ONE_NS),
        still("upload/video call", at(Model::VideoCall)),
        still("upload/Bluetooth", at(Model::Bluetooth)).target(ONE_NS),
        still("upload/12-bit sampler", at(Model::Sampler12)).target(ONE_NS),
        still("upload/8-bit sampler", at(Model::Sampler8)).target(ONE_NS),
        still("upload/10 % loss, jitter", lossy),
        still("upload/MP3, 128 kbit/s, 5 re-uploads", again(5)).over(FILL_BLOCKS, 256),
        still("upload/MP3, 128 kbit/s, 20 re-uploads", again(20))
            .over(FILL_BLOCKS, 256)
            .target(TWENTY_NS),
        moving("upload/bit rate turned every block", |n| {
            mp3(128.0 + (n % 64) as f32)
        }),
        // 52 ms to run in and 20 ms to fade are 54 blocks.
        moving("upload/codec changing all the time", |n| {
            if (n / 54).is_multiple_of(2) {
                mp3(128.0)
            } else {
                at(Model::Aac)
            }
        })
        .over(432, 432),
    ]
}

fn still(name: &'static str, settings: Settings) -> Case {
    moving(name, move |_| settings)
}

fn moving(name: &'static str, settings: impl Fn(usize) -> Settings + 'static) -> Case {
    let spec = Spec::new(SAMPLE_RATE).expect("a common rate");
    let mut upload = Upload::prepare(spec);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        upload.set(&settings(n));
        upload.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
    .in_bursts()
}
