//! Slots, and the chain of all of them.

use bedroom::audio::chain::again;
use bedroom::audio::chain::{self, Chain, Slot, slot};
use bedroom::audio::stages::listener::Listener;
use bedroom::audio::stages::room::Room;
use bedroom::audio::stages::studio::{self, Studio};
use bedroom::audio::stages::tape::Tape;
use bedroom::audio::stages::upload::{self, Upload};

use super::Subject;
use crate::support::slotted;

impl Subject for Chain {
    const LONGEST_MS: f64 = Room::LONGEST_MS
        + Tape::LONGEST_MS
        + Studio::LONGEST_MS
        + Upload::LONGEST_MS
        + Listener::LONGEST_MS;

    fn extremes() -> Vec<chain::Settings> {
        Slot::<Tape>::extremes()
            .into_iter()
            .zip([-6.0, 9.0, 0.0].into_iter().cycle())
            .zip(Slot::<Upload>::extremes().into_iter().cycle())
            .zip(Slot::<Listener>::extremes().into_iter().cycle())
            .zip(Slot::<Room>::extremes().into_iter().cycle())
            .zip(Slot::<Studio>::extremes().into_iter().map(undriven).cycle())
            .zip(loops().into_iter().cycle())
            .map(
                |((((((tape, gain_db), upload), listener), room), studio), again)| {
                    chain::Settings {
                        input_db: gain_db,
                        room,
                        tape,
                        studio,
                        upload,
                        listener,
                        again,
                        output_db: -gain_db,
                    }
                },
            )
            .collect()
    }

    /// Without the coders and the room, not copied often, and not at full volume: what a coder, a
    /// compander, a compressor or a driver at its end makes of a sound that changes or swells is no click, and the
    /// changes of each are tried by themselves. Without the loop: it builds up a steady sound, and all
    /// that happens to it, to many times what went in, beside which a click is measured here;
    /// `tests/again.rs` tries its changes.
    fn quiet(settings: chain::Settings) -> chain::Settings {
        let mut tape = Slot::<Tape>::quiet(settings.tape);
        tape.stage.bounces = tape.stage.bounces.min(2);
        let mut upload = Slot::<Upload>::quiet(settings.upload);
        upload.stage.model = upload::Model::Off;
        let mut studio = Slot::<Studio>::quiet(settings.studio);
        studio.stage.compressor.on = false;
        // A dip is as steep as a drum's: that is no click.
        studio.stage.pump.depth_db = 0.0;
        let mut listener = Slot::<Listener>::quiet(settings.listener);
        listener.stage.volume = listener.stage.volume.min(0.5);
        chain::Settings {
            room: slot::Settings {
                on: false,
                ..settings.room
            },
            tape,
            studio,
            upload,
            listener,
            again: again::Settings::default(),
            ..settings
        }
    }
}

/// A studio that turns up little: what the others leave behind a sound, and the loop's howl, would be
/// raised by 60 dB into every speaker's distortion, which has a mean. The desk's own drive is tried alone.
fn undriven(mut studio: slot::Settings<studio::Settings>) -> slot::Settings<studio::Settings> {
    let stage = &mut studio.stage;
    stage.compressor.make_up = studio::compressor::MakeUp::Manual(0.0);
    stage.limiter.loudness_db = stage.limiter.loudness_db.min(3.0);
    stage.platform.rule = None;
    studio
}

/// Loops from none to more than everything. An amount that is neither off nor high dies out sooner than
/// an endless tail is asked to, and a loop that was never filled has none: `tests/again.rs` tries those.
fn loops() -> [again::Settings; 4] {
    let off = again::Settings::default();
    let on = again::Settings { on: true, ..off };
    [
        off,
        again::Settings {
            amount: again::MAX_AMOUNT,
            note: Some(0.25),
            ping_pong: true,
            ..on
        },
        again::Settings {
            amount: 0.9,
            time_ms: 173.0,
            high_pass_hz: 30.0,
            low_pass_hz: 3_000.0,
            ..on
        },
        again::Settings { frozen: true, ..on },
    ]
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
