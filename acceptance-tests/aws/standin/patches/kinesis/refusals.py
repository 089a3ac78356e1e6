"""Refusals of Kinesis that moto has no class of errors for."""

from moto.core.exceptions import JsonRESTError


def limit_exceeded(message: str) -> JsonRESTError:
    return JsonRESTError("LimitExceededException", message)


def not_valid(message: str) -> JsonRESTError:
    return JsonRESTError("ValidationException", message)
