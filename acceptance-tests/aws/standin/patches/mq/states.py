"""What a broker is now, what it will be after its reboot, and what may be done with it meanwhile."""

from standin.patches.mq.errors import bad, conflict

#: What waits for a reboot, and the name that it waits under. Security groups are in force at once.
PENDING = {
    "authentication_strategy": "pending_authentication_strategy",
    "engine_version": "pending_engine_version",
    "host_instance_type": "pending_host_instance_type",
    "ldap_server_metadata": "pending_ldap_server_metadata",
    "data_replication_mode": "pending_data_replication_mode",
    "storage_size": "pending_storage_size",
}


def settle(broker):
    """Brings a broker up to now; whether it is still there."""
    broker.state = broker.life.state
    return broker.state != "DELETED"


def is_rabbit(broker):
    return broker.engine_type.upper() == "RABBITMQ"


def running(backend, broker_id, what, refusal=conflict):
    """The broker, where its state allows a change."""
    broker = backend.describe_broker(broker_id)
    if broker.state != "RUNNING":
        raise refusal("brokerId", f"Broker [{broker_id}] is in state [{broker.state}]: can't {what}.")
    return broker


def of_activemq(broker):
    """The broker, where it is MQ that knows its users."""
    if is_rabbit(broker):
        message = "To manage broker users, please use the RabbitMQ web console, or the management API."
        raise bad("engineType", message)
    return broker


def make_pending_changes(broker):
    for name, pending in PENDING.items():
        if getattr(broker, pending) is not None:
            setattr(broker, name, getattr(broker, pending))
            setattr(broker, pending, None)
    take_configuration(broker)
    broker.logs.update(broker.logs.pop("Pending", {}))
    broker.shares = {arn: status for arn, status in broker.shares.items() if status != "PENDING_DELETE"}
    broker.shares = dict.fromkeys(broker.shares, "AVAILABLE")
    for user in list(broker._users.values()):
        pending, user.pending, user.pending_change = user.pending, None, None
        if not pending:
            continue
        if pending["PendingChange"] == "DELETE":
            del broker._users[user.username]
        else:
            user.console_access, user.groups = pending["ConsoleAccess"], pending["Groups"]


def take_configuration(broker):
    """Puts the configuration that waits, if there is one, in force."""
    known = broker.configurations
    pending = known.pop("Pending", None)
    if pending:
        known["History"] += [known["Current"]] if "Current" in known else []
        known["Current"] = pending


def configures(broker, configuration_id):
    """Whether a broker has this configuration, or will have it."""
    waiting = (broker.configurations.get(name, {}) for name in ("Current", "Pending"))
    return any(it.get("Id") == configuration_id for it in waiting)


def share(broker, arns):
    """Makes these the resource shares of a broker, from its next reboot on."""
    for arn, status in list(broker.shares.items()):
        if arn not in arns:
            if status == "PENDING_CREATE":
                del broker.shares[arn]
            else:
                broker.shares[arn] = "PENDING_DELETE"
    for arn in arns:
        if broker.shares.get(arn) == "PENDING_DELETE":
            broker.shares[arn] = "AVAILABLE"
        broker.shares.setdefault(arn, "PENDING_CREATE")
