"""Errors, in the form that the protocol of each service gives them."""

import http
import json
import uuid
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from standin.wsgi import Answer

#: SQS says by its JSON protocol, in a header, what it said by its query protocol: the name of an
#: error's shape, and the code, where they are not the same.
SQS_CODES = {
    "QueueDoesNotExist": "AWS.SimpleQueueService.NonExistentQueue",
    "QueueNameExists": "QueueAlreadyExists",
    **{
        name: f"AWS.SimpleQueueService.{name}"
        for name in (
            "BatchEntryIdsNotDistinct",
            "BatchRequestTooLong",
            "EmptyBatchRequest",
            "InvalidBatchEntryId",
            "MessageNotInflight",
            "PurgeQueueInProgress",
            "QueueDeletedRecently",
            "TooManyEntriesInBatchRequest",
            "UnsupportedOperation",
        )
    },
    **{
        f"Kms{name}": f"KMS.{name}Exception"
        for name in ("AccessDenied", "Disabled", "InvalidKeyUsage", "InvalidState", "NotFound", "Throttled")
    },
    "KmsOptInRequired": "KMS.OptInRequired",
}


class ErrorAnswer(NamedTuple):
    status: int
    code: str
    message: str
    #: The name of the error's shape, where that is not the code.
    type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


#: What services say where calls come too fast, and the status where it is not what `throttling` tells by the model.
THROTTLING = {
    "ec2": ("RequestLimitExceeded", 503),
    "kinesis": ("LimitExceededException", 400),
    "sqs": ("RequestThrottled", 403),
}

TOO_FAST = "Rate exceeded"


def throttling(model: Any) -> tuple[str, int]:
    """The code and the status of the service's own throttling error."""
    if model.service_name in THROTTLING:
        return THROTTLING[model.service_name]
    if shape_of(model, "TooManyRequestsException"):
        return "TooManyRequestsException", 429
    return ("Throttling", 400) if model.metadata["protocol"] == "query" else ("ThrottlingException", 400)


#: What services say to whom they do not let in, and the status where it is not what `denial` tells by the model.
DENIAL = {
    "ec2": ("UnauthorizedOperation", 403),
    "sns": ("AuthorizationError", 403),
    "sqs": ("AccessDenied", 403),
}

DENIAL_WORDS = {
    "ec2": "You are not authorized to perform this operation.",
    "sqs": "Access to the resource https://queue.amazonaws.com/ is denied.",
}


def denial(model: Any, operation: str) -> tuple[str, int, str]:
    """The code, the status and the message of the service's own error for whom it does not let in."""
    service = model.service_name
    message = DENIAL_WORDS.get(
        service, f"User: arn:aws:iam::123456789012:user/moto is not authorized to perform: {service}:{operation}"
    )
    if service in DENIAL:
        return *DENIAL[service], message
    if shape_of(model, "ForbiddenException"):
        return "ForbiddenException", 403, message
    if model.metadata["protocol"] == "query":
        return "AccessDenied", 403, message
    return "AccessDeniedException", 400, message


def unknown_operation(model: Any) -> str:
    """The code of the error for what the service does not know in some partitions."""
    if shape_of(model, "UnsupportedOperation"):
        return "UnsupportedOperation"
    return "InvalidAction" if model.metadata["protocol"] in ("query", "ec2") else "UnsupportedOperationException"


def shape_of(model: Any, code: str) -> Any:
    """The shape of the error that goes by this code, or by this name; None where there is none."""
    names = [name for name, its_code in SQS_CODES.items() if its_code == code] if model.service_name == "sqs" else []
    return next((it for it in model.error_shapes if code in (it.name, it.error_code) or it.name in names), None)


def of_code(model: Any, code: str, message: str, status: int | None = None) -> ErrorAnswer:
    """An error of the service as the service gives it; `status` where that is told."""
    shape = shape_of(model, code)
    if shape is None and "awsQueryCompatible" in model.metadata:
        return ErrorAnswer(status or 400, code, message, headers=_query_error(code, status or 400))
    if shape is None:
        return ErrorAnswer(status or 400, code, message)
    if status is None:
        status = shape.metadata.get("error", {}).get("httpStatusCode", 400)
    if "awsQueryCompatible" not in model.metadata:
        return ErrorAnswer(status, shape.error_code, message, shape.name)
    code = SQS_CODES.get(shape.name, shape.name)
    return ErrorAnswer(status, code, message, shape.name, _query_error(code, status))


def _query_error(code: str, status: int) -> tuple[tuple[str, str]]:
    return (("x-amzn-query-error", f"{code};{'Receiver' if status >= 500 else 'Sender'}"),)


def in_protocol(model: Any, error: ErrorAnswer) -> Answer:
    request_id = str(uuid.uuid4())
    status = f"{error.status} {http.HTTPStatus(error.status).phrase}"
    protocol = model.metadata["protocol"]
    code, message = escape(error.code), escape(error.message)
    if protocol == "ec2":
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message>"
            f"</Error></Errors><RequestID>{request_id}</RequestID></Response>"
        )
        return Answer(status, [("Content-Type", "text/xml;charset=UTF-8")], xml.encode())
    if protocol == "query":
        namespace = model.metadata.get("xmlNamespace", "")
        fault = "Receiver" if error.status >= 500 else "Sender"
        xml = (
            f'<ErrorResponse xmlns="{namespace}"><Error><Type>{fault}</Type><Code>{code}</Code>'
            f"<Message>{message}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        return Answer(status, [("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id)], xml.encode())
    type = error.type or error.code
    headers = [("x-amzn-RequestId", request_id), *error.headers]
    if protocol == "rest-json":
        headers += [("Content-Type", "application/json"), ("x-amzn-ErrorType", type)]
        return Answer(status, headers, json.dumps({"message": error.message}).encode())
    if model.service_name == "sqs":
        type = f"com.amazonaws.sqs#{type}"
    headers.append(("Content-Type", f"application/x-amz-json-{model.metadata.get('jsonVersion', '1.1')}"))
    return Answer(status, headers, json.dumps({"__type": type, "message": error.message}).encode())
