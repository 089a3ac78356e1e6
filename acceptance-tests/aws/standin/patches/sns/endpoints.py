"""Where subscriptions deliver to."""

import re

from standin.patches.sns.refusals import invalid
from standin.patches.sns.topics import Topic

PROTOCOLS = ("application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs")
OF_FIFO_TOPICS = ("sqs",)


def shown(protocol: str, endpoint: str) -> str:
    """An endpoint as it is told: without a password."""
    if not protocol.startswith("http"):
        return endpoint
    return re.sub(r"^(\w+://[^/?#]*?):[^/?#]*@", r"\1:****@", endpoint)


def check_endpoint(topic: Topic, protocol: str, endpoint: str) -> None:
    if protocol not in PROTOCOLS:
        raise invalid(f"Amazon SNS does not support this protocol string: {protocol}")
    if topic.fifo_topic and protocol not in OF_FIFO_TOPICS:
        raise invalid(f"Invalid protocol type: {protocol}")
    if protocol == "sqs":
        queue = queue_of(endpoint)
        if queue is None:
            raise invalid("SQS endpoint ARN")
        if not topic.fifo_topic and queue.endswith(".fifo"):
            raise invalid(
                "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
            )
    elif protocol == "lambda" and not re.fullmatch(r"arn:[^:]+:lambda:[^:]+:\d{12}:function:\S+", endpoint):
        raise invalid("Lambda endpoint ARN")
    elif protocol == "firehose" and not re.fullmatch(r"arn:[^:]+:firehose:[^:]+:\d{12}:deliverystream/\S+", endpoint):
        raise invalid("Firehose endpoint ARN")
    elif protocol == "application" and not re.fullmatch(r"arn:[^:]+:sns:[^:]+:\d{12}:endpoint/\S+", endpoint):
        raise invalid(f"Application endpoint arn invalid:{endpoint}")
    elif protocol.startswith("email") and not re.fullmatch(r"[^@\s;,]+@[^@\s;,]+", endpoint):
        raise invalid("Email address")
    elif protocol.startswith("http") and not endpoint.startswith(f"{protocol}://"):
        raise invalid("Endpoint must match the specified protocol")


def queue_of(arn: str) -> str | None:
    """The name of the queue that an ARN is of."""
    found = re.fullmatch(r"arn:[^:]+:sqs:[^:]+:\d{12}:([\w-]+(?:\.fifo)?)", arn)
    return found[1] if found else None
