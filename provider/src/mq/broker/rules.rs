//! What Amazon MQ takes and refuses of a broker, as far as it can be told before it is asked.

use std::collections::BTreeSet;

use schemas::check::{Outcome, rule};
use schemas::{Check, Equality, Field, Mismatch, Path, Type, Value};
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use super::super::version;
use crate::prelude::*;

/// Whether audits are logged: a truth value as text, which may also be empty. That nothing is said
/// means false.
#[derive(Debug, Clone, Default)]
pub(crate) struct Audit(pub(crate) String);

impl Audit {
    /// `None` where nothing is said.
    pub(crate) fn is_on(&self) -> Option<bool> {
        truth(&self.0)
    }
}

impl PartialEq for Audit {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Field for Audit {
    const EQUALITY: Equality = Equality { normalize: None, same: Some(same) };

    fn ty() -> Type {
        Type::String
    }

    fn checks() -> Vec<Check> {
        vec![rule("`true`, `false` or empty.", |text| match text {
            "" => Ok(()),
            text if truth(text).is_some() => Ok(()),
            text => Err(format!("must be true, false or empty, not {text:?}")),
        })]
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        String::decode(value).map(Audit)
    }

    fn encode(self) -> Value {
        Value::String(self.0)
    }
}

fn same(one: &str, other: &str) -> bool {
    one == other || truth(one).unwrap_or_default() == truth(other).unwrap_or_default()
}

/// What Go takes for a truth value.
fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

pub(super) fn check_name(name: &str) -> Outcome {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    match name.chars().all(is_fine) {
        true => Ok(()),
        false => {
            Err(format!("must have letters, digits, hyphens and underscores only, not {name:?}"))
        }
    }
}

/// How long a password is. No message has the password itself.
pub(super) fn password_length() -> Check {
    let test = |text: &str| match text.chars().count() {
        12..=250 => Ok(()),
        _ => Err("must be 12 to 250 characters long".to_owned()),
    };
    rule("12 to 250 characters.", test)
        .says(|name, _| format!("{name:?} must be 12 to 250 characters long"))
}

pub(super) fn password_variety() -> Check {
    let test = |text: &str| match text.chars().collect::<BTreeSet<_>>().len() {
        0..4 => Err("must contain at least 4 different characters".to_owned()),
        _ => Ok(()),
    };
    rule("At least 4 different characters.", test)
        .says(|name, _| format!("{name:?} must contain at least 4 unique characters"))
}

pub(super) fn password_without_comma() -> Check {
    let test = |text: &str| match text.contains(',') {
        true => Err("must not contain commas".to_owned()),
        false => Ok(()),
    };
    rule("No commas.", test).says(|name, _| format!("{name:?} must not contain commas"))
}

/// What is wrong with a configuration. Values may be unknown.
pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let mut found = of_engine(config);
    let (users, secrets) = (config.get("user"), config.get("user_passwords_wo"));
    let strategy = config.get("authentication_strategy");
    let is_configured = strategy.as_str().is_some_and(|it| it.eq_ignore_ascii_case(CONFIG_MANAGED));
    if users.elements().is_some_and(<[Value]>::is_empty) && !strategy.is_unknown() && !is_configured
    {
        let detail = "A `user` block is required unless `authentication_strategy` is \
                      CONFIG_MANAGED.";
        found.push(Diagnostic::error("Too few blocks", detail).at(path("user")));
    }
    let users = users.elements().unwrap_or(&[]);
    for user in users {
        let Some(name) = user.get("username").as_str() else { continue };
        let has_secret = match secrets {
            Value::Unknown => continue,
            secrets => secrets.entries().is_some_and(|it| it.contains_key(name)),
        };
        let (summary, detail) = match (user.get("password").is_null(), has_secret) {
            (true, false) => (
                "Missing required argument",
                format!(
                    "user {name:?} has no password: set `password`, or add it to `user_passwords_wo`."
                ),
            ),
            (false, true) => (
                "Conflicting configuration arguments",
                format!(
                    "user {name:?} has a `password` and one in `user_passwords_wo`. Remove one."
                ),
            ),
            _ => continue,
        };
        found.push(Diagnostic::error(summary, detail).at(Path::root("user")));
    }
    let names: Vec<&Value> = users.iter().map(|it| it.get("username")).collect();
    if names.iter().all(|it| !it.is_unknown()) {
        for name in secrets.entries().into_iter().flatten().map(|(name, _)| name) {
            if !names.iter().any(|it| it.as_str() == Some(name)) {
                let detail =
                    format!("`user_passwords_wo` names {name:?}, which no `user` block does.");
                let wrong = Diagnostic::error("No such user", detail);
                found.push(wrong.at(path("user_passwords_wo")));
            }
        }
    }
    found
}

const CONFIG_MANAGED: &str = "CONFIG_MANAGED";

/// What an engine cannot do, whatever its version.
fn of_engine(config: &Value) -> Vec<Diagnostic> {
    let is = |name: &str, word: &str| {
        config.get(name).as_str().is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    let count = |name: &str| config.get(name).elements().map_or(0, <[Value]>::len);
    let is_rabbit = is("engine_type", RABBITMQ);
    let is_active = is("engine_type", "ACTIVEMQ");
    let users = config.get("user").elements().unwrap_or(&[]);
    let is_guest = |it: &Value| it.get("username").as_str() == Some("guest");
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
            is_rabbit && users.len() > 1,
            "user",
            "RabbitMQ is created with exactly one user; others are made in RabbitMQ.",
        ),
        (
            is_rabbit && users.iter().any(is_guest),
            "user",
            "Amazon MQ refuses RabbitMQ's user `guest`: give the user another name.",
        ),
        (
            is_active && count("resource_share_arns") > 0,
            "resource_share_arns",
            "Only RabbitMQ reaches shared resources.",
        ),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    let summary = "Not possible with this engine";
    wrong.map(|(_, name, detail)| Diagnostic::error(summary, detail).at(path(name))).collect()
}

const RABBITMQ: &str = "RABBITMQ";

/// What follows from the engine, and from what Amazon MQ cannot change in place.
pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    let is_rabbit = |it: &Value| it.as_str().is_some_and(|it| it.eq_ignore_ascii_case(RABBITMQ));
    version::check_patch(plan)?;
    warn_of_upgrades(plan);
    plan_computed(plan);
    if is_rabbit(plan.planned("engine_type")) {
        let logs = plan.planned("logs").elements().and_then(<[Value]>::first);
        if logs.and_then(|it| it.get("audit").as_str()).and_then(truth) == Some(true) {
            let at = Path::root("logs").index(0).attribute("audit");
            let error = Error::at(at, "logs.audit: Can not be configured when engine is RabbitMQ");
            return Err(error.remedy("Remove `audit`: only ActiveMQ logs audits."));
        }
    }
    if plan.is_create() {
        return Ok(());
    }
    // What is not known yet counts as a change: the client refuses, half way, a replacement that was
    // not planned.
    let known = !plan.prior("storage_type").as_str().unwrap_or_default().is_empty();
    if known && plan.changes("storage_type") {
        replace(plan, "storage_type", "Amazon MQ cannot change the storage of a broker.");
    }
    let is_empty = |it: &Value| it.elements().is_none_or(<[Value]>::is_empty) && !it.is_unknown();
    if is_empty(plan.planned("security_groups")) {
        // A broker never loses its last group.
        plan.keep("security_groups");
    }
    if !is_rabbit(plan.prior("engine_type")) {
        plan_replication_users(plan);
        return Ok(());
    }
    if plan.changes("security_groups") {
        let reason = "Amazon MQ cannot change the security groups of a RabbitMQ broker.";
        replace(plan, "security_groups", reason);
    }
    if plan.changes("user") {
        plan_rabbit_users(plan);
    }
    Ok(())
}

/// What follows from a change of something else, and is known until then.
fn plan_computed(plan: &mut Plan<'_>) {
    if plan.is_create() {
        return;
    }
    for (name, computed) in
        [("resource_share_arns", "shared_resources"), ("storage_size", "pending_storage_size")]
    {
        match plan.changes(name) {
            true => plan.set(computed, Value::Unknown),
            false => plan.keep(computed),
        }
    }
}

/// Newer versions go with minor upgrades alone, and Amazon MQ says so only when it is asked.
fn warn_of_upgrades(plan: &mut Plan<'_>) {
    let names = ["engine_type", "engine_version", "auto_minor_version_upgrade"];
    let is_asked_for = plan.is_create() || names.iter().any(|it| plan.changes(it));
    let [engine, version, upgrades] = names.map(|it| plan.planned(it));
    let (Some(engine), Some(version)) = (engine.as_str(), version.as_str()) else { return };
    if is_asked_for && *upgrades == Value::Bool(false) && version::must_be_upgraded(engine, version)
    {
        let detail = format!(
            "Amazon MQ refuses version {version} without upgrades. Set \
             `auto_minor_version_upgrade = true`."
        );
        let warning = Diagnostic::warning("`auto_minor_version_upgrade` has to be on", detail);
        plan.warn(warning.at(path("auto_minor_version_upgrade")));
    }
}

/// Amazon MQ creates the user of a RabbitMQ broker and neither tells nor changes it later.
fn plan_rabbit_users(plan: &mut Plan<'_>) {
    // Users that were imported have no password to compare with: theirs is no change.
    let has_password = |it: &Value| !it.get("password").as_str().unwrap_or_default().is_empty();
    let is_told = plan.prior("user").elements().is_some_and(|it| it.iter().any(has_password));
    plan.keep("user");
    if is_told && !plan.replaces() {
        let detail = "Amazon MQ neither tells nor changes the users of a RabbitMQ broker once it is \
                      created: the change is left out. Use RabbitMQ's web console or its management \
                      API, or replace the broker (`-replace`).";
        plan.warn(Diagnostic::warning("the users of RabbitMQ stay", detail).at(path("user")));
    }
}

/// A user whose configuration does not say whether it replicates stays as it is.
fn plan_replication_users(plan: &mut Plan<'_>) {
    let Some(users) = plan.planned("user").elements() else { return };
    let of = |users: &Value, name: &Value| {
        let mut users = users.elements().unwrap_or(&[]).iter();
        users.find(|it| it.get("username") == name).cloned()
    };
    let users = users.iter().map(|user| {
        let name = user.get("username");
        let is_told = |it: &Value| !it.get(REPLICATION).is_null();
        let prior = of(plan.prior("user"), name);
        let is_new = prior.as_ref().is_none_or(|it| it.get(REPLICATION).is_null());
        let (Value::Object(entries), Some(prior), false) = (user, prior, is_new) else {
            return user.clone();
        };
        if of(plan.config("user"), name).as_ref().is_none_or(is_told) {
            return user.clone();
        }
        let mut entries = entries.clone();
        entries.insert(REPLICATION.to_owned(), prior.get(REPLICATION).clone());
        Value::Object(entries)
    });
    let users = Value::set(users);
    plan.set("user", users);
}

const REPLICATION: &str = "replication_user";

/// Replaces the broker, and says why.
fn replace(plan: &mut Plan<'_>, name: &str, reason: &str) {
    plan.replace(name);
    let unknown = match plan.planned(name).is_wholly_known() {
        true => "",
        false => {
            " What it will be is not known yet, so it counts as a change: apply first what it depends \
             on, if it is none."
        }
    };
    let detail =
        format!("{reason}{unknown} Another broker is created in its place, and its data is lost.");
    let warning = Diagnostic::warning(format!("`{name}` replaces the broker"), detail);
    plan.warn(warning.at(path(name)));
}
