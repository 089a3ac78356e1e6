//! What is generated from schemas is current: contracts, and the pages of the documentation.
//!
//! `UPDATE=1` writes it: `cargo xtask generate`.

mod pages;

use generators::files;
use pages::{functions, pages, root};

#[test]
fn generated_files_are_current_and_registries_take_them() {
    let generated = files::files(&pages(), &functions());
    if std::env::var_os("UPDATE").is_some() {
        files::write(&root(), &generated).expect("the files can be written");
    }
    let report = files::check(&root(), &generated).expect("the files can be read");
    assert!(report.is_empty(), "\n{report}");
    let report = files::registry_faults(&root()).expect("the pages can be read");
    assert!(report.is_empty(), "\n{report}");
}
