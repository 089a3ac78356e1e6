//! What is planned of a broker beyond its schema: what follows from the engine, and what Amazon MQ
//! cannot change in place.

use schemas::{Path, Value};
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use super::values::truth;
use crate::prelude::*;

pub(super) const RABBITMQ: &str = "RABBITMQ";

/// Whether a value is a word, in whatever capitals.
pub(super) fn is(value: &Value, word: &str) -> bool {
    value.as_str().is_some_and(|it| it.eq_ignore_ascii_case(word))
}

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    let is_rabbit = |it: &Value| is(it, RABBITMQ);
    if is_rabbit(plan.planned("engine_type")) {
        let logs = plan.planned("logs").elements().and_then(<[Value]>::first);
        if logs.and_then(|it| it.get("audit").as_str()).and_then(truth) == Some(true) {
            let at = Path::root("logs").index(0).attribute("audit");
            let error = Error::at(at, "logs.audit: Can not be configured when engine is RabbitMQ");
            return Err(error.remedy("Remove `audit`: only ActiveMQ supports audit logs."));
        }
    }
    if plan.is_create() {
        return Ok(());
    }
    plan_shared_resources(plan);
    // What is not known yet counts as a change: the client refuses, half way, a replacement that was
    // not planned.
    let is_told = !plan.prior("storage_type").as_str().unwrap_or_default().is_empty();
    let is_configured = !plan.config("storage_type").is_null();
    if is_told && is_configured && plan.changes("storage_type") {
        replace(plan, "storage_type", "Amazon MQ cannot change the storage of a broker.");
    }
    let is_empty = |it: &Value| it.elements().is_none_or(<[Value]>::is_empty) && !it.is_unknown();
    if is_empty(plan.planned("security_groups")) {
        // A broker never loses its last group.
        plan.no_change("security_groups");
    }
    if !is_rabbit(plan.prior("engine_type")) {
        plan_replication_users(plan);
        return Ok(());
    }
    if plan.changes("security_groups") {
        let reason = "Amazon MQ cannot change the security groups of a RabbitMQ broker.";
        replace(plan, "security_groups", reason);
    }
    plan_rabbit_users(plan);
    Ok(())
}

/// What is shared follows from the shares, and is known until they change.
fn plan_shared_resources(plan: &mut Plan<'_>) {
    match plan.changes("resource_share_arns") {
        true => plan.set("shared_resources", Value::Unknown),
        false => plan.no_change("shared_resources"),
    }
}

/// Amazon MQ creates the user of a RabbitMQ broker and neither tells nor changes it later.
fn plan_rabbit_users(plan: &mut Plan<'_>) {
    let (users, version) = ("user", "user_passwords_wo_version");
    let changed = [users, version].map(|it| plan.changes(it));
    if changed == [false, false] {
        return;
    }
    // Users that were imported have no password to compare with: theirs is no change.
    let has_password = |it: &Value| !it.get("password").as_str().unwrap_or_default().is_empty();
    let is_told = plan.prior(users).elements().is_some_and(|it| it.iter().any(has_password));
    let is_told = is_told || !plan.prior(version).is_null();
    plan.no_change(users);
    plan.no_change(version);
    if is_told && !plan.replaces() {
        let detail = "Amazon MQ cannot change RabbitMQ users after creation, so this change is \
                      ignored. Use the RabbitMQ web console or management API, or replace the \
                      broker (`-replace`).";
        let at = if changed[0] { users } else { version };
        plan.warn(
            Diagnostic::warning("changes of RabbitMQ users are ignored", detail).at(path(at)),
        );
    }
}

/// A user whose configuration does not say whether it replicates stays as it is, as far as Amazon MQ
/// lets it.
fn plan_replication_users(plan: &mut Plan<'_>) {
    let Some(users) = plan.planned("user").elements() else { return };
    let of = |users: &Value, name: &Value| {
        let mut users = users.elements().unwrap_or(&[]).iter();
        users.find(|it| it.get("username") == name).cloned()
    };
    let is_told = |it: &Value| !it.get(REPLICATION).is_null();
    let any_is_told = plan.prior("user").elements().unwrap_or(&[]).iter().any(is_told);
    let users = users.iter().map(|user| {
        let name = user.get("username");
        let prior = match name {
            // It may turn out to be any of those that there are.
            Value::Unknown if !is_told(user) && any_is_told => Value::Unknown,
            Value::Unknown => return user.clone(),
            name => of(plan.prior("user"), name)
                .filter(|_| of(plan.config("user"), name).is_some_and(|it| !is_told(&it)))
                .map_or(Value::Null, |it| it.get(REPLICATION).clone()),
        };
        // Who is given the console replicates no longer.
        let had_console = of(plan.prior("user"), name)
            .is_some_and(|it| it.get("console_access").as_bool() == Some(true));
        let prior = match (prior, user.get("console_access")) {
            (Value::Bool(true), Value::Bool(true)) if !had_console => Value::Bool(false),
            (Value::Bool(true), Value::Unknown) => Value::Unknown,
            (prior, _) => prior,
        };
        let Value::Object(entries) = user else { return user.clone() };
        let mut entries = entries.clone();
        if !prior.is_null() {
            entries.insert(REPLICATION.to_owned(), prior);
        }
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
            " Its new value is not known yet, so it counts as a change: if it does not change, \
             first apply what it depends on."
        }
    };
    let detail = format!("{reason}{unknown} The broker is replaced, and its data is lost.");
    let warning = Diagnostic::warning(format!("`{name}` replaces the broker"), detail);
    plan.warn(warning.at(path(name)));
}
