//! What is true of every type. No type is named here.

mod configured;
mod doubt;
mod objects;
mod pages;
mod unknowns;
mod untold;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;

use generators::contract;
use generators::docs::{self, FunctionPage, Kind, Page};
use generators::upstream::{Allowed, Difference, differences};
use objects::{configuration, filled, recorded};
use pages::{functions, pages, root};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use provider::Aws;
use schemas::{Attribute, Block, Item, Nested, Nesting, Path, Presence, Type, Value, json};
use tfplugin::engine::{self, PlanRequest, PlanResponse, ResourceType};
use tfplugin::testkit::arbitrary::{self, Unknowns};
use tfplugin::testkit::{
    Violation, apply_consistent, conforms, final_plan_consistent, plan_valid, proposed_new,
    write_only_null,
};
use tfplugin::{Diagnostic, Provider, TypeSystem};

/// Runs a check for each block of a page: the outermost, then those inside, with their paths.
fn each_block(page: &Page, mut check: impl FnMut(&str, &Block)) {
    fn visit(block: &Block, path: &str, check: &mut impl FnMut(&str, &Block)) {
        check(path, block);
        for it in &block.blocks {
            visit(&it.block, &format!("{path}.{}", it.name), check);
        }
    }
    visit(&page.schema.block, &page.type_name, &mut check);
}

fn each_attribute(mut check: impl FnMut(&Page, &str, &Attribute)) {
    for page in pages() {
        each_block(&page, |path, block| {
            for it in &block.attributes {
                check(&page, &format!("{path}.{}", it.name), it);
            }
        });
    }
}

fn is_name(text: &str) -> bool {
    let is_fine = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    text.starts_with(|it: char| it.is_ascii_lowercase()) && text.chars().all(is_fine)
}

#[test]
fn types_have_legal_names_in_order() {
    let registry = provider::registry();
    let resources: Vec<_> = registry.resources.iter().map(|it| it.type_name).collect();
    let data_sources: Vec<_> = registry.data_sources.iter().map(|it| it.type_name).collect();
    for names in [resources, data_sources] {
        for name in &names {
            assert!(is_name(name) && name.starts_with("aws_"), "{name}");
        }
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}

#[test]
fn items_have_legal_names_and_each_its_own() {
    /// What means something else in every block that Terraform reads.
    const RESERVED: &[&str] =
        &["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

    for page in pages() {
        each_block(&page, |path, block| {
            let mut names: Vec<_> = block.items().map(Item::name).collect();
            let is_outermost = path == page.type_name && page.kind != Kind::Provider;
            for name in &names {
                assert!(is_name(name), "{path}.{name}");
                assert!(!is_outermost || !RESERVED.contains(name), "{path}.{name} is reserved");
            }
            names.sort_unstable();
            for pair in names.windows(2) {
                assert_ne!(pair[0], pair[1], "{path}");
            }
        });
    }
}

#[test]
fn everything_is_documented() {
    let faults: Vec<_> = pages().iter().flat_map(docs::faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_page_links_to_the_documentation_of_aws() {
    let types = pages().into_iter().map(|it| (it.type_name, it.schema.block.docs.to_owned()));
    let functions = functions().into_iter().map(|it| (it.name, it.docs));
    for (name, docs) in types.chain(functions) {
        assert!(docs.contains("](https://docs.aws.amazon.com/"), "{name}: {docs}");
    }
}

#[test]
fn each_function_has_its_example() {
    for FunctionPage { name, example, .. } in functions() {
        let example = example.unwrap_or_else(|| panic!("{name}: no example"));
        assert!(example.contains(&format!("provider::aws::{name}(")), "{name}");
    }
}

#[test]
fn each_type_has_its_file_and_its_example() {
    for Page { kind, type_name, example, import, source, .. } in pages() {
        assert!(root().join(&source).is_file(), "{type_name}: {source} is missing");
        let example = example.unwrap_or_else(|| panic!("{type_name}: no example"));
        match kind {
            Kind::Provider => assert!(example.contains(&format!("source = {type_name:?}"))),
            Kind::DataSource => assert!(example.contains(&format!("data {type_name:?}"))),
            Kind::Resource => {
                assert!(example.contains(&format!("resource {type_name:?}")), "{type_name}");
                let import = import.unwrap_or_else(|| panic!("{type_name}: no import.sh"));
                let command = format!("terraform import {type_name}.");
                assert!(import.lines().any(|it| it.starts_with(&command)), "{type_name}: {import}");
            }
        }
    }
}

#[test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
fn no_example_is_of_a_type_that_is_not_served() {
    let registry = provider::registry();
    let folders = |kind: &str| {
        let folders = fs::read_dir(root().join("examples").join(kind)).expect("there are examples");
        folders
            .map(|it| it.expect("the folder can be read").file_name().into_string().expect("text"))
    };
    for name in folders("resources") {
        assert!(registry.resource(&name).is_some(), "{name}");
    }
    for name in folders("data-sources") {
        assert!(registry.data_source(&name).is_some(), "{name}");
    }
}

#[test]
fn functions_have_legal_names_in_order_and_say_what_they_do() {
    let registry = provider::registry();
    let names: Vec<_> = registry.functions.iter().map(|it| it.name).collect();
    assert!(names.is_sorted(), "{names:?}");
    for function in &registry.functions {
        let name = function.name;
        assert!(is_name(name), "{name}");
        let parameters = function.parameters.iter().map(|it| it.docs);
        for docs in parameters.chain([function.summary, function.docs]) {
            assert!(
                docs.starts_with(char::is_uppercase) && docs.ends_with('.'),
                "{name}: {docs:?}"
            );
        }
        assert!(function.parameters.iter().all(|it| is_name(it.name)), "{name}");
    }
}

#[test]
fn no_argument_makes_a_function_panic() {
    for function in &provider::registry().functions {
        let arguments: Vec<_> = function
            .parameters
            .iter()
            .map(|it| arbitrary::present(&it.ty, Unknowns::None))
            .collect();
        let arguments = (arguments.prop_map(Value::List), Just(Value::Null));
        hold(function.name, &arguments, |arguments, _| {
            if let Ok(result) = (function.call)(arguments.elements().unwrap_or_default()) {
                prop_assert_eq!(conforms(&result, &function.result), Ok(()));
            }
            Ok(())
        });
    }
}

#[test]
fn defaults_pass_their_own_checks() {
    each_attribute(|_, path, attribute| {
        let Some(default) = &attribute.default else { return };
        assert_eq!(conforms(default, &attribute.ty), Ok(()), "{path}");
        assert_eq!(attribute.presence, Presence::Optional, "{path}");
        for check in &attribute.checks {
            assert_eq!(check.test(default), Ok(()), "{path}");
        }
    });
}

#[test]
fn only_what_a_configuration_sets_replaces_or_is_checked() {
    each_attribute(|_, path, attribute| {
        if attribute.presence != Presence::Computed {
            return;
        }
        assert!(!attribute.force_new, "{path}");
        assert!(!attribute.write_only, "{path}");
        let relations = [
            attribute.conflicts,
            attribute.exactly_one_of,
            attribute.at_least_one_of,
            attribute.required_with,
        ];
        assert!(relations.iter().all(|it| it.is_empty()), "{path}");
    });
}

#[test]
fn nobody_tells_the_version_of_what_is_only_written() {
    for page in pages() {
        each_block(&page, |path, block| {
            for secret in block.attributes.iter().filter(|it| it.write_only) {
                let version = format!("{}_version", secret.name);
                let version = block.attribute(&version);
                assert!(version.is_some_and(|it| it.not_returned), "{path}.{}", secret.name);
            }
        });
    }
}

#[test]
fn relations_are_between_what_there_is() {
    each_attribute(|page, path, attribute| {
        // Steps into lists are numbers: `logs.0.general`.
        let names = |relation: &'static str| {
            let names = relation.split('.').filter(|it| it.parse::<usize>().is_err());
            names.collect::<Vec<_>>()
        };
        let found = |relation: &&'static str| page.schema.block.find(&names(relation)).is_some();
        let here = |relation: &&'static str| {
            format!("{}.{}", page.type_name, names(relation).join(".")) == path
        };
        for relation in [attribute.conflicts, attribute.required_with] {
            assert!(relation.iter().all(found), "{path}: {relation:?}");
            assert!(!relation.iter().any(here), "{path} is related to itself: {relation:?}");
        }
        for relation in [attribute.exactly_one_of, attribute.at_least_one_of] {
            assert!(relation.iter().all(found), "{path}: {relation:?}");
            let is_among = relation.is_empty() || relation.iter().any(here);
            assert!(is_among, "{path} is not among {relation:?}");
        }
    });
}

#[test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
fn schemas_are_those_of_hashicorp_aws_but_for_what_is_allowed() {
    let found: Vec<Difference> = pages()
        .iter()
        .flat_map(|page| {
            let name = &page.type_name;
            let (title, file) = match page.kind {
                Kind::Provider => ("provider".to_owned(), "provider.json".to_owned()),
                Kind::Resource => (name.clone(), format!("resources/{name}.json")),
                Kind::DataSource => (format!("data.{name}"), format!("data-sources/{name}.json")),
            };
            let file = root().join("schemas/upstream").join(file);
            if !file.is_file() {
                let what = "added".to_owned();
                return vec![Difference { ty: title, path: String::new(), what }];
            }
            let text = fs::read_to_string(&file).unwrap_or_else(|it| panic!("{title}: {it}"));
            let theirs = serde_json::from_str(&text).expect("a schema is JSON");
            differences(&title, &contract::wire(contract::contract(&page.schema)), &theirs)
        })
        .collect();
    let allowed = root().join("schemas/upstream/allowed.toml");
    let allowed = fs::read_to_string(allowed).expect("the allowances can be read");
    let allowed: Allowed = toml::from_str(&allowed).unwrap_or_else(|it| panic!("{it}"));
    let report = allowed.judge(&found);
    assert!(report.is_empty(), "in schemas/upstream/allowed.toml:\n{report}");
}

/// Runs a property on random objects, and names the type and shows the objects where it fails.
fn hold<S: Strategy<Value = (Value, Value)>>(
    name: &str,
    objects: &S,
    property: impl Fn(&Value, &Value) -> Result<(), TestCaseError>,
) {
    // A type is worth many cases; `PROPTEST_CASES` scales them.
    let usual = Config::default();
    let config = Config { cases: usual.cases / 4, failure_persistence: None, ..usual };
    match TestRunner::new(config).run(objects, |(one, other)| property(&one, &other)) {
        Ok(()) => {}
        Err(TestError::Fail(why, (one, other))) => {
            panic!("{name}: {why}\nof {}\nand {}", set_in(&one), set_in(&other));
        }
        Err(TestError::Abort(why)) => panic!("{name}: {why}"),
    }
}

/// What is set in an object. All of what is none.
fn set_in(value: &Value) -> Value {
    let Value::Object(entries) = value else { return value.clone() };
    let set = entries.iter().filter(|it| !it.1.is_null());
    Value::Object(set.map(|(name, it)| (name.clone(), it.clone())).collect())
}

/// An object in which every attribute and every block is the value given.
fn uniform(block: &Block, value: &Value) -> Value {
    Value::Object(block.items().map(|it| (it.name().to_owned(), value.clone())).collect())
}

/// An object in which every attribute is zero and every block stands once.
fn zero(block: &Block) -> Value {
    let entries = block.items().map(|item| {
        let value = match item {
            Item::Attribute(it) => zero_of(&it.ty),
            Item::Nested(Nested { nesting: Nesting::Single, block, .. }) => zero(block),
            Item::Nested(Nested { nesting: Nesting::List, block, .. }) => {
                Value::List(vec![zero(block)])
            }
            Item::Nested(Nested { nesting: Nesting::Set, block, .. }) => Value::set([zero(block)]),
        };
        (item.name().to_owned(), value)
    });
    Value::Object(entries.collect())
}

fn zero_of(ty: &Type) -> Value {
    match ty {
        Type::Bool => false.into(),
        Type::Number => 0.into(),
        Type::String => "".into(),
        Type::List(_) | Type::Tuple(_) => Value::List(Vec::new()),
        Type::Set(_) => Value::Set(Vec::new()),
        Type::Map(_) => Value::Map(BTreeMap::new()),
        Type::Object(_) | Type::Dynamic => Value::Null,
    }
}

/// The forms that no random choice is likely to make.
fn extremes(block: &Block) -> Vec<Value> {
    vec![block.empty(), uniform(block, &Value::Null), uniform(block, &Value::Unknown), zero(block)]
}

fn known_fields(object: &Value) -> schemas::Fields {
    engine::without_unknown(object).into_entries().unwrap_or_default()
}

fn plan(
    managed: &ResourceType<Aws>,
    aws: &Aws,
    prior: &Value,
    config: &Value,
) -> Result<PlanResponse, Vec<Diagnostic>> {
    let proposed = proposed_new(&managed.schema.block, prior, config);
    engine::plan(managed, aws, &PlanRequest { prior, proposed: &proposed, config })
}

#[tokio::test]
async fn no_object_makes_a_type_panic() {
    let aws = configured::plain().await;
    let registry = provider::registry();
    for managed in &registry.resources {
        let block = &managed.schema.block;
        let run = |config: &Value, prior: &Value| {
            let _ = managed.validate(config, true);
            let _ = plan(managed, &aws, prior, config);
            let _ = managed.through_model(known_fields(config));
        };
        for config in extremes(block) {
            run(&config, &Value::Null);
            for prior in extremes(block) {
                run(&config, &engine::without_unknown(&prior));
            }
        }
        let configs = prop_oneof![
            arbitrary::present(&block.ty(), Unknowns::Some),
            configuration(block, &recorded(managed.type_name, block)),
        ];
        let priors =
            prop_oneof![Just(Value::Null), arbitrary::present(&block.ty(), Unknowns::None),];
        hold(managed.type_name, &(configs, priors), |config, prior| {
            run(config, prior);
            Ok(())
        });
    }
    for data in &registry.data_sources {
        let block = &data.schema.block;
        let run = |config: &Value| {
            let _ = data.validate(config);
            let _ = data.through_model(known_fields(config));
        };
        extremes(block).iter().for_each(run);
        let configs = (arbitrary::present(&block.ty(), Unknowns::Some), Just(Value::Null));
        hold(data.type_name, &configs, |config, _| {
            run(config);
            Ok(())
        });
    }
}

#[test]
fn a_model_holds_all_of_an_object() {
    type Through<'a> = &'a dyn Fn(schemas::Fields) -> tfplugin::Result<schemas::Fields>;

    fn check(name: &str, block: &Block, through: Through<'_>) {
        let objects = (configuration(block, &recorded(name, block)), Just(Value::Null));
        hold(name, &objects, |object, _| {
            let fields = known_fields(object);
            let once = through(fields.clone()).map_err(|it| TestCaseError::fail(it.message))?;
            for (name, value) in &once {
                let ty = block.find(&[name]).expect("the model's items are the schema's").ty();
                prop_assert_eq!(conforms(value, &ty), Ok(()), "{}", name);
                prop_assert!(holds(&fields[name], value), "{name}: {} {value}", fields[name]);
            }
            let twice = through(once.clone()).map_err(|it| TestCaseError::fail(it.message))?;
            prop_assert_eq!(twice, once);
            Ok(())
        });
    }

    let registry = provider::registry();
    for it in &registry.resources {
        check(it.type_name, &it.schema.block, &|fields| it.through_model(fields));
    }
    for it in &registry.data_sources {
        let name = format!("data.{}", it.type_name);
        check(&name, &it.schema.block, &|fields| it.through_model(fields));
    }
}

/// Whether a model kept a value: it may write zero where there was null.
fn holds(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) | (Value::Map(before), Value::Map(after)) => {
            before.iter().all(|(name, it)| holds(it, after.get(name).unwrap_or(&Value::Null)))
        }
        (Value::List(before), Value::List(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(a, b)| holds(a, b))
        }
        (Value::Set(before), Value::Set(after)) => {
            before.iter().all(|before| after.iter().any(|after| holds(before, after)))
        }
        (Value::Null, Value::Null | Value::Object(_)) => true,
        (Value::Null, Value::Bool(it)) => !it,
        (Value::Null, Value::Number(it)) => *it == schemas::Number::default(),
        (Value::Null, Value::String(it)) => it.is_empty(),
        (Value::Null, Value::Map(it)) => it.is_empty(),
        (Value::Null, Value::List(it) | Value::Set(it)) => it.is_empty(),
        (before, after) => before == after,
    }
}

/// What an apply leaves of a plan.
fn applied(block: &Block, aws: &Aws, planned: &Value) -> Value {
    let mut state = filled(planned, &block.ty(), &Path::default());
    if let Value::Object(entries) = &mut state {
        for it in block.attributes.iter().filter(|it| planned.get(it.name).is_unknown()) {
            // AWS tells one of the values that it takes, where only some are, or nothing.
            let choices =
                it.checks.iter().flat_map(|check| check.docs.split('`').skip(1).step_by(2));
            let nothing = (it.ty == Type::String).then_some("");
            let mut choices = choices.chain(nothing).map(Value::from);
            let is_fine = |value: &Value| it.checks.iter().all(|check| check.test(value).is_ok());
            if !is_fine(&entries[it.name])
                && let Some(choice) = choices.find(|choice| is_fine(choice))
            {
                entries.insert(it.name.to_owned(), choice);
            }
        }
    }
    if planned.get("tags_all").is_unknown()
        && let Value::Object(entries) = &mut state
    {
        let text = |it: &Value| Value::from(it.as_str().unwrap_or_default());
        let own = planned.get("tags").entries().into_iter().flatten();
        let mut all: BTreeMap<_, _> = aws
            .default_tags()
            .into_iter()
            .flatten()
            .map(|(key, it)| (key.clone(), Value::from(it.as_str())))
            .collect();
        all.extend(own.map(|(key, it)| (key.clone(), text(it))));
        all.retain(|key, _| aws.ignores_tag(key) == Some(false));
        entries.insert("tags_all".to_owned(), Value::Map(all));
    }
    state
}

/// What core does with a resource: it plans, plans again once everything it depends on is known,
/// applies, and plans once more.
fn life(managed: &ResourceType<Aws>, aws: &Aws, config: &Value) -> Result<bool, TestCaseError> {
    let block = &managed.schema.block;
    let tolerated = managed.type_system == TypeSystem::Legacy;
    let none = |what: &str, found: Vec<Violation>| {
        let found: Vec<_> = found.iter().filter(|it| !(tolerated && it.legacy)).collect();
        match found.is_empty() {
            true => Ok(()),
            false => Err(TestCaseError::fail(format!("{what}: {found:?}"))),
        }
    };
    let is_refused =
        |config: &Value| managed.validate(config, true).iter().any(Diagnostic::is_error);
    if is_refused(config) {
        return Ok(false);
    }
    let Ok(first) = plan(managed, aws, &Value::Null, config) else { return Ok(false) };
    none("the plan", plan_valid(block, &Value::Null, config, &first.planned))?;
    let same = plan(managed, aws, &Value::Null, config);
    prop_assert_eq!(same.as_ref(), Ok(&first));

    let config = filled(config, &block.ty(), &Path::default());
    if is_refused(&config) {
        return Ok(false);
    }
    let Ok(last) = plan(managed, aws, &Value::Null, &config) else { return Ok(false) };
    none("the last plan", plan_valid(block, &Value::Null, &config, &last.planned))?;
    none("the last plan after the first", final_plan_consistent(&first.planned, &last.planned))?;

    let state = applied(block, aws, &last.planned);
    none("the state", apply_consistent(block, &last.planned, &state))?;
    none("the state", write_only_null(block, &state))?;
    let stored = json::encode(&state).expect("a state has nothing unknown");
    let upgraded = engine::upgrade(managed, managed.schema.version, stored);
    prop_assert_eq!(upgraded.as_ref(), Ok(&state), "the state is not read as it was written");

    let again = plan(managed, aws, &state, &config);
    let Ok(again) = again else {
        return Err(TestCaseError::fail(format!("not planned again: {again:?}")));
    };
    let changes: Vec<String> = block
        .items()
        .map(Item::name)
        .filter(|it| again.planned.get(it) != state.get(it))
        .map(|it| format!("{it}: {} -> {}", state.get(it), again.planned.get(it)))
        .collect();
    prop_assert!(changes.is_empty(), "the second plan changes {}", changes.join(", "));
    prop_assert!(again.replace.is_empty(), "the second plan replaces: {:?}", again.replace);
    Ok(true)
}

#[test]
fn a_state_of_an_unknown_version_is_refused() {
    for managed in &provider::registry().resources {
        let refused = engine::upgrade(managed, -1, serde_json::json!({}));
        assert!(refused.is_err(), "{}: {refused:?}", managed.type_name);
    }
}

#[tokio::test]
async fn a_second_plan_is_empty() {
    let registry = provider::registry();
    for aws in [configured::plain().await, configured::tagged().await] {
        for managed in &registry.resources {
            let block = &managed.schema.block;
            let recorded = recorded(managed.type_name, block);
            let configs = (configuration(block, &recorded), Just(Value::Null));
            let lives = Cell::new(0);
            hold(managed.type_name, &configs, |config, _| {
                lives.set(lives.get() + u32::from(life(managed, &aws, config)?));
                Ok(())
            });
            assert!(lives.get() > 0, "{}: no configuration was accepted", managed.type_name);
        }
    }
}
