//! The engine and the schema language know no cloud: what is a cloud's own, its provider says.

use std::fs;
use std::path::Path;

/// The cryptography that TLS works with, which is nobody's cloud.
const CRYPTOGRAPHY: [&str; 2] = ["aws_lc_rs", "aws-lc-rs"];

fn visit(folder: &Path, check: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => visit(&path, check),
            false => check(&path, &fs::read_to_string(&path).unwrap()),
        }
    }
}

fn names_a_cloud(line: &str) -> bool {
    let line = CRYPTOGRAPHY.iter().fold(line.to_lowercase(), |line, it| line.replace(it, ""));
    let mut words = line.split(|it: char| !it.is_ascii_alphanumeric());
    words.any(|it| {
        it.starts_with("aws") || it.starts_with("amazon") || ["arn", "arns", "akia"].contains(&it)
    })
}

#[test]
fn no_line_names_a_cloud() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for folder in ["tfplugin/src", "tfplugin/examples", "schemas/src", "schemas/derive/src"] {
        visit(&root.join(folder), &mut |path, text| {
            for (number, line) in text.lines().enumerate().filter(|it| names_a_cloud(it.1)) {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        });
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_cloud_is_known_by_its_names() {
    assert!(names_a_cloud("/// An ARN.") && names_a_cloud("aws_sdk_sqs"));
    assert!(!names_a_cloud("tracing::warn!(learned)") && !names_a_cloud("use rustls::aws_lc_rs;"));
    assert!(!names_a_cloud("pub struct RawState {"));
}
