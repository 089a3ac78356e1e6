//! The lists of arguments and attributes.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::time::Duration;

use schemas::{Attribute, Block, Form, Item, Nested, Nesting, Presence, Type};

use super::{Kind, Page};

/// The lists of arguments and attributes.
pub(super) struct Sections<'a> {
    pub(super) page: &'a Page,
}

impl Sections<'_> {
    /// The items of a block by who sets them, then the blocks within it. All that is inside of a
    /// read-only object is read-only, whatever its attributes are elsewhere.
    pub(super) fn block<'a>(
        &self,
        out: &mut String,
        block: &'a Block,
        path: &mut Vec<&'a str>,
        is_read_only: bool,
    ) -> fmt::Result {
        let group = |item| if is_read_only { Group::ReadOnly } else { group(item) };
        let mut groups: BTreeMap<Group, Vec<Item<'_>>> = BTreeMap::new();
        for item in block.items() {
            groups.entry(group(item)).or_default().push(item);
        }
        for (heading, mut items) in groups {
            items.sort_by_key(|it| it.name());
            match path.is_empty() {
                true => writeln!(out, "\n### {heading}\n")?,
                false => writeln!(out, "\n{heading}:\n")?,
            }
            let mut lines = Vec::new();
            for item in items {
                path.push(item.name());
                lines.push((item.name(), self.text(item, path, heading == Group::ReadOnly)));
                path.pop();
            }
            list_of(out, &lines)?;
        }
        let mut nested: Vec<&Nested> = block.blocks.iter().collect();
        nested.sort_by_key(|it| it.name);
        for it in nested {
            path.push(it.name);
            writeln!(out, "\n<a id=\"{}\"></a>", anchor(it, path))?;
            writeln!(out, "### Nested Schema for `{}`", path.join("."))?;
            let is_read_only = is_read_only || group(Item::Nested(it)) == Group::ReadOnly;
            self.block(out, &it.block, path, is_read_only)?;
            path.pop();
        }
        Ok(())
    }

    /// What a line says behind the name.
    fn text(&self, item: Item<'_>, path: &[&str], is_read_only: bool) -> String {
        // A list has no place for a second paragraph.
        let mut sentences: Vec<String> = item.docs().split("\n\n").map(str::to_owned).collect();
        if !is_read_only {
            self.rules(item, path, &mut sentences);
        }
        if let Item::Attribute(Attribute { deprecated: Some(message), .. }) = item {
            sentences.push(format!("Deprecated: {message}"));
        }
        if let Item::Nested(it) = item {
            sentences.push(format!("(see [below for nested schema](#{}))", anchor(it, path)));
        }
        sentences.retain(|it| !it.is_empty());
        format!("({}) {}", kind(item), sentences.join(" "))
    }

    /// What a configuration has to keep to, and what a change does.
    fn rules(&self, item: Item<'_>, path: &[&str], sentences: &mut Vec<String>) {
        if let Item::Attribute(it) = item {
            attribute_rules(it, sentences);
        }
        if let Some(timeout) = self.page.timeout(path) {
            sentences.push(format!("Default: `{}`.", duration(timeout)));
        }
        // A data source is only read: nothing of it is ever replaced.
        if self.page.kind == Kind::Resource {
            sentences
                .extend(replacement(item).map(|it| format!("**{it} replaces the resource.**")));
        }
    }
}

/// What of an item replaces the resource.
fn replacement(item: Item<'_>) -> Option<&'static str> {
    match item {
        Item::Attribute(it) => it.force_new.then_some("Changing this"),
        Item::Nested(it) if !it.force_new || it.min == it.max => None,
        Item::Nested(it) if it.max == 1 => Some("Adding or removing this"),
        Item::Nested(_) => Some("Changing the number of these"),
    }
}

/// A line for each name. What is the same of many is said once, above a table of their names.
pub(super) fn list_of(out: &mut String, lines: &[(&str, String)]) -> fmt::Result {
    const MANY: usize = 12;
    const COLUMNS: usize = 4;

    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in lines {
        names.entry(text).or_default().push(name);
    }
    let is_of_many = |text: &str| names[text].len() >= MANY;
    for (name, text) in lines.iter().filter(|it| !is_of_many(&it.1)) {
        writeln!(out, "- `{name}` {text}")?;
    }
    for (text, names) in names.iter().filter(|it| is_of_many(it.0)) {
        if !out.ends_with("\n\n") {
            out.push('\n');
        }
        writeln!(out, "Each of the following: {text}\n")?;
        writeln!(out, "|{}\n|{}", " |".repeat(COLUMNS), "---|".repeat(COLUMNS))?;
        for row in names.chunks(COLUMNS) {
            let cells = row.iter().map(|name| format!(" `{name}` |")).collect::<String>();
            writeln!(out, "|{cells}{}", " |".repeat(COLUMNS - row.len()))?;
        }
    }
    Ok(())
}

fn attribute_rules(it: &Attribute, sentences: &mut Vec<String>) {
    let is_said = |docs: &str| says(it.docs, docs);
    let checks = |of_elements| {
        let checks = it.checks.iter().filter(move |it| it.of_elements == of_elements);
        checks.map(|it| it.docs.as_str()).filter(|it| !it.is_empty() && !is_said(it))
    };
    sentences.extend(checks(false).map(str::to_owned));
    let of_elements: Vec<_> = checks(true).map(clause).collect();
    if !of_elements.is_empty() {
        let what = if matches!(it.ty, Type::Map(_)) { "value" } else { "element" };
        sentences.push(format!("Each {what}: {}.", of_elements.join("; ")));
    }
    if let Some(default) = &it.default {
        let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        sentences.push(match text.as_str() {
            "" => "Default: `\"\"`.".to_owned(),
            _ => format!("Default: `{text}`."),
        });
    }
    if !it.conflicts.is_empty() {
        sentences.push(format!("Conflicts with {}.", list(it.conflicts)));
    }
    if !it.exactly_one_of.is_empty() {
        sentences.push(format!("Exactly one of {} must be set.", list(it.exactly_one_of)));
    }
    if !it.at_least_one_of.is_empty() {
        sentences.push(format!("At least one of {} must be set.", list(it.at_least_one_of)));
    }
    if !it.required_with.is_empty() {
        sentences.push(format!("Requires {}.", list(it.required_with)));
    }
    if it.write_only {
        let what = "Never stored in plan or state (Terraform 1.11, OpenTofu 1.11 or later).";
        sentences.push(what.to_owned());
    }
}

/// Whether all that a check tells is in the doc comment already: `An ARN.` in `ARN of the role.`
pub(super) fn says(docs: &str, check: &str) -> bool {
    const EMPTY_WORDS: &[&str] = &["a", "an", "and", "or", "the"];

    fn words(text: &str) -> impl Iterator<Item = String> {
        let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        words.map(|it| it.trim_end_matches('s').to_lowercase())
    }
    let is_plain = |it: char| it.is_alphanumeric() || " .,`".contains(it);
    let said: Vec<String> = words(docs).collect();
    check.chars().all(is_plain)
        && words(check)
            .filter(|it| !EMPTY_WORDS.contains(&it.as_str()))
            .all(|it| said.contains(&it))
}

/// A sentence as a part of another: no capital, no full stop.
fn clause(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// Paths as a page names them. Steps into blocks of which there is only one are left out.
fn list(paths: &[&str]) -> String {
    let names: Vec<_> = paths.iter().map(|it| format!("`{}`", it.replace(".0.", "."))).collect();
    match names.split_last() {
        Some((end, start)) if !start.is_empty() => format!("{} and {end}", start.join(", ")),
        _ => names.concat(),
    }
}

/// Who sets a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Required,
    Optional,
    ReadOnly,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Group::Required => "Required",
            Group::Optional => "Optional",
            Group::ReadOnly => "Read-Only",
        })
    }
}

fn group(item: Item<'_>) -> Group {
    let presence = match item {
        Item::Attribute(it) if it.read_only => Presence::Computed,
        Item::Attribute(it) => it.presence,
        Item::Nested(Nested { form: Form::Attribute(presence), .. }) => *presence,
        Item::Nested(it) if it.min > 0 => Presence::Required,
        Item::Nested(_) => Presence::Optional,
    };
    match presence {
        Presence::Required => Group::Required,
        Presence::Optional | Presence::OptionalComputed => Group::Optional,
        Presence::Computed => Group::ReadOnly,
    }
}

/// What stands in parentheses behind a name.
fn kind(item: Item<'_>) -> String {
    let mut words = Vec::new();
    match item {
        Item::Attribute(it) => {
            words.push(type_words(&it.ty));
            if it.sensitive {
                words.push("Sensitive".to_owned());
            }
            if it.write_only {
                words.push("Write-only".to_owned());
            }
            if it.deprecated.is_some() {
                words.push("Deprecated".to_owned());
            }
        }
        Item::Nested(it) => {
            words.push(match (it.form, it.nesting) {
                (Form::Attribute(_), Nesting::Single) => "Object".to_owned(),
                (Form::Attribute(_), Nesting::List) => "List of Object".to_owned(),
                (Form::Attribute(_), Nesting::Set) => "Set of Object".to_owned(),
                (Form::Block, Nesting::Single) => "Block".to_owned(),
                (Form::Block, Nesting::List) => "Block List".to_owned(),
                (Form::Block, Nesting::Set) => "Block Set".to_owned(),
            });
            if it.min > 0 {
                words.push(format!("Min: {}", it.min));
            }
            if it.max > 0 {
                words.push(format!("Max: {}", it.max));
            }
            if it.sensitive {
                words.push("Sensitive".to_owned());
            }
        }
    }
    words.join(", ")
}

pub(super) fn type_words(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", type_words(element)),
        Type::Set(element) => format!("Set of {}", type_words(element)),
        Type::Map(element) => format!("Map of {}", type_words(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object(_) => "Object".to_owned(),
    }
}

fn anchor(nested: &Nested, path: &[&str]) -> String {
    let form = if nested.form.is_attribute() { "nestedatt" } else { "nestedblock" };
    format!("{form}--{}", path.join("--"))
}

/// As a configuration writes it: `30m`, `1h30m`.
pub(super) fn duration(it: Duration) -> String {
    let seconds = it.as_secs();
    let mut text = String::new();
    for (amount, unit) in [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')] {
        if amount > 0 {
            write!(text, "{amount}{unit}").expect("a string takes all");
        }
    }
    text
}
