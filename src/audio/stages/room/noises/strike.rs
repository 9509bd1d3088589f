//! An attack of the music, to which a noise can answer.

/// An attack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strike {
    /// The frame in the block.
    pub at: usize,
    /// How hard, 0 to 1.
    pub strength: f32,
}
