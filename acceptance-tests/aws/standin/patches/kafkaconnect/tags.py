"""Tags of all that has an ARN here."""

from standin.patches.kafka.tags import check_tags
from standin.patches.kafkaconnect.backend import KafkaConnectBackend, Resource, operation
from standin.services import Members


@operation("ListTagsForResource")
def list_tags_for_resource(backend: KafkaConnectBackend, parameters: Members) -> Members:
    return {"tags": backend.get(Resource, parameters["resourceArn"]).tags}


@operation("TagResource")
def tag_resource(backend: KafkaConnectBackend, parameters: Members) -> Members:
    resource = backend.get(Resource, parameters["resourceArn"])
    check_tags({**resource.tags, **parameters["tags"]})
    resource.tags.update(parameters["tags"])
    return {}


@operation("UntagResource")
def untag_resource(backend: KafkaConnectBackend, parameters: Members) -> Members:
    tags = backend.get(Resource, parameters["resourceArn"]).tags
    for key in parameters["tagKeys"]:
        tags.pop(key, None)
    return {}
