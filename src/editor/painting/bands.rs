//! From samples to columns: levels over a logarithmic frequency axis, at equal moments.
//!
//! Low notes are long and close together, high sounds short and far apart; so each octave is looked
//! at through a window of its own length, as a constant-Q transform does it (J. C. Brown, 1991;
//! octave by octave at falling sample rates: C. Schörkhuber and A. Klapuri, 2010). Between two
//! lengths the levels in dB are blended: what only one of them sees (the smear of the long one in
//! time, that of the short one in frequency) is darker than what both see, as in the superlets of
//! V. V. Moca et al., 2021.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::history::{Cell, Column, ROWS};
use super::ladder::Ladder;

/// The frequencies of the lowest and the highest row, in Hz.
pub const RANGE_HZ: (f32, f32) = (30.0, 18_000.0);
/// About how many columns a second has; a whole number of frames lies between them.
const COLUMNS_PER_S: f64 = 60.0;
/// Levels in dB re a full-scale sine that the darkest and the lightest cell stand for, at 1 kHz: the
/// light is 0 VU.
pub const RANGE_DB: (f32, f32) = (-90.0, -18.0);
/// What music loses towards the treble is given back in part, in dB per octave from 1 kHz.
const TILT_DB: f32 = 1.5;
/// How quickly a cell's place between left and right follows, as a share of a column.
const SIDE_SHARE: f32 = 0.12;

/// A window: its rung on the ladder, its length in frames there, and the frequency that is its own.
struct Lens {
    rung: usize,
    length: usize,
    own_hz: f32,
}

/// Lengths of 11 to 341 ms at 48 kHz.
const LENSES: [Lens; 6] = [
    Lens {
        rung: 4,
        length: 1_024,
        own_hz: 90.0,
    },
    Lens {
        rung: 3,
        length: 1_024,
        own_hz: 270.0,
    },
    Lens {
        rung: 2,
        length: 1_024,
        own_hz: 800.0,
    },
    Lens {
        rung: 1,
        length: 1_024,
        own_hz: 2_400.0,
    },
    Lens {
        rung: 0,
        length: 1_024,
        own_hz: 6_000.0,
    },
    Lens {
        rung: 0,
        length: 512,
        own_hz: 12_000.0,
    },
];
/// Rungs of the ladder that the lenses stand on.
const RUNGS: usize = 5;
/// The longest window.
const LONGEST: usize = 1_024;
/// Twice as many bins as the window asks for, so that a peak between two of them is not missed.
const PADDING: usize = 2;

/// Measures columns.
pub struct Bands {
    ladder: Ladder,
    /// How many rungs above the lenses' first the sound comes in: at 88.2 kHz and more.
    above: usize,
    /// Frames of the first rung between two columns.
    hop: u64,
    columns_per_s: f64,
    frames_per_column: f64,
    /// The number of the next column, counted from the silence before the beginning.
    next: u64,
    eyes: Vec<Eye>,
    rows: Vec<Row>,
    /// Smoothed powers left and right, for the side of a row.
    sides: Vec<[f32; 2]>,
}

/// A lens at work.
struct Eye {
    rung: usize,
    hann: Vec<f32>,
    fft: Arc<dyn RealToComplex<f32>>,
    windowed: Vec<f32>,
    bins: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    /// Powers left and right; a full-scale sine reads 1 in its bin.
    powers: Vec<[f32; 2]>,
}

/// What a row takes from one or two eyes, and what it adds, in dB.
struct Row {
    glances: Vec<Glance>,
    tilt_db: f32,
}

/// What a row takes from one eye.
struct Glance {
    eye: usize,
    share: f32,
    first_bin: usize,
    weights: Vec<f32>,
}

/// The frequency of a place between the lowest row and the highest.
pub fn frequency_hz(row: f32) -> f32 {
    let share = row / (ROWS - 1) as f32;
    RANGE_HZ.0 * (RANGE_HZ.1 / RANGE_HZ.0).powf(share)
}

impl Bands {
    /// Fits windows to a sample rate in Hz.
    pub fn new(sample_rate: f32) -> Self {
        let rate = f64::from(sample_rate).max(1.0);
        // The highest row must stay well below half the rate.
        let above = (0..8)
            .find(|above| rate / f64::from(1 << above) < 88_000.0)
            .unwrap_or(8);
        let base_rate = rate / f64::from(1 << above);
        let hop = (base_rate / COLUMNS_PER_S).round().max(1.0);
        let mut planner = RealFftPlanner::new();
        let eyes: Vec<_> = LENSES
            .iter()
            .map(|lens| Eye::new(lens, &mut planner))
            .collect();
        // The short windows wait for the second half of the long ones.
        let half = (LONGEST << (RUNGS - 1)) / 2;
        let mut ladder = Ladder::new(above + RUNGS, 2 * half);
        // Before the beginning was silence: as much as the first column looks back on.
        let before = half.div_ceil(hop as usize);
        let silence = [[0.0; 2]; LONGEST];
        let mut left = (before * hop as usize) << above;
        while left > 0 {
            let piece = left.min(LONGEST);
            ladder.feed(&silence[..piece]);
            left -= piece;
        }
        Self {
            ladder,
            above,
            hop: hop as u64,
            columns_per_s: base_rate / hop,
            frames_per_column: hop * f64::from(1 << above),
            next: before as u64,
            rows: (0..ROWS)
                .map(|row| Row::new(row, base_rate as f32))
                .collect(),
            sides: vec![[0.0; 2]; ROWS],
            eyes,
        }
    }

    /// Columns of a second, about 60.
    pub fn columns_per_s(&self) -> f64 {
        self.columns_per_s
    }

    /// Frames of the sound between two columns.
    pub fn frames_per_column(&self) -> f64 {
        self.frames_per_column
    }

    /// Takes a piece of the sound, and hands over each column that is complete by then.
    pub fn feed(&mut self, frames: &[[f32; 2]], mut done: impl FnMut(&Column)) {
        // In pieces, so that no rung grows.
        for piece in frames.chunks(LONGEST) {
            self.ladder.feed(piece);
            while self.is_complete() {
                self.look();
                self.next += 1;
                done(&self.column());
            }
        }
    }

    /// Whether every eye has the frames that the next column wants.
    fn is_complete(&self) -> bool {
        self.eyes.iter().all(|eye| {
            let last = self.middle(eye) + eye.hann.len() as u64 / 2;
            last < self.ladder.count(self.above + eye.rung)
        })
    }

    /// The frame of an eye's rung in the middle of the next column.
    fn middle(&self, eye: &Eye) -> u64 {
        (self.next * self.hop) >> eye.rung
    }

    /// Measures the powers around the next column's moment.
    fn look(&mut self) {
        for index in 0..self.eyes.len() {
            let middle = self.middle(&self.eyes[index]);
            let eye = &mut self.eyes[index];
            let length = eye.hann.len();
            if let Some(frames) = self.ladder.around(self.above + eye.rung, middle, length) {
                eye.look(frames);
            }
        }
    }

    fn column(&mut self) -> Column {
        let mut column = [Cell::default(); ROWS];
        let rows = self.rows.iter().zip(&mut self.sides);
        for (cell, (row, sides)) in column.iter_mut().zip(rows) {
            let (mut level_db, mut now) = (row.tilt_db, [0.0; 2]);
            for glance in &row.glances {
                let [left, right] = glance.powers(&self.eyes);
                level_db += glance.share * 10.0 * (0.5 * (left + right) + 1e-12).log10();
                now = [now[0] + glance.share * left, now[1] + glance.share * right];
            }
            for (smooth, now) in sides.iter_mut().zip(now) {
                *smooth += SIDE_SHARE * (now - *smooth);
            }
            let [left, right] = *sides;
            let side = (right - left) / (right + left + 1e-12);
            let level = (level_db - RANGE_DB.0) / (RANGE_DB.1 - RANGE_DB.0);
            *cell = Cell {
                // The cast keeps to the ends of the type.
                level: (level * 255.0).round() as u8,
                side: (side * 127.0) as i8,
            };
        }
        column
    }
}

impl Eye {
    fn new(lens: &Lens, planner: &mut RealFftPlanner<f32>) -> Self {
        let fft = planner.plan_fft_forward(PADDING * lens.length);
        let step = std::f32::consts::TAU / lens.length as f32;
        // From one zero to the next: the middle is the frame before the second half.
        let hann = (1..=lens.length).map(|n| 0.5 - 0.5 * (step * n as f32).cos());
        Self {
            rung: lens.rung,
            hann: hann.collect(),
            windowed: fft.make_input_vec(),
            bins: fft.make_output_vec(),
            scratch: fft.make_scratch_vec(),
            powers: vec![[0.0; 2]; fft.make_output_vec().len()],
            fft,
        }
    }

    fn look(&mut self, frames: &[[f32; 2]]) {
        // The Hann window keeps half of a sine's amplitude, one side of the spectrum half of that.
        let scale = (4.0 / self.hann.len() as f32).powi(2);
        for side in 0..2 {
            let windowed = self.windowed.iter_mut().zip(frames).zip(&self.hann);
            for ((to, frame), hann) in windowed {
                *to = frame[side] * hann;
            }
            self.windowed[self.hann.len()..].fill(0.0);
            let done = self.fft.process_with_scratch(
                &mut self.windowed,
                &mut self.bins,
                &mut self.scratch,
            );
            debug_assert!(done.is_ok(), "only wrong lengths can do that");
            for (power, bin) in self.powers.iter_mut().zip(&self.bins) {
                power[side] = scale * bin.norm_sqr();
            }
        }
    }
}

impl Row {
    fn new(row: usize, base_rate: f32) -> Self {
        let hz = frequency_hz(row as f32);
        let glances = shares(hz).filter(|(_, share)| *share > 0.0);
        Self {
            glances: glances
                .map(|(eye, share)| Glance::new(eye, share, hz, base_rate))
                .collect(),
            tilt_db: TILT_DB * (hz / 1_000.0).log2(),
        }
    }
}

/// How much each eye has to say at a frequency: all of it at its own, in octaves less towards those
/// of its neighbours.
fn shares(hz: f32) -> impl Iterator<Item = (usize, f32)> {
    let at = hz.log2();
    LENSES.iter().enumerate().map(move |(eye, lens)| {
        let own = lens.own_hz.log2();
        let neighbour = if at < own {
            eye.wrapping_sub(1)
        } else {
            eye + 1
        };
        let share = LENSES.get(neighbour).map_or(1.0, |neighbour| {
            1.0 - (at - own) / (neighbour.own_hz.log2() - own)
        });
        (eye, share.clamp(0.0, 1.0))
    })
}

impl Glance {
    /// The bins around a frequency: at least as many as there is something between, at most those
    /// up to the next rows.
    fn new(eye: usize, share: f32, hz: f32, base_rate: f32) -> Self {
        let lens = &LENSES[eye];
        let size = (PADDING * lens.length) as f32;
        let bin = hz * size * (1 << lens.rung) as f32 / base_rate;
        let step = (RANGE_HZ.1 / RANGE_HZ.0).powf(1.0 / (ROWS - 1) as f32) - 1.0;
        let reach = (bin * step).max(1.5);
        let first_bin = (bin - reach).ceil().max(0.0) as usize;
        let last_bin = ((bin + reach).floor() as usize).min(size as usize / 2);
        let shape = |at: usize| 1.0 - (at as f32 - bin).abs() / reach;
        let mut weights: Vec<f32> = (first_bin..=last_bin).map(shape).collect();
        // A sine at this very frequency reads its own level.
        let sine: f32 = (first_bin..)
            .zip(&weights)
            .map(|(at, weight)| weight * hann_power((at as f32 - bin) / PADDING as f32))
            .sum();
        for weight in &mut weights {
            *weight /= sine;
        }
        Self {
            eye,
            share,
            first_bin,
            weights,
        }
    }

    fn powers(&self, eyes: &[Eye]) -> [f32; 2] {
        let bins = &eyes[self.eye].powers[self.first_bin..];
        let mut sum = [0.0; 2];
        for (weight, power) in self.weights.iter().zip(bins) {
            sum[0] += weight * power[0];
            sum[1] += weight * power[1];
        }
        sum
    }
}

/// The power of a sine `bins` away from it under a Hann window, re that at its own bin.
fn hann_power(bins: f32) -> f32 {
    let x = std::f32::consts::PI * bins;
    let sinc = if x.abs() < 1e-4 { 1.0 } else { x.sin() / x };
    // The zero of the denominator lies on one of the sine.
    let beside = 1.0 - bins * bins;
    let amplitude = if beside.abs() < 1e-4 {
        0.5
    } else {
        sinc / beside
    };
    amplitude * amplitude
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn painted(rate: f64, frames: impl Iterator<Item = [f32; 2]>) -> (Bands, Vec<Column>) {
        let mut bands = Bands::new(rate as f32);
        let frames: Vec<_> = frames.collect();
        let mut columns = Vec::new();
        for piece in frames.chunks(777) {
            bands.feed(piece, |column| columns.push(*column));
        }
        (bands, columns)
    }

    fn sine(rate: f64, hz: f64, level_db: f64) -> impl Iterator<Item = [f32; 2]> {
        let amplitude = 10f64.powf(level_db / 20.0);
        (0..rate as usize)
            .map(move |n| [(amplitude * (TAU * hz * n as f64 / rate).sin()) as f32; 2])
    }

    fn row_of(hz: f64) -> usize {
        let octaves = f64::from(RANGE_HZ.1 / RANGE_HZ.0).log2();
        ((hz / f64::from(RANGE_HZ.0)).log2() / octaves * (ROWS - 1) as f64).round() as usize
    }

    /// Where the ridge of a column is, in Hz: the middle of its crest.
    fn ridge_hz(column: &Column) -> f64 {
        let top = column.iter().map(|cell| cell.level).max().unwrap_or(0);
        let (mut sum, mut weights) = (0.0, 0.0);
        for (row, cell) in column.iter().enumerate() {
            // 4 dB.
            let weight = f64::from(cell.level.saturating_sub(top.saturating_sub(14)));
            sum += weight * row as f64;
            weights += weight;
        }
        f64::from(frequency_hz((sum / weights) as f32))
    }

    #[test]
    fn a_sweeps_ridge_is_where_the_sweep_is() {
        for rate in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let (low, high, seconds) = (45.0_f64, 16_000.0_f64, 12.0);
            let growth = (high / low).ln() / seconds;
            let frames = (0..(seconds * rate) as usize).map(|n| {
                let turns = low * ((growth * n as f64 / rate).exp() - 1.0) / growth;
                [(0.03 * (TAU * turns).sin()) as f32; 2]
            });
            let (bands, columns) = painted(rate, frames);
            assert!(columns.len() as f64 > (seconds - 0.3) * bands.columns_per_s());
            for (number, column) in columns.iter().enumerate().skip(20) {
                let at_s = number as f64 / bands.columns_per_s();
                let (is, should) = (ridge_hz(column), low * (growth * at_s).exp());
                let off = is / should - 1.0;
                assert!(off.abs() < 0.01, "{rate}: {is:.1} Hz, not {should:.1} Hz");
            }
        }
    }

    #[test]
    fn a_sine_at_minus_60_db_is_seen_and_silence_is_not() {
        for rate in [44_100.0, 192_000.0] {
            for hz in [40.0, 110.0, 440.0, 1_000.0, 5_000.0, 10_000.0, 17_000.0] {
                let (_, columns) = painted(rate, sine(rate, hz, -60.0));
                let level = columns[30][row_of(hz)].level;
                assert!(level > 70, "{hz} Hz: {level}");
                let far = columns[30][row_of(hz * if hz < 500.0 { 8.0 } else { 0.125 })];
                assert_eq!(far.level, 0, "far from {hz} Hz");
            }
        }
        let (_, columns) = painted(48_000.0, std::iter::repeat_n([0.0; 2], 48_000));
        assert!(
            columns
                .iter()
                .flatten()
                .all(|cell| *cell == Cell::default())
        );
    }

    #[test]
    fn levels_rise_by_as_many_decibels_everywhere() {
        let per_db = 255.0 / (RANGE_DB.1 - RANGE_DB.0);
        for hz in [60.0_f64, 333.0, 1_700.0, 9_000.0, 15_000.0] {
            let tilt_db = f64::from(TILT_DB) * (hz / 1_000.0).log2();
            for level_db in [-70.0, -50.0, -30.0] {
                let (_, columns) = painted(48_000.0, sine(48_000.0, hz, level_db));
                let row = row_of(hz);
                let nearby = columns[30][row - 1..=row + 1].iter();
                let level = f64::from(nearby.map(|cell| cell.level).max().unwrap_or(0));
                let should = (level_db + tilt_db - f64::from(RANGE_DB.0)) * f64::from(per_db);
                assert!(
                    (level - should).abs() < 6.0,
                    "{hz} Hz: {level}, not {should}"
                );
            }
        }
    }

    #[test]
    fn left_and_right_are_told_apart() {
        for (gains, side) in [([1.0, 0.0], -127), ([1.0, 1.0], 0), ([0.0, 1.0], 127)] {
            let panned = |frame: [f32; 2]| [frame[0] * gains[0], frame[1] * gains[1]];
            let (_, columns) = painted(48_000.0, sine(48_000.0, 800.0, -20.0).map(panned));
            let cell = columns[40][row_of(800.0)];
            assert!((i32::from(cell.side) - side).abs() < 3, "{cell:?}");
        }
    }
}
