//! A schema as JSON: what is on the wire, and beside it what planning knows.
//!
//! The wire part has the form in which `terraform providers schema` would print it, without
//! descriptions. All else is under the key [`PLAN`], so that [`wire`] is one sweep.

use schemas::json::{encode, encode_type};
use schemas::{Attribute, Block, Check, Form, Nested, Nesting, Presence, Schema};
use serde_json::{Map, Value as Json, json};

/// The key of what is not on the wire.
pub const PLAN: &str = "plan";

/// The contract of a type: keys sorted, a newline at the end.
pub fn text(schema: &Schema) -> String {
    format!("{:#}\n", contract(schema))
}

/// The contract of a type.
pub fn contract(schema: &Schema) -> Json {
    json!({ "version": schema.version, "block": block(&schema.block) })
}

/// What of a contract is on the wire.
pub fn wire(mut contract: Json) -> Json {
    strip(&mut contract);
    contract
}

/// Keys of `attributes` and `block_types` are names, one of which may well be `plan`.
fn strip(json: &mut Json) {
    let Json::Object(entries) = json else { return };
    entries.remove(PLAN);
    for (key, entry) in entries {
        match (key.as_str(), entry) {
            ("block", it) => strip(it),
            ("attributes" | "block_types", Json::Object(named)) => {
                named.values_mut().for_each(strip);
            }
            _ => {}
        }
    }
}

fn block(block: &Block) -> Json {
    let mut attributes = Map::new();
    let mut blocks = Map::new();
    for it in &block.attributes {
        attributes.insert(it.name.to_owned(), attribute(it));
    }
    for it in &block.blocks {
        match it.form {
            Form::Block => blocks.insert(it.name.to_owned(), nested(it)),
            Form::Attribute(presence) => {
                attributes.insert(it.name.to_owned(), nested_attribute(it, presence))
            }
        };
    }
    let mut json = Map::new();
    add(&mut json, "attributes", !attributes.is_empty(), attributes);
    add(&mut json, "block_types", !blocks.is_empty(), blocks);
    Json::Object(json)
}

fn attribute(it: &Attribute) -> Json {
    let mut json = presence(it.presence);
    json.insert("type".to_owned(), encode_type(&it.ty));
    flag(&mut json, "sensitive", it.sensitive);
    flag(&mut json, "write_only", it.write_only);
    flag(&mut json, "deprecated", it.deprecated.is_some());

    let mut plan = Map::new();
    flag(&mut plan, "force_new", it.force_new);
    flag(&mut plan, "keep", it.not_returned);
    flag(&mut plan, "stable", it.use_state_for_unknown);
    let equality = [
        (it.equality.normalize.is_some(), "normalized"),
        (it.equality.same.is_some(), "by meaning"),
    ];
    let equality: Vec<_> = equality.iter().filter(|it| it.0).map(|it| it.1).collect();
    add(&mut plan, "equality", !equality.is_empty(), equality);
    add(&mut plan, "default", it.default.is_some(), it.default.as_ref().and_then(encode));
    let checks: Vec<_> = it.checks.iter().map(check).filter(|it| !it.is_empty()).collect();
    add(&mut plan, "checks", !checks.is_empty(), checks);
    for (key, paths) in [
        ("conflicts", it.conflicts),
        ("exactly_one_of", it.exactly_one_of),
        ("at_least_one_of", it.at_least_one_of),
        ("required_with", it.required_with),
    ] {
        add(&mut plan, key, !paths.is_empty(), paths);
    }
    add(&mut json, PLAN, !plan.is_empty(), plan);
    Json::Object(json)
}

fn check(check: &Check) -> String {
    match check.of_elements && !check.docs.is_empty() {
        true => format!("Each: {}", check.docs),
        false => check.docs.clone(),
    }
}

fn nested(it: &Nested) -> Json {
    let mut json = Map::new();
    json.insert("nesting_mode".to_owned(), nesting(it.nesting).into());
    add(&mut json, "min_items", it.min > 0, it.min);
    add(&mut json, "max_items", it.max > 0, it.max);
    json.insert("block".to_owned(), block(&it.block));
    let plan = nested_plan(it);
    add(&mut json, PLAN, !plan.is_empty(), plan);
    Json::Object(json)
}

fn nested_attribute(it: &Nested, who: Presence) -> Json {
    let mut json = presence(who);
    json.insert("type".to_owned(), encode_type(&it.ty()));
    flag(&mut json, "sensitive", it.sensitive);
    let mut plan = nested_plan(it);
    plan.insert("block".to_owned(), block(&it.block));
    add(&mut plan, "min_items", it.min > 0, it.min);
    add(&mut plan, "max_items", it.max > 0, it.max);
    json.insert(PLAN.to_owned(), plan.into());
    Json::Object(json)
}

fn nested_plan(it: &Nested) -> Map<String, Json> {
    let mut plan = Map::new();
    flag(&mut plan, "force_new", it.force_new);
    flag(&mut plan, "computed", it.computed);
    flag(&mut plan, "implicit", it.implicit);
    // On the wire only attributes are sensitive.
    flag(&mut plan, "sensitive", it.sensitive && !it.form.is_attribute());
    plan
}

fn nesting(it: Nesting) -> &'static str {
    match it {
        Nesting::Single => "single",
        Nesting::List => "list",
        Nesting::Set => "set",
    }
}

fn presence(it: Presence) -> Map<String, Json> {
    let mut json = Map::new();
    flag(&mut json, "required", it == Presence::Required);
    flag(&mut json, "optional", it.is_optional());
    flag(&mut json, "computed", it.is_computed());
    json
}

fn flag(json: &mut Map<String, Json>, key: &str, is_set: bool) {
    add(json, key, is_set, true);
}

fn add(json: &mut Map<String, Json>, key: &str, is_needed: bool, value: impl serde::Serialize) {
    if is_needed {
        json.insert(key.to_owned(), json!(value));
    }
}

#[cfg(test)]
mod tests {
    use schemas::{Computed, Model, Set};

    use super::*;

    /// A broker.
    #[derive(Debug, Clone, PartialEq, Model)]
    struct Broker {
        /// How long to wait.
        #[attr(default = 30, check = range(0..=900))]
        delay: i64,
        /// Name of the broker.
        #[attr(computed, force_new, conflicts = "prefix")]
        name: Option<String>,
        /// Start of the name.
        prefix: Option<String>,
        #[block(max = 250, force_new)]
        user: Set<User>,
        #[block]
        plan: Computed<Vec<Plan>>,
    }

    /// A user.
    #[derive(Debug, Clone, PartialEq, Model)]
    struct User {
        /// Password of the user.
        #[attr(sensitive)]
        password: String,
    }

    /// A plan.
    #[derive(Debug, Clone, PartialEq, Model)]
    struct Plan {
        /// Address.
        ip: Computed<String>,
    }

    fn schema() -> Schema {
        Schema { version: 2, block: Broker::block() }
    }

    #[test]
    fn what_planning_knows_is_beside_the_wire() {
        let expected = json!({
            "version": 2,
            "block": {
                "attributes": {
                    "delay": {
                        "optional": true,
                        "type": "number",
                        "plan": { "default": 30, "checks": ["Valid range: 0 to 900."] },
                    },
                    "name": {
                        "optional": true,
                        "computed": true,
                        "type": "string",
                        "plan": { "force_new": true, "conflicts": ["prefix"] },
                    },
                    "plan": {
                        "computed": true,
                        "type": ["list", ["object", { "ip": "string" }]],
                        "plan": {
                            "computed": true,
                            "block": {
                                "attributes": { "ip": { "computed": true, "type": "string" } },
                            },
                        },
                    },
                    "prefix": { "optional": true, "type": "string" },
                },
                "block_types": {
                    "user": {
                        "nesting_mode": "set",
                        "max_items": 250,
                        "block": {
                            "attributes": {
                                "password": { "required": true, "sensitive": true, "type": "string" },
                            },
                        },
                        "plan": { "force_new": true },
                    },
                },
            },
        });
        assert_eq!(contract(&schema()), expected);
    }

    #[test]
    fn the_wire_has_nothing_of_planning_but_keeps_an_attribute_of_that_name() {
        let wire = wire(contract(&schema()));
        let attributes = &wire["block"]["attributes"];
        assert_eq!(attributes["delay"], json!({ "optional": true, "type": "number" }));
        assert_eq!(
            attributes["plan"],
            json!({ "computed": true, "type": ["list", ["object", { "ip": "string" }]] })
        );
        assert_eq!(wire["block"]["block_types"]["user"].get("plan"), None);
    }

    #[test]
    fn texts_are_sorted_and_end_with_a_newline() {
        let text = text(&schema());
        assert!(text.ends_with("}\n"));
        assert!(text.find("\"delay\"").unwrap() < text.find("\"name\"").unwrap());
        assert!(text.find("\"block\"").unwrap() < text.find("\"version\"").unwrap());
    }
}
