//! The rules of planning, one a file: `rules/sdk` for types of providers that are built with SDKv2,
//! `rules/strict` for those built with the plugin framework. The name of a file is the rule; it
//! holds a prior state, a configuration, and what is planned. What is null or an empty block is
//! left out, `{"$unknown": true}` is an unknown value.
//!
//! `UPDATE=1 cargo test --package tfplugin-rs --test rules` writes what is planned now: read it
//! before it is kept.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use schemas::{Block, Computed, Json, Model, Set, Tags, Value, json};
use serde_json::{Map, Value as Any};
use tfplugin::engine::{self, PlanRequest, ResourceType, resource};
use tfplugin::testkit::{plan_valid, proposed_new};
use tfplugin::{Client, Context, Diagnostic, Id, Provider, Resource, Result, Timeouts, TypeSystem};

/// A provider with a region and a tag by default.
struct Shop;

impl Provider for Shop {
    type Clients = ();

    fn block() -> Block {
        Block::default()
    }

    fn validate(_: &Value) -> Vec<Diagnostic> {
        Vec::new()
    }

    async fn configure(
        _: &Value,
        _: &[String],
        _: &Client,
    ) -> std::result::Result<Self, Vec<Diagnostic>> {
        Ok(Shop)
    }

    fn region(&self) -> Option<&str> {
        Some("here-1")
    }

    fn clients(&self, _: &str) -> Arc<()> {
        Arc::new(())
    }

    fn default_tags(&self) -> Option<&Tags> {
        static TAGS: std::sync::LazyLock<Tags> = std::sync::LazyLock::new(|| {
            [("owner", "core")]
                .into_iter()
                .map(|(key, it)| (key.to_owned(), it.to_owned()))
                .collect()
        });
        Some(&TAGS)
    }

    fn ignores_tag(&self, key: &str) -> Option<bool> {
        Some(key.starts_with("ignored:"))
    }
}

macro_rules! thing {
    ($name:ident, $type:literal, $system:ident, $($default:tt)*) => {
        /// A thing.
        #[derive(Debug, Clone, PartialEq, Model)]
        struct $name {
            /// A text.
            plain: Option<String>,
            /// A text that the provider fills in where none is configured.
            #[attr(computed)]
            kept: Option<String>,
            /// What the API alone tells.
            told: Computed<String>,
            /// The same, which never changes.
            #[attr(use_state_for_unknown)]
            stable: Computed<String>,
            /// A text with a default.
            #[attr($($default)*)]
            defaulted: Option<String>,
            /// A number.
            size: Option<i64>,
            /// A truth.
            flag: Option<bool>,
            /// A document in JSON.
            document: Option<Json>,
            /// What the API cannot change.
            #[attr(force_new)]
            fixed: Option<String>,
            /// The same, which the provider fills in.
            #[attr(computed, force_new, use_state_for_unknown)]
            fixed_kept: Option<String>,
            /// Texts in an order.
            list: Option<Vec<String>>,
            /// Texts in no order.
            set: Option<Set<String>>,
            /// The same, which the provider fills in.
            #[attr(computed)]
            kept_set: Option<Set<String>>,
            /// Texts by name.
            map: Option<BTreeMap<String, String>>,
            /// What is in no state.
            #[attr(write_only)]
            secret: Option<String>,
            /// Tags of the thing.
            tags: Option<Tags>,
            #[block]
            lid: Option<Lid>,
            #[block]
            part: Option<Set<Part>>,
        }

        impl Resource<Shop> for $name {
            type Identity = Id;

            const TYPE: &'static str = $type;
            const NAME: &'static str = "Thing";
            const TYPE_SYSTEM: TypeSystem = TypeSystem::$system;
            const TIMEOUTS: Timeouts = Timeouts {
                create: Some(std::time::Duration::from_secs(60)),
                ..Timeouts::NONE
            };

            async fn create(_: &Context<Shop>, _: &Self) -> Result<Id> {
                Ok("thing".into())
            }

            async fn read(_: &Context<Shop>, _: &Id) -> Result<Option<Self>> {
                Ok(None)
            }

            async fn delete(_: &Context<Shop>, _: &Id, _: &Self) -> Result<()> {
                Ok(())
            }
        }
    };
}

// What core takes of SDKv2 alone: a default that is not computed.
thing!(SdkThing, "shop_sdk_thing", Legacy, default = "some");
thing!(StrictThing, "shop_strict_thing", Strict, computed);

/// What closes the thing.
#[derive(Debug, Clone, PartialEq, Model)]
struct Lid {
    /// Its color.
    color: Option<String>,
    /// Its shape, which the API cannot change.
    #[attr(force_new)]
    shape: Option<String>,
}

/// What the thing is made of.
#[derive(Debug, Clone, PartialEq, Model)]
struct Part {
    /// Its name.
    name: String,
    /// How many there are.
    count: Option<i64>,
    /// What is said of it.
    note: Option<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn value(managed: &ResourceType<Shop>, json: &Any) -> Value {
    let block = &managed.schema.block;
    match read(json, &block.ty()) {
        Value::Object(mut entries) => {
            entries.retain(|_, it| !it.is_null());
            block.complete(entries)
        }
        other => other,
    }
}

/// A value with what is not known yet.
fn read(json: &Any, ty: &schemas::Type) -> Value {
    if json.get("$unknown").is_some() {
        return Value::Unknown;
    }
    match (json, ty) {
        (Any::Object(entries), schemas::Type::Object(types)) => {
            let of = |name: &String| entries.get(name).unwrap_or(&Any::Null);
            Value::Object(
                types.iter().map(|(name, ty)| (name.clone(), read(of(name), ty))).collect(),
            )
        }
        (Any::Object(entries), schemas::Type::Map(ty)) => {
            Value::Map(entries.iter().map(|(key, it)| (key.clone(), read(it, ty))).collect())
        }
        (Any::Array(elements), schemas::Type::List(ty)) => {
            Value::List(elements.iter().map(|it| read(it, ty)).collect())
        }
        (Any::Array(elements), schemas::Type::Set(ty)) => {
            Value::set(elements.iter().map(|it| read(it, ty)))
        }
        (json, ty) => json::decode(json, ty).unwrap_or_else(|it| panic!("{json}: {it}")),
    }
}

/// The same as JSON, without what is null, and without blocks of which there are none.
fn written(value: &Value, block: Option<&Block>) -> Any {
    match value {
        Value::Unknown => serde_json::json!({ "$unknown": true }),
        Value::Object(entries) => {
            let set = entries.iter().filter_map(|(name, it)| {
                let nested = block.and_then(|block| block.nested(name)).map(|it| &it.block);
                let is_none = it.is_null()
                    || nested.is_some() && it.elements().is_some_and(<[Value]>::is_empty);
                (!is_none).then(|| (name.clone(), written(it, nested)))
            });
            Any::Object(set.collect::<Map<_, _>>())
        }
        Value::List(elements) | Value::Set(elements) => {
            elements.iter().map(|it| written(it, block)).collect()
        }
        Value::Map(entries) => {
            Any::Object(entries.iter().map(|(key, it)| (key.clone(), written(it, None))).collect())
        }
        other => json::encode(other).unwrap_or_default(),
    }
}

/// What is planned, or why nothing is.
fn planned(managed: &ResourceType<Shop>, case: &Any) -> Any {
    let block = &managed.schema.block;
    let prior = match &case["prior"] {
        Any::Null => Value::Null,
        json => value(managed, json),
    };
    let config = value(managed, &case["config"]);
    let refused = managed.validate(&config, true);
    if let Some(error) = refused.iter().find(|it| it.is_error()) {
        return serde_json::json!({ "error": error.summary });
    }
    let proposed = proposed_new(block, &prior, &config);
    let question = PlanRequest { prior: &prior, proposed: &proposed, config: &config };
    let answer = match engine::plan(managed, &Shop, &question) {
        Ok(answer) => answer,
        Err(errors) => return serde_json::json!({ "error": errors[0].summary }),
    };
    let is_legacy = managed.type_system == TypeSystem::Legacy;
    let wrong = plan_valid(block, &prior, &config, &answer.planned);
    let wrong = wrong.into_iter().find(|it| !(is_legacy && it.legacy));
    assert!(wrong.is_none(), "core would refuse the plan: {wrong:?}");
    let mut told = serde_json::json!({ "planned": written(&answer.planned, Some(block)) });
    if !prior.is_null() && answer.planned == prior {
        told = serde_json::json!({ "planned": "no change" });
    }
    if !prior.is_null() && !answer.replace.is_empty() {
        told["replace"] = answer.replace.iter().map(|it| Any::from(it.to_string())).collect();
    }
    told
}

#[test]
fn plans_follow_their_rules() {
    let (mut failures, mut count) = (Vec::new(), 0);
    let types =
        [("sdk", resource::<Shop, SdkThing>()), ("strict", resource::<Shop, StrictThing>())];
    for (system, managed) in types {
        let files = fs::read_dir(folder().join(system)).expect("the folder can be read");
        for file in files {
            let path = file.expect("the folder can be read").path();
            let text = fs::read_to_string(&path).expect("the file can be read");
            let mut case: Any =
                serde_json::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
            let planned = planned(&managed, &case);
            count += 1;
            if case["expect"] == planned {
                continue;
            }
            if env::var_os("UPDATE").is_some() {
                case["expect"] = planned;
                fs::write(&path, format!("{case:#}\n")).expect("the file can be written");
                continue;
            }
            failures.push(format!("{}: planned {planned:#}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 0, "there are no rules");
}
