//! Decaying sines side by side.
//!
//! Each follows from its last two frames: y⁺ = 2r·cos ω·y − r²·y⁻, half the work of a phasor that
//! turns. What is added to one is added as if it had sounded before as well.
//! Source: J. O. Smith, "Introduction to Digital Filters", W3K 2007, appendix B (two-pole resonators
//! and their impulse responses).

/// Lanes that are worked on at once.
pub const LANES: usize = 4;

/// One value for each of `QUADS` · [`LANES`] sines.
pub type Lanes<const QUADS: usize> = [[f32; LANES]; QUADS];

/// Below this power a sine has died: −120 dBFS is 27 dB below 0 dB(A), see [`super::super::level`].
const DEAD: f32 = 1e-12;

/// `QUADS` · [`LANES`] sines. What is added to one begins as a sine, so that nothing jumps, and
/// leaves what still rings in it.
#[derive(Debug, Clone)]
pub struct Rings<const QUADS: usize> {
    now: Lanes<QUADS>,
    before: Lanes<QUADS>,
    /// A frame's turn, shrunk by a frame's decay, and that decay squared.
    cos: Lanes<QUADS>,
    sin: Lanes<QUADS>,
    fall: Lanes<QUADS>,
    /// Quads that sound, counted from the first.
    busy: usize,
}

/// What a blow gives to the present frame of each sine and to the one before.
#[derive(Debug, Clone)]
pub struct Blow<const QUADS: usize> {
    now: Lanes<QUADS>,
    before: Lanes<QUADS>,
}

impl<const QUADS: usize> Blow<QUADS> {
    /// Nothing.
    pub fn none() -> Self {
        let zero = [[0.0; LANES]; QUADS];
        Self {
            now: zero,
            before: zero,
        }
    }
}

impl<const QUADS: usize> Rings<QUADS> {
    /// All at rest.
    pub fn new() -> Self {
        let zero = [[0.0; LANES]; QUADS];
        Self {
            now: zero,
            before: zero,
            cos: zero,
            sin: zero,
            fall: zero,
            busy: 0,
        }
    }

    /// Turns lane `at` by (cos, sin), shrunk by a frame's decay, in each frame. What rings in it
    /// keeps its size and its phase.
    pub fn tune(&mut self, at: usize, [cos, sin]: [f32; 2]) {
        let (quad, lane) = (at / LANES, at % LANES);
        let real = self.real(quad, lane);
        let fall = cos * cos + sin * sin;
        let before = (self.now[quad][lane] * cos - real * sin) / fall;
        self.before[quad][lane] = if fall > 0.0 { before } else { 0.0 };
        self.cos[quad][lane] = cos;
        self.sin[quad][lane] = sin;
        self.fall[quad][lane] = fall;
    }

    /// The cosine that goes with the sine of a lane.
    #[inline(always)]
    fn real(&self, quad: usize, lane: usize) -> f32 {
        let sin = self.sin[quad][lane];
        let real = self.now[quad][lane] * self.cos[quad][lane]
            - self.before[quad][lane] * self.fall[quad][lane];
        if sin == 0.0 { 0.0 } else { real / sin }
    }

    /// Adds a sine of this amplitude to lane `at`.
    pub fn strike(&mut self, at: usize, amplitude: f32) {
        let (quad, lane) = (at / LANES, at % LANES);
        let fall = self.fall[quad][lane];
        if fall > 0.0 {
            self.before[quad][lane] -= amplitude * self.sin[quad][lane] / fall;
        }
        self.busy = self.busy.max(quad + 1);
    }

    /// What adds sines of these amplitudes, as the lanes are tuned, by [`Self::ring`].
    pub fn sines(&self, amplitudes: &Lanes<QUADS>) -> Lanes<QUADS> {
        let mut sines = [[0.0; LANES]; QUADS];
        for (quad, amplitudes) in amplitudes.iter().enumerate() {
            for (lane, amplitude) in amplitudes.iter().enumerate() {
                let fall = self.fall[quad][lane];
                if fall > 0.0 {
                    // What a sine that is 0 now was a frame ago.
                    let share = -self.sin[quad][lane] / fall;
                    sines[quad][lane] = amplitude * share;
                }
            }
        }
        sines
    }

    /// Adds [`Self::sines`] of this strength to all lanes.
    #[inline(always)]
    pub fn ring(&mut self, sines: &Lanes<QUADS>, strength: f32) {
        for (before, sines) in self.before.iter_mut().zip(sines) {
            for (before, sine) in before.iter_mut().zip(sines) {
                *before += strength * sine;
            }
        }
        self.busy = QUADS;
    }

    /// The blow that adds cosines of these amplitudes: one whose velocity is heard.
    pub fn cosines(&self, amplitudes: &Lanes<QUADS>) -> Blow<QUADS> {
        let mut blow = Blow::none();
        for (quad, amplitudes) in amplitudes.iter().enumerate() {
            for (lane, amplitude) in amplitudes.iter().enumerate() {
                let fall = self.fall[quad][lane];
                if fall > 0.0 {
                    let share = self.cos[quad][lane] / fall;
                    blow.now[quad][lane] = *amplitude;
                    blow.before[quad][lane] = amplitude * share;
                }
            }
        }
        blow
    }

    /// A blow of this strength to all lanes.
    #[inline(always)]
    pub fn hit(&mut self, blow: &Blow<QUADS>, strength: f32) {
        for quad in 0..QUADS {
            for lane in 0..LANES {
                self.now[quad][lane] += strength * blow.now[quad][lane];
                self.before[quad][lane] += strength * blow.before[quad][lane];
            }
        }
        self.busy = QUADS;
    }

    /// The lane that sounds least.
    pub fn quietest(&self) -> usize {
        let (mut quietest, mut least) = (0, f32::INFINITY);
        for quad in 0..QUADS {
            let powers: [f32; LANES] = std::array::from_fn(|lane| {
                let (real, now) = (self.real(quad, lane), self.now[quad][lane]);
                real * real + now * now
            });
            for (lane, power) in powers.into_iter().enumerate() {
                if power < least {
                    (quietest, least) = (quad * LANES + lane, power);
                }
            }
        }
        quietest
    }

    /// Turns every lane's step by another angle, so that its frequency rises; a lane at rest stays.
    pub fn bend(&mut self, cos: &Lanes<QUADS>, sin: &Lanes<QUADS>) {
        for quad in 0..self.busy {
            for lane in 0..LANES {
                let real = self.real(quad, lane);
                let (c, s) = (self.cos[quad][lane], self.sin[quad][lane]);
                let bent_cos = c * cos[quad][lane] - s * sin[quad][lane];
                let bent_sin = s * cos[quad][lane] + c * sin[quad][lane];
                let fall = self.fall[quad][lane];
                let before = (self.now[quad][lane] * bent_cos - real * bent_sin) / fall;
                self.before[quad][lane] = if fall > 0.0 { before } else { 0.0 };
                self.cos[quad][lane] = bent_cos;
                self.sin[quad][lane] = bent_sin;
            }
        }
    }

    /// Lets lanes that have died rest.
    pub fn settle(&mut self) {
        let mut busy = 0;
        for quad in 0..self.busy {
            let mut alive = [0.0f32; LANES];
            for (lane, alive) in alive.iter_mut().enumerate() {
                let (now, sin) = (self.now[quad][lane], self.sin[quad][lane]);
                let (square, fall) = (sin * sin, self.fall[quad][lane]);
                // Sine and cosine, both times sin ω, which need not be divided out.
                let real = now * self.cos[quad][lane] - self.before[quad][lane] * fall;
                let dies = real * real + square * (now * now) <= DEAD * square;
                *alive = if dies { 0.0 } else { 1.0 };
                self.now[quad][lane] = if dies { 0.0 } else { now };
                self.before[quad][lane] = if dies { 0.0 } else { self.before[quad][lane] };
            }
            if alive.iter().sum::<f32>() > 0.0 {
                busy = quad + 1;
            }
        }
        self.busy = busy;
    }

    /// Whether all lanes rest, as [`Self::settle`] has found them.
    pub fn is_at_rest(&self) -> bool {
        self.busy == 0
    }

    /// Adds what sounds to `out`.
    #[inline]
    pub fn run(&mut self, out: &mut [f32]) {
        // A loop of known length keeps its lanes in registers.
        match self.busy {
            0 => {}
            1 => self.run_first::<1>(out),
            2 => self.run_first::<2>(out),
            3 => self.run_first::<3>(out),
            _ => self.run_first::<QUADS>(out),
        }
    }

    fn run_first<const COUNT: usize>(&mut self, out: &mut [f32]) {
        let mut part = self.part::<COUNT>();
        let (fours, rest) = out.as_chunks_mut::<LANES>();
        for four in fours {
            let mut sums = [[0.0; LANES]; LANES];
            for sum in &mut sums {
                *sum = part.next();
            }
            for (y, sum) in four.iter_mut().zip(sums) {
                *y += folded(sum);
            }
        }
        for y in rest {
            *y += folded(part.next());
        }
        self.keep(part);
    }

    /// Adds what sounds to `out`, summed lane by lane: [`folded`] makes one value of them.
    #[inline]
    pub fn run_busy(&mut self, out: &mut [[f32; LANES]]) {
        match self.busy {
            0 => {}
            1 => self.run_lanes::<1>(out),
            2 => self.run_lanes::<2>(out),
            3 => self.run_lanes::<3>(out),
            _ => self.run_lanes::<QUADS>(out),
        }
    }

    /// Adds what sounds in the first `COUNT` quads to `out`, summed lane by lane; [`folded`] makes one
    /// value of them.
    pub fn run_lanes<const COUNT: usize>(&mut self, out: &mut [[f32; LANES]]) {
        let mut part = self.part::<COUNT>();
        for out in out {
            let sum = part.next();
            for lane in 0..LANES {
                out[lane] += sum[lane];
            }
        }
        self.keep(part);
    }

    /// The next frame of all, summed lane by lane.
    #[inline(always)]
    pub fn next_lanes(&mut self) -> [f32; LANES] {
        let mut part = self.part::<QUADS>();
        let sum = part.next();
        self.keep(part);
        sum
    }

    #[inline(always)]
    fn part<const COUNT: usize>(&self) -> Part<COUNT> {
        let zero = [[0.0; LANES]; COUNT];
        let mut part = Part {
            now: zero,
            before: zero,
            twice: zero,
            fall: zero,
        };
        // Written out: closures over arrays are not always inlined here.
        for quad in 0..COUNT.min(QUADS) {
            part.now[quad] = self.now[quad];
            part.before[quad] = self.before[quad];
            for lane in 0..LANES {
                part.twice[quad][lane] = 2.0 * self.cos[quad][lane];
            }
            part.fall[quad] = self.fall[quad];
        }
        part
    }

    #[inline(always)]
    fn keep<const COUNT: usize>(&mut self, part: Part<COUNT>) {
        for quad in 0..COUNT.min(QUADS) {
            self.now[quad] = part.now[quad];
            self.before[quad] = part.before[quad];
        }
    }

    /// All at rest; they stay tuned.
    pub fn clear(&mut self) {
        self.now = [[0.0; LANES]; QUADS];
        self.before = [[0.0; LANES]; QUADS];
        self.busy = 0;
    }
}

/// Some of the quads: copies that stay in registers.
struct Part<const COUNT: usize> {
    now: Lanes<COUNT>,
    before: Lanes<COUNT>,
    twice: Lanes<COUNT>,
    fall: Lanes<COUNT>,
}

impl<const COUNT: usize> Part<COUNT> {
    /// The next frame, summed lane by lane.
    #[inline(always)]
    fn next(&mut self) -> [f32; LANES] {
        let mut sum = [0.0f32; LANES];
        for quad in 0..COUNT {
            for (lane, sum) in sum.iter_mut().enumerate() {
                let now = self.now[quad][lane];
                let next =
                    self.twice[quad][lane] * now - self.fall[quad][lane] * self.before[quad][lane];
                self.before[quad][lane] = now;
                self.now[quad][lane] = next;
                // Nothing plus something is one instruction more.
                *sum = if quad == 0 { next } else { *sum + next };
            }
        }
        sum
    }
}

/// The sum of all lanes.
#[inline(always)]
pub fn folded(sum: [f32; LANES]) -> f32 {
    (sum[0] + sum[2]) + (sum[1] + sum[3])
}

/// A frame's step of a sine at `frequency_hz` that falls by `decay` nepers per second.
pub fn step(frequency_hz: f64, decay: f64, sample_rate: f64) -> [f32; 2] {
    let (sin, cos) = (std::f64::consts::TAU * frequency_hz / sample_rate).sin_cos();
    let shrink = (-decay / sample_rate).exp();
    [(shrink * cos) as f32, (shrink * sin) as f32]
}
