//! What was played, sample by sample and without a gap, for whoever paints it.
//!
//! A ring between the audio thread and the editor. Neither side ever waits for the other: what the
//! reader has left no room for is left out, a block at a time.

use rtrb::chunks::ChunkError;
use rtrb::{Consumer, Producer, RingBuffer};

use crate::audio::stage::StereoBlock;

/// Frames that the ring holds: 2.7 s at 48 kHz, 0.7 s at 192 kHz. A window may stand still for as
/// long before something is left out. The megabyte is untouched memory until an editor is opened.
pub const CAPACITY: usize = 1 << 17;

/// The audio thread's end.
pub(super) struct PlayedWriter {
    ring: Producer<[f32; 2]>,
}

/// The editor's end.
pub struct PlayedReader {
    ring: Consumer<[f32; 2]>,
}

/// Both ends. Allocates.
pub(super) fn played() -> (PlayedWriter, PlayedReader) {
    let (writer, reader) = RingBuffer::new(CAPACITY);
    (PlayedWriter { ring: writer }, PlayedReader { ring: reader })
}

impl PlayedWriter {
    /// Adds a block, or leaves it out if there is no room for all of it.
    pub(super) fn write(&mut self, block: &StereoBlock) {
        let frames = block.left.iter().zip(&*block.right);
        if let Ok(room) = self.ring.write_chunk_uninit(block.frames()) {
            room.fill_from_iter(frames.map(|(left, right)| [*left, *right]));
        }
    }
}

impl PlayedReader {
    /// Takes up to `most` frames, left and right, oldest first; `take` gets them in one or two
    /// pieces. Returns how many there were.
    pub fn read(&mut self, most: usize, mut take: impl FnMut(&[[f32; 2]])) -> usize {
        let chunk = match self.ring.read_chunk(most) {
            Err(ChunkError::TooFewSlots(left)) => self.ring.read_chunk(left),
            all => all,
        };
        let Ok(chunk) = chunk else {
            return 0;
        };
        let frames = chunk.len();
        let (first, second) = chunk.as_slices();
        for piece in [first, second] {
            if !piece.is_empty() {
                take(piece);
            }
        }
        chunk.commit_all();
        frames
    }
}
