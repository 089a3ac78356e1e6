"""Kinesis: the life of a stream, its shards and its consumers.

A stream is CREATING, ACTIVE, UPDATING or DELETING for as long as a test demands of the operation;
moto knows ACTIVE only. What changes a stream is refused while it is not ACTIVE, shows once it is
ACTIVE again, and has bounds. Resharding closes shards and opens children of even ranges; moto moves
records between them. A consumer has a life too, and an ARN of its own; moto finds none by it. Tags
that a stream is made with are kept. What moto lacks is there: sizes of records, warm throughput,
settings of the account, tags and policies of consumers. Channels and queues are not.

AWS's words are kept where they are known, and the code of the error where they are not.
"""

from standin.patches.kinesis import capacity, consumers, records, resources, shards, streams


def apply() -> None:
    shards.apply()
    streams.apply()
    capacity.apply()
    records.apply()
    consumers.apply()
    resources.apply()
