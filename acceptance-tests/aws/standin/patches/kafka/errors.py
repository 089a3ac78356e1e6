"""What the operations of MSK refuse, and ARNs that are none."""

import re

from standin.services import ServiceError

_ARN = re.compile(r"arn:[^:]+:kafka:[^:]+:\d{12}:[a-z-]+/.+")


def bad_request(message: str, parameter: str | None = None) -> ServiceError:
    return ServiceError("BadRequestException", message, InvalidParameter=parameter)


def not_found(message: str, parameter: str | None = None) -> ServiceError:
    return ServiceError("NotFoundException", message, InvalidParameter=parameter)


def conflict(message: str, parameter: str | None = None) -> ServiceError:
    return ServiceError("ConflictException", message, InvalidParameter=parameter)


def forbidden(message: str, parameter: str | None = None) -> ServiceError:
    return ServiceError("ForbiddenException", message, InvalidParameter=parameter)


def too_many(message: str, parameter: str | None = None) -> ServiceError:
    return ServiceError("TooManyRequestsException", message, InvalidParameter=parameter)


def is_arn(arn: str) -> bool:
    return _ARN.fullmatch(arn) is not None


def check_arn(arn: str, parameter: str) -> None:
    if not is_arn(arn):
        raise bad_request("One or more of the parameters are not valid.", parameter)
