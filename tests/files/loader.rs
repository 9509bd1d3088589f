//! Files on their way to the audio thread.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use bedroom::audio::Spec;
use bedroom::files::Impulse;
use bedroom::params::{EffectParams, ImpulseStatus};
use bedroom::plugin::loader::{Handed, Loader, Receiver, loader};

use super::temporary;
use super::write::{Header, Sample, wav};

/// Stands for a prepared response, and notes on which thread it is freed.
struct Prepared {
    frames: usize,
    freed: Arc<Mutex<Vec<ThreadId>>>,
}

impl Drop for Prepared {
    fn drop(&mut self) {
        self.freed.lock().unwrap().push(thread::current().id());
    }
}

/// An instance with a loader, and files of its own.
struct Instance {
    params: Arc<EffectParams>,
    loader: Option<Loader<Prepared>>,
    receiver: Receiver<Prepared>,
    freed: Arc<Mutex<Vec<ThreadId>>>,
    prepared: Arc<AtomicUsize>,
    files: Vec<PathBuf>,
}

impl Instance {
    fn new() -> Self {
        let params = Arc::<EffectParams>::default();
        let (freed, prepared) = (Arc::<Mutex<Vec<ThreadId>>>::default(), Arc::default());
        let (noted, counted) = (freed.clone(), Arc::<AtomicUsize>::clone(&prepared));
        let (loader, receiver) = loader(params.clone(), move |impulse: &Impulse, spec: Spec| {
            assert_eq!(
                impulse.frames(),
                (impulse.seconds * spec.sample_rate).round() as usize
            );
            counted.fetch_add(1, Ordering::SeqCst);
            Prepared {
                frames: impulse.frames(),
                freed: noted.clone(),
            }
        });
        Self {
            params,
            loader: Some(loader),
            receiver,
            freed,
            prepared,
            files: Vec::new(),
        }
    }

    /// A mono file of so many frames at 48 kHz.
    fn file(&mut self, frames: usize) -> String {
        let path = temporary(&format!("{frames}.wav"));
        let header = Header::new(Sample::Int(16), 48_000, 1);
        std::fs::write(&path, wav(header, &[vec![0.5; frames]])).unwrap();
        self.files.push(path.clone());
        path.display().to_string()
    }

    fn activate(&mut self, rate: f64) {
        self.receiver.restart();
        self.loader
            .as_ref()
            .unwrap()
            .activate(Spec::new(rate).unwrap());
    }

    fn status(&self) -> ImpulseStatus {
        self.params.session.impulse.status()
    }

    /// The status once nothing is being read any more.
    fn settled(&self) -> ImpulseStatus {
        for _ in 0..2_000 {
            match self.status() {
                ImpulseStatus::Loading => thread::sleep(Duration::from_millis(5)),
                status => return status,
            }
        }
        panic!("still loading");
    }

    /// The frames of the response that comes next.
    fn take(&mut self) -> Option<Box<Prepared>> {
        match self.receiver.take()? {
            Handed::Response(response) => Some(response),
            Handed::Nothing => panic!("nothing was handed over"),
        }
    }

    fn is_ready(&self) -> bool {
        matches!(self.settled(), ImpulseStatus::Ready { .. })
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.loader = None;
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// As the framework restores a session.
fn restore(params: &EffectParams, path: &str) {
    use nice_plug::prelude::Params;
    let mut fields = params.serialize_fields();
    let json = nice_plug::params::persist::serialize_field(path).unwrap();
    assert!(
        fields.insert("impulse".into(), json).is_some(),
        "it is saved"
    );
    params.deserialize_fields(&fields);
}

#[test]
fn activation_hands_the_sessions_file_over_before_it_returns() {
    let mut instance = Instance::new();
    let path = instance.file(480);
    instance.params.session.impulse.choose(&path);
    assert_eq!(instance.status(), ImpulseStatus::Waiting);
    assert!(instance.receiver.take().is_none());
    instance.activate(48_000.0);
    let expected = ImpulseStatus::Ready {
        seconds: 0.01,
        channels: 1,
        rate_hz: 48_000,
        note: None,
    };
    assert_eq!(instance.status(), expected);
    assert_eq!(instance.take().unwrap().frames, 480);
    assert!(instance.receiver.take().is_none(), "once");
    // Another rate makes it anew, the same rate as well.
    for (rate, frames) in [(96_000.0, 960), (96_000.0, 960), (48_000.0, 480)] {
        instance.activate(rate);
        assert_eq!(instance.take().unwrap().frames, frames);
    }
}

#[test]
fn a_session_that_is_restored_while_it_plays_brings_its_file() {
    let mut instance = Instance::new();
    let (first, second) = (instance.file(100), instance.file(200));
    instance.activate(48_000.0);
    assert_eq!(
        instance
            .receiver
            .take()
            .map(|new| matches!(new, Handed::Nothing)),
        Some(true)
    );
    restore(&instance.params, &first);
    assert!(instance.is_ready());
    assert_eq!(instance.take().unwrap().frames, 100);
    // The same again is no work.
    restore(&instance.params, &first);
    assert!(instance.is_ready() && instance.receiver.take().is_none());
    assert_eq!(instance.prepared.load(Ordering::SeqCst), 1);
    // The user wants it again: it may be another by now.
    std::fs::copy(&second, &first).unwrap();
    instance.params.session.impulse.choose(&first);
    assert!(instance.is_ready());
    instance.receiver.restart();
    assert_eq!(instance.take().unwrap().frames, 200);
}

#[test]
fn clearing_and_missing_files_hand_over_nothing_and_keep_the_path() {
    let mut instance = Instance::new();
    let path = instance.file(64);
    let gone = temporary("gone.wav").display().to_string();
    for wrong in ["", gone.as_str()] {
        instance.params.session.impulse.choose(&path);
        instance.activate(48_000.0);
        drop(instance.take().unwrap());
        instance.receiver.restart();
        instance.params.session.impulse.choose(wrong);
        match (wrong, instance.settled()) {
            ("", ImpulseStatus::None) => {}
            (_, ImpulseStatus::Failed(why)) => assert!(why.contains("gone.wav"), "{why}"),
            (_, status) => panic!("{status:?}"),
        }
        assert!(matches!(instance.receiver.take(), Some(Handed::Nothing)));
        assert_eq!(instance.params.session.impulse.path(), wrong);
    }
    // And on activation as well.
    instance.activate(44_100.0);
    assert!(matches!(instance.receiver.take(), Some(Handed::Nothing)));
    assert!(matches!(instance.status(), ImpulseStatus::Failed(_)));
}

#[test]
fn the_last_of_many_choices_is_the_one_that_is_heard() {
    let mut instance = Instance::new();
    let paths: Vec<String> = (1..=20).map(|frames| instance.file(frames)).collect();
    instance.activate(44_100.0);
    for path in &paths {
        instance.params.session.impulse.choose(path);
    }
    assert!(instance.is_ready());
    let frames = (20.0 * 44_100.0 / 48_000.0_f64).round() as usize;
    assert_eq!(instance.take().unwrap().frames, frames);
}

#[test]
fn what_the_audio_thread_lays_back_is_freed_elsewhere() {
    let mut instance = Instance::new();
    let paths: Vec<String> = (0..9).map(|index| instance.file(100 + index)).collect();
    instance.activate(48_000.0);
    let params = instance.params.clone();
    let (send, chosen) = std::sync::mpsc::channel::<()>();
    let (done, turn) = std::sync::mpsc::channel::<()>();
    thread::scope(|scope| {
        let receiver = &mut instance.receiver;
        let audio = scope.spawn(move || {
            let mut now: Option<Box<Prepared>> = None;
            let mut heard = Vec::new();
            while chosen.recv().is_ok() {
                // Sometimes two are held at once, as in a fade.
                if let Some(Handed::Response(new)) = receiver.take() {
                    heard.push(new.frames);
                    if let Some(old) = now.replace(new) {
                        receiver.give_back(old);
                    }
                }
                done.send(()).unwrap();
            }
            receiver.give_back(now.expect("the last"));
            (thread::current().id(), heard)
        });
        for path in &paths {
            params.session.impulse.choose(path);
            while params.session.impulse.status() == ImpulseStatus::Loading {
                thread::sleep(Duration::from_millis(2));
            }
            send.send(()).unwrap();
            turn.recv().unwrap();
        }
        drop(send);
        let (audio, heard) = audio.join().unwrap();
        assert_eq!(heard, (100..109).collect::<Vec<_>>());
        let freed = instance.freed.lock().unwrap().clone();
        // All but the last ones, which rest in the slots.
        assert!(
            freed.len() >= paths.len() - 3,
            "{} of {}",
            freed.len(),
            paths.len()
        );
        assert!(!freed.contains(&audio));
    });
}

#[test]
fn two_are_held_at_most() {
    let mut instance = Instance::new();
    let path = instance.file(32);
    instance.params.session.impulse.choose(&path);
    instance.activate(48_000.0);
    let first = instance.take().unwrap();
    instance.params.session.impulse.choose(&path);
    assert!(instance.is_ready());
    let second = instance.take().unwrap();
    instance.params.session.impulse.choose(&path);
    assert!(instance.is_ready());
    assert!(instance.receiver.take().is_none(), "a third one waits");
    instance.receiver.give_back(first);
    let third = instance.take().unwrap();
    instance.receiver.give_back(second);
    instance.receiver.give_back(third);
    assert!(instance.freed.lock().unwrap().is_empty());
}

#[test]
fn an_instance_that_goes_leaves_no_thread_behind() {
    let mut instance = Instance::new();
    let path = instance.file(400_000);
    instance.activate(44_100.0);
    for _ in 0..3 {
        instance.params.session.impulse.choose(&path);
    }
    instance.loader = None;
    let prepared = instance.prepared.load(Ordering::SeqCst);
    let freed = instance.freed.lock().unwrap().len();
    thread::sleep(Duration::from_millis(100));
    // Nothing went on, and what comes now falls on deaf ears.
    instance.params.session.impulse.choose(&path);
    assert_eq!(instance.prepared.load(Ordering::SeqCst), prepared);
    assert_eq!(instance.freed.lock().unwrap().len(), freed);
    assert!(Path::new(&path).exists());
}
