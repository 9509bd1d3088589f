//! Runs nodes of fundsp on the same blocks as everything else.

use fundsp::prelude32::{An, AudioNode, BufferVec, MAX_BUFFER_SIZE};

use crate::sound::Sound;

/// A node with the buffers that it reads and writes.
pub struct Node<X: AudioNode> {
    node: An<X>,
    /// What it reads, one channel for each input.
    pub input: BufferVec,
    output: BufferVec,
}

impl<X: AudioNode> Node<X> {
    /// Fits the node to a sample rate in Hz.
    pub fn new(mut node: An<X>, rate: f64) -> Self {
        node.set_sample_rate(rate);
        node.allocate();
        Self {
            input: BufferVec::new(node.inputs()),
            output: BufferVec::new(node.outputs()),
            node,
        }
    }

    /// Works on both channels; `left` and `right` are the inputs that they go to.
    pub fn process(&mut self, sound: &mut Sound, [left, right]: [usize; 2]) {
        let chunks = sound
            .left
            .chunks_mut(MAX_BUFFER_SIZE)
            .zip(sound.right.chunks_mut(MAX_BUFFER_SIZE));
        for (left_chunk, right_chunk) in chunks {
            let frames = left_chunk.len();
            self.input.channel_f32_mut(left)[..frames].copy_from_slice(left_chunk);
            self.input.channel_f32_mut(right)[..frames].copy_from_slice(right_chunk);
            self.node.process(
                frames,
                &self.input.buffer_ref(),
                &mut self.output.buffer_mut(),
            );
            left_chunk.copy_from_slice(&self.output.channel_f32(0)[..frames]);
            right_chunk.copy_from_slice(&self.output.channel_f32(1)[..frames]);
        }
    }
}
