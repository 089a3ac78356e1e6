"""MQ: the life of a broker, and what moto lacks.

A broker is CREATION_IN_PROGRESS, RUNNING, REBOOT_IN_PROGRESS or DELETION_IN_PROGRESS for as
long as a test demands, and CREATION_FAILED where it demands that the creation ends badly; moto
knows RUNNING only. Changes of a broker and of its users wait, as `pending`, for the reboot; moto
makes them at once. While a broker is not RUNNING, changes of it are refused. A creation that is
asked for again with the same token makes no second broker.

AWS's words are kept where they are known: those of versions, of RabbitMQ's users and security
groups. Where they are not, the code of the error is one that the operation declares, and the
words are ours.
"""

import base64
from xml.etree import ElementTree

from moto.core.responses import ActionResult
from moto.mq import models, responses, urls
from moto.mq.exceptions import BadRequestException, ConflictException, NotFoundException, UnknownBroker

from standin.control import CONTROL
from standin.life import Life
from standin.replacing import add, replace, route

#: The newest first. The older ones are no longer to be had of AWS, but of use to tests.
VERSIONS = {
    "ACTIVEMQ": ["5.19", "5.18", "5.17.6", "5.16.7", "5.15.16"],
    "RABBITMQ": ["4.2", "3.13", "3.12.13", "3.11.28", "3.11.20", "3.10.25"],
}

#: From these on AWS upgrades minor versions, and takes no other answer.
ALWAYS_UPGRADED = {"ACTIVEMQ": ["5.19", "5.18"], "RABBITMQ": ["4.2", "3.13"]}

NAMES = {"ACTIVEMQ": "ActiveMQ", "RABBITMQ": "RabbitMQ"}

#: (engine, instance, storage, deployment modes)
INSTANCES = [
    *(("ACTIVEMQ", f"mq.{it}", "EBS", ["SINGLE_INSTANCE"]) for it in ("t2.micro", "t3.micro", "m4.large")),
    *(
        ("ACTIVEMQ", f"mq.m5.{size}", storage, modes)
        for size in ("large", "xlarge", "2xlarge", "4xlarge")
        for storage, modes in (
            ("EBS", ["SINGLE_INSTANCE"]),
            ("EFS", ["SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ"]),
        )
    ),
    ("RABBITMQ", "mq.t3.micro", "EBS", ["SINGLE_INSTANCE"]),
    *(
        ("RABBITMQ", f"mq.{family}.{size}", "EBS", ["SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"])
        for family in ("m5", "m7g")
        for size in ("large", "xlarge", "2xlarge", "4xlarge")
    ),
]

#: Some of the elements of ActiveMQ's XML that MQ takes out of a configuration.
DISALLOWED = {"managementContext", "sslContext"}

#: What waits for a reboot, and the name that it waits under.
PENDING = {
    "authentication_strategy": "pending_authentication_strategy",
    "engine_version": "pending_engine_version",
    "host_instance_type": "pending_host_instance_type",
    "ldap_server_metadata": "pending_ldap_server_metadata",
    "security_groups": "pending_security_groups",
    "data_replication_mode": "pending_data_replication_mode",
    "storage_size": "pending_storage_size",
}

#: What moto drops of a request; the name of the parameter.
DROPPED = {"data_replication_mode": "DataReplicationMode", "storage_size": "StorageSize"}


def bad(attribute, message):
    return _error(BadRequestException, attribute, message)


def conflict(attribute, message):
    return _error(ConflictException, attribute, message)


def _error(kind, attribute, message):
    error = kind(message)
    error.error_attribute = attribute
    return error


def check_engine(engine_type, version):
    """Returns the engine's name in capitals."""
    engine = (engine_type or "").upper()
    if engine not in VERSIONS:
        raise bad("engineType", f"Broker engine type [{engine_type}] is invalid. Valid values: [ACTIVEMQ, RABBITMQ].")
    if version and version not in VERSIONS[engine]:
        raise bad(
            "engineVersion",
            f"Broker engine version [{version}] is invalid for broker engine type [{engine}]. "
            f"Valid values: [{', '.join(VERSIONS[engine])}].",
        )
    return engine


def check_upgrades(engine, version, are_on):
    if version in ALWAYS_UPGRADED[engine] and are_on is False:
        raise bad(
            "autoMinorVersionUpgrade",
            f"Brokers on [{NAMES[engine]}] version [{version}] must have [autoMinorVersionUpgrade] set to [true].",
        )


def require_action(broker, failure):
    broker.actions_required = [{"ActionRequiredCode": failure.code, "ActionRequiredInfo": failure.message}]


def settle(broker):
    """Brings a broker up to now; whether it is still there."""
    broker.state = broker.life.state
    return broker.state != "DELETED"


def make_pending_changes(broker):
    for name, pending in PENDING.items():
        if getattr(broker, pending) is not None:
            setattr(broker, name, getattr(broker, pending))
            setattr(broker, pending, None)
    configuration = broker.configurations.pop("pending", None)
    if configuration:
        broker.configurations["history"].append(broker.configurations["current"])
        broker.configurations["current"] = configuration
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


def running(backend, broker_id, what, refusal=conflict):
    """The broker, where its state allows a change."""
    broker = backend.describe_broker(broker_id)
    if broker.state != "RUNNING":
        raise refusal("brokerId", f"Broker [{broker_id}] is in state [{broker.state}]: can't {what}.")
    return broker


def of_activemq(broker):
    if broker.engine_type.upper() == "RABBITMQ":
        message = "To manage broker users, please use the RabbitMQ web console, or the management API."
        raise bad("engineType", message)
    return broker


def apply():
    _brokers()
    _beyond_moto()
    _users()
    _configurations()
    _offers()


def _brokers():
    broker_class, backend_class = models.Broker, models.MQBackend
    new_broker = broker_class.__init__
    create_broker = backend_class.create_broker
    update = broker_class.update

    def __init__(self, *args, **members):
        for pending in PENDING.values():
            setattr(self, pending, None)
        for name in DROPPED:
            setattr(self, name, None)
        self.actions_required = []
        self.shares = {}
        new_broker(self, *args, **members)
        for kind in ("General", "Audit"):
            if kind in self.logs:
                self.logs[f"{kind}LogGroup"] = f"/aws/amazonmq/broker/{self.id}/{kind.lower()}"
        failure = CONTROL.failure("mq.CreateBroker")
        self.life = Life("CREATION_IN_PROGRESS")
        seconds = CONTROL.seconds("mq.CreateBroker")
        self.life.enter(
            "CREATION_IN_PROGRESS",
            seconds,
            "CREATION_FAILED" if failure else "RUNNING",
            lambda: failure and require_action(self, failure),
        )
        settle(self)

    def backend_create_broker(self, **members):
        engine = check_engine(members["engine_type"], members["engine_version"])
        version = members["engine_version"] = members["engine_version"] or VERSIONS[engine][0]
        check_upgrades(engine, version, members["auto_minor_version_upgrade"])
        users = [user.get("Username") for user in members["users"]]
        is_managed = (members["authentication_strategy"] or "").upper() == "CONFIG_MANAGED"
        if engine == "RABBITMQ" and len(users) != (0 if is_managed else 1):
            raise bad("users", "Specify exactly one user for engine type [RABBITMQ].")
        if len(set(users)) != len(users):
            raise bad("users", "Usernames must be unique.")
        name = members["broker_name"]
        if any(broker.name == name for broker in self.list_brokers()):
            raise conflict("brokerName", f"Broker name [{name}] is already in use.")
        return create_broker(self, **members)

    def describe_broker(self, broker_id):
        broker = self.brokers.get(broker_id)
        if broker and not settle(broker):
            self.brokers.pop(broker_id, None)
            broker = None
        if not broker:
            raise UnknownBroker(broker_id)
        return broker

    def list_brokers(self):
        for broker_id, broker in list(self.brokers.items()):
            if not settle(broker):
                self.brokers.pop(broker_id, None)
        return list(self.brokers.values())

    def update_broker(self, broker_id, **changes):
        broker = running(self, broker_id, "update it")
        engine = check_engine(broker.engine_type, changes["engine_version"])
        version = changes["engine_version"] or broker.engine_version
        upgrades = changes["auto_minor_version_upgrade"]
        check_upgrades(engine, version, broker.auto_minor_version_upgrade if upgrades is None else upgrades)
        if changes["security_groups"] and engine == "RABBITMQ":
            raise bad("securityGroups", "Changing security groups is not supported for RabbitMQ brokers.")
        if changes["configuration"]:
            _check_revision(self, changes["configuration"])
        # What is left is made at once.
        for name in set(PENDING) & set(changes):
            pending = PENDING[name]
            value, changes[name] = changes[name], None
            if value:
                setattr(broker, pending, None if value == getattr(broker, name) else value)
        configuration, changes["configuration"] = changes["configuration"], None
        if configuration:
            broker.configurations.pop("pending", None)
            if configuration != broker.configurations["current"]:
                broker.configurations["pending"] = configuration
        logs, changes["logs"] = changes["logs"], None
        if logs:
            now = {name: broker.logs.get(name) for name in logs}
            broker.logs.pop("Pending", None)
            if logs != now:
                broker.logs["Pending"] = logs
        update(broker, **changes)

    def reboot_broker(self, broker_id):
        broker = running(self, broker_id, "reboot it", bad)
        seconds = CONTROL.seconds("mq.RebootBroker")
        broker.life.enter("REBOOT_IN_PROGRESS", seconds, "RUNNING", lambda: make_pending_changes(broker))

    def backend_delete_broker(self, broker_id):
        broker = self.describe_broker(broker_id)
        if broker.state == "CREATION_IN_PROGRESS":
            raise bad("brokerId", f"Broker [{broker_id}] is in state [{broker.state}]: can't delete it.")
        if broker.state != "DELETION_IN_PROGRESS":
            broker.life.enter("DELETION_IN_PROGRESS", CONTROL.seconds("mq.DeleteBroker"), "DELETED")
        if not settle(broker):
            self.brokers.pop(broker_id, None)

    def promote(self):
        broker_id = self._get_param("BrokerId")
        self.mq_backend.describe_broker(broker_id)
        raise bad("brokerId", f"Broker [{broker_id}] has no data replication counterpart.")

    replace(broker_class, __init__=__init__)
    replace(
        backend_class,
        create_broker=backend_create_broker,
        describe_broker=describe_broker,
        list_brokers=list_brokers,
        update_broker=update_broker,
        reboot_broker=reboot_broker,
        delete_broker=backend_delete_broker,
    )
    add(responses.MQResponse, promote=promote)
    route(urls, "{0}/v1/brokers/(?P<broker_id>[^/]+)/promote$", responses.MQResponse.dispatch)


def _beyond_moto():
    """What moto does not even read of a request: tokens, data replication, sizes, shares."""
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
        for name, parameter in DROPPED.items():
            setattr(broker, name, self._get_param(parameter))
        for user in self._get_param("Users", []):
            broker.get_user(user["Username"]).replication_user = user.get("ReplicationUser")
        return answer

    def answer_update_broker(self):
        broker = running(self.mq_backend, self._get_param("BrokerId"), "update it")
        shares = self._get_param("ResourceShareArns")
        if shares is not None:
            if broker.engine_type.upper() != "RABBITMQ":
                raise bad("resourceShareArns", "Resource shares are for RabbitMQ brokers.")
            share(broker, shares)
        for name, parameter in DROPPED.items():
            value = self._get_param(parameter)
            if value:
                setattr(broker, PENDING[name], None if value == getattr(broker, name) else value)
        return update_broker(self)

    def describe_shared_resources(self):
        broker = self.mq_backend.describe_broker(self._get_param("BrokerId"))
        if broker.engine_type.upper() != "RABBITMQ":
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


def _users():
    user_class, backend_class = models.User, models.MQBackend
    add(user_class, pending=None, pending_change=None, replication_user=None)
    answer_create = responses.MQResponse.create_user

    def change(user, kind, console_access, groups):
        if kind == "UPDATE" and user.pending_change == "CREATE":
            kind = "CREATE"
        user.pending_change = kind
        user.pending = {"PendingChange": kind, "ConsoleAccess": bool(console_access), "Groups": list(groups or [])}

    def create_user(self, broker_id, username, console_access, groups):
        broker = of_activemq(running(self, broker_id, "create a user"))
        if username in broker._users:
            raise conflict("username", f"Username [{username}] is already in use by broker [{broker_id}].")
        broker.create_user(username, False, [])
        change(broker.get_user(username), "CREATE", console_access, groups)

    def update_user(self, broker_id, console_access, groups, username):
        broker = of_activemq(running(self, broker_id, "update a user"))
        user = broker.get_user(username)
        old = user.pending or {"ConsoleAccess": user.console_access, "Groups": user.groups}
        change(
            user,
            "UPDATE",
            old["ConsoleAccess"] if console_access is None else console_access,
            old["Groups"] if groups is None else groups,
        )

    def delete_user(self, broker_id, username):
        broker = of_activemq(running(self, broker_id, "delete a user", bad))
        user = broker.get_user(username)
        if user.pending_change == "CREATE":
            del broker._users[username]
        else:
            change(user, "DELETE", user.console_access, user.groups)

    def keep_replication(self):
        value = self._get_param("ReplicationUser")
        if value is not None:
            broker = self.mq_backend.describe_broker(self._get_param("BrokerId"))
            broker.get_user(self._get_param("Username")).replication_user = value

    def answer_create_user(self):
        answer = answer_create(self)
        keep_replication(self)
        return answer

    def answer_update_user(self):
        self.mq_backend.update_user(
            broker_id=self._get_param("BrokerId"),
            # What is left out stays; moto takes it for false and none.
            console_access=self._get_param("ConsoleAccess"),
            groups=self._get_param("Groups"),
            username=self._get_param("Username"),
        )
        keep_replication(self)
        return responses.EmptyResult()

    def answer_list_users(self):
        broker_id = self._get_param("BrokerId")
        users = [
            {"Username": user.username, **({"PendingChange": user.pending_change} if user.pending_change else {})}
            for user in self.mq_backend.list_users(broker_id=broker_id)
        ]
        return ActionResult({"BrokerId": broker_id, "Users": users})

    replace(backend_class, create_user=create_user, update_user=update_user, delete_user=delete_user)
    replace(
        responses.MQResponse,
        create_user=answer_create_user,
        update_user=answer_update_user,
        list_users=answer_list_users,
    )


def _check_revision(backend, configuration):
    known = backend.describe_configuration(configuration["Id"])
    revision = configuration.get("Revision")
    if revision is not None and str(revision) not in known.revisions:
        raise _no_revision(known.id, revision)


def _no_revision(config_id, revision):
    message = (
        f"Can't find requested configuration revision [{revision}] of [{config_id}]. Make sure your revision exists."
    )
    return _error(NotFoundException, "configurationRevision", message)


def sanitized(data):
    """Returns XML without what MQ does not allow, and a warning for each element that went."""
    if not data.lstrip().startswith(b"<"):
        return data, []
    try:
        root = ElementTree.fromstring(data.strip())
    except ElementTree.ParseError:
        return data, []
    warnings = []
    for parent in root.iter():
        for child in list(parent):
            name = child.tag.rpartition("}")[2]
            if name in DISALLOWED:
                parent.remove(child)
                warnings.append({"ElementName": name, "Reason": "DISALLOWED_ELEMENT_REMOVED"})
    return ElementTree.tostring(root), warnings


def _configurations():
    configuration_class, backend_class = models.Configuration, models.MQBackend
    update, create = configuration_class.update, backend_class.create_configuration
    update_configuration = backend_class.update_configuration
    answer_create = responses.MQResponse.create_configuration

    def configuration_update(self, data, description):
        # moto guesses it from the XML.
        strategy = self.authentication_strategy
        update(self, data, description)
        self.authentication_strategy = strategy

    def create_configuration(self, name, engine_type, engine_version, tags):
        engine = check_engine(engine_type, engine_version)
        return create(self, name, engine_type, engine_version or VERSIONS[engine][0], tags)

    def create_configuration_answer(self):
        result = answer_create(self)
        strategy = self._get_param("AuthenticationStrategy")
        if strategy:
            result.result.authentication_strategy = strategy.lower()
        return result

    def backend_update_configuration(self, config_id, data, description):
        self.describe_configuration(config_id)
        try:
            text = base64.b64decode(data, validate=True)
        except ValueError:
            raise bad("data", "The configuration is not encoded as base64.") from None
        text, warnings = sanitized(text)
        if warnings:
            data = base64.b64encode(text).decode()
        configuration = update_configuration(self, config_id, data, description)
        configuration.warnings = warnings
        return configuration

    def describe_configuration_revision(self, config_id, revision_id):
        configuration = self.describe_configuration(config_id)
        if revision_id not in configuration.revisions:
            raise _no_revision(config_id, revision_id)
        return configuration.get_revision(revision_id)

    replace(configuration_class, update=configuration_update)
    add(configuration_class, description=property(lambda self: self.latest_revision.description or ""))
    replace(
        backend_class,
        create_configuration=create_configuration,
        update_configuration=backend_update_configuration,
        describe_configuration_revision=describe_configuration_revision,
    )
    replace(responses.MQResponse, create_configuration=create_configuration_answer)


def _offers():
    def page(self, name, items):
        size = int(self._get_param("MaxResults") or 100)
        token = self._get_param("NextToken") or "0"
        if not token.isdigit() or int(token) > len(items):
            raise bad("nextToken", f"The token [{token}] is invalid.")
        end = int(token) + size
        result = {name: items[int(token) : end], "MaxResults": size}
        if end < len(items):
            result["NextToken"] = str(end)
        return ActionResult(result)

    def describe_broker_engine_types(self):
        wanted = (self._get_param("EngineType") or "").upper()
        if wanted:
            check_engine(wanted, None)
        types = [
            {"EngineType": engine, "EngineVersions": [{"Name": version} for version in versions]}
            for engine, versions in VERSIONS.items()
            if wanted in ("", engine)
        ]
        return page(self, "BrokerEngineTypes", types)

    def describe_broker_instance_options(self):
        wanted = [(self._get_param(name) or "") for name in ("EngineType", "HostInstanceType", "StorageType")]
        wanted = [wanted[0].upper(), wanted[1], wanted[2].upper()]
        if wanted[0]:
            check_engine(wanted[0], None)
        options = [
            {
                "EngineType": engine,
                "HostInstanceType": instance,
                "StorageType": storage,
                "SupportedDeploymentModes": modes,
                "SupportedEngineVersions": VERSIONS[engine],
                "AvailabilityZones": [{"Name": self.region + zone} for zone in "abc"],
            }
            for engine, instance, storage, modes in INSTANCES
            if all(it in ("", own) for it, own in zip(wanted, (engine, instance, storage)))
        ]
        return page(self, "BrokerInstanceOptions", options)

    add(
        responses.MQResponse,
        describe_broker_engine_types=describe_broker_engine_types,
        describe_broker_instance_options=describe_broker_instance_options,
    )
    route(urls, "{0}/v1/broker-engine-types$", responses.MQResponse.dispatch)
    route(urls, "{0}/v1/broker-instance-options$", responses.MQResponse.dispatch)
