//! The derive on structs like those of a provider.

use schemas::{Block, Computed, Field, Model, Presence, Set, Type, Value};

/// A broker.
#[derive(Debug, Clone, PartialEq, Model)]
struct Broker {
    /// ARN of the broker.
    arn: Computed<String>,
    /// How long to wait,
    /// in seconds.
    #[attr(default = 30, check = range(0..=900))]
    delay: i64,
    /// Name of the broker.
    #[attr(computed, force_new, conflicts = "prefix")]
    name: Option<String>,
    #[block]
    user: Set<User>,
    #[block(computed)]
    logs: Option<Logs>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Model)]
struct User {
    /// Name of the user.
    username: String,
    /// Password of the user.
    #[attr(sensitive)]
    password: String,
}

/// Where logs go.
#[derive(Debug, Clone, PartialEq, Model)]
struct Logs {
    /// Whether there are any.
    general: Option<bool>,
    /// Whether the broker's own are among them.
    self_: Option<bool>,
}

fn broker() -> Broker {
    Broker {
        arn: Computed(None),
        delay: 30,
        name: Some("orders".to_owned()),
        user: [User { username: "a".to_owned(), password: "b".to_owned() }].into_iter().collect(),
        logs: None,
    }
}

#[test]
fn presence_follows_from_types() {
    let block = Broker::block();
    let presence = |name| block.attribute(name).unwrap().presence;
    assert_eq!(presence("arn"), Presence::Computed);
    assert_eq!(presence("delay"), Presence::Optional);
    assert_eq!(presence("name"), Presence::OptionalComputed);
    assert_eq!(block.attribute("delay").unwrap().default, Some(Value::from(30)));
    assert_eq!(block.attribute("delay").unwrap().docs, "How long to wait, in seconds.");
    let user = block.nested("user").unwrap();
    assert_eq!((user.min, user.max), (0, 0));
    assert_eq!(user.block.attribute("username").unwrap().presence, Presence::Required);
    assert_eq!(Set::<String>::ty(), Type::set(Type::String));
}

#[test]
fn names_that_rust_reserves_end_with_an_underscore() {
    let block = Logs::block();
    assert!(block.attribute("self").is_some() && block.attribute("self_").is_none());
}

#[test]
fn encode_then_decode_is_the_identity() {
    let decoded = Broker::decode(&mut broker().encode()).unwrap();
    assert_eq!(decoded, broker());
}

#[test]
fn a_mismatch_names_the_path() {
    let mut fields = broker().encode();
    fields.insert("delay".to_owned(), Value::Unknown);
    let mismatch = Broker::decode(&mut fields).unwrap_err();
    assert_eq!(mismatch.to_string(), "delay: the value is not known yet");
}

#[test]
fn an_empty_object_has_every_name() {
    let Block { attributes, blocks, .. } = Broker::block();
    let empty = Broker::block().empty();
    assert_eq!(empty.entries().unwrap().len(), attributes.len() + blocks.len());
}
