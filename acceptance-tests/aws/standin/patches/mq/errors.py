"""What MQ refuses with: each error names the member that it is about."""

from moto.mq.exceptions import BadRequestException, ConflictException, NotFoundException


def bad(attribute, message):
    return _error(BadRequestException, attribute, message)


def conflict(attribute, message):
    return _error(ConflictException, attribute, message)


def not_found(attribute, message):
    return _error(NotFoundException, attribute, message)


def _error(kind, attribute, message):
    error = kind(message)
    error.error_attribute = attribute
    return error
