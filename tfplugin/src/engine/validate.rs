//! Checks a configuration against what its schema says.

use schemas::{Attribute, Block, Form, Item, Nested, Path, Presence, Step, Value};

use crate::Diagnostic;

/// Checks a configuration. Values may be unknown: what is not known is not wrong.
pub fn validate(block: &Block, config: &Value, write_only_allowed: bool) -> Vec<Diagnostic> {
    let mut validator = Validator { block, config, write_only_allowed, diagnostics: Vec::new() };
    nulls(config, &Path::default(), &mut validator.diagnostics);
    validator.object(block, config, &Path::default());
    validator.diagnostics
}

/// Refuses elements of lists and sets that are null, at every depth. A null means that something is
/// left out, and here it would be an empty text, network or name. In maps it means just that.
fn nulls(value: &Value, path: &Path, found: &mut Vec<Diagnostic>) {
    match value {
        Value::List(elements) | Value::Set(elements) => {
            if elements.iter().any(Value::is_null) {
                let detail = format!(
                    "`{path}` has an element that is null. Remove it: `compact([…])` does so for a \
                     list of strings."
                );
                let error = Diagnostic::error("Null value found in list", detail);
                found.push(error.at(path.clone()));
            }
            let is_set = matches!(value, Value::Set(_));
            for (index, element) in elements.iter().enumerate() {
                let path = if is_set { path.element(element) } else { path.index(index) };
                nulls(element, &path, found);
            }
        }
        Value::Map(entries) => {
            entries.iter().for_each(|(key, it)| nulls(it, &path.key(key), found));
        }
        Value::Object(entries) => {
            entries.iter().for_each(|(name, it)| nulls(it, &path.attribute(name), found));
        }
        Value::Dynamic(inner) => nulls(&inner.1, path, found),
        Value::Null | Value::Unknown | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

struct Validator<'a> {
    /// The whole configuration and its schema, for rules between arguments.
    block: &'a Block,
    config: &'a Value,
    write_only_allowed: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Validator<'_> {
    fn object(&mut self, block: &Block, object: &Value, path: &Path) {
        for item in block.items() {
            let path = path.attribute(item.name());
            let value = object.get(item.name());
            match item {
                Item::Attribute(it) => self.attribute(it, value, &path),
                Item::Nested(it) => self.nested(it, value, &path),
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute, value: &Value, path: &Path) {
        let name = attribute.name;
        if value.is_null() {
            if attribute.presence == Presence::Required {
                self.error(path, "Missing required argument", format!("`{name}` is required."));
            }
            self.relations_of_absent(attribute, path);
            return;
        }
        if attribute.presence == Presence::Computed {
            let detail = format!("`{name}` is set by the provider. Remove it.");
            self.error(path, "Value for a read-only attribute", detail);
            return;
        }
        if let Some(message) = attribute.deprecated {
            let warning = Diagnostic::warning("Deprecated argument", message);
            self.diagnostics.push(warning.at(path.clone()));
        }
        if attribute.write_only && !self.write_only_allowed {
            let detail = format!(
                "`{name}` is write-only: it needs Terraform 1.11 or OpenTofu 1.11, or later."
            );
            self.error(path, "Write-only argument not supported", detail);
        }
        self.relations_of_present(attribute, value, path);
        if value.is_unknown() {
            return;
        }
        for check in &attribute.checks {
            let Err(message) = check.test(value) else { continue };
            // Nobody may see a secret: neither as the value nor in a message that quotes it.
            let is_secret = attribute.sensitive || attribute.write_only;
            let (shown, detail) = match is_secret {
                true => ("(sensitive value)".to_owned(), check.docs.clone()),
                false => (text(value), format!("`{path}` {message}.")),
            };
            let summary = check.summary(&dotted(path), &shown);
            self.error(path, &summary, detail);
        }
    }

    fn nested(&mut self, nested: &Nested, value: &Value, path: &Path) {
        if let Value::Object(_) = value {
            self.object(&nested.block, value, path);
            return;
        }
        let elements = value.elements().unwrap_or(&[]);
        let (count, name) = (elements.len(), nested.name);
        if !value.is_unknown() {
            if count < nested.min as usize {
                let detail = match nested.min {
                    1 => format!("A `{name}` block is required."),
                    min => format!("At least {min} `{name}` blocks are required."),
                };
                self.error(path, "Too few blocks", detail);
            }
            if nested.max > 0 && count > nested.max as usize {
                let detail = match nested.max {
                    1 => format!("At most one `{name}` block is allowed."),
                    max => format!("At most {max} `{name}` blocks are allowed."),
                };
                self.error(path, "Too many blocks", detail);
            }
        }
        let is_set = matches!(value, Value::Set(_));
        for (index, element) in elements.iter().enumerate() {
            let path = if is_set { path.element(element) } else { path.index(index) };
            // An element of a set has no identity yet while part of it is unknown.
            let is_known = if is_set { element.is_wholly_known() } else { !element.is_unknown() };
            if is_known {
                self.object(&nested.block, element, &path);
            }
        }
    }

    fn relations_of_present(&mut self, attribute: &Attribute, value: &Value, path: &Path) {
        if !value.is_unknown() {
            for other in attribute.conflicts {
                let found = self.find(other);
                if !found.is_null() && !found.is_unknown() {
                    let detail =
                        format!("`{path}` cannot be set together with `{other}`. Remove one.");
                    self.error(path, "Conflicting configuration arguments", detail);
                }
            }
        }
        for other in attribute.required_with {
            if self.find(other).is_null() {
                let detail = format!("`{other}` must be set if `{path}` is set.");
                self.error(path, "Missing required argument", detail);
            }
        }
        let set = attribute.exactly_one_of.iter().filter(|it| self.is_known(it)).count();
        if set > 1 {
            let detail = format!("Set only one of {}.", listed(attribute.exactly_one_of));
            self.error(path, "Conflicting configuration arguments", detail);
        }
    }

    fn relations_of_absent(&mut self, attribute: &Attribute, path: &Path) {
        for (paths, words) in
            [(attribute.exactly_one_of, "one"), (attribute.at_least_one_of, "at least one")]
        {
            if !paths.is_empty() && paths.iter().all(|it| self.find(it).is_null()) {
                let detail = format!("Set {words} of {}.", listed(paths));
                self.error(path, "Missing required argument", detail);
            }
        }
    }

    fn is_known(&self, path: &str) -> bool {
        let value = self.find(path);
        !value.is_null() && !value.is_unknown()
    }

    /// The value at a path of names and indices: `logs.0.general`. Blocks of which there are none are
    /// null: core sends an empty list of them. An attribute may be set to one.
    fn find(&self, path: &str) -> &Value {
        let found = path.split('.').fold(self.config, |value, step| match step.parse::<usize>() {
            Ok(index) => value.elements().and_then(|it| it.get(index)).unwrap_or(&Value::Null),
            Err(_) => value.get(step),
        });
        let is_block = self.block.nested(path).is_some_and(|it| it.form == Form::Block);
        match found.elements() {
            Some([]) if is_block => &Value::Null,
            _ => found,
        }
    }

    fn error(&mut self, path: &Path, summary: &str, detail: String) {
        self.diagnostics.push(Diagnostic::error(summary, detail).at(path.clone()));
    }
}

/// A value as it stands in a message: text without quotes.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A path as SDKv2 writes it: `logs.0.general`.
fn dotted(path: &Path) -> String {
    let steps = path.0.iter().map(|step| match step {
        Step::Attribute(name) | Step::Key(name) => name.clone(),
        Step::Index(index) => index.to_string(),
        Step::Element(_) => "*".to_owned(),
    });
    steps.collect::<Vec<_>>().join(".")
}

fn listed(paths: &[&str]) -> String {
    let paths: Vec<_> = paths.iter().map(|it| format!("`{it}`")).collect();
    paths.join(", ")
}
