//! What a resource sees of a plan, and may change in it.

use std::collections::BTreeSet;

use schemas::{Block, Fields, Path, Value};

use crate::Diagnostic;

/// A plan after the schema's rules, before it is settled. Values may be unknown.
pub struct Plan<'a> {
    pub(crate) block: &'a Block,
    pub(crate) config: &'a Value,
    pub(crate) prior: &'a Value,
    pub(crate) planned: &'a mut Fields,
    pub(crate) replace: &'a mut BTreeSet<Path>,
    pub(crate) warnings: &'a mut Vec<Diagnostic>,
}

impl Plan<'_> {
    pub fn is_create(&self) -> bool {
        self.prior.is_null()
    }

    pub fn block(&self) -> &Block {
        self.block
    }

    /// What is configured for an attribute or a block; null where nothing is.
    pub fn config(&self, name: &str) -> &Value {
        self.check_name(name);
        self.config.get(name)
    }

    /// What there was before; null in a creation.
    pub fn prior(&self, name: &str) -> &Value {
        self.check_name(name);
        self.prior.get(name)
    }

    /// What there will be.
    pub fn planned(&self, name: &str) -> &Value {
        self.check_name(name);
        self.planned.get(name).unwrap_or(&Value::Null)
    }

    /// Whether the plan changes an attribute or a block of an existing object.
    pub fn changes(&self, name: &str) -> bool {
        !self.is_create() && self.planned(name) != self.prior(name)
    }

    /// Plans another value.
    pub fn set(&mut self, name: &str, value: Value) {
        self.check_name(name);
        self.planned.insert(name.to_owned(), value);
    }

    /// Plans no change of an attribute or a block, and no replacement because of it.
    pub fn no_change(&mut self, name: &str) {
        self.set(name, self.prior(name).clone());
        self.replace.retain(|path| path.names().first() != Some(&name));
    }

    /// Makes a change of the attribute replace the object.
    pub fn replace(&mut self, name: &str) {
        self.replace_at(Path::root(name));
    }

    /// The same of an attribute within a block.
    pub fn replace_at(&mut self, path: Path) {
        self.replace.insert(path);
    }

    /// Whether the plan, as far as it goes, replaces an existing object.
    pub fn replaces(&self) -> bool {
        !self.is_create() && !self.replace.is_empty()
    }

    /// A name with a typo would read null, and be no error. In builds for tests it is one.
    fn check_name(&self, name: &str) {
        debug_assert!(
            self.block.items().any(|it| it.name() == name),
            "the type has no attribute or block `{name}`"
        );
    }

    /// Tells the user something about the plan.
    pub fn warn(&mut self, warning: Diagnostic) {
        self.warnings.push(warning);
    }
}
