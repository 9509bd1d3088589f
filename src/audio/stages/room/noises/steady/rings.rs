//! Decaying sines side by side.

/// Lanes that are worked on at once.
pub const LANES: usize = 4;

/// One value for each of `QUADS` · [`LANES`] sines.
pub type Lanes<const QUADS: usize> = [[f32; LANES]; QUADS];

/// Below this power (−150 dBFS) a sine has died.
const DEAD: f32 = 1e-15;

/// `QUADS` · [`LANES`] rotating and shrinking phasors. What is added to one begins as a sine, so
/// that nothing jumps, and leaves what still rings in it.
#[derive(Debug, Clone)]
pub struct Rings<const QUADS: usize> {
    re: Lanes<QUADS>,
    im: Lanes<QUADS>,
    cos: Lanes<QUADS>,
    sin: Lanes<QUADS>,
    /// Quads that sound, counted from the first.
    busy: usize,
}

impl<const QUADS: usize> Rings<QUADS> {
    /// All at rest.
    pub fn new() -> Self {
        let zero = [[0.0; LANES]; QUADS];
        Self {
            re: zero,
            im: zero,
            cos: zero,
            sin: zero,
            busy: 0,
        }
    }

    /// Turns lane `at` by (cos, sin), shrunk by a frame's decay, in each frame.
    pub fn tune(&mut self, at: usize, [cos, sin]: [f32; 2]) {
        self.cos[at / LANES][at % LANES] = cos;
        self.sin[at / LANES][at % LANES] = sin;
    }

    /// Adds a sine of this amplitude to lane `at`.
    pub fn strike(&mut self, at: usize, amplitude: f32) {
        self.re[at / LANES][at % LANES] += amplitude;
        self.busy = self.busy.max(at / LANES + 1);
    }

    /// Adds sines of these amplitudes, times `gain`, to all lanes.
    pub fn strike_all(&mut self, amplitudes: &Lanes<QUADS>, gain: f32) {
        for (re, amplitude) in self
            .re
            .iter_mut()
            .flatten()
            .zip(amplitudes.iter().flatten())
        {
            *re += gain * amplitude;
        }
        self.busy = QUADS;
    }

    /// Adds cosines of these amplitudes, times `gain`, to all lanes: a blow whose velocity is heard.
    pub fn push_all(&mut self, amplitudes: &Lanes<QUADS>, gain: f32) {
        for (im, amplitude) in self
            .im
            .iter_mut()
            .flatten()
            .zip(amplitudes.iter().flatten())
        {
            *im += gain * amplitude;
        }
        self.busy = QUADS;
    }

    /// The lane that sounds least.
    pub fn quietest(&self) -> usize {
        let (mut quietest, mut least) = (0, f32::INFINITY);
        for (lane, (re, im)) in self
            .re
            .iter()
            .flatten()
            .zip(self.im.iter().flatten())
            .enumerate()
        {
            let power = re * re + im * im;
            if power < least {
                (quietest, least) = (lane, power);
            }
        }
        quietest
    }

    /// Turns every lane's step by another angle, so that its frequency rises; a lane at rest stays.
    pub fn bend(&mut self, cos: &Lanes<QUADS>, sin: &Lanes<QUADS>) {
        for quad in 0..self.busy {
            for lane in 0..LANES {
                let (c, s) = (self.cos[quad][lane], self.sin[quad][lane]);
                self.cos[quad][lane] = c * cos[quad][lane] - s * sin[quad][lane];
                self.sin[quad][lane] = s * cos[quad][lane] + c * sin[quad][lane];
            }
        }
    }

    /// Lets lanes that have died rest.
    pub fn settle(&mut self) {
        let mut busy = 0;
        for quad in 0..self.busy {
            for lane in 0..LANES {
                let (re, im) = (&mut self.re[quad][lane], &mut self.im[quad][lane]);
                if *re * *re + *im * *im < DEAD {
                    *re = 0.0;
                    *im = 0.0;
                } else {
                    busy = quad + 1;
                }
            }
        }
        self.busy = busy;
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
        let count = COUNT.min(QUADS);
        // Copies stay in registers.
        let (mut re, mut im) = (self.re, self.im);
        for y in out {
            *y += turned(count, &mut re, &mut im, &self.cos, &self.sin);
        }
        (self.re, self.im) = (re, im);
    }

    /// The next frame of all.
    #[inline(always)]
    pub fn next_value(&mut self) -> f32 {
        turned(QUADS, &mut self.re, &mut self.im, &self.cos, &self.sin)
    }

    /// All at rest; they stay tuned.
    pub fn clear(&mut self) {
        self.re = [[0.0; LANES]; QUADS];
        self.im = [[0.0; LANES]; QUADS];
        self.busy = 0;
    }
}

/// A frame's step of a sine at `frequency_hz` that falls by `decay` nepers per second.
pub fn step(frequency_hz: f64, decay: f64, sample_rate: f64) -> [f32; 2] {
    let (sin, cos) = (std::f64::consts::TAU * frequency_hz / sample_rate).sin_cos();
    let shrink = (-decay / sample_rate).exp();
    [(shrink * cos) as f32, (shrink * sin) as f32]
}

/// A frame of the first `count` quads, and the sum of their sines.
#[inline(always)]
fn turned<const QUADS: usize>(
    count: usize,
    re: &mut Lanes<QUADS>,
    im: &mut Lanes<QUADS>,
    cos: &Lanes<QUADS>,
    sin: &Lanes<QUADS>,
) -> f32 {
    let mut sum = [0.0f32; LANES];
    for quad in 0..count {
        for lane in 0..LANES {
            let (c, s) = (cos[quad][lane], sin[quad][lane]);
            let (x, i) = (re[quad][lane], im[quad][lane]);
            re[quad][lane] = x * c - i * s;
            im[quad][lane] = x * s + i * c;
            sum[lane] += im[quad][lane];
        }
    }
    (sum[0] + sum[2]) + (sum[1] + sum[3])
}
