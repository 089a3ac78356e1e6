//! Between the engine's types and those of the protocol.

use schemas::{Attribute, Block, Form, Nested, Nesting, Path, Presence, Schema, Step, Type, Value};
use tonic::Status;

use crate::engine::{Function, ResourceType};
use crate::wire::tfplugin6::schema::nested_block::NestingMode;
use crate::wire::tfplugin6::{self as pb, attribute_path::step::Selector};
use crate::{Diagnostic, Severity, msgpack, secrets};

/// What the protocol leaves to the server.
pub(super) const CAPABILITIES: pb::ServerCapabilities = pb::ServerCapabilities {
    // A destroy is planned here for what the same plan creates.
    plan_destroy: true,
    // The client fetches the schema once for the three processes of a plan.
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: false,
};

pub(super) fn value(dynamic: Option<&pb::DynamicValue>, ty: &Type) -> Result<Value, Status> {
    let Some(dynamic) = dynamic else { return Ok(Value::Null) };
    let decoded = if !dynamic.msgpack.is_empty() {
        msgpack::decode(&dynamic.msgpack, ty)
    } else if !dynamic.json.is_empty() {
        match serde_json::from_slice(&dynamic.json) {
            Ok(json) => schemas::json::decode(&json, ty),
            Err(error) => return Err(Status::invalid_argument(format!("not JSON: {error}"))),
        }
    } else {
        Ok(Value::Null)
    };
    decoded.map_err(|it| Status::invalid_argument(it.to_string()))
}

pub(super) fn dynamic(value: &Value, ty: &Type) -> pb::DynamicValue {
    let msgpack = msgpack::encode(value, ty).into();
    pb::DynamicValue { msgpack, ..Default::default() }
}

pub(super) fn diagnostic(diagnostic: &Diagnostic) -> pb::Diagnostic {
    let severity = match diagnostic.severity {
        Severity::Error => pb::diagnostic::Severity::Error,
        Severity::Warning => pb::diagnostic::Severity::Warning,
    };
    pb::Diagnostic {
        severity: severity.into(),
        summary: secrets::hide(&diagnostic.summary).into_owned(),
        detail: secrets::hide(&diagnostic.detail).into_owned(),
        attribute: diagnostic.path.as_ref().map(path),
    }
}

/// A path up to its first step into a set: clients cannot name what lies beyond.
pub(super) fn path(path: &Path) -> pb::AttributePath {
    let steps = path.outside_sets().0.into_iter().map(|step| {
        let selector = match step {
            Step::Attribute(name) => Selector::AttributeName(name),
            Step::Index(index) => Selector::ElementKeyInt(i64::try_from(index).unwrap_or(i64::MAX)),
            Step::Key(key) => Selector::ElementKeyString(key),
            Step::Element(_) => unreachable!("the path ends before its first set"),
        };
        pb::attribute_path::Step { selector: Some(selector) }
    });
    pb::AttributePath { steps: steps.collect() }
}

pub(super) fn schema(schema: &Schema) -> pb::Schema {
    pb::Schema { version: schema.version, block: Some(block(&schema.block)) }
}

pub(super) fn identity_schema(schema: &Schema) -> pb::ResourceIdentitySchema {
    let attributes =
        schema.block.attributes.iter().map(|it| pb::resource_identity_schema::IdentityAttribute {
            name: it.name.to_owned(),
            r#type: schemas::json::encode_type(&it.ty).to_string().into_bytes().into(),
            required_for_import: it.presence == Presence::Required,
            optional_for_import: it.presence != Presence::Required,
            description: it.docs.to_owned(),
        });
    pb::ResourceIdentitySchema {
        version: schema.version,
        identity_attributes: attributes.collect(),
    }
}

/// An identity that a client sends; null where it sends none.
pub(super) fn known_identity<P>(
    managed: &ResourceType<P>,
    identity: Option<&pb::ResourceIdentityData>,
) -> Result<Value, Status> {
    let data = identity.and_then(|it| it.identity_data.as_ref());
    match &managed.identity_schema {
        Some(schema) => value(data, &schema.block.ty()),
        None => Ok(Value::Null),
    }
}

/// An identity as a client is sent it; `None` for null.
pub(super) fn identity<P>(
    managed: &ResourceType<P>,
    identity: &Value,
) -> Option<pb::ResourceIdentityData> {
    let schema = managed.identity_schema.as_ref().filter(|_| !identity.is_null())?;
    let identity_data = Some(dynamic(identity, &schema.block.ty()));
    Some(pb::ResourceIdentityData { identity_data })
}

fn block(it: &Block) -> pb::schema::Block {
    let objects = it.blocks.iter().filter_map(|nested| match nested.form {
        Form::Attribute(presence) => Some(object_attribute(nested, presence)),
        Form::Block => None,
    });
    let blocks = it.blocks.iter().filter(|it| it.form == Form::Block);
    pb::schema::Block {
        attributes: it.attributes.iter().map(attribute).chain(objects).collect(),
        block_types: blocks.map(nested_block).collect(),
        description: it.docs.to_owned(),
        description_kind: pb::StringKind::Markdown.into(),
        ..Default::default()
    }
}

fn attribute(it: &Attribute) -> pb::schema::Attribute {
    pb::schema::Attribute {
        description: it.docs.to_owned(),
        sensitive: it.sensitive,
        write_only: it.write_only,
        deprecated: it.deprecated.is_some(),
        deprecation_message: it.deprecated.unwrap_or_default().to_owned(),
        ..named(it.name, &it.ty, it.presence)
    }
}

/// A block that is written as an attribute.
fn object_attribute(it: &Nested, presence: Presence) -> pb::schema::Attribute {
    pb::schema::Attribute {
        description: it.block.docs.to_owned(),
        sensitive: it.sensitive,
        ..named(it.name, &it.ty(), presence)
    }
}

fn named(name: &str, ty: &Type, presence: Presence) -> pb::schema::Attribute {
    pb::schema::Attribute {
        name: name.to_owned(),
        r#type: schemas::json::encode_type(ty).to_string().into_bytes().into(),
        required: presence == Presence::Required,
        optional: presence.is_optional(),
        computed: presence.is_computed(),
        description_kind: pb::StringKind::Markdown.into(),
        ..Default::default()
    }
}

fn nested_block(it: &Nested) -> pb::schema::NestedBlock {
    let nesting = match it.nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
        Nesting::Set => NestingMode::Set,
    };
    pb::schema::NestedBlock {
        type_name: it.name.to_owned(),
        block: Some(block(&it.block)),
        nesting: nesting.into(),
        min_items: it.min.into(),
        max_items: it.max.into(),
    }
}

pub(super) fn function(it: &Function) -> pb::Function {
    let ty = |ty: &Type| schemas::json::encode_type(ty).to_string().into_bytes().into();
    let parameters = it.parameters.iter().map(|parameter| pb::function::Parameter {
        name: parameter.name.to_owned(),
        r#type: ty(&parameter.ty),
        description: parameter.docs.to_owned(),
        description_kind: pb::StringKind::Markdown.into(),
        ..Default::default()
    });
    pb::Function {
        parameters: parameters.collect(),
        r#return: Some(pb::function::Return { r#type: ty(&it.result) }),
        summary: it.summary.to_owned(),
        description: it.docs.to_owned(),
        description_kind: pb::StringKind::Markdown.into(),
        ..Default::default()
    }
}
