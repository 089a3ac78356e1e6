"""SNS: what comes back of topics and subscriptions, and what is refused.

A topic gives back each attribute that was set; moto keeps most of them to itself. Names, values
and documents are checked; moto takes nearly anything. A topic or a subscription is made twice
only as it was. A subscription that the owner of its endpoint has to confirm is pending until
then; moto knows none. What moto lacks is there: data protection policies, archives and replays.

AWS's words are kept where they are known, and the code of the error where they are not.
"""

from standin.patches.sns import mobile, subscriptions, topics


def apply() -> None:
    topics.apply()
    subscriptions.apply()
    mobile.apply()
