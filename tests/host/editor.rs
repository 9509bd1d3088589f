//! The editor in a window, opened and closed a hundred times while sound is processed, parameters
//! move and every core is busy. What goes wrong there goes wrong between threads: it ends the host,
//! and only under load.
//!
//! `cargo xtask validate` gives these tests a display and the bundles as they are shipped. They are
//! processes of their own there, so that whatever ends one is seen.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use lab::host::{Block, Event, Message};
use lab::screen::{Screen, Window};
use lab::vst3::{Farewell, Module};

use crate::plugin::{RATE, noise, plugin};

const OPENS: u32 = 100;

/// Frames in a block.
const FRAMES: usize = 256;

/// A host that stands still for this long has stopped for good, on however slow a machine.
const HANG: Duration = Duration::from_secs(60);

/// The time within which an editor must have drawn something.
const DRAWN_WITHIN: Duration = Duration::from_secs(30);

/// How many descriptors may be open at the end beyond those after [`WARM_UP`] editors.
const MORE_DESCRIPTORS: usize = 10;

/// What libraries open once and keep is open after so many editors.
const WARM_UP: u32 = 10;

#[test]
#[ignore = "needs a display: cargo xtask validate gives it one"]
fn a_hundred_clap_editors() {
    let screen = Screen::connect().unwrap_or_else(|error| panic!("{error}"));
    let mut plugin = plugin();
    let params = plugin.params();
    plugin
        .activate(RATE, FRAMES as u32)
        .expect("it can be activated");
    let (processor, mut front) = plugin.split().expect("active");
    let mut heard = [vec![0.0; FRAMES], vec![0.0; FRAMES]];
    let process = |block: u32, input: &[f32]| {
        let events: Vec<Event> = params
            .iter()
            .enumerate()
            .map(|(index, param)| {
                let value = param.min + (param.max - param.min) * position(block, index);
                let value = if param.stepped { value.round() } else { value };
                let id = param.id;
                let message = Message::Param { id, value };
                let frame = index * input.len() / params.len();
                Event { frame, message }
            })
            .collect();
        let [left, right] = &mut heard;
        let mut block = Block {
            input: [input, input],
            output: [left, right],
            side_chain: None,
        };
        processor.process(&mut block, &events).expect("processed");
        assert!(heard.iter().flatten().all(|sample| sample.is_finite()));
    };
    beneath_load(process, |count| {
        front.idle();
        let mut editor = front
            .open_editor(&screen)
            .unwrap_or_else(|error| panic!("editor {count}: {error}"));
        let before = editor.requests().closed;
        match lifetime(count) {
            Some(time) => wait(time, || editor.idle().expect("the display answers")),
            None => {
                let drawn = wait_for(|| {
                    editor.idle().expect("the display answers");
                    has_drawn(editor.window())
                });
                assert!(drawn, "editor {count} has drawn nothing");
            }
        }
        assert_eq!(editor.requests().closed, before, "it went by itself");
    });
    assert!(plugin.is_active());
}

#[test]
#[ignore = "needs a display: cargo xtask validate gives it one"]
fn a_hundred_vst3_editors() {
    let bundle = std::env::var_os("BEDROOM_VST3").expect("BEDROOM_VST3 names the bundle");
    let module = Module::load(&PathBuf::from(bundle)).unwrap_or_else(|error| panic!("{error}"));
    let screen = Screen::connect().unwrap_or_else(|error| panic!("{error}"));
    let plugin = module
        .instantiate()
        .unwrap_or_else(|error| panic!("{error}"));
    let params = plugin.params();
    let mut processor = plugin
        .activate(RATE, FRAMES)
        .unwrap_or_else(|error| panic!("{error}"));
    let process = |block: u32, input: &[f32]| {
        let points: Vec<(u32, usize, f64)> = params
            .iter()
            .enumerate()
            .map(|(index, &id)| {
                let frame = index * input.len() / params.len();
                (id, frame, position(block, index))
            })
            .collect();
        let heard = processor.process(input, &points).expect("processed");
        assert!(heard.iter().flatten().all(|sample| sample.is_finite()));
    };
    beneath_load(process, |count| {
        let farewells = [
            Farewell::FrameFirst,
            Farewell::FrameLast,
            Farewell::FrameKept,
        ];
        let mut editor = plugin
            .open_editor(&screen, farewells[count as usize % 3])
            .unwrap_or_else(|error| panic!("editor {count}: {error}"));
        let mut turn = 0;
        let mut idle = |editor: &mut lab::vst3::Editor| {
            editor.idle().expect("the display answers");
            // A host shows the controller where automation stands.
            for (index, &id) in params.iter().enumerate() {
                plugin
                    .show(id, position(turn, index))
                    .expect("a known parameter");
            }
            turn += 1;
        };
        match lifetime(count) {
            Some(time) => wait(time, || idle(&mut editor)),
            None => {
                let drawn = wait_for(|| {
                    idle(&mut editor);
                    has_drawn(editor.window())
                });
                assert!(drawn, "editor {count} has drawn nothing");
            }
        }
        assert_eq!(editor.strays(), 0, "the host was called on a wrong thread");
    });
}

/// Calls `open_and_close` a hundred times, with the number of the editor, while another thread
/// calls `process` over and over, with the number of the block and what goes in, and one thread for
/// each core does nothing in a hurry.
fn beneath_load(mut process: impl FnMut(u32, &[f32]) + Send, mut open_and_close: impl FnMut(u32)) {
    let stop = AtomicBool::new(false);
    let progress = watchdog();
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let input = noise(RATE, FRAMES as f64 / RATE).left;
    let started = Instant::now();
    thread::scope(|scope| {
        // Stops the others too when this thread panics.
        let _stop = Stop(&stop);
        for _ in 0..cores {
            scope.spawn(|| {
                while !stop.load(Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let audio = scope.spawn(|| {
            let mut block = 0;
            while !stop.load(Relaxed) {
                process(block, &input);
                block += 1;
            }
            block
        });
        let mut warm = 0;
        for count in 0..OPENS {
            if count == WARM_UP {
                warm = descriptors();
            }
            assert!(!audio.is_finished(), "the audio thread has ended");
            open_and_close(count);
            progress.send(count).expect("the watchdog listens");
        }
        let left = descriptors();
        stop.store(true, Relaxed);
        let blocks = audio.join().expect("no panic");
        println!(
            "{OPENS} editors in {:.1} s beside {blocks} blocks; {warm} descriptors open after \
             {WARM_UP} editors, {left} in the end",
            started.elapsed().as_secs_f64()
        );
        assert!(blocks > OPENS, "hardly any sound was processed");
        assert!(
            left <= warm + MORE_DESCRIPTORS,
            "every editor leaves descriptors open: {warm} have become {left}"
        );
    });
}

struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// Ends the process when nothing has been sent for [`HANG`]: a host that hangs would hang for ever.
fn watchdog() -> Sender<u32> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut last = None;
        loop {
            match receiver.recv_timeout(HANG) {
                Ok(count) => last = Some(count),
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    eprintln!("FAILED: the host hangs; the last editor to close was {last:?}");
                    std::process::abort();
                }
            }
        }
    });
    sender
}

/// How long an editor lives: up to 150 ms, so that some go before they have drawn anything and some
/// in the midst of it; every tenth until it has drawn.
fn lifetime(count: u32) -> Option<Duration> {
    let millis = count * 37 % 151;
    (count % 10 != 9).then(|| Duration::from_millis(millis.into()))
}

/// Where parameter `index` stands in `block`, 0 to 1: back and forth, each at a pace of its own.
fn position(block: u32, index: usize) -> f64 {
    let phase = f64::from(block) * 0.01 * (1.0 + index as f64 * 0.13) % 2.0;
    if phase > 1.0 { 2.0 - phase } else { phase }
}

fn has_drawn(window: &Window) -> bool {
    !window.is_blank().expect("the display answers")
}

fn wait(time: Duration, mut idle: impl FnMut()) {
    let end = Instant::now() + time;
    while Instant::now() < end {
        idle();
        pause();
    }
}

/// Whether it has come true before [`DRAWN_WITHIN`] was over.
fn wait_for(mut done: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + DRAWN_WITHIN;
    while Instant::now() < end {
        if done() {
            return true;
        }
        pause();
    }
    false
}

/// Between two turns of a main thread.
fn pause() {
    thread::sleep(Duration::from_millis(5));
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}
