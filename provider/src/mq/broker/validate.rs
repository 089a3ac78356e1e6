//! What is wrong with the configuration of a broker, as far as it can be told before Amazon MQ is
//! asked. Values may be unknown: what is not known is not wrong.

use std::collections::BTreeSet;

use schemas::{Path, Value};
use tfplugin::{Diagnostic, path};

use super::rules::{self, RABBITMQ};

pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let mut found = of_engine(config);
    of_users(config, &mut found);
    found
}

/// What an engine cannot do, whatever its version.
fn of_engine(config: &Value) -> Vec<Diagnostic> {
    let is = |name: &str, word: &str| rules::is(config.get(name), word);
    let count = |name: &str| config.get(name).elements().map_or(0, <[Value]>::len);
    let is_rabbit = is("engine_type", RABBITMQ);
    let is_active = is("engine_type", "ACTIVEMQ");
    let users = config.get("user").elements().unwrap_or(&[]);
    let names: BTreeSet<_> = users.iter().filter_map(|it| it.get("username").as_str()).collect();
    let wrong = [
        (
            is_active && is("deployment_mode", "CLUSTER_MULTI_AZ"),
            "deployment_mode",
            "ActiveMQ has no clusters: use ACTIVE_STANDBY_MULTI_AZ.",
        ),
        (
            is_rabbit && is("deployment_mode", "ACTIVE_STANDBY_MULTI_AZ"),
            "deployment_mode",
            "RabbitMQ has no standby: use CLUSTER_MULTI_AZ.",
        ),
        (is_rabbit && is("storage_type", "EFS"), "storage_type", "RabbitMQ takes EBS alone."),
        (
            is_rabbit && is("authentication_strategy", "LDAP"),
            "authentication_strategy",
            "LDAP for RabbitMQ is set in its configuration: use CONFIG_MANAGED and an \
             `aws_mq_configuration`, or SIMPLE.",
        ),
        (
            is_rabbit && count("ldap_server_metadata") > 0,
            "ldap_server_metadata",
            "LDAP for RabbitMQ is set in its configuration: remove the block, and use an \
             `aws_mq_configuration`.",
        ),
        (
            is_rabbit && names.len() > 1,
            "user",
            "RabbitMQ is created with exactly one user; others are made in RabbitMQ.",
        ),
        (
            is_rabbit && names.contains("guest"),
            "user",
            "Amazon MQ refuses RabbitMQ's user `guest`: give the user another name.",
        ),
        (
            is_rabbit && names.iter().any(|it| it.contains('~')),
            "user",
            "The name of a RabbitMQ user must not contain `~`: choose another name.",
        ),
        (
            is_active && count("resource_share_arns") > 0,
            "resource_share_arns",
            "Only RabbitMQ reaches shared resources.",
        ),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    let summary = "Not supported by this engine";
    wrong.map(|(_, name, detail)| Diagnostic::error(summary, detail).at(path(name))).collect()
}

fn of_users(config: &Value, found: &mut Vec<Diagnostic>) {
    let (users, secrets) = (config.get("user"), config.get("user_passwords_wo"));
    let strategy = config.get("authentication_strategy");
    if users.elements().is_some_and(<[Value]>::is_empty)
        && !strategy.is_unknown()
        && !rules::is(strategy, "CONFIG_MANAGED")
    {
        let detail = "A `user` block is required unless `authentication_strategy` is \
                      CONFIG_MANAGED.";
        found.push(Diagnostic::error("Too few blocks", detail).at(path("user")));
    }
    let users = users.elements().unwrap_or(&[]);
    let mut wrong = |summary: &str, detail: String| {
        found.push(Diagnostic::error(summary, detail).at(Path::root("user")));
    };
    let mut names = BTreeSet::new();
    for user in users {
        let Some(name) = user.get("username").as_str() else { continue };
        if !names.insert(name) {
            let detail = format!("There is more than one user {name:?}. Remove all but one.");
            wrong("Duplicate user names", detail);
        }
        let is_on = |name: &str| user.get(name).as_bool() == Some(true);
        if is_on("console_access") && is_on("replication_user") {
            let detail = format!(
                "A replication user cannot have `console_access`: remove `console_access` or \
                 `replication_user` of {name:?}."
            );
            wrong("Conflicting configuration arguments", detail);
        }
        let has_secret = match secrets {
            Value::Unknown => continue,
            secrets => secrets.entries().is_some_and(|it| it.contains_key(name)),
        };
        match (user.get("password").is_null(), has_secret) {
            (true, false) => wrong(
                "Missing required argument",
                format!(
                    "user {name:?} has no password: set `password`, or add it to `user_passwords_wo`."
                ),
            ),
            (false, true) => wrong(
                "Conflicting configuration arguments",
                format!(
                    "user {name:?} has a `password` and one in `user_passwords_wo`. Remove one."
                ),
            ),
            _ => {}
        }
    }
    let is_known = |it: &Value| !it.is_unknown() && !it.get("username").is_unknown();
    let is_known = !config.get("user").is_unknown() && users.iter().all(is_known);
    for (name, _) in secrets.entries().into_iter().flatten().filter(|_| is_known) {
        if !names.contains(name.as_str()) {
            let detail = format!(
                "`user_passwords_wo` has a password for {name:?}, but no `user` \
                                  block has this name."
            );
            let wrong = Diagnostic::error("No such user", detail);
            found.push(wrong.at(path("user_passwords_wo")));
        }
    }
}
