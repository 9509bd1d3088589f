//! Stub.
/// System.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum System {
    /// Off.
    #[default]
    Off,
    /// Sliding.
    SlidingBand,
    /// 2:1
    Compander,
}
