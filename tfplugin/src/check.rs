//! Checks beyond a schema: what an API refuses, or takes to somebody's surprise.

use std::fmt;

use schemas::{Path, Value};

use crate::engine::Run;
use crate::{Diagnostic, Severity};

/// How sure it is that what a check finds is a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// What the API always refuses, and cannot take without breaking its own rules: an error.
    Invariant,
    /// What is beyond a limit or a list that the API may raise or extend: a warning.
    Limit,
    /// What the API takes, and hardly anybody means: a warning.
    Danger,
}

/// What checks do, as users have it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Checks {
    /// All that is found is an error.
    Strict,
    /// Invariants are errors, all else are warnings.
    #[default]
    Warn,
    /// Nothing is checked.
    Off,
}

impl Checks {
    fn severity(self, class: Class) -> Option<Severity> {
        match (self, class) {
            (Checks::Off, _) => None,
            (Checks::Strict, _) | (Checks::Warn, Class::Invariant) => Some(Severity::Error),
            (Checks::Warn, Class::Limit | Class::Danger) => Some(Severity::Warning),
        }
    }
}

/// A check of one type.
pub struct Check {
    /// What it finds, in a few words: the summary of its diagnostics. No other check of the type has
    /// the same.
    pub title: &'static str,
    pub class: Class,
    /// The attribute or block that it looks at.
    pub attribute: &'static str,
    /// What it finds, as a sentence of the documentation.
    pub docs: &'static str,
    /// The page that says so.
    pub source: &'static str,
    pub find: Find,
}

/// What a check looks at. Any value may be unknown, and what is unknown is never wrong.
pub enum Find {
    /// The configuration, each time that it is validated: with what is known by then, and once more
    /// before anything is made.
    InConfig(Box<InConfig>),
    /// The plan of a creation or a change.
    InPlan(Box<InPlan>),
}

type InConfig = dyn Fn(&Value) -> Vec<Finding> + Send + Sync;
type InPlan = dyn Fn(&PlannedObject<'_>) -> Vec<Finding> + Send + Sync;

impl Find {
    pub fn in_config(find: impl Fn(&Value) -> Vec<Finding> + Send + Sync + 'static) -> Find {
        Find::InConfig(Box::new(find))
    }

    pub fn in_plan(
        find: impl Fn(&PlannedObject<'_>) -> Vec<Finding> + Send + Sync + 'static,
    ) -> Find {
        Find::InPlan(Box::new(find))
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check").field("title", &self.title).finish_non_exhaustive()
    }
}

/// What is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: Path,
    pub detail: String,
}

impl Finding {
    /// A finding at an attribute of the outermost object.
    pub fn at(attribute: &str, detail: impl Into<String>) -> Finding {
        Finding { path: Path::root(attribute), detail: detail.into() }
    }
}

/// What is planned of an object.
pub struct PlannedObject<'a> {
    pub config: &'a Value,
    /// Null for a creation.
    pub prior: &'a Value,
    pub planned: &'a Value,
    pub(crate) is_replaced: bool,
    /// Where the object is, or will be. `None` where that is not known yet.
    pub region: Option<&'a str>,
    pub(crate) run: &'a Run,
}

impl PlannedObject<'_> {
    /// Whether an object is made, be it in place of another.
    pub fn is_new(&self) -> bool {
        self.prior.is_null() || self.is_replaced
    }

    /// Whether the plan changes an attribute or a block, or makes the object.
    pub fn changes(&self, name: &str) -> bool {
        self.is_new() || self.planned.get(name) != self.prior.get(name)
    }

    /// What the same run has planned of another object so far, by its type's name key. Whether it
    /// has been planned by now hangs on the order in which the client asks.
    pub fn other(&self, type_name: &'static str, region: &str, name: &str) -> Option<Value> {
        self.run.planned(type_name, region, name)
    }
}

impl Check {
    /// What is found in a configuration.
    pub(crate) fn in_config(&self, checks: Checks, config: &Value) -> Vec<Diagnostic> {
        match &self.find {
            Find::InConfig(find) => self.told(checks, || find(config)),
            Find::InPlan(_) => Vec::new(),
        }
    }

    /// What is found in a plan.
    pub(crate) fn in_plan(&self, checks: Checks, object: &PlannedObject<'_>) -> Vec<Diagnostic> {
        match &self.find {
            Find::InConfig(_) => Vec::new(),
            Find::InPlan(find) => self.told(checks, || find(object)),
        }
    }

    fn told(&self, checks: Checks, find: impl FnOnce() -> Vec<Finding>) -> Vec<Diagnostic> {
        let Some(severity) = checks.severity(self.class) else { return Vec::new() };
        let told = |it: Finding| {
            let path = Some(it.path);
            Diagnostic { severity, path, ..Diagnostic::error(self.title, it.detail) }
        };
        find().into_iter().map(told).collect()
    }
}
