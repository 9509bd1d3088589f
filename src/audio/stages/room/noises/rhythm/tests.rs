//! Events are as many, as uneven and as much on the beat as they should be.

use super::*;

const RATE: f64 = 48_000.0;
const RHYTHMS: [(Kind, Manner, f64); 4] = [
    (Kind::Bed, Manner::Scattered, 0.1),
    (Kind::Breath, Manner::Swaying, 0.05),
    (Kind::Clock, Manner::Even, 0.05),
    (Kind::Keys, Manner::Bursts, 0.1),
];

/// Keeps when events began.
#[derive(Default)]
struct Log {
    frame: usize,
    events: Vec<(usize, f32)>,
}

impl Sound for Log {
    fn begin(&mut self, event: Event) {
        self.events.push((self.frame, event.strength));
    }

    fn run(&mut self, out: &mut [f32], interval_frames: f64) {
        assert!(interval_frames >= 1.0);
        self.frame += out.len();
    }
}

fn rhythm(kind: Kind, manner: Manner, seed: u64, change: impl FnOnce(&mut Noise)) -> Rhythm {
    let mut rhythm = Rhythm::new(kind, manner, Spec::new(RATE).expect("a rate"), seed);
    let mut noise = kind.silent();
    change(&mut noise);
    rhythm.set(&noise);
    rhythm
}

fn events(rhythm: &mut Rhythm, seconds: f64) -> Vec<usize> {
    let mut log = Log::default();
    let mut out = [0.0; 64];
    while (log.frame as f64) < seconds * RATE {
        rhythm.perform(&mut log, &mut out, &[]);
    }
    assert!(
        log.events
            .iter()
            .all(|(_, strength)| (0.0..=1.0).contains(strength))
    );
    log.events.into_iter().map(|(frame, _)| frame).collect()
}

#[test]
fn as_many_come_in_a_minute_as_the_rate_says() {
    for (kind, manner, tolerance) in RHYTHMS {
        let range = kind.rate().expect("rhythmic");
        for rate in [range.min, range.default, range.max] {
            for seed in 0..4 {
                let mut rhythm = rhythm(kind, manner, seed, |noise| noise.rate = rate);
                let found = events(&mut rhythm, 60.0).len() as f64;
                let expected = f64::from(rate);
                // One more or less is what a minute cuts off; a pause may be at its end.
                let cut = if manner == Manner::Bursts { 5.0 } else { 1.0 };
                assert!(
                    (found - expected).abs() <= (tolerance * expected).max(cut),
                    "{kind:?} {found} of {expected}"
                );
            }
        }
    }
}

#[test]
fn they_are_as_uneven_as_the_noise_is() {
    for ((kind, manner, _), (least, most)) in
        RHYTHMS
            .into_iter()
            .zip([(0.2, 0.5), (0.02, 0.08), (0.0, 1e-4), (0.5, 2.5)])
    {
        let found = events(&mut rhythm(kind, manner, 1, |_| {}), 300.0);
        let intervals: Vec<f64> = found.windows(2).map(|w| (w[1] - w[0]) as f64).collect();
        let mean = intervals.iter().sum::<f64>() / intervals.len() as f64;
        let power: f64 = intervals.iter().map(|x| (x - mean).powi(2)).sum();
        let spread = (power / intervals.len() as f64).sqrt() / mean;
        assert!((least..=most).contains(&spread), "{kind:?} {spread}");
    }
}

#[test]
fn with_a_note_they_come_on_the_hosts_beat() {
    for (kind, manner, _) in RHYTHMS {
        let mut rhythm = rhythm(kind, manner, 5, |noise| noise.note = Some(0.75));
        let mut log = Log::default();
        let per_frame = 137.0 / 60.0 / RATE;
        for n in 0..5_000 {
            rhythm.locate(&Timeline {
                tempo_bpm: 137.0,
                beat: Some(16.1 + (n * 96) as f64 * per_frame),
            });
            for _ in 0..2 {
                rhythm.perform(&mut log, &mut [0.0; 48], &[]);
            }
        }
        let slots = (16.1 + 480_000.0 * per_frame) / 0.75 - 16.1 / 0.75;
        assert!((log.events.len() as f64 - slots).abs() <= 1.0);
        for (frame, _) in log.events {
            let beat = 16.1 + frame as f64 * per_frame;
            let off = (beat / 0.75 - (beat / 0.75).round()) * 0.75 / per_frame;
            assert!(off.abs() <= 1.0, "{kind:?} {off} frames");
        }
    }
}

#[test]
fn struck_it_waits_for_strikes_alone() {
    let mut rhythm = rhythm(Kind::Bed, Manner::Scattered, 5, |noise| {
        noise.answer = Answer::Struck;
        noise.note = Some(0.25);
    });
    let strikes = [
        (9, 0.4),
        (2, 2.0),
        (9, f32::NAN),
        (64, 0.5),
        (usize::MAX, 1.0),
    ]
    .map(|(at, strength)| Strike { at, strength });
    let mut log = Log::default();
    rhythm.perform(&mut log, &mut [0.0; 64], &strikes);
    for _ in 0..10_000 {
        rhythm.perform(&mut log, &mut [0.0; 64], &[]);
    }
    assert_eq!(log.events, [(2, 1.0), (9, 0.4)]);
}

#[test]
fn another_rate_keeps_the_share_of_the_interval_that_has_passed() {
    let mut rhythm = rhythm(Kind::Clock, Manner::Even, 5, |noise| noise.rate = 60.0);
    let first = events(&mut rhythm, 3.0);
    // Half an interval after the last tick, twice as fast: the next one in half of the new one.
    let last = *first.last().expect("ticks");
    let mut log = Log::default();
    let now = (3.0 * RATE) as usize;
    let mut rest = vec![0.0; last + 24_000 + 48_000 - now];
    rhythm.perform(&mut log, &mut rest, &[]);
    let mut noise = Kind::Clock.silent();
    noise.rate = 120.0;
    rhythm.set(&noise);
    let next = events(&mut rhythm, 1.0);
    assert!(next[0].abs_diff(12_000) <= 1, "{next:?}");
    assert!((next[1] - next[0]).abs_diff(24_000) <= 1, "{next:?}");
}
