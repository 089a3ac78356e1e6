//! Validates, plans, applies and reads.

mod plan;
pub(crate) mod wait;

pub use plan::Plan;
