//! What is unknown at plan and known at apply. Core plans again then, and refuses, half way, an
//! action that is another one and a value that was known and has changed.

use std::collections::BTreeSet;

use provider::Aws;
use schemas::{Attribute, Block, Item, Path, Presence, Step, Value};
use tfplugin::Diagnostic;
use tfplugin::engine::{PlanResponse, ResourceType};
use tfplugin::testkit::final_plan_consistent;

use crate::configured;
use crate::objects::{Recorded, filled, recorded, values};
use crate::{applied, plan};

/// What core makes of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Nothing,
    Update,
    Replace,
}

fn action(prior: &Value, planned: &PlanResponse) -> Action {
    let replaces = |path: &Path| at(prior, path) != at(&planned.planned, path);
    match planned.replace.iter().any(replaces) {
        true => Action::Replace,
        false if planned.planned == *prior => Action::Nothing,
        false => Action::Update,
    }
}

/// The value at a path. What lies beyond a set has no place.
fn at<'a>(value: &'a Value, path: &Path) -> &'a Value {
    path.outside_sets().0.iter().fold(value, |value, step| match step {
        Step::Attribute(name) | Step::Key(name) => value.get(name),
        Step::Index(index) => {
            value.elements().and_then(|it| it.get(*index)).unwrap_or(&Value::Null)
        }
        Step::Element(_) => unreachable!("the path ends before its first set"),
    })
}

/// An argument that may be unknown: where it is, and the values that it may turn out to have.
struct Argument {
    /// Names and places in lists and sets.
    steps: Vec<Place>,
    values: Vec<Value>,
    /// Names of arguments that are not set together with it.
    excludes: Vec<&'static str>,
}

impl Argument {
    fn name(&self) -> String {
        let names = self.steps.iter().map(|it| it.name()).filter(|it| !it.is_empty());
        names.collect::<Vec<_>>().join(".")
    }
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Item(&'static str),
    Element(usize),
}

impl Place {
    /// Empty for an element.
    fn name(self) -> &'static str {
        match self {
            Place::Item(name) => name,
            Place::Element(_) => "",
        }
    }
}

/// The arguments of a configuration: each attribute, those in its blocks, and the blocks themselves,
/// whose number may be unknown.
fn collect(
    block: &Block,
    config: &Value,
    path: &str,
    steps: &[Place],
    recorded: &Recorded,
    found: &mut Vec<Argument>,
) {
    for item in block.items() {
        let name = item.name();
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let here = [steps, &[Place::Item(name)]].concat();
        match item {
            Item::Attribute(it) if it.presence == Presence::Computed => {}
            Item::Attribute(it) => {
                let values = possible(it, &path, recorded, config.get(name));
                let excludes = [it.conflicts, it.exactly_one_of].concat();
                found.push(Argument { steps: here, values, excludes });
            }
            Item::Nested(_) if name == "timeouts" => {}
            Item::Nested(it) => {
                let configured = config.get(name);
                let elements = configured.elements().unwrap_or_default();
                let mut values: Vec<Value> = recorded.of(&path);
                values.push(configured.clone());
                values.push(item.absent());
                found.push(Argument { steps: here.clone(), values, excludes: Vec::new() });
                for (index, element) in elements.iter().enumerate() {
                    let here = [&here[..], &[Place::Element(index)]].concat();
                    collect(&it.block, element, &path, &here, recorded, found);
                }
            }
        }
    }
}

/// What an attribute may turn out to be: what it is, nothing, and some of what it often is.
fn possible(
    attribute: &Attribute,
    path: &str,
    recorded: &Recorded,
    configured: &Value,
) -> Vec<Value> {
    let all = values(attribute, path, recorded);
    let step = all.len().div_ceil(MOST).max(1);
    let mut values: Vec<Value> = all.into_iter().step_by(step).collect();
    values.push(configured.clone());
    if attribute.presence != Presence::Required {
        values.push(Value::Null);
    }
    values
}

/// How many values of an argument and how many configurations of a type are tried.
const MOST: usize = 4;

/// The configuration with another value at a place.
fn with(config: &Value, steps: &[Place], new: &Value) -> Value {
    let Some((first, rest)) = steps.split_first() else { return new.clone() };
    match (config, first) {
        (Value::Object(entries), Place::Item(name)) => {
            let mut entries = entries.clone();
            let value = with(config.get(name), rest, new);
            entries.insert((*name).to_owned(), value);
            Value::Object(entries)
        }
        (Value::List(elements) | Value::Set(elements), Place::Element(index)) => {
            let mut elements = elements.clone();
            elements[*index] = with(&elements[*index], rest, new);
            match config {
                Value::Set(_) => Value::set(elements),
                _ => Value::List(elements),
            }
        }
        _ => config.clone(),
    }
}

fn is_refused(managed: &ResourceType<Aws>, config: &Value) -> bool {
    managed.validate(config, true).iter().any(Diagnostic::is_error)
}

/// What goes wrong where the configuration turns out to be `last` after it was `first`.
fn fault(
    managed: &ResourceType<Aws>,
    aws: &Aws,
    prior: &Value,
    first: &Value,
    last: &Value,
) -> Option<String> {
    let (Ok(planned), Ok(again)) =
        (plan(managed, aws, prior, first), plan(managed, aws, prior, last))
    else {
        // An error of the plan is told before anything is done; one that only a value shows, later.
        return None;
    };
    let changed = |planned: &PlanResponse, again: &PlanResponse| {
        let changed = final_plan_consistent(&planned.planned, &again.planned);
        changed.first().map(|it| {
            let (one, other) = (at(&planned.planned, &it.path), at(&again.planned, &it.path));
            format!("{it}: {one} -> {other}")
        })
    };
    match (action(prior, &planned), action(prior, &again)) {
        _ if prior.is_null() => changed(&planned, &again),
        // The object goes whatever the value is, and another is made.
        (Action::Replace, _) => {
            let (planned, again) = (
                plan(managed, aws, &Value::Null, first).ok()?,
                plan(managed, aws, &Value::Null, last).ok()?,
            );
            changed(&planned, &again)
        }
        (Action::Update, Action::Nothing) => None,
        (one, other) if one != other => {
            let replace: Vec<_> = again.replace.iter().map(ToString::to_string).collect();
            Some(format!("{one:?}, then {other:?} {}", replace.join(" ")))
        }
        _ => changed(&planned, &again),
    }
}

/// What is unknown together, and what it turns out to be.
type Turn<'a> = Vec<(&'a Argument, &'a Value)>;

/// Each argument alone with each of its values.
fn alone(arguments: &[Argument]) -> Vec<Turn<'_>> {
    arguments.iter().flat_map(|it| it.values.iter().map(move |value| vec![(it, value)])).collect()
}

/// Two arguments of the outermost block. Those of which one excludes the other take all their
/// values, others take turns.
fn in_pairs(arguments: &[Argument]) -> Vec<Turn<'_>> {
    let outermost: Vec<_> = arguments.iter().filter(|it| it.steps.len() == 1).collect();
    let mut turns = Vec::new();
    for (index, one) in outermost.iter().enumerate() {
        for (place, other) in outermost.iter().enumerate().skip(index + 1) {
            let all = one.values.iter().flat_map(|it| other.values.iter().map(move |to| (it, to)));
            let all: Vec<_> = all.collect();
            let chosen = match other.steps.iter().any(|it| one.excludes.contains(&it.name())) {
                true => &all[..],
                false => &all[(index + place) % all.len()..][..1],
            };
            turns.extend(chosen.iter().map(|it| vec![(*one, it.0), (*other, it.1)]));
        }
    }
    turns
}

/// Arguments of which some changes replace the object, and whose replacement is not planned before
/// they are known: core would destroy the object first, and most changes are in place. A change that
/// turns out to replace it ends in core's error, before anything is done.
const REPLACED_ONCE_KNOWN: &[(&str, &str)] = &[("aws_msk_cluster", "kafka_version")];

/// The faults of a type where the configuration turns out to be another than it was.
fn faults(
    managed: &ResourceType<Aws>,
    aws: &Aws,
    config: &Value,
    state: &Value,
    turns: &[Turn<'_>],
) -> Vec<String> {
    let mut faults = Vec::new();
    for turn in turns {
        let name = managed.type_name;
        if turn.iter().any(|(it, _)| REPLACED_ONCE_KNOWN.contains(&(name, it.name().as_str()))) {
            continue;
        }
        let fold = |known: bool| {
            turn.iter().fold(config.clone(), |config, (it, value)| {
                with(&config, &it.steps, if known { value } else { &Value::Unknown })
            })
        };
        let (first, last) = (fold(false), fold(true));
        if is_refused(managed, &first) || is_refused(managed, &last) {
            continue;
        }
        for (doing, prior) in [("create", &Value::Null), ("update", state)] {
            if let Some(fault) = fault(managed, aws, prior, &first, &last) {
                let turn = turn.iter().map(|(it, value)| format!("{} = {value}", it.name()));
                let turn: Vec<_> = turn.collect();
                faults.push(format!("{doing} {name} {}: {fault}", turn.join(", ")));
            }
        }
    }
    faults
}

#[tokio::test]
async fn what_was_not_known_changes_neither_the_action_nor_what_was_known() {
    let providers = [configured::tagged().await, configured::plain().await];
    let mut found = BTreeSet::new();
    for managed in &provider::registry().resources {
        let block = &managed.schema.block;
        let recorded = recorded(managed.type_name, block);
        let known = recorded.whole.iter().map(|it| filled(it, &block.ty(), &Path::default()));
        let known: Vec<Value> = known.filter(|it| !is_refused(managed, it)).collect();
        let step = known.len().div_ceil(MOST).max(1);
        let mut lives = 0;
        for config in known.iter().step_by(step) {
            let aws = &providers[lives % providers.len()];
            let Ok(created) = plan(managed, aws, &Value::Null, config) else { continue };
            let state = applied(block, aws, &created.planned);
            let mut arguments = Vec::new();
            collect(block, config, "", &[], &recorded, &mut arguments);
            found.extend(faults(managed, aws, config, &state, &alone(&arguments)));
            if lives == 0 {
                found.extend(faults(managed, aws, config, &state, &in_pairs(&arguments)));
            }
            lives += 1;
        }
        assert!(lives > 0 || recorded.whole.is_empty(), "{}: nothing to try", managed.type_name);
    }
    let found: Vec<_> = found.into_iter().collect();
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}
