"""Configurations and their revisions, of which AWS tells the data in base64."""

import base64
import uuid
from xml.etree import ElementTree

from moto.mq import models, responses
from moto.mq.configuration import DEFAULT_CONFIGURATION_DATA
from moto.mq.exceptions import ConfigurationInUse

from standin.patches.mq.errors import bad, conflict, not_found
from standin.patches.mq.offers import NAMES, OFFERED, check_engine
from standin.patches.mq.pages import page
from standin.patches.mq.states import configures
from standin.replacing import add, replace

#: What the first revision holds.
_FIRST = {
    "ACTIVEMQ": DEFAULT_CONFIGURATION_DATA,
    "RABBITMQ": (
        "# Default RabbitMQ delivery acknowledgement timeout is 30 minutes in milliseconds\nconsumer_timeout = 1800000\n"
    ),
}

#: Some of the elements of ActiveMQ's XML that MQ takes out of a configuration.
DISALLOWED = {"managementContext", "sslContext"}


def revision_of(backend, asked):
    """The revision that a broker asks for: the latest one, where it asks for none."""
    known = backend.describe_configuration(asked["Id"])
    revision = asked.get("Revision", known.latest_revision.revision_id)
    if str(revision) not in known.revisions:
        raise _no_revision(known.id, revision)
    return {"Id": known.id, "Revision": int(revision)}


def _no_revision(config_id, revision):
    message = (
        f"Can't find requested configuration revision [{revision}] of [{config_id}]. Make sure your revision exists."
    )
    return not_found("configurationRevision", message)


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


def apply():
    configuration_class, backend_class = models.Configuration, models.MQBackend
    new_configuration, update = configuration_class.__init__, configuration_class.update
    create, update_configuration = backend_class.create_configuration, backend_class.update_configuration
    answer_create = responses.MQResponse.create_configuration

    def __init__(self, account_id, region, name, engine_type, engine_version):
        engine = engine_type.upper()
        new_configuration(self, account_id, region, name, NAMES[engine], engine_version)
        self.arn = self.arn.removesuffix(self.id)
        self.id = f"c-{uuid.uuid4()}"
        self.arn += self.id
        first = self.latest_revision
        first.configuration_id = self.id
        first.data = base64.b64encode(_FIRST[engine].encode()).decode()

    def configuration_update(self, data, description):
        # moto guesses it from the XML.
        strategy = self.authentication_strategy
        update(self, data, description)
        self.authentication_strategy = strategy

    def create_configuration(self, name, engine_type, engine_version, tags):
        engine = check_engine(engine_type, engine_version)
        return create(self, name, engine_type, engine_version or OFFERED[engine][0], tags)

    def create_configuration_answer(self):
        name = self._get_param("Name")
        if any(it.name == name for it in self.mq_backend.list_configurations()):
            raise conflict("name", f"Configuration name {name} already exists.")
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

    def delete_configuration(self, config_id):
        configuration = self.describe_configuration(config_id)
        for broker in self.list_brokers():
            if configures(broker, config_id):
                raise ConfigurationInUse(config_id, broker.id)
        self.tagger.delete_all_tags_for_resource(configuration.arn)
        del self.configs[config_id]

    def list_configurations(self):
        return page(self, "Configurations", list(self.mq_backend.list_configurations()))

    def list_configuration_revisions(self):
        config_id = self._get_param("ConfigurationId")
        found = self.mq_backend.list_configuration_revisions(config_id=config_id)
        return page(self, "Revisions", list(found), ConfigurationId=config_id)

    replace(configuration_class, __init__=__init__, update=configuration_update)
    add(configuration_class, description=property(lambda self: self.latest_revision.description or ""))
    replace(
        backend_class,
        create_configuration=create_configuration,
        update_configuration=backend_update_configuration,
        describe_configuration_revision=describe_configuration_revision,
        delete_configuration=delete_configuration,
    )
    replace(
        responses.MQResponse,
        create_configuration=create_configuration_answer,
        list_configurations=list_configurations,
        list_configuration_revisions=list_configuration_revisions,
    )
