//! The views of the sound: never an allocation, never a gap, and nothing for nobody.

use bedroom::audio::chain::taps::{CAPACITY, Place, TapReader, TapWriter, taps};
use bedroom::audio::{MAX_BLOCK, Spec, StereoBlock};

use super::RATE;

fn open() -> (TapWriter, TapReader) {
    let (mut writer, reader) = taps();
    writer.prepare(Spec::new(RATE).expect("a common rate"));
    (writer, reader)
}

/// Frames that say their own number, from `start` on.
fn write(writer: &mut TapWriter, start: usize, frames: usize) {
    for first in (start..start + frames).step_by(MAX_BLOCK) {
        let length = MAX_BLOCK.min(start + frames - first);
        let mut left: [f32; MAX_BLOCK] = std::array::from_fn(|n| (first + n) as f32);
        let mut right = left.map(|sample| 2.0 * sample);
        let block = StereoBlock::new(&mut left[..length], &mut right[..length]);
        writer.input(&block);
        writer.output(&block);
    }
}

fn read(reader: &mut TapReader) -> Vec<[f32; 2]> {
    let mut all = Vec::new();
    let played = reader.played();
    played.read(usize::MAX, |frames| all.extend_from_slice(frames));
    all
}

#[test]
fn nothing_allocates_watched_or_not_read_or_not() {
    let (mut writer, mut reader) = open();
    nice_assert_no_alloc::assert_no_alloc(|| {
        write(&mut writer, 0, 10_000);
        for _ in 0..400 {
            reader.watch();
            write(&mut writer, 0, 1_000);
        }
        reader.played().read(usize::MAX, |_| ());
        write(&mut writer, 0, 10_000);
    });
}

#[test]
fn no_frame_is_lost_however_blocks_and_pictures_fall() {
    for pictures_per_s in [60.0, 30.0] {
        for block in [32, 64, 441, 1_024, 4_096] {
            let (mut writer, mut reader) = open();
            reader.watch();
            let (mut written, mut heard) = (0, Vec::new());
            for picture in 0..120 {
                let now = (f64::from(picture) / pictures_per_s * RATE) as usize;
                while written + block <= now {
                    write(&mut writer, written, block);
                    written += block;
                }
                reader.watch();
                heard.extend(read(&mut reader));
            }
            assert_eq!(heard.len(), written, "blocks of {block}");
            let in_order = |(n, frame): (usize, &[f32; 2])| *frame == [n as f32, 2.0 * n as f32];
            assert!(heard.iter().enumerate().all(in_order), "blocks of {block}");
        }
    }
}

#[test]
fn a_reader_that_sleeps_loses_what_came_last_and_hears_on() {
    let (mut writer, mut reader) = open();
    for start in (0..4 * CAPACITY).step_by(CAPACITY / 4) {
        reader.watch();
        write(&mut writer, start, CAPACITY / 4);
    }
    let kept = read(&mut reader);
    assert_eq!(kept.len(), CAPACITY);
    assert_eq!(kept[CAPACITY - 1][0], (CAPACITY - 1) as f32);
    reader.watch();
    write(&mut writer, 7, 1_000);
    let next = read(&mut reader);
    assert_eq!((next.len(), next[0][0]), (1_000, 7.0));
}

#[test]
fn a_closed_editor_gets_levels_alone_and_an_opened_one_everything() {
    let (mut writer, mut reader) = open();
    write(&mut writer, 0, 96_000);
    assert!(reader.levels(Place::Output).vu[0].load(std::sync::atomic::Ordering::Relaxed) > 0.0);
    assert!(read(&mut reader).is_empty());
    assert!(reader.window().output.iter().all(|sample| *sample == 0.0));
    reader.watch();
    // Two seconds on, it is closed again.
    write(&mut writer, 0, 200_000);
    let heard = read(&mut reader).len();
    assert!((96_000..96_000 + MAX_BLOCK).contains(&heard), "{heard}");
    assert!(reader.window().output.iter().any(|sample| *sample != 0.0));
}
