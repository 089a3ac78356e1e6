"""Engines, their versions, and what brokers run on."""

import random

from moto.mq import responses, urls

from standin.patches.mq.errors import bad
from standin.patches.mq.pages import page
from standin.replacing import add, route

#: What AWS makes brokers of, the newest first.
OFFERED = {"ACTIVEMQ": ["5.19", "5.18"], "RABBITMQ": ["4.2", "3.13"]}

#: AWS makes nothing of these any more, but there are brokers of them, and they are of use to tests.
OLDER = {
    "ACTIVEMQ": ["5.17.6", "5.16.7", "5.15.16"],
    "RABBITMQ": ["3.12.13", "3.11.28", "3.11.20", "3.10.25"],
}

#: What AWS tells of engines, whatever the spelling of the request.
NAMES = {"ACTIVEMQ": "ActiveMQ", "RABBITMQ": "RabbitMQ"}

_ALONE, _STANDBY, _CLUSTER = "SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"

#: (engine, instance, storage, deployment modes); AWS tells the storage in small letters.
INSTANCES = [
    ("ACTIVEMQ", "mq.t3.micro", "efs", [_ALONE]),
    *(
        ("ACTIVEMQ", f"mq.m5.{size}", storage, modes)
        for size in ("large", "xlarge", "2xlarge", "4xlarge")
        for storage, modes in (("ebs", [_ALONE]), ("efs", [_ALONE, _STANDBY]))
    ),
    ("RABBITMQ", "mq.t3.micro", "ebs", [_ALONE]),
    *(
        ("RABBITMQ", f"mq.{family}.{size}", "ebs", [_ALONE, _CLUSTER])
        for family, sizes in (("m5", ()), ("m7g", ("medium",)))
        for size in (*sizes, "large", "xlarge", "2xlarge", "4xlarge")
    ),
]

#: As `OLDER`: there are brokers on them.
_OLDER_INSTANCES = {"ACTIVEMQ": {"mq.t2.micro", "mq.m4.large"}, "RABBITMQ": set()}


def check_engine(engine_type, version):
    """Returns the engine's name in capitals."""
    engine = (engine_type or "").upper()
    if engine not in OFFERED:
        raise bad("engineType", f"Broker engine type [{engine_type}] is invalid. Valid values: [ACTIVEMQ, RABBITMQ].")
    if version and version not in OFFERED[engine] + OLDER[engine]:
        raise bad(
            "engineVersion",
            f"Broker engine version [{version}] is invalid for broker engine type [{engine}]. "
            f"Valid values: [{', '.join(OFFERED[engine])}].",
        )
    return engine


def check_upgrades(engine, version, are_on):
    """What AWS still offers it upgrades by itself, and takes no other answer."""
    if version in OFFERED[engine] and are_on is False:
        raise bad(
            "autoMinorVersionUpgrade",
            f"Brokers on [{NAMES[engine]}] version [{version}] must have [autoMinorVersionUpgrade] set to [true].",
        )


def check_instance(engine, instance):
    known = {its for of, its, *_ in INSTANCES if of == engine} | _OLDER_INSTANCES[engine]
    if instance not in known:
        message = f"Host instance type [{instance}] is invalid for broker engine type [{engine}]."
        raise bad("hostInstanceType", message)


def storage(engine, mode, asked):
    """Returns the storage in small letters; the one that a broker has where none was asked for."""
    kind = (asked or ("ebs" if engine == "RABBITMQ" else "efs")).lower()
    if kind != "ebs" and engine == "RABBITMQ":
        raise bad("storageType", f"Storage type [{asked}] is not supported for RabbitMQ brokers.")
    if kind != "efs" and mode == _STANDBY:
        raise bad("storageType", f"Storage type [{asked}] is not supported for deployment mode [{mode}].")
    return kind


def apply():
    def describe_broker_engine_types(self):
        wanted = (self._get_param("EngineType") or "").upper()
        if wanted:
            check_engine(wanted, None)
        types = [
            {"EngineType": engine, "EngineVersions": [{"Name": version} for version in versions]}
            for engine, versions in OFFERED.items()
            if wanted in ("", engine)
        ]
        return page(self, "BrokerEngineTypes", types)

    def describe_broker_instance_options(self):
        wanted = [(self._get_param(name) or "") for name in ("EngineType", "HostInstanceType", "StorageType")]
        wanted = [wanted[0].upper(), wanted[1], wanted[2].lower()]
        if wanted[0]:
            check_engine(wanted[0], None)
        options = [
            {
                # Here, and only here, AWS tells the engine in capitals.
                "EngineType": engine,
                "HostInstanceType": instance,
                "StorageType": kind,
                "SupportedDeploymentModes": modes,
                "SupportedEngineVersions": OFFERED[engine],
                # They come in no order.
                "AvailabilityZones": [{"Name": self.region + zone} for zone in random.sample("abc", 3)],
            }
            for engine, instance, kind, modes in INSTANCES
            if all(it in ("", own) for it, own in zip(wanted, (engine, instance, kind)))
        ]
        return page(self, "BrokerInstanceOptions", options)

    add(
        responses.MQResponse,
        describe_broker_engine_types=describe_broker_engine_types,
        describe_broker_instance_options=describe_broker_instance_options,
    )
    route(urls, "{0}/v1/broker-engine-types$", responses.MQResponse.dispatch)
    route(urls, "{0}/v1/broker-instance-options$", responses.MQResponse.dispatch)
