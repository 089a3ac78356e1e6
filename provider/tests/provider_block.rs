//! The provider block has the shape of that of hashicorp/aws, so that one configuration serves both.

use provider::Aws;
use schemas::{Block, Nested, Nesting, Presence, json};
use serde_json::{Map, Value, json};
use tfplugin::Provider;

#[test]
fn the_block_is_that_of_hashicorp_aws() {
    let upstream = include_str!("../../schemas/upstream/provider.json");
    let upstream: Value = serde_json::from_str(upstream).unwrap();
    let ours = json!({ "block": render(&Aws::block()), "version": 0 });
    assert_eq!(ours, upstream);
}

#[test]
fn everything_is_documented() {
    fn visit(block: &Block) {
        assert!(block.docs.ends_with('.'), "{}", block.docs);
        for attribute in &block.attributes {
            assert!(attribute.docs.ends_with('.'), "{}: {}", attribute.name, attribute.docs);
        }
        block.blocks.iter().for_each(|it| visit(&it.block));
    }
    visit(&Aws::block());
}

fn render(block: &Block) -> Value {
    let attributes = block.attributes.iter().map(|it| {
        assert_eq!(it.presence, Presence::Optional, "{}", it.name);
        let rendered = json!({ "optional": true, "type": json::encode_type(&it.ty) });
        (it.name.to_owned(), rendered)
    });
    let mut rendered = Map::new();
    rendered.insert("attributes".to_owned(), Value::Object(attributes.collect()));
    if !block.blocks.is_empty() {
        let blocks = block.blocks.iter().map(|it| (it.name.to_owned(), render_nested(it)));
        rendered.insert("block_types".to_owned(), Value::Object(blocks.collect()));
    }
    Value::Object(rendered)
}

fn render_nested(nested: &Nested) -> Value {
    assert_eq!((nested.min, nested.max), (0, 0), "{}", nested.name);
    let mode = match nested.nesting {
        Nesting::Single => "single",
        Nesting::List => "list",
        Nesting::Set => "set",
    };
    json!({ "block": render(&nested.block), "nesting_mode": mode })
}
