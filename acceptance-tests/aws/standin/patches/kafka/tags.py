"""Tags of everything that MSK keeps."""

from standin.patches.kafka.backend import KafkaBackend, operation
from standin.patches.kafka.errors import bad_request, check_arn, not_found
from standin.services import Members

#: Most tags of one resource.
MOST = 50


def _check(backend: KafkaBackend, arn: str) -> None:
    check_arn(arn, "resourceArn")
    if not backend.kept(arn):
        raise not_found("The specified resource does not exist.", "resourceArn")


def check_tags(tags: dict[str, str]) -> None:
    if len(tags) > MOST:
        raise bad_request(f"A resource can have at most {MOST} tags.", "tags")
    for key in tags:
        if key.lower().startswith("aws:"):
            raise bad_request("Tag keys that start with aws: are reserved.", "tags")


@operation("ListTagsForResource")
def list_tags_for_resource(backend: KafkaBackend, parameters: Members) -> Members:
    arn = parameters["ResourceArn"]
    _check(backend, arn)
    return {"Tags": backend.tags_of(arn)}


@operation("TagResource")
def tag_resource(backend: KafkaBackend, parameters: Members) -> None:
    arn, tags = parameters["ResourceArn"], parameters["Tags"]
    _check(backend, arn)
    check_tags({**backend.tags_of(arn), **tags})
    backend.tag(arn, tags)


@operation("UntagResource")
def untag_resource(backend: KafkaBackend, parameters: Members) -> None:
    arn = parameters["ResourceArn"]
    _check(backend, arn)
    backend.untag_resource(arn, parameters["TagKeys"])
