//! Each check of each type: a configuration in which it finds something, the nearest one in which
//! none does, and the same where what it looks at is not known yet.

mod configured;
#[path = "checks/ec2.rs"]
mod ec2;
#[path = "checks/glue.rs"]
mod glue;
#[path = "checks/kinesis.rs"]
mod kinesis;
#[path = "checks/mq.rs"]
mod mq;
#[path = "checks/msk.rs"]
mod msk;
#[path = "checks/policies.rs"]
mod policies;
#[path = "checks/sns.rs"]
mod sns;
#[path = "checks/sqs.rs"]
mod sqs;

use std::collections::BTreeSet;

use provider::Aws;
use schemas::{Value, json};
use serde_json::Value as Json;
use tfplugin::engine::{self, PlanRequest, ResourceType, Run};
use tfplugin::testkit::proposed_new;
use tfplugin::{Checks, Class, Diagnostic, Severity};

/// A check of a type, and what it has to say.
pub(crate) struct Case {
    type_name: &'static str,
    title: &'static str,
    wrong: Json,
    right: Json,
    /// The state before.
    prior: Json,
    /// Objects that are planned before: what is not known of them is as their type plans it.
    others: Vec<(&'static str, Json)>,
    /// What is looked at, where it is another attribute than the check names.
    about: Option<String>,
}

pub(crate) fn case(type_name: &'static str, title: &'static str, wrong: Json, right: Json) -> Case {
    Case { type_name, title, wrong, right, prior: Json::Null, others: Vec::new(), about: None }
}

impl Case {
    pub(crate) fn from(self, prior: Json) -> Case {
        Case { prior, ..self }
    }

    pub(crate) fn about(self, attribute: &str) -> Case {
        Case { about: Some(attribute.to_owned()), ..self }
    }

    pub(crate) fn beside(mut self, type_name: &'static str, config: Json) -> Case {
        self.others.push((type_name, config));
        self
    }
}

/// One object with the members of two.
pub(crate) fn with(object: &Json, more: Json) -> Json {
    let (mut object, Json::Object(more)) = (object.clone(), more) else { panic!("no object") };
    object.as_object_mut().expect("an object").extend(more);
    object
}

fn cases() -> Vec<Case> {
    [
        policies::cases(),
        sqs::cases(),
        sns::cases(),
        glue::cases(),
        kinesis::cases(),
        ec2::cases(),
        msk::cases(),
        mq::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Subject<'a> {
    aws: &'a Aws,
    managed: &'a ResourceType<Aws>,
    prior: Value,
    run: Run,
}

fn object(managed: &ResourceType<Aws>, json: &Json) -> Value {
    let block = &managed.schema.block;
    match json::decode(json, &block.ty()).unwrap_or_else(|it| panic!("{json}: {it}")) {
        Value::Object(entries) => block.complete(entries),
        other => other,
    }
}

impl Subject<'_> {
    /// What is said of a configuration and its plan.
    fn found(&self, checks: Checks, config: &Value) -> Vec<Diagnostic> {
        let Subject { aws, managed, prior, run } = self;
        let refused = managed.validate(config, true);
        if let Some(refused) = refused.into_iter().find(Diagnostic::is_error) {
            return vec![refused];
        }
        let found = engine::check_config(managed, checks, config);
        if found.iter().any(Diagnostic::is_error) {
            return found;
        }
        let proposed = proposed_new(&managed.schema.block, prior, config);
        let question = PlanRequest { prior, proposed: &proposed, config };
        let planned = match engine::plan(managed, *aws, &question) {
            Ok(planned) => planned,
            Err(errors) => return errors,
        };
        match engine::check_plan(managed, *aws, run, checks, &question, planned) {
            Ok(planned) => found.into_iter().chain(planned.warnings).collect(),
            Err(errors) => found.into_iter().chain(errors).collect(),
        }
    }
}

fn told(found: &[Diagnostic]) -> Vec<String> {
    let told = |it: &Diagnostic| {
        let path = it.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{path}: {}: {}", it.summary, it.detail)
    };
    found.iter().map(told).collect()
}

#[tokio::test]
async fn each_check_finds_its_mistake_and_nothing_else() {
    // Tags by default are no mistake.
    let (aws, plain) = (configured::tagged().await, configured::plain().await);
    let registry = provider::registry();
    let mut proven = BTreeSet::new();
    let mut failures = Vec::new();
    for case in cases() {
        let Case { type_name, title, wrong, right, prior, others, about } = case;
        // Its service may be off.
        let Some(managed) = registry.resource(type_name) else { continue };
        let Some(check) = managed.checks.iter().find(|it| it.title == title) else {
            panic!("{type_name} has no check {title:?}");
        };
        let run = Run::default();
        for (type_name, config) in &others {
            let Some(managed) = registry.resource(type_name) else { continue };
            let config = object(managed, config);
            let proposed = proposed_new(&managed.schema.block, &Value::Null, &config);
            let question =
                PlanRequest { prior: &Value::Null, proposed: &proposed, config: &config };
            let planned = engine::plan(managed, &plain, &question).expect("it can be planned");
            engine::check_plan(managed, &plain, &run, Checks::Off, &question, planned)
                .expect("nothing is checked");
        }
        let subject = Subject { aws: &aws, managed, prior: object(managed, &prior), run };
        let wrong = object(managed, &wrong);
        let is_it = |it: &Diagnostic| it.summary == title;

        let found = subject.found(Checks::Warn, &wrong);
        let severity = match check.class {
            Class::Invariant => Severity::Error,
            Class::Limit | Class::Danger => Severity::Warning,
        };
        match found.iter().find(|it| is_it(it)) {
            None => {
                failures.push(format!("{type_name} {title:?} is not found: {:#?}", told(&found)))
            }
            Some(it) if it.severity != severity => {
                failures.push(format!("{type_name} {title:?} is told as {:?}", it.severity));
            }
            Some(it) if it.path.is_none() || !it.detail.ends_with(['.', '?']) => {
                failures.push(format!("{type_name} {title:?} is told badly: {it:?}"));
            }
            Some(_) => {}
        }
        let strict = subject.found(Checks::Strict, &wrong);
        if !strict.iter().any(|it| is_it(it) && it.is_error()) {
            failures.push(format!("{type_name} {title:?} is no error in strict mode"));
        }
        if subject.found(Checks::Off, &wrong).iter().any(is_it) {
            failures.push(format!("{type_name} {title:?} is found although checks are off"));
        }

        let attribute = about.unwrap_or_else(|| check.attribute.to_owned());
        let mut unknown = wrong.clone();
        if let Value::Object(entries) = &mut unknown {
            entries.insert(attribute.clone(), Value::Unknown);
        }
        let found = subject.found(Checks::Strict, &unknown);
        if found.iter().any(is_it) {
            failures.push(format!(
                "{type_name} {title:?} is found although `{attribute}` is not known: {:#?}",
                told(&found)
            ));
        }
        let found = subject.found(Checks::Strict, &object(managed, &right));
        if !found.is_empty() {
            failures.push(format!("{type_name} {title:?}: what is right: {:#?}", told(&found)));
        }
        proven.insert((type_name, title));
    }
    for managed in &registry.resources {
        for check in &managed.checks {
            if !proven.contains(&(managed.type_name, check.title)) {
                failures.push(format!("{} {:?} has no case", managed.type_name, check.title));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn checks_have_titles_sources_and_attributes() {
    for managed in provider::registry().resources {
        let mut titles = BTreeSet::new();
        for check in &managed.checks {
            let name = format!("{} {:?}", managed.type_name, check.title);
            assert!(titles.insert(check.title), "{name} is there twice");
            assert!(check.source.starts_with("https://"), "{name}");
            assert!(check.docs.ends_with('.'), "{name}");
            let has = managed.schema.block.items().any(|it| it.name() == check.attribute);
            assert!(has, "{name} is about {:?}", check.attribute);
        }
    }
}

/// An element of each list in a configuration that is not known yet is never a mistake either.
#[test]
fn what_is_wholly_unknown_passes() {
    for managed in &provider::registry().resources {
        let block = &managed.schema.block;
        let entries = block.items().filter_map(|it| {
            let is_computed = matches!(it, schemas::Item::Attribute(it) if it.presence == schemas::Presence::Computed);
            (!is_computed).then(|| (it.name().to_owned(), Value::Unknown))
        });
        let config = block.complete(entries.collect());
        let found = engine::check_config(managed, Checks::Strict, &config);
        assert!(found.is_empty(), "{}: {:#?}", managed.type_name, told(&found));
    }
}
