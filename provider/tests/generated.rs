//! What is generated from schemas is current: contracts, and the pages of the documentation.
//!
//! `UPDATE=1` writes it: `cargo xtask generate`.

#![expect(clippy::print_stdout, reason = "a test says what it skips")]

mod pages;

use generators::docs::checks_table;
use generators::files::{self, File};
use pages::{check, functions, pages, root, text};
use provider::Service;

#[test]
fn generated_files_are_current_and_registries_take_them() {
    if !cfg!(feature = "default") {
        println!("SKIPPED: generated files tell of all services");
        return;
    }
    let mut generated = files::files(&pages(), &functions());
    generated.extend(services());
    generated.push(checks());
    if std::env::var_os("UPDATE").is_some() {
        files::write(&root(), &generated).expect("the files can be written");
    }
    let report = files::check(&root(), &generated).expect("the files can be read");
    assert!(report.is_empty(), "\n{report}");
    let report = files::registry_faults(&root()).expect("the pages can be read");
    assert!(report.is_empty(), "\n{report}");
}

/// The checks of all types, in their guide.
fn checks() -> File {
    const GUIDE: &str = "docs/guides/checks.md";

    let mut tables = String::new();
    for managed in provider::registry().resources {
        if !managed.checks.is_empty() {
            let rows: Vec<_> = managed.checks.iter().map(check).collect();
            let table = checks_table(&rows);
            tables.push_str(&format!("### {}\n\n{table}\n", managed.type_name));
        }
    }
    let guide = text(GUIDE).expect("there is a guide to checks");
    let guide = files::between(&guide, "checks", tables.trim_end());
    (GUIDE.to_owned(), guide.expect("the guide has a place for them"))
}

/// What is said of the services as a whole: in the README, and for `cargo xtask new`.
fn services() -> Vec<File> {
    let rows = provider::SERVICES.iter().map(|it| {
        let resources = (it.resources)().iter().map(|it| it.type_name).collect::<Vec<_>>();
        let data_sources = (it.data_sources)().iter().map(|it| it.type_name).collect::<Vec<_>>();
        let code = |names: Vec<&str>| {
            names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
        };
        format!("| {} | {} | {} |\n", it.name, code(resources), code(data_sources))
    });
    let table = format!(
        "| service | resources | data sources |\n|---|---|---|\n{}",
        rows.collect::<String>()
    );
    let readme = text("README.md").expect("there is a README");
    let readme = files::between(&readme, "types", &table).expect("the README has a place for them");

    let services = provider::SERVICES.iter().map(|it| {
        let Service { module, prefixes, is_regional, .. } = it;
        serde_json::json!({ "module": module, "prefixes": prefixes, "is_regional": is_regional })
    });
    let services = serde_json::Value::from(services.collect::<Vec<_>>());
    vec![
        ("README.md".to_owned(), readme),
        ("schemas/services.json".to_owned(), format!("{services:#}\n")),
    ]
}
