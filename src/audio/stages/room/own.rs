//! The user's own impulse response in place of the room's.

use super::reverberation::{Convolves, Engine};
use crate::audio::dsp::convolver::Convolver;
use crate::audio::dsp::moved_delay::MovedDelay;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec};

/// How long a move of pre-delay or width takes.
const FADE_MS: f64 = 30.0;
/// The longest pre-delay.
const LONGEST_MS: f64 = 250.0;

/// An impulse response ready to be heard. Made off the audio thread.
pub struct OwnResponse {
    convolver: Convolver,
    frames: usize,
}

impl OwnResponse {
    /// Of one channel (for both sides), two (each side by itself) or four (left to left, left to
    /// right, right to left, right to right) at the host's rate; of any other number, the first for
    /// both sides. Allocates.
    pub fn new(channels: &[Vec<f32>], spec: Spec) -> Self {
        let paths: [&[f32]; 4] = match channels {
            [left, right] => [left, &[], &[], right],
            [a, b, c, d] => [a, b, c, d],
            [both, ..] => [both, &[], &[], both],
            [] => [&[]; 4],
        };
        let frames = channels.iter().map(Vec::len).max().unwrap_or(0);
        let mut convolver = Convolver::prepare(frames, spec.frames(FADE_MS));
        while !convolver.write_step(paths, 1.0) {}
        convolver.snap();
        Self { convolver, frames }
    }
}

impl Convolves for Box<OwnResponse> {
    fn convolver(&mut self) -> &mut Convolver {
        &mut self.convolver
    }
}

/// The response that is at work, and one that is on its way out.
pub struct Own {
    spec: Spec,
    present: Option<Engine<Box<OwnResponse>>>,
    leaving: Option<Engine<Box<OwnResponse>>>,
    pre_delay: [MovedDelay; 2],
    width: Ramp,
}

impl Own {
    /// Allocates; without a response.
    pub fn prepare(spec: Spec) -> Self {
        let fade = spec.frames(FADE_MS);
        let delay = MovedDelay::new(0, spec.frames(LONGEST_MS), fade);
        Self {
            spec,
            present: None,
            leaving: None,
            pre_delay: [delay.clone(), delay],
            width: Ramp::new(1.0, fade),
        }
    }

    /// Silences it. The response stays.
    pub fn reset(&mut self) {
        let engines = self.present.iter_mut().chain(&mut self.leaving);
        engines.for_each(Engine::silence);
        self.pre_delay.iter_mut().for_each(MovedDelay::reset);
        self.width.reset();
    }

    /// Whether there is a response.
    pub fn is_there(&self) -> bool {
        self.present.is_some()
    }

    /// How many frames it has, with the longest pre-delay.
    pub fn frames(&self) -> usize {
        let response = self
            .present
            .as_ref()
            .map_or(0, |engine| engine.holder().frames);
        response + self.spec.frames(LONGEST_MS)
    }

    /// Whether another response can be taken: the last change is over.
    pub fn is_free(&self) -> bool {
        self.leaving.is_none()
    }

    /// Another response, or none, takes the place of the one there is. Call only while
    /// [`Self::is_free`].
    pub fn exchange(&mut self, response: Option<Box<OwnResponse>>) {
        let heard = self.is_heard();
        self.leaving = self.present.take();
        if let Some(engine) = &mut self.leaving {
            engine.set_heard(false);
        }
        self.present = response.map(|response| {
            let mut engine = Engine::new(response, self.spec);
            engine.set_heard(heard);
            engine
        });
    }

    /// A response that has faded out, to be freed off the audio thread.
    pub fn retired(&mut self) -> Option<Box<OwnResponse>> {
        let engine = self.leaving.take_if(|engine| !engine.is_heard())?;
        Some(engine.into_holder())
    }

    /// Silence before the response in ms, and its width, 0 to 2.
    pub fn set(&mut self, pre_delay_ms: f32, width: f32) {
        let frames = self
            .spec
            .frames(f64::from(pre_delay_ms.clamp(0.0, LONGEST_MS as f32)));
        for delay in &mut self.pre_delay {
            delay.set_frames(frames);
        }
        self.width.set(width.clamp(0.0, 2.0));
    }

    /// Heard at once, as from the beginning.
    pub fn begin(&mut self) {
        if let Some(engine) = &mut self.present {
            engine.snap();
        }
    }

    /// Whether it is heard from now on.
    pub fn set_heard(&mut self, heard: bool) {
        if let Some(engine) = &mut self.present {
            engine.set_heard(heard);
        }
    }

    /// Whether anything of it is heard.
    pub fn is_heard(&self) -> bool {
        let mut engines = self.present.iter().chain(&self.leaving);
        engines.any(Engine::is_heard)
    }

    /// Frames until a fade ends, at most which [`Self::process`] is handed.
    pub fn next_step(&self) -> usize {
        let engines = self.present.iter().chain(&self.leaving);
        engines.map(Engine::next_step).min().unwrap_or(MAX_BLOCK)
    }

    /// Adds to `output` what the response makes of `input`.
    pub fn process(
        &mut self,
        input: &[[f32; MAX_BLOCK]; 2],
        frames: usize,
        output: &mut [[f32; MAX_BLOCK]; 2],
    ) {
        let (mut input, mut wet) = (*input, [[0.0; MAX_BLOCK]; 2]);
        for (delay, channel) in self.pre_delay.iter_mut().zip(&mut input) {
            delay.process(&mut channel[..frames]);
        }
        for engine in self.present.iter_mut().chain(&mut self.leaving) {
            engine.process([&input[0][..frames], &input[1][..frames]], &mut wet);
        }
        for n in 0..frames {
            let width = self.width.next_value();
            let (middle, side) = (
                0.5 * (wet[0][n] + wet[1][n]),
                0.5 * width * (wet[0][n] - wet[1][n]),
            );
            output[0][n] += middle + side;
            output[1][n] += middle - side;
        }
    }
}
