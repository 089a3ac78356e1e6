"""What botocore writes is read back without complaint, for every operation with every member."""

import datetime
import unittest
from urllib.parse import urlencode

from botocore import serialize

from standin import operations
from standin.operations import call_of
from standin.request_checks import examine

SERVICES = [
    "ec2",
    "events",
    "firehose",
    "iam",
    "kafka",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "mq",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "sts",
]


def sample(shape, seen=()):
    """A value of a shape; of a recursive one as much as ends."""
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return {}
        members = shape.members.items()
        if getattr(shape, "is_tagged_union", False):
            members = list(members)[:1]
        deeper = (*seen, shape.name)
        return {
            name: sample(member, deeper)
            for name, member in members
            if name in shape.required_members or not set(names_below(member)) & set(deeper)
        }
    if kind == "list":
        return [sample(shape.member, seen)] * max(1, shape.metadata.get("min", 1))
    if kind == "map":
        first = sample(shape.key, seen)
        more = [f"{first}{number}" for number in range(1, shape.metadata.get("min", 1))]
        return {key: sample(shape.value, seen) for key in (first, *more)}
    if kind == "string":
        length = max(shape.metadata.get("min", 1), min(3, shape.metadata.get("max", 3)))
        return shape.enum[0] if shape.enum else "1" * length
    if kind == "blob":
        return b"x" * max(1, shape.metadata.get("min", 1))
    if kind == "timestamp":
        return datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
    if kind == "boolean":
        return True
    return max(shape.metadata.get("min", 1), min(1, shape.metadata.get("max", 1)))


def names_below(shape):
    while shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    return [shape.name] if shape.type_name == "structure" else []


def environ_of(model, operation, request):
    body = request["body"]
    if isinstance(body, dict):
        body = urlencode(body)
    query = request["query_string"]
    environ = {
        "REQUEST_METHOD": request["method"],
        "RAW_URI": request["url_path"],
        "QUERY_STRING": query if isinstance(query, str) else urlencode(query, doseq=True),
        "standin.body": body.encode() if isinstance(body, str) else body,
    }
    _, _, constants = request["url_path"].partition("?")
    environ["QUERY_STRING"] = "&".join(filter(None, [constants, environ["QUERY_STRING"]]))
    for name, value in request["headers"].items():
        environ["HTTP_" + name.upper().replace("-", "_")] = str(value)
    return environ


def complains_of_more(model, operation, environ):
    """Whether a parameter too many is seen, and so the request is."""
    environ = dict(environ)
    if "HTTP_X_AMZ_TARGET" in environ:
        environ["standin.body"] = b'{"too": "many"}'
    elif model.metadata["protocol"] == "rest-json":
        environ["QUERY_STRING"] += "&too=many"
    else:
        environ["standin.body"] += b"&too=many"
    call = call_of(model, environ)
    return call is not None and call.name == operation.name and any(it.path == "too" for it in examine(call, environ))


class AsBotocoreWritesIt(unittest.TestCase):
    def test_every_operation(self):
        for service in SERVICES:
            model = operations.load(service)
            serializer = serialize.create_serializer(model.metadata["protocol"], include_validation=False)
            for name in model.operation_names:
                operation = model.operation_model(name)
                if operation.has_streaming_input or operation.input_shape is None:
                    continue
                request = serializer.serialize_to_request(sample(operation.input_shape), operation)
                with self.subTest(service=service, operation=name):
                    environ = environ_of(model, operation, request)
                    found = examine(call_of(model, environ), environ)
                    self.assertEqual([it for it in found if "pattern" not in it.rule], [])
                    self.assertTrue(complains_of_more(model, operation, environ), "it is not looked at")
