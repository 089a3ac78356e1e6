"""What moto gets wrong, one module for each service.

A mend replaces a method of moto's classes with one that does as AWS does. Its module says for
each what AWS does; `apply` is called once, before the first request.
"""

from standin.mends import mq, sqs


def apply() -> None:
    mq.apply()
    sqs.apply()
