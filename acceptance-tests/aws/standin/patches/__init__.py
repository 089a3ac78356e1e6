"""What moto gets wrong, one module for each service.

A mend replaces a method of moto's classes with one that does as AWS does. Its module says for
each what AWS does; `apply` is called once, before the first request.
"""

import functools

from standin.patches import ec2, glue, kafka, kafkaconnect, kinesis, mq, sns, sqs, tagging


@functools.cache
def apply() -> None:
    """Once, however many servers a process has: a mend that calls moto's own method must not call itself."""
    ec2.apply()
    glue.apply()
    kafka.apply()
    kafkaconnect.apply()
    kinesis.apply()
    mq.apply()
    sns.apply()
    sqs.apply()
    tagging.apply()
