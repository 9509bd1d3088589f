//! What a session saves: it comes back whole, or not at all.

use bedroom::params::host_id;
use lab::host::Instance;
use lab::random::Random;

use crate::plugin::{BUSY, RATE, active, assert_same_bits, noise, plugin, through, turn};

/// The framework writes the length of the JSON before it, as a little-endian u64.
const HEADER: usize = 8;

fn save(plugin: &mut Instance) -> Vec<u8> {
    plugin.save_state().expect("saved")
}

fn with_header(json: &str) -> Vec<u8> {
    let mut bytes = (json.len() as u64).to_le_bytes().to_vec();
    bytes.extend(json.bytes());
    bytes
}

fn json(plugin: &mut Instance) -> String {
    String::from_utf8(save(plugin).split_off(HEADER)).expect("JSON")
}

fn values(plugin: &mut Instance) -> Vec<f64> {
    let ids: Vec<u32> = plugin.params().iter().map(|info| info.id).collect();
    ids.iter()
        .map(|&id| plugin.value(id).expect("a value"))
        .collect()
}

/// An instance with every parameter somewhere else.
fn scattered(seed: u64) -> Instance {
    let mut plugin = plugin();
    let mut random = Random::new(seed);
    for info in plugin.params() {
        let value = info.max * random.unipolar();
        let value = if info.stepped { value.round() } else { value };
        plugin.set(info.id, value).expect("set");
    }
    plugin
}

#[test]
fn what_is_saved_comes_back_exactly() {
    let input = noise(RATE, 0.1);
    for seed in 0..10 {
        let mut original = scattered(seed);
        let state = save(&mut original);
        let mut copy = plugin();
        copy.load_state(&state).expect("loaded");
        // The state holds the exact values; what hosts see of them is rounded on its way.
        assert_eq!(save(&mut copy), state, "seed {seed}");
        for (original, copy) in values(&mut original).iter().zip(values(&mut copy)) {
            assert!((original - copy).abs() < 1e-6, "{original} {copy}");
        }
        for plugin in [&mut original, &mut copy] {
            plugin.activate(RATE, 512).expect("active");
        }
        let original = through(&mut original, &input);
        assert_same_bits(&original, &through(&mut copy, &input), "loaded");
    }
}

#[test]
fn a_state_can_be_loaded_at_work() {
    let input = noise(RATE, 0.1);
    let mut busy = active(BUSY);
    let state = save(&mut busy);
    let mut plugin = active(&[]);
    through(&mut plugin, &input);
    plugin.load_state(&state).expect("loaded");
    through(&mut plugin, &input);
    plugin.reset().expect("reset");
    let output = through(&mut plugin, &input);
    assert_same_bits(&through(&mut busy, &input), &output, "loaded at work");
}

#[track_caller]
fn assert_refused(plugin: &mut Instance, bytes: &[u8], what: &str) {
    let before = (values(plugin), save(plugin));
    assert!(plugin.load_state(bytes).is_err(), "{what} was taken");
    assert_eq!((values(plugin), save(plugin)), before, "{what} left traces");
}

#[test]
fn what_is_broken_is_refused_whole() {
    let mut plugin = scattered(1);
    let state = save(&mut scattered(2));
    for end in (0..state.len()).step_by(7).chain([HEADER, state.len() - 1]) {
        assert_refused(
            &mut plugin,
            &state[..end],
            &format!("{end} bytes of {}", state.len()),
        );
    }
    let mut random = Random::new(3);
    for len in [1, 7, 8, 9, 100, 10_000] {
        let garbage: Vec<u8> = (0..len).map(|_| random.next_u64() as u8).collect();
        assert_refused(&mut plugin, &garbage, &format!("{len} bytes of garbage"));
    }
    for length in [0, 1, u64::MAX, 1 << 62, 1 << 40] {
        let mut lying = state.clone();
        lying[..HEADER].copy_from_slice(&length.to_le_bytes());
        assert_refused(&mut plugin, &lying, &format!("a length of {length}"));
    }
    for json in [
        "null",
        "[]",
        "1",
        "\"\"",
        "{\"version\":1}",
        "{\"version\":\"1\",\"params\":[]}",
    ] {
        assert_refused(&mut plugin, &with_header(json), json);
    }
}

#[test]
fn a_changed_byte_never_harms() {
    let input = noise(RATE, 0.002);
    let state = save(&mut scattered(4));
    let mut plugin = active(&[]);
    for at in (HEADER..state.len()).step_by(5) {
        let mut changed = state.clone();
        changed[at] = b'9';
        // Whether it is taken depends on the byte; what is heard is sound in either case.
        let _ = plugin.load_state(&changed);
        crate::plugin::assert_healthy(&through(&mut plugin, &input), &format!("byte {at}"));
    }
}

#[test]
fn a_newer_session_keeps_what_this_version_does_not_know() {
    let mut source = plugin();
    turn(&mut source, &[("output", "-3 dB"), ("tape_drive", "7 dB")]);
    let now = json(&mut source);
    let newer = now
        .replacen("\"format\":\"1\"", "\"format\":\"99\"", 1)
        .replacen(
            "\"params\":{",
            "\"params\":{\"room_size\":{\"f32\":1983.25},",
            1,
        );
    assert!(
        newer.contains("\"99\"") && newer.contains("1983.25"),
        "{now}"
    );

    let mut first = plugin();
    first.load_state(&with_header(&newer)).expect("loaded");
    for id in ["output", "tape_drive"] {
        let expected = source.value(host_id(id)).expect("a value");
        let value = first.value(host_id(id)).expect("a value");
        assert!((value - expected).abs() < 1e-6, "{id}: {value}");
    }
    let kept = json(&mut first);
    assert!(kept.contains("\"format\":\"1\""), "{kept}");
    assert!(
        kept.contains("room_size") && kept.contains("1983.25"),
        "{kept}"
    );

    // It outlives any number of sessions.
    let mut second = plugin();
    second.load_state(&with_header(&kept)).expect("loaded");
    let again = json(&mut second);
    assert!(
        again.contains("year") && again.contains("1983.25"),
        "{again}"
    );
}

#[test]
fn a_state_without_parameters_is_a_new_session() {
    let mut plugin = scattered(5);
    let empty = with_header("{\"version\":\"0\",\"params\":{},\"fields\":{}}");
    plugin.load_state(&empty).expect("loaded");
    for info in plugin.params() {
        let value = plugin.value(info.id).expect("a value");
        assert!(
            (value - info.default).abs() < 1e-6,
            "{}: {value}",
            info.name
        );
    }
}
