//! What a host sends to a plugin beside the sound.

use clack_host::events::event_types::{MidiEvent, NoteOffEvent, NoteOnEvent, ParamValueEvent};
use clack_host::events::io::EventBuffer;
use clack_host::events::{Match, Pckn};
use clack_host::utils::ClapId;

/// A parameter's new value from a frame on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Automation {
    /// Frame, from the start of the recording.
    pub frame: usize,
    /// The parameter's number.
    pub id: u32,
    /// The value in CLAP's plain unit: see [`ParamInfo`](super::ParamInfo).
    pub value: f64,
}

/// A message at a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Frame, from the start of what it is handed over with: a block or a recording.
    pub frame: usize,
    pub message: Message,
}

/// What an [`Event`] says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Message {
    /// The parameter `id` stands at `value`, in CLAP's plain unit.
    Param { id: u32, value: f64 },
    /// Channel 0 to 15, key 0 to 127, velocity 0 to 1.
    NoteOn {
        channel: u16,
        key: u16,
        velocity: f64,
    },
    /// Channel 0 to 15, key 0 to 127.
    NoteOff { channel: u16, key: u16 },
    /// Three bytes of MIDI 1.0.
    Midi([u8; 3]),
}

impl From<Automation> for Event {
    fn from(Automation { frame, id, value }: Automation) -> Self {
        let message = Message::Param { id, value };
        Event { frame, message }
    }
}

impl Event {
    /// Appends the event in CLAP's form.
    pub(super) fn push_to(&self, buffer: &mut EventBuffer) {
        // No block is longer than a u32, which the processor has checked.
        let time = self.frame as u32;
        let note = |channel: u16, key: u16| Pckn::new(0u16, channel, key, Match::All);
        match self.message {
            Message::Param { id, value } => {
                // CLAP's one invalid number stands for no parameter at all.
                if let Some(id) = ClapId::from_raw(id) {
                    buffer.push(&ParamValueEvent::new(time, id, Pckn::match_all(), value));
                }
            }
            Message::NoteOn {
                channel,
                key,
                velocity,
            } => buffer.push(&NoteOnEvent::new(time, note(channel, key), velocity)),
            Message::NoteOff { channel, key } => {
                buffer.push(&NoteOffEvent::new(time, note(channel, key), 0.0));
            }
            Message::Midi(bytes) => buffer.push(&MidiEvent::new(time, 0, bytes)),
        }
    }
}
