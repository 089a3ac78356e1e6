//! What is generated from schemas is current: contracts, and the pages of the documentation.
//!
//! `UPDATE=1` writes it: `cargo xtask generate`.

mod pages;

use pages::{functions, pages, root};
use schemas::generated;

#[test]
fn generated_files_are_current_and_registries_take_them() {
    let files = generated::files(&pages(), &functions());
    if std::env::var_os("UPDATE").is_some() {
        generated::write(&root(), &files).expect("the files can be written");
    }
    let report = generated::check(&root(), &files).expect("the files can be read");
    assert!(report.is_empty(), "\n{report}");
    let report = generated::registry_faults(&root()).expect("the pages can be read");
    assert!(report.is_empty(), "\n{report}");
}
