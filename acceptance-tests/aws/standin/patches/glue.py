"""Glue: versions of schemas that are not compatible, and the times and checkpoints of schemas.

RegisterSchemaVersion takes a definition that is not compatible with those before it, answers with
200, and the version has failed a moment later: GetSchemaVersion tells, and the latest version stays
as it was (hashicorp/terraform-provider-aws#35152). moto takes every definition. UpdateSchema with
another compatibility begins a checkpoint at the latest version. The tags that a registry is created
with are told by GetTags.

Compatibility is decided for records in Avro, by the rules of resolution of its specification.
JSON Schema and Protobuf are taken as compatible.
"""

import json

from moto.core.responses import ActionResult
from moto.glue.models import FakeSchema, GlueBackend
from moto.glue.responses import GlueResponse

from standin.replacing import add, replace

_create_registry = GlueBackend.create_registry
_register = GlueBackend.register_schema_version
_update = GlueBackend.update_schema
_told = FakeSchema.as_dict

#: What a reader of the second type reads where the first was written.
PROMOTIONS = {
    ("int", "long"),
    ("int", "float"),
    ("int", "double"),
    ("long", "float"),
    ("long", "double"),
    ("float", "double"),
    ("string", "bytes"),
    ("bytes", "string"),
}


def apply():
    replace(
        GlueBackend,
        create_registry=_create_registry_with_tags,
        register_schema_version=_register_schema_version,
        update_schema=_update_schema,
    )
    replace(FakeSchema, as_dict=_as_dict)
    add(GlueResponse, check_schema_version_validity=_check_schema_version_validity)


def _create_registry_with_tags(self, registry_name, description=None, tags=None):
    answer = _create_registry(self, registry_name, description, tags)
    arn = self.registries[registry_name].registry_arn
    self.tagger.tag_resource(arn, self.tagger.convert_dict_to_tags_input(tags))
    return answer


def _schema_of(backend, schema_id):
    for registry in backend.registries.values():
        for schema in registry.schemas.values():
            by_name = (schema.registry_name, schema.schema_name)
            asked = (schema_id.get("RegistryName", "default-registry"), schema_id.get("SchemaName"))
            if schema.schema_arn == schema_id.get("SchemaArn") or by_name == asked:
                return schema
    return None


def _register_schema_version(self, schema_id, schema_definition):
    schema = _schema_of(self, schema_id)
    if schema is None:
        return _register(self, schema_id, schema_definition)
    before = [it for it in schema.schema_versions.values() if it.schema_version_status == "AVAILABLE"]
    latest = schema.latest_schema_version
    answer = _register(self, schema_id, schema_definition)
    version = schema.schema_versions[answer["SchemaVersionId"]]
    if version in before or version.schema_version_status != "AVAILABLE":
        return answer
    if _is_compatible(schema, [it.schema_definition for it in before], schema_definition):
        schema.latest_schema_version = version.version_number
        return answer
    version.schema_version_status = "FAILURE"
    schema.latest_schema_version = latest
    return version.as_dict() | {"Status": "PENDING"}


def _update_schema(self, schema_id, compatibility, description):
    schema = _schema_of(self, schema_id)
    if schema is not None and compatibility not in (None, schema.compatibility):
        schema.schema_checkpoint = schema.latest_schema_version
    return _update(self, schema_id, compatibility, description)


def _as_dict(self):
    written = {"CreatedTime": self.created_time, "UpdatedTime": self.updated_time}
    times = {name: f"{it:%Y-%m-%dT%H:%M:%S}.{it.microsecond // 1000:03d}Z" for name, it in written.items()}
    return _told(self) | times


def _is_compatible(schema, before, definition):
    if schema.data_format != "AVRO" or schema.compatibility in ("NONE", "DISABLED"):
        return True
    old = before if schema.compatibility.endswith("_ALL") else before[-1:]
    new = json.loads(definition)
    ways = {"BACKWARD": ["reads"], "FORWARD": ["is read"], "FULL": ["reads", "is read"]}
    for way in ways[schema.compatibility.removesuffix("_ALL")]:
        for other in map(json.loads, old):
            reader, writer = (new, other) if way == "reads" else (other, new)
            if not _reads(reader, writer):
                return False
    return True


def _reads(reader, writer):
    """Whether what was written by the one schema can be read by the other."""
    if isinstance(writer, list):
        return all(_reads(reader, it) for it in writer)
    if isinstance(reader, list):
        return any(_reads(it, writer) for it in reader)
    kinds = [it["type"] if isinstance(it, dict) else it for it in (reader, writer)]
    if kinds[0] != kinds[1]:
        return (kinds[1], kinds[0]) in PROMOTIONS
    if kinds[0] == "record":
        written = {it["name"]: it["type"] for it in writer["fields"]}
        return all(
            _reads(it["type"], written[it["name"]]) if it["name"] in written else "default" in it
            for it in reader["fields"]
        )
    if kinds[0] in ("array", "map"):
        part = "items" if kinds[0] == "array" else "values"
        return _reads(reader[part], writer[part])
    return True


def _check_schema_version_validity(self):
    if self._get_param("DataFormat") == "PROTOBUF":
        return ActionResult({"Valid": True})
    try:
        json.loads(self._get_param("SchemaDefinition"))
    except json.JSONDecodeError as error:
        return ActionResult({"Valid": False, "Error": f"Schema definition is not valid JSON: {error}"})
    return ActionResult({"Valid": True})
