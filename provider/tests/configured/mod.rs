//! The provider, configured without a network.

use provider::Aws;
use schemas::Value;
use tfplugin::{Client, Provider};

/// A provider with a region and keys, and nothing else.
pub(crate) async fn plain() -> Aws {
    configured(Vec::new()).await
}

/// The same with default tags, and with tags that it ignores.
pub(crate) async fn tagged() -> Aws {
    let tags = [("Owner", text("core")), ("Env", text("test"))];
    let tags = tags.map(|(key, it)| (key.to_owned(), it));
    let default = object([("tags", Value::Map(tags.into()))]);
    let ignored = object([
        ("keys", Value::set([text("Ignored")])),
        ("key_prefixes", Value::set([text("ign:")])),
    ]);
    configured(vec![("default_tags", default), ("ignore_tags", ignored)]).await
}

async fn configured(blocks: Vec<(&str, Value)>) -> Aws {
    let arguments = [("access_key", "testing"), ("secret_key", "testing"), ("region", "us-east-1")];
    let mut config = Aws::block().empty().into_entries().expect("a block is an object");
    config.extend(arguments.map(|(name, it)| (name.to_owned(), text(it))));
    config.extend(blocks.into_iter().map(|(name, it)| (name.to_owned(), Value::List(vec![it]))));
    let configured = Aws::configure(&Value::Object(config), &[], &Client::default()).await;
    configured.unwrap_or_else(|it| panic!("the provider cannot be configured: {it:?}"))
}

fn text(it: &str) -> Value {
    Value::from(it)
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.map(|(name, it)| (name.to_owned(), it)).into())
}
