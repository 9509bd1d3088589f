//! What every stage owes, whatever it models: the same bits however the blocks are cut, no
//! allocation, no click, a latency that is what it says, and finite sound for any input.

mod support;

use bedroom::audio::chain::{self, Chain, Slot, slot};
use bedroom::audio::stages::listener::{self, Listener};
use bedroom::audio::stages::tape::{self, Model, Oversampling, System, Tape};
use bedroom::audio::stages::upload::{self, Concealment, Listen, StutterLength, Upload};
use bedroom::audio::{Stage, Tail};
use lab::instruments::click::{click_db, roughness_db, worst_click};
use lab::instruments::compare::{is_identical, null_db};
use lab::instruments::decay::tail_frames;
use lab::instruments::level::{dc, rms_db};
use lab::{SILENCE_DB, Stereo, signal};
use support::{Change, prepare, render, slotted, steady};

// With the plugin the framework brings the same allocator.
#[cfg(not(feature = "plugin"))]
#[global_allocator]
static ALLOCATOR: nice_assert_no_alloc::AllocDisabler = nice_assert_no_alloc::AllocDisabler;

const RATE: f64 = 48_000.0;
/// Rates that studios use.
const RATES: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];

/// A stage with settings to try it at.
trait Subject: Stage {
    /// Settings far from each other, with everything that can move moving.
    fn extremes() -> Vec<Self::Settings>;
    /// The longest latency in milliseconds that is acceptable.
    const LONGEST_MS: f64;
    /// The same without noise of their own, which would hide a click.
    fn quiet(settings: Self::Settings) -> Self::Settings;
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

impl Subject for Slot<Listener> {
    const LONGEST_MS: f64 = Listener::LONGEST_MS;

    fn extremes() -> Vec<slot::Settings<listener::Settings>> {
        let mut all: Vec<_> = Listener::extremes().into_iter().map(slotted).collect();
        all.insert(
            1,
            slot::Settings {
                on: false,
                ..all[0]
            },
        );
        all.push(slot::Settings { mix: 0.3, ..all[2] });
        all
    }

    fn quiet(settings: slot::Settings<listener::Settings>) -> slot::Settings<listener::Settings> {
        slot::Settings {
            stage: Listener::quiet(settings.stage),
            ..settings
        }
    }
}

impl Subject for Slot<Tape> {
    const LONGEST_MS: f64 = Tape::LONGEST_MS;

    fn extremes() -> Vec<slot::Settings<tape::Settings>> {
        let mut all: Vec<_> = Tape::extremes().into_iter().map(slotted).collect();
        all.insert(
            1,
            slot::Settings {
                on: false,
                ..all[0]
            },
        );
        all.push(slot::Settings { mix: 0.3, ..all[0] });
        all
    }

    fn quiet(settings: slot::Settings<tape::Settings>) -> slot::Settings<tape::Settings> {
        slot::Settings {
            stage: Tape::quiet(settings.stage),
            ..settings
        }
    }
}

impl Subject for Upload {
    /// One generation, and what it takes to stretch sound over a lost packet.
    const LONGEST_MS: f64 = 60.0;

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

impl Subject for Slot<Upload> {
    const LONGEST_MS: f64 = Upload::LONGEST_MS;

    fn extremes() -> Vec<slot::Settings<upload::Settings>> {
        let mut all: Vec<_> = Upload::extremes()
            .into_iter()
            .take(4)
            .map(slotted)
            .collect();
        all.insert(
            1,
            slot::Settings {
                on: false,
                ..all[0]
            },
        );
        all.push(slot::Settings { mix: 0.3, ..all[2] });
        all
    }

    fn quiet(settings: slot::Settings<upload::Settings>) -> slot::Settings<upload::Settings> {
        slot::Settings {
            stage: Upload::quiet(settings.stage),
            ..settings
        }
    }
}

impl Subject for Slot<Chain> {
    const LONGEST_MS: f64 = Tape::LONGEST_MS + Upload::LONGEST_MS + Listener::LONGEST_MS;

    fn extremes() -> Vec<slot::Settings<chain::Settings>> {
        let mut all: Vec<_> = Slot::<Tape>::extremes()
            .into_iter()
            .zip([-6.0, 9.0, 0.0].into_iter().cycle())
            .zip(Slot::<Upload>::extremes().into_iter().cycle())
            .zip(Slot::<Listener>::extremes().into_iter().cycle())
            .map(|(((tape, gain_db), upload), listener)| {
                slotted(chain::Settings {
                    input_db: gain_db,
                    tape,
                    upload,
                    listener,
                    output_db: -gain_db,
                })
            })
            .collect();
        all.insert(
            2,
            slot::Settings {
                on: false,
                ..all[0]
            },
        );
        all.push(slot::Settings { mix: 0.0, ..all[0] });
        all
    }

    /// Without the coders: what they make of a sound that changes is no click, and their own changes
    /// are tried by themselves.
    fn quiet(settings: slot::Settings<chain::Settings>) -> slot::Settings<chain::Settings> {
        let mut upload = Slot::<Upload>::quiet(settings.stage.upload);
        upload.stage.model = upload::Model::Off;
        slot::Settings {
            stage: chain::Settings {
                tape: Slot::<Tape>::quiet(settings.stage.tape),
                upload,
                listener: Slot::<Listener>::quiet(settings.stage.listener),
                ..settings.stage
            },
            ..settings
        }
    }
}

fn music(sample_rate: f64, seconds: f64) -> Stereo {
    lab::demo::music(sample_rate, seconds)
}

/// Every extreme in turn, at frames that fit no block.
fn changes<S: Subject>(every: usize) -> Vec<Change<S>> {
    S::extremes()
        .into_iter()
        .enumerate()
        .map(|(n, settings)| Change {
            frame: n * every,
            settings,
        })
        .collect()
}

fn same(a: &Stereo, b: &Stereo) -> bool {
    is_identical(&a.left, &b.left) && is_identical(&a.right, &b.right)
}

fn any_split_gives_the_same_bits<S: Subject>() {
    let changes = changes::<S>(7_013);
    // To the end of the last of them.
    let input = music(RATE, 7_013.0 * (changes.len() + 1) as f64 / RATE);
    let whole = render(&mut prepare::<S>(RATE), &input, &changes, &[64]);
    for blocks in [&[1][..], &[7, 64, 1, 33, 50], &[512], &[63], &[1000, 3]] {
        let split = render(&mut prepare::<S>(RATE), &input, &changes, blocks);
        assert!(same(&whole, &split), "blocks of {blocks:?} differ");
    }
}

fn reset_equals_fresh<S: Subject>() {
    // No whole number of ticks, of packets or of a coder's frames: what counts them is caught.
    let input = music(RATE, 0.5).slice(0..23_777);
    let extremes = S::extremes();
    for (n, &settings) in extremes.iter().enumerate() {
        let change = |frame, settings| Change::<S> { frame, settings };
        let now = [change(0, settings)];
        let fresh = render(&mut prepare::<S>(RATE), &input, &now, &[64]);
        // It is on its way to something else when it is reset.
        let other = extremes[(n + 1) % extremes.len()];
        let mut stage = prepare::<S>(RATE);
        let changes = [change(0, settings), change(20_011, other)];
        render(&mut stage, &input, &changes, &[64]);
        stage.reset();
        let again = render(&mut stage, &input, &now, &[64]);
        assert!(same(&fresh, &again), "{n} on its way to another one");
        stage.reset();
        let again = render(&mut stage, &input, &now, &[64]);
        assert!(same(&fresh, &again), "{n} after itself");
    }
}

fn hostile_input_stays_finite<S: Subject>() {
    // The host boundary lets nothing louder in than +120 dBFS, and no NaN.
    let mut input = Stereo::from_mono(signal::white_noise(1, 0.0, 0.1, RATE), RATE).gain_db(120.0);
    let steps = (0..9_600)
        .map(|n| if n / 50 % 2 == 0 { 1e6 } else { -1e6 })
        .collect();
    input.append(&Stereo::from_mono(steps, RATE));
    input.append(&Stereo::from_mono(vec![1e6; 4_800], RATE));
    input.append(&music(RATE, 3.0));
    for settings in S::extremes() {
        let output = steady::<S>(settings, &input);
        assert!(output.is_finite());
        let recovered = output.slice(input.len() - 4_800..input.len());
        assert!(rms_db(&recovered.left) < 20.0, "it is still shouting");
    }
}

fn nothing_allocates<S: Subject>() {
    let input = music(RATE, 1.0);
    let (mut left, mut right) = (input.left.clone(), input.right.clone());
    let extremes = S::extremes();
    for rate in RATES {
        let mut stage = prepare::<S>(rate);
        // So long that a change is over, and then a while after a reset: a coder's frames and a
        // change of codec take as many milliseconds at any rate.
        let [each, fresh] = [125.0, 100.0].map(|blocks| (blocks * rate / RATE) as usize);
        nice_assert_no_alloc::assert_no_alloc(|| {
            for block in 0..each * extremes.len() {
                stage.set(&extremes[block / each]);
                let start = block % 749 * 64;
                let span = start..start + 64;
                stage.process(&mut bedroom::audio::StereoBlock::new(
                    &mut left[span.clone()],
                    &mut right[span],
                ));
                if block % each == fresh {
                    stage.reset();
                }
                let _ = (stage.latency(), stage.tail(), stage.warm_up());
            }
        });
    }
}

fn default_is_transparent_at_its_latency<S: Subject>() {
    for rate in RATES {
        let input = music(rate, 1.0);
        let mut stage = prepare::<S>(rate);
        stage.set(&S::Settings::default());
        let latency = stage.latency();
        assert!(
            (latency as f64) < S::LONGEST_MS * 1e-3 * rate,
            "{latency} frames at {rate} Hz"
        );
        let output = steady::<S>(S::Settings::default(), &input);
        let end = input.len() - latency;
        let null = null_db(&output.left[latency..], &input.left[..end]);
        assert!(null < -120.0, "nulls to {null:.1} dB at {rate} Hz");
    }
}

/// What went in, beside the stage or instead of it, is as late as the stage says.
fn dry_sound_is_as_late_as_the_stage<S: Stage>(stage: S::Settings) {
    let input = music(RATE, 0.5);
    for (on, mix) in [(false, 1.0), (true, 0.0)] {
        let mut slot = prepare::<Slot<S>>(RATE);
        let settings = slot::Settings { on, mix, stage };
        slot.set(&settings);
        let latency = slot.latency();
        slot.reset();
        let output = render(&mut slot, &input, &[Change { frame: 0, settings }], &[64]);
        let late = is_identical(
            &output.left[latency..],
            &input.left[..input.len() - latency],
        );
        assert!(late, "on: {on}, mix: {mix}, {latency} frames");
    }
}

fn changes_do_not_click<S: Subject>() {
    // A low sine leaves the range in which a click is heard to the click alone; what moves between
    // the sides is only heard where they differ.
    let left = signal::sine(110.0, -18.0, 6.0, RATE);
    let right = left.iter().map(|x| -0.5 * x).collect();
    let input = Stereo::from_channels(left, right, RATE);
    let quiet: Vec<_> = S::extremes().into_iter().map(S::quiet).collect();
    // Re what went in: what comes out may be louder before a change than after it.
    let re_input = |sound: &[f32], db: f64| db + rms_db(sound) - rms_db(&input.left);
    // What a sound has of its own, such as a coder's noise, no change has added.
    let own_db: Vec<f64> = quiet
        .iter()
        .map(|&settings| {
            let output = steady::<S>(settings, &input);
            let steady = &output.left[24_000..];
            re_input(steady, roughness_db(steady, RATE))
        })
        .collect();
    for (from, &a) in quiet.iter().enumerate() {
        for (to, &b) in quiet[..from].iter().enumerate() {
            let change = |frame, settings| Change::<S> { frame, settings };
            let changes = [
                change(0, a),
                change(72_011, b),
                change(144_023, a),
                change(150_001, b),
            ];
            let output = render(&mut prepare::<S>(RATE), &input, &changes, &[64]);
            let sound = &output.left[24_000..];
            let worst = worst_click(sound, RATE);
            let level = worst.map_or(SILENCE_DB, |click| re_input(sound, click.level_db));
            let own = own_db[from].max(own_db[to]);
            assert!(
                level < f64::max(-60.0, own + 1.0),
                "{worst:?} from {from} to {to}, which have {own:.1} dB"
            );
        }
    }
}

fn the_tail_covers_what_sounds_on<S: Subject>() {
    let seconds = 0.5;
    let input = Stereo::from_mono(signal::sine(60.0, -6.0, seconds, RATE), RATE);
    let input = input.with_silence(2 * RATE as usize);
    let sounding = (seconds * RATE) as usize;
    for settings in S::extremes() {
        let mut stage = prepare::<S>(RATE);
        let output = render(&mut stage, &input, &[Change { frame: 0, settings }], &[64]);
        let measured = tail_frames(&output.left, -120.0).saturating_sub(sounding);
        match stage.tail() {
            Tail::Frames(tail) => assert!(measured <= tail, "{measured} > {tail} frames"),
            Tail::Endless => assert!(measured > RATE as usize, "it falls silent"),
        }
        let end = &output.left[output.len() - 4_800..];
        assert!(dc(end).abs() < 1e-3, "a constant of {} is left", dc(end));
    }
}

/// A constant, +24 dB of music and full-scale squares while every knob jumps, at every rate.
#[test]
fn hostile_automation_stays_finite_and_bounded_and_leaves_no_constant() {
    for rate in RATES {
        let second = rate as usize;
        let squares = (0..second / 4)
            .map(|n| if n / 37 % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        let mut input = Stereo::from_mono(vec![1.0; second / 4], rate);
        input.append(&music(rate, 0.5).gain_db(24.0));
        input.append(&Stereo::from_mono(squares, rate));
        input.append(&Stereo::from_mono(vec![0.7; second], rate));
        let mut changes: Vec<Change<Tape>> = (0..18)
            .flat_map(|round| {
                let all = Tape::extremes().into_iter().enumerate();
                all.map(move |(n, settings)| (round * 7 + n, settings))
            })
            .map(|(n, settings)| Change {
                frame: n * 391,
                settings,
            })
            .collect();
        for model in Model::ALL {
            if model.machine().magnetics.is_none() {
                continue;
            }
            changes.push(Change {
                frame: second,
                settings: tape::Settings {
                    model,
                    ..tape::Settings::default()
                },
            });
            let output = render(&mut prepare::<Tape>(rate), &input, &changes, &[512, 7]);
            changes.pop();
            assert!(output.is_finite(), "{model:?} at {rate} Hz");
            let peak = output
                .left
                .iter()
                .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
            assert!(peak < 100.0, "{model:?} at {rate} Hz: {peak}");
            let left = dc(&output.left[output.len() - second / 5..]).abs();
            assert!(left < 1e-3, "{model:?} at {rate} Hz: a constant of {left}");
        }
    }
}

/// The one setting that changes the latency: what is dry moves with what is wet.
#[test]
fn a_print_that_precedes_the_sound_is_reported_and_mixes_without_a_comb() {
    let stage = tape::Settings {
        pre_echo: true,
        ..tape::Settings::default()
    };
    let settings = slot::Settings {
        mix: 0.5,
        ..slotted(stage)
    };
    let mut slot = prepare::<Slot<Tape>>(RATE);
    let before = slot.latency();
    slot.set(&settings);
    let latency = slot.latency();
    assert!(latency > before + 48_000, "{latency} frames");
    assert!(latency <= slot.max_latency());
    let input = music(RATE, 4.0);
    let output = steady::<Slot<Tape>>(settings, &input);
    let null = null_db(
        &output.left[latency..],
        &input.left[..input.len() - latency],
    );
    assert!(null < -120.0, "nulls to {null:.1} dB");
}

/// Re-uploads take the time of the first again; what is dry goes with them, and off takes none.
#[test]
fn each_upload_takes_as_long_as_the_first_and_none_while_off() {
    let at = |on, reuploads| {
        let mut slot = prepare::<Slot<Upload>>(RATE);
        slot.set(&slot::Settings {
            on,
            mix: 0.5,
            stage: upload::Settings {
                reuploads,
                ..upload::Settings::default()
            },
        });
        (slot.latency(), slot)
    };
    assert_eq!(at(false, 20).0, 0);
    let (one, _) = at(true, 0);
    let (two, _) = at(true, 1);
    for reuploads in [0, 1, 7, 20] {
        let (latency, slot) = at(true, reuploads);
        assert_eq!(latency, one + usize::from(reuploads) * (two - one));
        assert!(latency <= slot.max_latency());
        let input = music(RATE, 2.5);
        let settings = slot::Settings {
            mix: 0.5,
            ..slotted(upload::Settings {
                reuploads,
                ..upload::Settings::default()
            })
        };
        let output = steady::<Slot<Upload>>(settings, &input);
        let end = input.len() - latency;
        let null = null_db(&output.left[latency..], &input.left[..end]);
        assert!(null < -120.0, "{reuploads}: nulls to {null:.1} dB");
    }
}

/// While the number of uploads changes, the sound fades from one place to the other.
#[test]
fn another_number_of_uploads_does_not_click() {
    let input = Stereo::from_mono(signal::sine(110.0, -18.0, 6.0, RATE), RATE);
    let change = |frame, reuploads| Change::<Upload> {
        frame,
        settings: upload::Settings {
            reuploads,
            ..upload::Settings::default()
        },
    };
    let changes = [
        change(0, 0),
        change(48_011, 3),
        change(100_003, 1),
        change(103_001, 8),
        change(200_009, 0),
    ];
    let output = render(&mut prepare::<Upload>(RATE), &input, &changes, &[64]);
    let level = click_db(&output.left[24_000..], RATE);
    assert!(level < -60.0, "a click of {level:.1} dB");
}

macro_rules! contract {
    ($($module:ident: $subject:ty),+) => { $(
        mod $module {
            use super::*;
            #[test] fn any_split_gives_the_same_bits() { super::any_split_gives_the_same_bits::<$subject>() }
            #[test] fn reset_equals_fresh() { super::reset_equals_fresh::<$subject>() }
            #[test] fn hostile_input_stays_finite() { super::hostile_input_stays_finite::<$subject>() }
            #[test] fn nothing_allocates() { super::nothing_allocates::<$subject>() }
            #[test] fn default_is_transparent_at_its_latency() { super::default_is_transparent_at_its_latency::<$subject>() }
            #[test] fn changes_do_not_click() { super::changes_do_not_click::<$subject>() }
            #[test] fn the_tail_covers_what_sounds_on() { super::the_tail_covers_what_sounds_on::<$subject>() }
        }
    )+ };
}

contract!(
    tape_alone: Tape,
    tape_in_its_slot: Slot<Tape>,
    upload_alone: Upload,
    upload_in_its_slot: Slot<Upload>,
    listener_alone: Listener,
    listener_in_its_slot: Slot<Listener>,
    whole_chain: Slot<Chain>
);

#[test]
fn dry_sound_is_as_late_as_its_stage() {
    dry_sound_is_as_late_as_the_stage::<Tape>(Tape::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Upload>(Upload::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Listener>(Listener::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Chain>(Slot::<Chain>::extremes()[0].stage);
}
