"""MSK Connect, which moto does not have: connectors, custom plugins, worker configurations.

What is made, changed or deleted goes through its states by the clock, for as long as a test
demands, and fails where a test demands it: a creation leaves CREATE_FAILED or FAILED with a
reason, a change of a connector is rolled back. The codes of errors are AWS's, and so are the words
for a name that is taken; the other words are ours. The modules are imported here so that they
register their operations.
"""

from standin import services
from standin.patches.kafkaconnect import connectors, custom_plugins, tags, worker_configurations  # noqa: F401
from standin.patches.kafkaconnect.backend import KAFKACONNECT


def apply() -> None:
    services.KNOWN[KAFKACONNECT.name] = KAFKACONNECT
