//! The shape that every stage has: settings in, a stereo block through, latency and tail out.

/// The longest block a stage is handed, in frames.
pub const MAX_BLOCK: usize = 64;

/// What a stage must know before it can allocate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec {
    /// Frames per second, [`Spec::MIN_SAMPLE_RATE`] to [`Spec::MAX_SAMPLE_RATE`].
    pub sample_rate: f64,
}

impl Spec {
    /// The slowest rate that is accepted, in Hz.
    pub const MIN_SAMPLE_RATE: f64 = 1_000.0;
    /// The fastest rate that is accepted, in Hz.
    pub const MAX_SAMPLE_RATE: f64 = 1_536_000.0;

    /// A spec for `sample_rate` in Hz, or nothing where no sensible host would run.
    pub fn new(sample_rate: f64) -> Option<Self> {
        (Self::MIN_SAMPLE_RATE..=Self::MAX_SAMPLE_RATE)
            .contains(&sample_rate)
            .then_some(Self { sample_rate })
    }

    /// `milliseconds` in whole frames, rounded.
    pub fn frames(&self, milliseconds: f64) -> usize {
        (milliseconds * 1e-3 * self.sample_rate).round() as usize
    }
}

/// Up to [`MAX_BLOCK`] frames of both channels, worked on in place.
pub struct StereoBlock<'a> {
    /// The left channel.
    pub left: &'a mut [f32],
    /// The right channel, as long as the left one.
    pub right: &'a mut [f32],
}

impl<'a> StereoBlock<'a> {
    /// Pairs two channels of equal length, at most [`MAX_BLOCK`] frames.
    pub fn new(left: &'a mut [f32], right: &'a mut [f32]) -> Self {
        debug_assert_eq!(left.len(), right.len());
        debug_assert!(left.len() <= MAX_BLOCK);
        Self { left, right }
    }

    /// How many frames it holds.
    pub fn frames(&self) -> usize {
        self.left.len()
    }

    /// Left, then right.
    pub fn channels(&mut self) -> [&mut [f32]; 2] {
        [self.left, self.right]
    }

    /// The frames from `start`, `len` of them, as a block of their own.
    pub fn part(&mut self, start: usize, len: usize) -> StereoBlock<'_> {
        StereoBlock {
            left: &mut self.left[start..start + len],
            right: &mut self.right[start..start + len],
        }
    }
}

/// How long a stage still sounds after its input has fallen silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// At most this many frames.
    Frames(usize),
    /// For ever: it makes sound of its own.
    Endless,
}

impl Tail {
    /// The tail of one stage behind another.
    pub fn then(self, next: Tail) -> Tail {
        match (self, next) {
            (Tail::Frames(a), Tail::Frames(b)) => Tail::Frames(a.saturating_add(b)),
            _ => Tail::Endless,
        }
    }
}

/// Where the host's song is at the next frame, and how fast it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timeline {
    /// Quarter notes in a minute, above 0.
    pub tempo_bpm: f64,
    /// Quarter notes since the song began; nothing while it stands or the host does not say.
    pub beat: Option<f64>,
}

impl Default for Timeline {
    /// What holds where a host says nothing.
    fn default() -> Self {
        Self {
            tempo_bpm: 120.0,
            beat: None,
        }
    }
}

/// A stage of the chain.
///
/// `prepare` runs on the host's main thread and is the only place that allocates; everything else
/// runs on the audio thread. Splitting a block in any way gives the same bits.
pub trait Stage: Sized {
    /// What was chosen, in natural units. The default is transparent.
    type Settings: Copy + PartialEq + Default;

    /// Whether a slot delays by the stage's latency while it is switched off, so that switching
    /// never moves the sound in time. A stage that takes long does so only while it is on.
    const DELAYS_WHILE_OFF: bool = true;

    /// Allocates all that will ever be needed at this sample rate.
    fn prepare(spec: Spec) -> Self;

    /// Back to the state after `prepare`: the next settings are taken at once, without a ramp.
    fn reset(&mut self);

    /// [`Self::reset`] in the middle of the sound, where a slot switches the stage on: what takes too
    /// long for one block may follow while it runs unheard for [`Self::warm_up`].
    fn wake(&mut self) {
        self.reset();
    }

    /// Takes new targets; they are ramped or crossfaded to while processing. Cheap.
    fn set(&mut self, settings: &Self::Settings);

    /// Hears where the song is at the next frame: at the beginning of each of the host's blocks,
    /// before [`Self::process`].
    fn locate(&mut self, timeline: &Timeline) {
        let _ = timeline;
    }

    /// Works on a block in place.
    fn process(&mut self, block: &mut StereoBlock);

    /// Frames from input to output, exact. Settings that change it say so: for a host it is an
    /// interruption.
    fn latency(&self) -> usize;

    /// The most that [`Self::latency`] can be, whatever is set.
    fn max_latency(&self) -> usize {
        self.latency()
    }

    /// How long it sounds on after the input, latency included.
    fn tail(&self) -> Tail;

    /// Frames it must run after `reset` before its output may be heard without a start-up dip.
    fn warm_up(&self) -> usize {
        self.latency()
    }
}
