//! From one of two responses to the other.

/// Which of two responses a part of the convolver plays, and how far it has come to the other.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    heard: usize,
    state: State,
}

#[derive(Debug, Clone, Default, PartialEq)]
enum State {
    #[default]
    Still,
    /// Until the part can begin.
    Waiting,
    /// Since this frame.
    Fading(u64),
}

/// What a part plays in one of its periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Plan {
    /// This response,
    pub heard: usize,
    /// and the other, to which the fade has lasted so many frames where the period begins.
    pub fade: Option<usize>,
}

impl Plan {
    /// The responses that are played.
    pub fn responses(self) -> impl Iterator<Item = usize> {
        let other = self.fade.map(|_| 1 - self.heard);
        [Some(self.heard), other].into_iter().flatten()
    }
}

impl Turn {
    /// Plays `heard` and nothing else, at once.
    pub fn snap(&mut self, heard: usize) {
        self.heard = heard;
        self.state = State::Still;
    }

    /// The other response is faded to from the next period on.
    pub fn start(&mut self) {
        self.state = State::Waiting;
    }

    /// Whether the other response is needed.
    pub fn is_under_way(&self) -> bool {
        self.state != State::Still
    }

    /// What to play in the period that begins at `frame`, or that is worked out from there on.
    pub fn plan(&mut self, frame: u64, fade_frames: usize) -> Plan {
        if self.state == State::Waiting {
            self.state = State::Fading(frame);
        }
        let mut fade = None;
        if let State::Fading(start) = self.state {
            // Never more than a fade and a period.
            let passed = (frame - start) as usize;
            if passed < fade_frames {
                fade = Some(passed);
            } else {
                self.snap(1 - self.heard);
            }
        }
        Plan {
            heard: self.heard,
            fade,
        }
    }
}

/// Fades `output` over to `other`; `passed` frames of the fade lie before their first frames.
pub fn fade(output: &mut [f32], other: &[f32], passed: usize, fade_frames: usize) {
    let length = fade_frames as f32;
    let passed = passed as f32;
    for ((output, &other), n) in output.iter_mut().zip(other).zip(0i32..) {
        let t = ((passed + n as f32) / length).min(1.0);
        // As in `dsp::ramp`: it starts and arrives without a kink.
        *output += t * t * (3.0 - 2.0 * t) * (other - *output);
    }
}
