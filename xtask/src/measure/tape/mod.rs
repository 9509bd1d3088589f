//! The Tape stage by itself.

mod class;
mod distortion;
mod hiss;
mod level;
mod response;
mod transport;

use super::figure::Figure;

pub use distortion::thd_percent;
pub use hiss::hiss;
pub use response::response_db;
pub use transport::wobbled;

/// All figures of the stage.
pub fn figures() -> Vec<Figure> {
    [
        distortion::figures(),
        level::figures(),
        response::figures(),
        hiss::figures(),
        transport::figures(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
