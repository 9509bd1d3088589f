//! What a host shows before a sound is heard.

use std::path::Path;

use lab::host::{AudioPort, Block, ClapFile, Direction, Event, HostError, Message};

use crate::plugin::{BLOCK, ID, RATE, active, file, plugin};

#[test]
fn the_file_holds_the_effect() {
    let plugins = file().plugins();
    let info = plugins.iter().find(|info| info.id == ID).expect("there");
    assert_eq!(info.name, "Bedroom");
    assert_eq!(info.vendor, "Bedroom");
    assert_eq!(info.version, env!("CARGO_PKG_VERSION"));
    assert!(!info.description.is_empty());
    assert_eq!(
        info.features,
        [
            "audio-effect",
            "stereo",
            "mono",
            "distortion",
            "multi-effects"
        ]
    );
}

#[test]
fn sound_goes_in_and_out_in_stereo_beside_a_side_chain_and_no_notes() {
    let mut plugin = plugin();
    let port = |name: &str, main| AudioPort {
        name: name.to_owned(),
        channels: 2,
        main,
    };
    assert_eq!(
        plugin.audio_ports(Direction::Input),
        [port("Input", true), port("Side-chain", false)]
    );
    assert_eq!(
        plugin.audio_ports(Direction::Output),
        [port("Output", true)]
    );
    assert_eq!(plugin.note_ports(Direction::Input), 0);
    assert_eq!(plugin.note_ports(Direction::Output), 0);
}

#[test]
fn the_host_says_what_is_wrong() {
    let unknown = file().instantiate("org.bedroom.kitchen").err();
    assert!(
        matches!(&unknown, Some(HostError::UnknownPlugin { known, .. }) if known.iter().any(|id| id == ID)),
        "{unknown:?}"
    );
    // A library, but of another kind.
    let library = std::env::current_exe().expect("a path");
    let error = ClapFile::load(&library).err();
    assert!(
        matches!(error, Some(HostError::NotClap { .. })),
        "{error:?}"
    );
    let error = ClapFile::load(Path::new("nowhere/Bedroom.clap")).err();
    assert!(matches!(error, Some(HostError::NoFile(_))), "{error:?}");
}

#[test]
fn the_host_refuses_what_clap_forbids() {
    fn process(frames: usize, right: usize, event: usize) -> Option<HostError> {
        let (left_in, right_in) = (vec![0.0; frames], vec![0.0; right]);
        let (mut left, mut right) = (left_in.clone(), left_in.clone());
        let mut block = Block {
            input: [&left_in, &right_in],
            output: [&mut left, &mut right],
            side_chain: None,
        };
        let message = Message::NoteOff { channel: 0, key: 0 };
        let event = Event {
            frame: event,
            message,
        };
        active(&[]).process(&mut block, &[event]).err()
    }
    let agreed = BLOCK as usize;
    assert!(process(agreed, agreed, 0).is_none());
    let error = process(agreed + 1, agreed + 1, 0);
    assert!(
        matches!(error, Some(HostError::BlockTooLong { .. })),
        "{error:?}"
    );
    let error = process(agreed, agreed, agreed);
    assert!(
        matches!(error, Some(HostError::EventOutside { .. })),
        "{error:?}"
    );
    let error = process(agreed, agreed - 1, 0);
    assert!(matches!(error, Some(HostError::UnevenBlock)), "{error:?}");

    let mut plugin = plugin();
    assert!(matches!(plugin.tail(), Err(HostError::NotActive)));
    let error = plugin.activate(RATE, 0).err();
    assert!(
        matches!(error, Some(HostError::Activation { .. })),
        "{error:?}"
    );
    assert!(matches!(plugin.value(1), Err(HostError::UnknownParam(1))));
}
