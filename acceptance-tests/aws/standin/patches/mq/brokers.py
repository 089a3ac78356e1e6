"""Brokers: their creation, description, changes and end."""

import uuid
import zlib

from moto.core.responses import ActionResult
from moto.mq import models, responses, urls
from moto.mq.exceptions import UnknownBroker

from standin.control import CONTROL
from standin.life import Life
from standin.patches.mq import names, networks, users
from standin.patches.mq.configurations import revision_of
from standin.patches.mq.errors import bad, conflict
from standin.patches.mq.offers import NAMES, OFFERED, check_engine, check_instance, check_upgrades, storage
from standin.patches.mq.pages import page
from standin.patches.mq.states import (
    PENDING,
    is_rabbit,
    make_pending_changes,
    running,
    settle,
    share,
    take_configuration,
)
from standin.replacing import add, replace, route

#: What moto drops of a request; the name of the parameter.
_DROPPED = {"data_replication_mode": "DataReplicationMode", "storage_size": "StorageSize"}

#: The ports of ActiveMQ, in the order that AWS tells them in.
_ENDPOINTS = {"ssl": 61617, "amqp+ssl": 5671, "stomp+ssl": 61614, "mqtt+ssl": 8883, "wss": 61619}

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def apply():
    _lives()
    _changes()
    _answers()
    _beyond_moto()


# Creation and end ---------------------------------------------------------------------------


def _lives():
    broker_class, backend_class = models.Broker, models.MQBackend
    new_broker, create_broker = broker_class.__init__, backend_class.create_broker

    def __init__(self, *args, **members):
        for pending in PENDING.values():
            setattr(self, pending, None)
        for name in _DROPPED:
            setattr(self, name, None)
        self.shares, self.interfaces = {}, []
        #: why it is CREATION_FAILED
        self.failure = None
        #: whether it was ever RUNNING
        self.was_made = False
        new_broker(self, *args, **members)
        self.id = f"b-{uuid.uuid4()}"
        self.arn = f"{self.arn.rpartition(':')[0]}:{self.name}:{self.id}"
        for user in self._users.values():
            user.broker_id = self.id
        for kind in ("General", "Audit"):
            if kind in self.logs:
                self.logs[f"{kind}LogGroup"] = f"/aws/amazonmq/broker/{self.id}/{kind.lower()}"
        if not members["maintenance_window_start_time"]:
            self.maintenance_window_start_time = _window(self.name)
        configuration = self.configurations["current"]
        self.configurations = {"History": [], "Pending": configuration} if configuration else {}
        _begin(self)

    def backend_create_broker(self, **members):
        engine = check_engine(members["engine_type"], members["engine_version"])
        version = members["engine_version"] = members["engine_version"] or OFFERED[engine][0]
        members["engine_type"] = NAMES[engine]
        check_instance(engine, members["host_instance_type"])
        check_upgrades(engine, version, members["auto_minor_version_upgrade"])
        names.check_broker(members["broker_name"])
        strategy = members["authentication_strategy"] = (members["authentication_strategy"] or "simple").lower()
        _check_users(engine, strategy, members["users"])
        _check_logs(engine, members["logs"])
        if members["encryption_options"] is not None and engine == "RABBITMQ":
            raise bad("encryptionOptions", "encryptionOptions is not supported for RabbitMQ brokers")
        mode = members["deployment_mode"]
        members["storage_type"] = storage(engine, mode, members["storage_type"])
        placed = networks.place(self, mode, members["subnet_ids"], members["security_groups"])
        members["subnet_ids"], members["security_groups"] = placed
        if members["configuration"]:
            members["configuration"] = revision_of(self, members["configuration"])
        elif engine == "RABBITMQ":
            # moto would make one, as MQ does for ActiveMQ alone.
            members["configuration"] = {}
        name = members["broker_name"]
        if any(broker.name == name for broker in self.list_brokers()):
            raise conflict("brokerName", f"Broker name [{name}] is already in use.")
        arn, broker_id = create_broker(self, **members)
        # RabbitMQ that is open to the world stands in no network of the user's.
        if not (engine == "RABBITMQ" and members["publicly_accessible"]):
            networks.connect(self, self.brokers[broker_id])
        return arn, broker_id

    def describe_broker(self, broker_id):
        broker = self.brokers.get(broker_id)
        if broker and not settle(broker):
            forget(self, broker_id)
            broker = None
        if not broker:
            raise UnknownBroker(broker_id)
        return broker

    def list_brokers(self):
        for broker_id, broker in list(self.brokers.items()):
            if not settle(broker):
                forget(self, broker_id)
        return list(self.brokers.values())

    def backend_delete_broker(self, broker_id):
        broker = self.describe_broker(broker_id)
        if broker.state == "CREATION_IN_PROGRESS":
            raise bad("brokerId", f"Broker [{broker_id}] is in state [{broker.state}]: can't delete it.")
        if broker.state != "DELETION_IN_PROGRESS":
            broker.life.enter("DELETION_IN_PROGRESS", CONTROL.seconds("mq.DeleteBroker"), "DELETED")
        if not settle(broker):
            forget(self, broker_id)

    def forget(backend, broker_id):
        broker = backend.brokers.pop(broker_id, None)
        if broker:
            networks.disconnect(backend, broker)

    replace(broker_class, __init__=__init__)
    replace(
        backend_class,
        create_broker=backend_create_broker,
        describe_broker=describe_broker,
        list_brokers=list_brokers,
        delete_broker=backend_delete_broker,
    )


def _begin(broker):
    failure = CONTROL.failure("mq.CreateBroker")

    def done():
        broker.failure = failure
        if not failure:
            broker.was_made = True
            take_configuration(broker)

    broker.life = Life("CREATION_IN_PROGRESS")
    seconds = CONTROL.seconds("mq.CreateBroker")
    broker.life.enter("CREATION_IN_PROGRESS", seconds, "CREATION_FAILED" if failure else "RUNNING", done)
    settle(broker)


def _window(name):
    """Where nobody chose it, each broker has another, but the same one in each run of a test."""
    number = zlib.crc32(name.encode())
    return {"DayOfWeek": _DAYS[number % 7], "TimeOfDay": f"{number // 7 % 24:02}:00", "TimeZone": "UTC"}


def _check_users(engine, strategy, asked):
    # Whoever lets others than MQ say who a user is may do without one.
    fewest = 0 if strategy == "config_managed" else 1
    if engine == "RABBITMQ" and not fewest <= len(asked) <= 1:
        raise bad("users", "Specify exactly one user for engine type [RABBITMQ].")
    for user in asked:
        users.check_new(engine, user)
    if len({user["Username"] for user in asked}) != len(asked):
        raise bad("users", "Usernames must be unique.")


def _check_logs(engine, logs):
    """To turn it off is refused as well."""
    if engine == "RABBITMQ" and "Audit" in (logs or {}):
        raise bad("logs", "Audit logging is not supported for RabbitMQ brokers.")


# Changes ------------------------------------------------------------------------------------


def _changes():
    backend_class = models.MQBackend
    update = models.Broker.update

    def update_broker(self, broker_id, **changes):
        broker = running(self, broker_id, "update it")
        engine = check_engine(broker.engine_type, changes["engine_version"])
        version = changes["engine_version"] or broker.engine_version
        upgrades = changes["auto_minor_version_upgrade"]
        check_upgrades(engine, version, broker.auto_minor_version_upgrade if upgrades is None else upgrades)
        if changes["host_instance_type"]:
            check_instance(engine, changes["host_instance_type"])
        _check_logs(engine, changes["logs"])
        if changes["security_groups"] and engine == "RABBITMQ":
            raise bad("securityGroups", "Changing security groups is not supported for RabbitMQ brokers.")
        if changes["security_groups"]:
            networks.place(self, broker.deployment_mode, broker.subnet_ids, changes["security_groups"])
        if changes["configuration"]:
            changes["configuration"] = revision_of(self, changes["configuration"])
        if changes["authentication_strategy"]:
            changes["authentication_strategy"] = changes["authentication_strategy"].lower()
        # What is left is made at once.
        for name in set(PENDING) & set(changes):
            pending = PENDING[name]
            value, changes[name] = changes[name], None
            if value:
                setattr(broker, pending, None if value == getattr(broker, name) else value)
        configuration, changes["configuration"] = changes["configuration"], None
        if configuration:
            broker.configurations.setdefault("History", [])
            broker.configurations.pop("Pending", None)
            if configuration != broker.configurations.get("Current"):
                broker.configurations["Pending"] = configuration
        logs, changes["logs"] = changes["logs"], None
        if logs:
            now = {name: broker.logs.get(name) for name in logs}
            broker.logs.pop("Pending", None)
            if logs != now:
                broker.logs["Pending"] = logs
        update(broker, **changes)
        if changes["security_groups"]:
            networks.regroup(self, broker)

    def reboot_broker(self, broker_id):
        broker = running(self, broker_id, "reboot it", bad)
        seconds = CONTROL.seconds("mq.RebootBroker")
        broker.life.enter("REBOOT_IN_PROGRESS", seconds, "RUNNING", lambda: make_pending_changes(broker))

    def promote(self):
        broker_id = self._get_param("BrokerId")
        self.mq_backend.describe_broker(broker_id)
        raise bad("brokerId", f"Broker [{broker_id}] has no data replication counterpart.")

    replace(backend_class, update_broker=update_broker, reboot_broker=reboot_broker)
    add(responses.MQResponse, promote=promote)
    route(urls, "{0}/v1/brokers/(?P<broker_id>[^/]+)/promote$", responses.MQResponse.dispatch)


# Description --------------------------------------------------------------------------------


def _summary(broker):
    return {
        "BrokerArn": broker.arn,
        "BrokerId": broker.id,
        "BrokerName": broker.name,
        "BrokerState": broker.state,
        "Created": broker.created,
        "DeploymentMode": broker.deployment_mode,
        "EngineType": broker.engine_type,
        "HostInstanceType": broker.host_instance_type,
    }


def _described(backend, broker):
    pending = {"".join(part.capitalize() for part in it.split("_")): getattr(broker, it) for it in PENDING.values()}
    found = {
        **_summary(broker),
        **pending,
        "ActionsRequired": [_action(broker.failure)] if broker.failure else None,
        "AuthenticationStrategy": broker.authentication_strategy,
        "AutoMinorVersionUpgrade": broker.auto_minor_version_upgrade,
        "BrokerInstances": _instances(backend, broker) if broker.was_made else [],
        "Configurations": broker.configurations or None,
        "DataReplicationMode": broker.data_replication_mode,
        "EncryptionOptions": broker.encryption_options,
        "EngineVersion": broker.engine_version,
        "LdapServerMetadata": broker.ldap_server_metadata,
        "Logs": broker.logs,
        "MaintenanceWindowStartTime": broker.maintenance_window_start_time,
        "PubliclyAccessible": broker.publicly_accessible,
        "SecurityGroups": broker.security_groups,
        "StorageSize": broker.storage_size,
        "StorageType": broker.storage_type,
        "SubnetIds": broker.subnet_ids,
        "Tags": backend.list_tags(broker.arn),
        "Users": [] if is_rabbit(broker) else [users.told(user) for user in broker.users],
    }
    return {name: value for name, value in found.items() if value is not None}


def _action(failure):
    return {"ActionRequiredCode": failure.code, "ActionRequiredInfo": failure.message}


def _instances(backend, broker):
    domain = f"mq.{backend.region_name}.on.aws"
    if is_rabbit(broker):
        # Its cluster is told as one instance, and without an address.
        host = f"{broker.id}.{domain}"
        return [{"ConsoleURL": f"https://{host}", "Endpoints": [f"amqps://{host}:5671"]}]
    count = 2 if broker.deployment_mode == "ACTIVE_STANDBY_MULTI_AZ" else 1
    hosts = [f"{broker.id}-{index + 1}.{domain}" for index in range(count)]
    return [
        {
            "ConsoleURL": f"https://{host}:8162",
            "Endpoints": [f"{scheme}://{host}:{port}" for scheme, port in _ENDPOINTS.items()],
            "IpAddress": networks.address(backend, broker, index),
        }
        for index, host in enumerate(hosts)
    ]


def _answers():
    def describe_broker(self):
        broker = self.mq_backend.describe_broker(self._get_param("BrokerId"))
        return ActionResult(_described(self.mq_backend, broker))

    def list_brokers(self):
        return page(self, "BrokerSummaries", [_summary(broker) for broker in self.mq_backend.list_brokers()])

    replace(responses.MQResponse, describe_broker=describe_broker, list_brokers=list_brokers)


# What moto does not even read of a request: tokens, data replication, sizes, shares -----------


def _beyond_moto():
    response_class = responses.MQResponse
    create_broker, update_broker = response_class.create_broker, response_class.update_broker

    def answer_create_broker(self):
        backend, token = self.mq_backend, self._get_param("CreatorRequestId")
        for broker in backend.list_brokers():
            if token and broker.token == token:
                return ActionResult({"BrokerArn": broker.arn, "BrokerId": broker.id})
        answer = create_broker(self)
        name = self._get_param("BrokerName")
        broker = next(it for it in backend.list_brokers() if it.name == name)
        broker.token = token
        for name, parameter in _DROPPED.items():
            setattr(broker, name, self._get_param(parameter))
        for user in self._get_param("Users", []):
            broker.get_user(user["Username"]).replication_user = user.get("ReplicationUser")
        return answer

    def answer_update_broker(self):
        broker = running(self.mq_backend, self._get_param("BrokerId"), "update it")
        shares = self._get_param("ResourceShareArns")
        if shares is not None:
            if not is_rabbit(broker):
                raise bad("resourceShareArns", "Resource shares are for RabbitMQ brokers.")
            share(broker, shares)
        for name, parameter in _DROPPED.items():
            value = self._get_param(parameter)
            if value:
                setattr(broker, PENDING[name], None if value == getattr(broker, name) else value)
        return update_broker(self)

    def describe_shared_resources(self):
        broker = self.mq_backend.describe_broker(self._get_param("BrokerId"))
        if not is_rabbit(broker):
            raise bad("brokerId", f"Broker [{broker.id}] is no RabbitMQ broker.")
        resources = [
            {"Type": "RESOURCE_SHARE", "ResourceArn": arn, "Status": status, "ResourceShareArns": [arn]}
            for arn, status in broker.shares.items()
        ]
        return ActionResult({"SharedResources": resources})

    add(models.Broker, token=None)
    replace(
        response_class,
        create_broker=answer_create_broker,
        update_broker=answer_update_broker,
        describe_shared_resources=describe_shared_resources,
    )
