"""Where the stand-in answers otherwise than AWS did, and why it may.

service -> part of the source of a fact -> the reason
"""

_REGION = "the recording does not tell which region was asked"
_TASKS = "moves of messages are not served: no type of the provider is about them"
_NUMBERS = "numbers that moto has made up have opted out: no type of the provider is about them"
_CUT = "of the calls before the last five were kept, and this needs more of them"
_JOINED = "names that were two were made one in the recording, or an answer was joined to another call"

ACCEPTED: dict[str, dict[str, str]] = {
    "kinesis": {
        "[One_consumer_by_describe_stream]": "the time in the ARN of a consumer is that of its creation",
        "[One_consumer_by_list_stream]": _JOINED,
    },
    "sns": {
        "test_cross_region_access": _REGION,
        "test_cross_region_delivery_sqs": _REGION,
        "test_create_topic_in_multiple_regions": _REGION,
        "test_filter_policy_for_batch [subscription-attributes-no-filter]": _JOINED,
        "[get-attrs-nonexistent-sub]": "an id that was not there looks like that of the subscription that is",
        "test_delivery_lambda": "the endpoint of the subscription was left out",
        "test_is_phone_number_opted_out": _NUMBERS,
        "test_list_phone_numbers_opted_out": _NUMBERS,
        "test_list_opted_out": _NUMBERS,
    },
    "sqs": {
        "test_sqs_move_task.py": _TASKS,
        "test_dead_letter_queue_message_attributes [dlq-arn]": _JOINED,
        "[queue-does-not-exist-query]": "asked by the old protocol; test_sqs.py has it",
        "test_list_queues_pagination": _CUT,
    },
}
