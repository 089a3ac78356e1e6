"""MSK: the whole control plane, in place of moto's.

`backend` is what all operations share; each other module answers some of them, and is imported
here so that it registers them.
"""

from standin import services
from standin.patches.kafka import (  # noqa: F401
    channels,
    clusters,
    configurations,
    connectivity,
    nodes,
    operations,
    policies,
    replicators,
    scram,
    tags,
    topics,
    updates,
    versions,
    vpc_connections,
)
from standin.patches.kafka.backend import BACKENDS, KAFKA
from standin.replacing import replace


def apply() -> None:
    from moto.kafka import models

    # Other services of moto look for clusters here.
    replace(models, kafka_backends=BACKENDS)
    services.KNOWN[KAFKA.name] = KAFKA
