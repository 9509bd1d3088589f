//! The Tape stage by itself.

mod class;
mod distortion;
mod generations;
mod hiss;
mod level;
mod noise_reduction;
mod response;
mod transport;

use super::figure::Figure;

pub use distortion::thd_percent;
pub use hiss::hiss;
pub use response::response_db;
pub use transport::{reading_percent, wobbled};

/// All figures of the stage.
pub fn figures() -> Vec<Figure> {
    [
        distortion::figures(),
        level::figures(),
        response::figures(),
        hiss::figures(),
        transport::figures(),
        generations::figures(),
        noise_reduction::figures(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
