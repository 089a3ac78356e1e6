//! What is checked of a configuration.

use roxmltree::Document;
use schemas::Value;
use tfplugin::{Find, PlannedObject};

use super::data::{settings, start};
use crate::checks::{check, nearest};
use crate::mq::version;
use crate::prelude::*;

const DATA: &str = "data";

const ELEMENTS: &str = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-configuration-parameters.html";
const VALUES: &str =
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/configurable-values.html";
const NAMES: &str =
    "https://docs.aws.amazon.com/amazon-mq/latest/api-reference/configurations.html";

/// Elements of ActiveMQ that Amazon MQ manages itself, and takes out of a configuration.
const REMOVED: &[&str] = &[
    "bean",
    "import",
    "ioExceptionHandler",
    "jaasAuthenticationPlugin",
    "jdbcPersistenceAdapter",
    "managementContext",
    "persistenceAdapter",
    "persistenceFactory",
    "shutdownHooks",
    "simpleAuthenticationPlugin",
    "sslContext",
];

/// What a value of RabbitMQ's configuration is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Boolean,
    Whole(u64, u64),
    Text,
}

/// The options that AWS lists, and the beginnings of those for authentication and encryption.
const OPTIONS: &[(&str, Kind)] = &[
    ("consumer_timeout", Kind::Whole(0, 2_147_483_647)),
    ("heartbeat", Kind::Whole(60, 3600)),
    ("management.restrictions.operator_policy_changes.disabled", Kind::Boolean),
    ("quorum_queue.property_equivalence.relaxed_checks_on_redeclaration", Kind::Boolean),
    ("secure.management.http.headers.enabled", Kind::Boolean),
    ("channel_max", Kind::Whole(0, u64::MAX)),
    ("channel_max_per_node", Kind::Whole(0, u64::MAX)),
    ("connection_max", Kind::Whole(0, u64::MAX)),
    ("cluster_queue_limit", Kind::Whole(0, u64::MAX)),
    ("cluster_exchange_limit", Kind::Whole(0, u64::MAX)),
    ("max_message_size", Kind::Whole(0, u64::MAX)),
    ("vhost_max", Kind::Whole(0, u64::MAX)),
    ("default_limits.vhosts", Kind::Text),
    ("prometheus.authentication", Kind::Text),
];
const GROUPS: &[&str] = &[
    "amqp_client.",
    "auth_backends.",
    "auth_cache.",
    "auth_http.",
    "auth_ldap.",
    "auth_mechanisms.",
    "auth_oauth2.",
    "aws.",
    "default_limits.",
    "management.",
    "ssl_cert_login_",
    "ssl_options.",
    "web_mqtt.",
];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Limit,
            "Malformed XML",
            DATA,
            "A configuration for ActiveMQ that is no XML, or whose outermost element is not `broker`.",
            ELEMENTS,
            xml,
        ),
        check(
            Class::Danger,
            "Elements that Amazon MQ removes",
            DATA,
            "Elements of ActiveMQ that Amazon MQ manages itself and takes out of a configuration.",
            ELEMENTS,
            removed,
        ),
        check(
            Class::Limit,
            "XML for RabbitMQ",
            DATA,
            "A configuration for RabbitMQ that is XML.",
            VALUES,
            |config| {
                let is_xml = text(config, "RABBITMQ").is_some_and(|it| it.starts_with('<'));
                let detail = "A RabbitMQ configuration must have `key = value` lines.";
                is_xml.then(|| Finding::at(DATA, detail)).into_iter().collect()
            },
        ),
        check(
            Class::Limit,
            "Unknown option",
            DATA,
            "Options of RabbitMQ that AWS does not list as configurable in November 2026.",
            VALUES,
            |config| {
                each(config, |name, _| {
                    let is_known = OPTIONS.iter().any(|it| it.0 == name)
                        || GROUPS.iter().any(|it| name.starts_with(it));
                    if is_known {
                        return None;
                    }
                    let names: Vec<_> = OPTIONS.iter().map(|it| it.0).collect();
                    let remedy = match nearest(name, &names) {
                        Some(nearest) => format!("Did you mean `{nearest}`?"),
                        None => "AWS lists those that can be set.".to_owned(),
                    };
                    Some(format!("`{DATA}` has `{name}`. {remedy}"))
                })
            },
        ),
        check(
            Class::Limit,
            "Invalid option",
            DATA,
            "Values of RabbitMQ's options that are not of their type: numbers, true or false.",
            VALUES,
            |config| {
                each(config, |name, value| {
                    let (_, kind) = OPTIONS.iter().find(|it| it.0 == name)?;
                    let wrong = kind.check(value)?;
                    Some(format!("`{name}` must be {wrong}, not {value:?}."))
                })
            },
        ),
        check(
            Class::Limit,
            "Invalid name",
            "name",
            "A name of more than 150 characters, or with other than letters, digits and `-._~`.",
            NAMES,
            |config| {
                let is_fine = |it: char| it.is_ascii_alphanumeric() || "-._~".contains(it);
                let name = config.get("name").as_str();
                let wrong =
                    name.filter(|it| !(1..=150).contains(&it.len()) || !it.chars().all(is_fine));
                let told = |it: &str| {
                    let detail = format!(
                        "The name of a configuration must have 1 to 150 letters, digits and -._~, not \
                         {it:?}."
                    );
                    Finding::at("name", detail)
                };
                wrong.map(told).into_iter().collect()
            },
        ),
        Check {
            title: "Patch of an engine version",
            class: Class::Invariant,
            attribute: "engine_version",
            docs: "A patch, such as 3.13.7, of versions of which Amazon MQ chooses the patch: from \
                   ActiveMQ 5.18 and RabbitMQ 3.13 on.",
            source: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html",
            find: Find::in_plan(|object: &PlannedObject<'_>| {
                let found = version::patch(object);
                found.map(|it| Finding::at("engine_version", it)).into_iter().collect()
            }),
        },
    ]
}

/// The text of a configuration for an engine.
fn text<'a>(config: &'a Value, engine: &str) -> Option<&'a str> {
    let is_it =
        config.get("engine_type").as_str().is_some_and(|it| it.eq_ignore_ascii_case(engine));
    config.get(DATA).as_str().filter(|_| is_it).map(start)
}

fn xml(config: &Value) -> Vec<Finding> {
    let Some(text) = text(config, "ACTIVEMQ") else { return Vec::new() };
    let wrong = match Document::parse(text) {
        Ok(document) => {
            let name = document.root_element().tag_name().name().to_owned();
            (name != "broker").then(|| format!("begin with the element `broker`, not `{name}`"))
        }
        // What is refused for what this parser leaves out may still be XML.
        Err(roxmltree::Error::DtdDetected | roxmltree::Error::NodesLimitReached) => None,
        Err(error) => Some(format!("be XML: {error}")),
    };
    let told = |it| Finding::at(DATA, format!("An ActiveMQ configuration must {it}."));
    wrong.map(told).into_iter().collect()
}

fn removed(config: &Value) -> Vec<Finding> {
    let Some(document) = text(config, "ACTIVEMQ").and_then(|it| Document::parse(it).ok()) else {
        return Vec::new();
    };
    let elements = document.descendants().filter(roxmltree::Node::is_element);
    let names = elements.map(|it| it.tag_name().name());
    let found = names.filter(|it| REMOVED.contains(it)).map(|name| {
        let detail = format!(
            "Amazon MQ manages `{name}` itself and takes it out of the configuration. Remove it."
        );
        Finding::at(DATA, detail)
    });
    found.collect()
}

fn each(config: &Value, find: impl Fn(&str, &str) -> Option<String>) -> Vec<Finding> {
    let Some(text) = text(config, "RABBITMQ").filter(|it| !it.starts_with('<')) else {
        return Vec::new();
    };
    let found = settings(text);
    let found = found.iter().filter_map(|(name, value)| find(name, value));
    found.map(|it| Finding::at(DATA, it)).collect()
}

impl Kind {
    /// What a value must be, where it is not.
    fn check(self, value: &str) -> Option<String> {
        match self {
            Kind::Boolean => {
                (!matches!(value, "true" | "false")).then(|| "true or false".to_owned())
            }
            Kind::Whole(least, most) => {
                let is_one = value.parse().is_ok_and(|it: u64| (least..=most).contains(&it));
                let most = if most == u64::MAX { String::new() } else { format!(" to {most}") };
                (!is_one).then(|| format!("a whole number from {least}{most}"))
            }
            Kind::Text => None,
        }
    }
}
