"""MQ: the life of a broker, what AWS tells of it and refuses, and what moto lacks.

A broker is CREATION_IN_PROGRESS, RUNNING, REBOOT_IN_PROGRESS or DELETION_IN_PROGRESS for as
long as a test demands, and CREATION_FAILED where it demands that the creation ends badly; moto
knows RUNNING only. Changes of a broker and of its users wait, as `pending`, for the reboot; moto
makes them at once. While a broker is not RUNNING, changes of it are refused. A creation that is
asked for again with the same token makes no second broker.

AWS's words are kept where they are known: those of versions, of users and their passwords, of what
RabbitMQ cannot. Where they are not, the code of the error is one that the operation declares, and
the words are ours.
"""

from standin.patches.mq import brokers, configurations, offers, users


def apply() -> None:
    brokers.apply()
    users.apply()
    configurations.apply()
    offers.apply()
