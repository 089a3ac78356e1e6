//! The proposed new state: what core hands to a provider to plan from.

use std::collections::BTreeMap;

use schemas::{Attribute, Block, Item, Nested, Nesting, Value};

/// What core proposes where `config` is configured and `prior` exists (null for a creation).
///
/// A computed attribute that is not configured keeps its prior value; everything else is as
/// configured. So neither the default of an attribute nor a block that nobody configured is here.
pub fn proposed_new(block: &Block, prior: &Value, config: &Value) -> Value {
    let Some(configured) = config.entries() else {
        // Null, or a whole block that is to be known later.
        return config.clone();
    };
    let empty;
    let prior = if prior.entries().is_some() {
        prior
    } else {
        empty = block.empty();
        &empty
    };
    let entries = block.items().map(|item| {
        let name = item.name();
        let config = configured.get(name).unwrap_or(&Value::Null);
        let prior = prior.get(name);
        let value = match item {
            _ if is_computed(item) && config.is_null() => prior.clone(),
            Item::Nested(it) if !it.form.is_attribute() => proposed_blocks(it, prior, config),
            _ => config.clone(),
        };
        (name.to_owned(), value)
    });
    Value::Object(entries.collect::<BTreeMap<_, _>>())
}

/// Whether core knows the item as a computed attribute. To core a block is never computed.
pub(super) fn is_computed(item: Item<'_>) -> bool {
    match item {
        Item::Attribute(Attribute { presence, .. }) => presence.is_computed(),
        Item::Nested(Nested { form: schemas::Form::Attribute(presence), .. }) => {
            presence.is_computed()
        }
        Item::Nested(_) => false,
    }
}

fn proposed_blocks(nested: &Nested, prior: &Value, config: &Value) -> Value {
    let block = &nested.block;
    let Some(configured) = config.elements() else {
        return match nested.nesting {
            Nesting::Single => proposed_new(block, prior, config),
            Nesting::List | Nesting::Set => config.clone(),
        };
    };
    let before = prior.elements().unwrap_or_default();
    if nested.nesting == Nesting::Set {
        let mut unused: Vec<&Value> = before.iter().collect();
        let elements = configured.iter().map(|config| {
            let matching = unused.iter().position(|prior| could_be(block, prior, config));
            let prior = matching.map_or(&Value::Null, |it| unused.remove(it));
            proposed_new(block, prior, config)
        });
        return Value::set(elements);
    }
    let elements = configured.iter().enumerate().map(|(index, config)| {
        proposed_new(block, before.get(index).unwrap_or(&Value::Null), config)
    });
    Value::List(elements.collect())
}

/// Whether a prior element of a set may be what became of a configured one: the two differ in
/// nothing but computed attributes that are not configured.
fn could_be(block: &Block, prior: &Value, config: &Value) -> bool {
    if prior == config {
        return true;
    }
    let (Some(_), Some(_)) = (prior.entries(), config.entries()) else {
        return false;
    };
    block.items().all(|item| {
        let (prior, config) = (prior.get(item.name()), config.get(item.name()));
        match item {
            _ if is_computed(item) && config.is_null() => true,
            Item::Nested(nested) if !nested.form.is_attribute() => {
                could_be_blocks(nested, prior, config)
            }
            _ => prior == config,
        }
    })
}

fn could_be_blocks(nested: &Nested, prior: &Value, config: &Value) -> bool {
    let (Some(priors), Some(configs)) = (prior.elements(), config.elements()) else {
        return could_be(&nested.block, prior, config);
    };
    if priors.len() != configs.len() {
        return false;
    }
    match nested.nesting {
        Nesting::Set => configs
            .iter()
            .all(|config| priors.iter().any(|prior| could_be(&nested.block, prior, config))),
        Nesting::Single | Nesting::List => {
            priors.iter().zip(configs).all(|(prior, config)| could_be(&nested.block, prior, config))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::LazyLock;

    use super::*;
    use crate::msgpack;
    use crate::testkit::{final_plan_consistent, oracle, plan_valid, upstream};

    /// A name that is configured, an id that is computed.
    fn item(name: &str, id: Value) -> Value {
        Value::Object([("name".to_owned(), name.into()), ("id".to_owned(), id)].into())
    }

    fn items(nesting: &str) -> Block {
        upstream::block(&serde_json::json!({
            "attributes": { "note": { "type": "string", "optional": true } },
            "block_types": { "item": { "nesting_mode": nesting, "block": { "attributes": {
                "name": { "type": "string", "required": true },
                "id": { "type": "string", "optional": true, "computed": true },
            } } } },
        }))
    }

    fn with(note: Value, items: Value) -> Value {
        Value::Object([("note".to_owned(), note), ("item".to_owned(), items)].into())
    }

    #[test]
    fn elements_of_a_list_are_told_apart_by_their_place() {
        let list = |elements: &[Value]| Value::List(elements.to_vec());
        let prior = with("old".into(), list(&[item("a", "1".into()), item("b", "2".into())]));
        let config = with(Value::Null, list(&[item("b", Value::Null)]));
        let expected = with(Value::Null, list(&[item("b", "1".into())]));
        assert_eq!(proposed_new(&items("list"), &prior, &config), expected);
        let none = with(Value::Null, list(&[]));
        assert_eq!(proposed_new(&items("list"), &prior, &none), none);
    }

    #[test]
    fn elements_of_a_set_are_told_apart_by_what_is_configured() {
        let set = |elements: &[Value]| Value::set(elements.to_vec());
        let prior = with(Value::Null, set(&[item("a", "1".into()), item("b", "2".into())]));
        let config = [item("b", Value::Null), item("c", Value::Null), item("a", "3".into())];
        let config = with(Value::Null, set(&config));
        let expected = [item("b", "2".into()), item("c", Value::Null), item("a", "3".into())];
        let expected = with(Value::Null, set(&expected));
        assert_eq!(proposed_new(&items("set"), &prior, &config), expected);
    }

    #[test]
    fn a_creation_proposes_what_is_configured() {
        let config = with(Value::Unknown, Value::Unknown);
        assert_eq!(proposed_new(&items("set"), &Value::Null, &config), config);
    }

    fn cases_of(folder: &Path) -> Vec<std::path::PathBuf> {
        let files = std::fs::read_dir(folder).into_iter().flatten();
        let files = files.map(|it| it.expect("the folder can be read").path());
        let mut files: Vec<_> =
            files.filter(|it| it.extension().is_some_and(|it| it == "jsonl")).collect();
        files.sort();
        files
    }

    static RECORDED: LazyLock<Vec<(String, Block, Vec<oracle::Case>)>> = LazyLock::new(recorded);

    /// The recorded cases by type, with their schemas.
    fn recorded() -> Vec<(String, Block, Vec<oracle::Case>)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut files = cases_of(&root.join("provider/tests/oracle"));
        assert!(!files.is_empty());
        // More of them than the repository has, where someone has put them beside it.
        let others = cases_of(&root.join("../shared/oracle/plans")).into_iter();
        let known: Vec<_> = files.iter().map(|it| it.file_name().map(|it| it.to_owned())).collect();
        files.extend(others.filter(|it| !known.contains(&it.file_name().map(|it| it.to_owned()))));
        let mut recorded = Vec::new();
        for file in files {
            let type_name = file.file_stem().and_then(|it| it.to_str()).expect("a type's name");
            if type_name.starts_with("data.") {
                // Data sources are read, never planned.
                continue;
            }
            let schema = root.join(format!("schemas/upstream/resources/{type_name}.json"));
            let schema = std::fs::read(&schema).expect("there is a schema");
            let schema = serde_json::from_slice(&schema).expect("a schema is JSON");
            let block = upstream::block(&schema);
            let cases = oracle::load(&file, &block).expect("the cases can be read");
            recorded.push((type_name.to_owned(), block, cases));
        }
        recorded
    }

    #[test]
    fn proposals_are_those_of_core() {
        let (mut types, mut equal, mut different) = (0, 0, Vec::new());
        for (type_name, block, cases) in &*RECORDED {
            types += 1;
            for case in cases {
                let Some(expected) = &case.proposed else { continue };
                let found = proposed_new(block, &case.prior, &case.config);
                if found == *expected {
                    equal += 1;
                } else {
                    let (line, what) = (case.line, &case.what);
                    different.push(format!(
                        "{type_name}:{line} {what}\nexpected {expected}\nfound    {found}"
                    ));
                }
            }
        }
        let count = different.len();
        different.truncate(5);
        let different = different.join("\n");
        assert!(count == 0, "{types} types, {equal} equal, {count} different:\n{different}");
        // Shown with `--nocapture`.
        eprintln!("{types} types, {equal} proposals equal");
    }

    /// Core accepted the recorded plans, so the checks must.
    #[test]
    fn recorded_plans_pass_the_checks() {
        let (mut plans, mut tolerated) = (0, std::collections::BTreeMap::new());
        for (type_name, block, cases) in &*RECORDED {
            let ty = block.ty();
            for case in cases {
                let Some(planned) = &case.planned else { continue };
                plans += 1;
                let found = plan_valid(block, &case.prior, &case.config, planned);
                let fatal: Vec<_> = found.iter().filter(|it| !it.legacy).collect();
                assert!(fatal.is_empty(), "{type_name}:{}: {fatal:?}", case.line);
                if !found.is_empty() {
                    *tolerated.entry(type_name.clone()).or_insert(0) += 1;
                }
                // A plan agrees with itself, and survives the wire.
                assert_eq!(final_plan_consistent(planned, planned), []);
                let bytes = msgpack::encode(planned, &ty);
                assert_eq!(msgpack::decode(&bytes, &ty).as_ref(), Ok(planned));
            }
        }
        eprintln!("{plans} plans, tolerated under the legacy type system: {tolerated:?}");
    }
}
