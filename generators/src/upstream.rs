//! How schemas differ from those of hashicorp/aws, and which differences are meant.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// One way in which a type differs from its namesake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// `aws_sqs_queue`, or `data.aws_sqs_queue`.
    pub ty: String,
    /// Names joined by dots; empty for the type itself.
    pub path: String,
    /// `added: optional computed "string"`, `missing`, `max_items: 5 is 1`: what hashicorp/aws has,
    /// then what is here.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.ty, self.path, self.what)
    }
}

/// A difference that is meant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// A type, or `*` for any.
    #[serde(rename = "type")]
    pub ty: String,
    pub path: String,
    pub what: String,
    /// Why the difference is meant.
    pub reason: String,
}

impl Allowance {
    fn covers(&self, it: &Difference) -> bool {
        (self.ty == "*" || self.ty == it.ty) && self.path == it.path && self.what == it.what
    }
}

/// The file in which the allowances are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    #[serde(default)]
    pub allow: Vec<Allowance>,
}

impl Allowed {
    /// What is wrong: differences that no allowance covers, allowances that cover none or give no
    /// reason. Empty if all is well.
    pub fn judge(&self, differences: &[Difference]) -> String {
        let mut report = String::new();
        for it in differences.iter().filter(|it| !self.allow.iter().any(|one| one.covers(it))) {
            line(&mut report, format_args!("not allowed: {it}"));
        }
        for it in &self.allow {
            let Allowance { ty, path, what, reason } = it;
            if !differences.iter().any(|one| it.covers(one)) {
                line(&mut report, format_args!("allowed but not there: {ty} {path}: {what}"));
            }
            if reason.trim().is_empty() {
                line(&mut report, format_args!("allowed without a reason: {ty} {path}: {what}"));
            }
        }
        report
    }
}

fn line(report: &mut String, text: fmt::Arguments<'_>) {
    writeln!(report, "{text}").expect("a string takes all");
}

/// How `ours`, the wire part of a contract, differs from `theirs`.
pub fn differences(ty: &str, ours: &Json, theirs: &Json) -> Vec<Difference> {
    let mut found = Found { ty, differences: Vec::new() };
    found.entries("", ours, theirs, &["version"]);
    found.block("", &ours["block"], &theirs["block"]);
    found.differences.sort();
    found.differences
}

struct Found<'a> {
    ty: &'a str,
    differences: Vec<Difference>,
}

impl Found<'_> {
    fn add(&mut self, path: &str, what: String) {
        self.differences.push(Difference { ty: self.ty.to_owned(), path: path.to_owned(), what });
    }

    fn block(&mut self, path: &str, ours: &Json, theirs: &Json) {
        self.entries(path, ours, theirs, &["deprecated"]);
        let our_items = items(ours);
        let their_items = items(theirs);
        let names: BTreeSet<&String> = our_items.keys().chain(their_items.keys()).collect();
        for name in names {
            let path = match path {
                "" => name.clone(),
                _ => format!("{path}.{name}"),
            };
            match (our_items.get(name), their_items.get(name)) {
                (Some(ours), Some(theirs)) => self.item(&path, ours, theirs),
                (Some(ours), None) => self.add(&path, format!("added: {}", words(ours))),
                (None, _) => self.add(&path, "missing".to_owned()),
            }
        }
    }

    fn item(&mut self, path: &str, ours: &Json, theirs: &Json) {
        match (ours.get("block"), theirs.get("block")) {
            (Some(our_block), Some(their_block)) => {
                self.entries(path, ours, theirs, &["nesting_mode", "min_items", "max_items"]);
                self.block(path, our_block, their_block);
            }
            (None, None) => {
                let keys = ["type", "required", "optional", "computed"];
                self.entries(path, ours, theirs, &keys);
                self.entries(path, ours, theirs, &["sensitive", "write_only", "deprecated"]);
            }
            _ => self.add(path, format!("{} is {}", words(theirs), words(ours))),
        }
    }

    fn entries(&mut self, path: &str, ours: &Json, theirs: &Json, keys: &[&str]) {
        for key in keys {
            let (ours, theirs) = (ours.get(key), theirs.get(key));
            if ours != theirs {
                let text = |it: Option<&Json>| it.map_or("unset".to_owned(), Json::to_string);
                self.add(path, format!("{key}: {} is {}", text(theirs), text(ours)));
            }
        }
    }
}

/// Attributes and blocks: one name cannot be both.
fn items(block: &Json) -> Map<String, Json> {
    let lists = ["attributes", "block_types"].map(|key| block.get(key).and_then(Json::as_object));
    let items = lists.into_iter().flatten().flatten();
    items.map(|(name, it)| (name.clone(), it.clone())).collect()
}

fn words(item: &Json) -> String {
    if let Some(mode) = item.get("nesting_mode").and_then(Json::as_str) {
        return format!("{mode} block");
    }
    let flags = ["required", "optional", "computed", "sensitive", "write_only", "deprecated"];
    let mut words: Vec<String> =
        flags.iter().filter(|it| item.get(**it).is_some()).map(|it| (*it).to_owned()).collect();
    words.push(item["type"].to_string());
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn theirs() -> Json {
        json!({ "version": 0, "block": {
            "attributes": {
                "arn": { "computed": true, "type": "string" },
                "name": { "required": true, "type": "string" },
            },
            "block_types": { "user": { "nesting_mode": "list", "max_items": 5, "block": {
                "attributes": { "name": { "optional": true, "type": "string" } },
            } } },
        } })
    }

    fn ours() -> Json {
        json!({ "version": 1, "block": {
            "attributes": {
                "name": { "required": true, "type": "string" },
                "region": { "optional": true, "computed": true, "type": "string" },
            },
            "block_types": { "user": { "nesting_mode": "list", "max_items": 1, "block": {
                "attributes": { "name": { "required": true, "type": "string" } },
            } } },
        } })
    }

    fn allowance(ty: &str, path: &str, what: &str) -> Allowance {
        let reason = "It came with 6.0.".to_owned();
        Allowance { ty: ty.to_owned(), path: path.to_owned(), what: what.to_owned(), reason }
    }

    #[test]
    fn a_type_does_not_differ_from_itself() {
        assert_eq!(differences("aws_x", &theirs(), &theirs()), []);
    }

    #[test]
    fn each_difference_has_its_path() {
        let found = differences("aws_x", &ours(), &theirs());
        let texts: Vec<_> = found.iter().map(Difference::to_string).collect();
        assert_eq!(
            texts,
            [
                "aws_x : version: 0 is 1",
                "aws_x arn: missing",
                "aws_x region: added: optional computed \"string\"",
                "aws_x user: max_items: 5 is 1",
                "aws_x user.name: optional: true is unset",
                "aws_x user.name: required: unset is true",
            ]
        );
    }

    #[test]
    fn differences_are_allowed_one_by_one() {
        let found = differences("aws_x", &ours(), &theirs());
        let region = allowance("*", "region", "added: optional computed \"string\"");
        let found = &found[2..3];

        assert_eq!(Allowed { allow: vec![region.clone()] }.judge(found), "");
        assert_eq!(
            Allowed::default().judge(found),
            "not allowed: aws_x region: added: optional computed \"string\"\n"
        );
        let unused = allowance("aws_y", "arn", "missing");
        assert_eq!(
            Allowed { allow: vec![region, unused] }.judge(found),
            "allowed but not there: aws_y arn: missing\n"
        );
    }

    #[test]
    fn an_allowance_needs_a_reason() {
        let found = differences("aws_x", &ours(), &theirs());
        let mut region = allowance("aws_x", "region", "added: optional computed \"string\"");
        region.reason = String::new();
        let report = Allowed { allow: vec![region] }.judge(&found[2..3]);
        assert!(report.starts_with("allowed without a reason: aws_x region"), "{report}");
    }
}
