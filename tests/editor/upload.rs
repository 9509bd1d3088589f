//! The upload's picture: what it says of every codec, over the sound's own time.

use bedroom::audio::chain::{Chain, Slot};
use bedroom::editor::{MIN_SIZE, SIZE};
use egui_kittest::kittest::Queryable;

use super::desk::{Desk, chain};
use super::layout::check_texts;

/// What the picture is called.
const NAME: &str = "What the upload keeps";

/// Every place that a sound can be sent to, as it is typed, and how its picture begins to say so.
const PLACES: [(&str, &str); 11] = [
    ("Off", "Off: 100 % of the spectrum survives"),
    ("MP3", "MP3, 192 kbit/s: "),
    ("AAC", "AAC, 128 kbit/s: "),
    ("Video site 2005", "Video site 2005, 64 kbit/s: "),
    ("Audio sharing 2007", "Audio sharing 2007, 128 kbit/s: "),
    ("Opus", "Opus, 96 kbit/s: "),
    ("Video call", "Video call, 24 kbit/s: "),
    ("Bluetooth SBC", "Bluetooth SBC, 328 kbit/s: "),
    ("12-bit sampler", "12-bit sampler, 12 bits at 26.0 kHz: "),
    ("8-bit sampler", "8-bit sampler, 8 bits at 22.1 kHz: "),
    ("MiniDisc", "MiniDisc, 292 kbit/s: "),
];

fn open(pixels_per_point: f32) -> (Desk, Slot<Chain>) {
    let mut desk = Desk::open(SIZE, pixels_per_point, None);
    desk.click("Upload stage");
    desk.automate("upload_on", 1.0);
    (desk, chain())
}

fn said(desk: &Desk) -> String {
    let picture = desk.harness.get_by_label(NAME);
    picture.value().expect("words")
}

/// The per cent that survive.
fn survives(desk: &Desk) -> f32 {
    let said = said(desk);
    let number = said
        .split(": ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_else(|| panic!("no number in “{said}”"))
}

#[test]
fn every_codec_has_its_picture_and_says_what_survives() {
    for scale in [1.0, 2.0] {
        let (mut desk, mut chain) = open(scale);
        for (place, begins) in PLACES {
            desk.set("upload_model", place);
            desk.perform(&mut chain, 1.5);
            let said = said(&desk);
            assert!(said.starts_with(begins), "“{said}” for {place}");
            assert!(said.ends_with("of the spectrum survives"), "“{said}”");
            assert!(survives(&desk) > 10.0, "“{said}”");
            check_texts(&desk, SIZE);
        }
        assert_eq!(desk.host.take(), []);
    }
}

#[test]
fn fewer_bits_leave_less() {
    let (mut desk, mut chain) = open(1.0);
    desk.set("upload_model", "MP3");
    let mut last = f32::INFINITY;
    for rate in ["320", "96", "16"] {
        desk.set("upload_bit_rate", rate);
        desk.perform(&mut chain, 2.0);
        let now = survives(&desk);
        assert!(now < last - 5.0, "{now} % at {rate} kbit/s after {last} %");
        last = now;
    }
    assert_eq!(desk.host.take(), []);
}

#[test]
fn lost_packets_are_counted_and_leave_with_their_column() {
    for size in [MIN_SIZE, SIZE] {
        let mut desk = Desk::open(size, 1.0, None);
        desk.click("Upload stage");
        let mut chain = chain();
        desk.automate("upload_on", 1.0);
        desk.set("upload_loss", "20");
        desk.perform(&mut chain, 2.0);
        assert!(said(&desk).contains("packets lost"), "{}", said(&desk));
        check_texts(&desk, size);
        desk.set("upload_loss", "0");
        // Longer than what is shown.
        desk.perform(&mut chain, 5.5);
        assert!(!said(&desk).contains("lost"), "{}", said(&desk));
        assert_eq!(desk.host.take(), []);
    }
}

#[test]
fn what_is_off_or_silent_says_so() {
    let (mut desk, mut chain) = open(1.0);
    assert!(said(&desk).ends_with("silence"), "{}", said(&desk));
    desk.automate("upload_on", 0.0);
    desk.perform(&mut chain, 1.5);
    assert_eq!(said(&desk), "Not uploaded: 100 % of the spectrum survives");
    desk.automate("upload_on", 1.0);
    desk.set("upload_model", "AAC");
    desk.automate("upload_reuploads", 0.1);
    desk.perform(&mut chain, 1.5);
    assert!(
        said(&desk).contains("the first of 3 uploads"),
        "{}",
        said(&desk)
    );
    check_texts(&desk, SIZE);
}
