//! What tests of a provider share: the checks that core runs on its answers, random values, and the
//! recorded plans of another provider.

pub mod arbitrary;
mod checks;
pub mod log;
pub mod oracle;
mod proposed;
pub mod upstream;

pub use checks::{
    Violation, apply_consistent, conforms, final_plan_consistent, plan_valid, write_only_null,
};
pub use proposed::proposed_new;
