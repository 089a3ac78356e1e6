//! Changes of a broker, in an order that Amazon MQ takes, and the reboot after them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use aws_sdk_mq::operation::describe_broker::DescribeBrokerOutput;
use aws_sdk_mq::types::{BrokerState, SharedResource, SharedResourceStatus};

use super::super::refusal::Refusal;
use super::super::{NOT_FOUND, tags};
use super::describe::{describe, shared, wait_until_modifiable};
use super::{Broker, LdapServerMetadata, User, convert};
use crate::error::code;
use crate::prelude::*;

pub(super) async fn update(cx: &Cx, id: &str, prior: &Broker, plan: &Broker) -> Result<()> {
    let arn = prior.arn.0.as_deref().ok_or("the state has no ARN")?;
    tags::update(cx, arn, prior.tags.as_ref(), plan.tags.as_ref()).await?;
    wait_until_modifiable(cx, id).await?;
    let broker = change(cx, id, prior, plan).await?;
    let users = change_users(cx, id, prior, plan).await?;
    finish(cx, id, plan, broker || users).await
}

/// Gives a new broker its resource shares, which no creation takes.
pub(super) async fn share(cx: &Cx, id: &str, plan: &Broker) -> Result<()> {
    wait_until_modifiable(cx, id).await?;
    let has_changed = change_shares(cx, id, None, plan).await?;
    finish(cx, id, plan, has_changed).await
}

async fn finish(cx: &Cx, id: &str, plan: &Broker, has_changed: bool) -> Result<()> {
    match plan.apply_immediately {
        Some(true) => reboot(cx, id, has_changed).await,
        _ => Ok(()),
    }
}

/// Whether changes wait for a reboot: the one place where it is decided that one is needed.
/// Security groups never do: they are in force at once.
pub(super) fn awaits_reboot(
    broker: &DescribeBrokerOutput,
    shared: Option<&[SharedResource]>,
) -> bool {
    fn waits<T: PartialEq>(pending: Option<&T>, current: Option<&T>) -> bool {
        pending.is_some() && pending != current
    }
    let it = broker;
    let mode = (it.pending_data_replication_mode.as_ref(), it.data_replication_mode.as_ref());
    waits(it.pending_authentication_strategy.as_ref(), it.authentication_strategy.as_ref())
        || it.configurations.as_ref().is_some_and(|it| it.pending.is_some())
        || waits(mode.0, mode.1)
        || waits(it.pending_engine_version.as_ref(), it.engine_version.as_ref())
        || waits(it.pending_host_instance_type.as_ref(), it.host_instance_type.as_ref())
        || waits(it.pending_ldap_server_metadata.as_ref(), it.ldap_server_metadata.as_ref())
        || it.logs.as_ref().is_some_and(|it| it.pending.is_some())
        || it.users().iter().any(|it| it.pending_change.is_some())
        || shared.unwrap_or_default().iter().any(|it| {
            use SharedResourceStatus::{PendingCreate, PendingDelete};
            matches!(it.status, Some(PendingCreate | PendingDelete))
        })
}

/// The broker as it is now, and whether changes of it wait for a reboot.
async fn describe_changes(cx: &Cx, id: &str) -> Result<(DescribeBrokerOutput, bool)> {
    let broker = describe(cx, id).await?.ok_or("the broker is gone")?;
    let shared = shared(cx, id, &broker).await?;
    let waits = awaits_reboot(&broker, shared.as_deref());
    Ok((broker, waits))
}

/// How often a change is looked for that is not shown as waiting: some seconds.
const POLLS: usize = 12;

async fn reboot(cx: &Cx, id: &str, has_changed: bool) -> Result<()> {
    // What has just been changed may be shown late, and not every change has to wait.
    let polls = AtomicUsize::new(0);
    let waits = cx.until(|| async {
        let (_, waits) = describe_changes(cx, id).await?;
        let is_late = has_changed && polls.fetch_add(1, Ordering::Relaxed) < POLLS;
        Ok(match is_late && !waits {
            true => Progress::Pending("the changes are not visible yet".to_owned()),
            false => Progress::Ready(waits),
        })
    });
    if !waits.await? {
        return Ok(());
    }
    let is_rebooting =
        |it: &DescribeBrokerOutput| it.broker_state == Some(BrokerState::RebootInProgress);
    if let Err(error) = cx.mq().reboot_broker().broker_id(id).send().await.into_result() {
        // It is refused during a reboot: this one, where an answer was lost.
        if !is_rebooting(&describe_changes(cx, id).await?.0) {
            return Err(error);
        }
    }
    // The broker may be shown as it was before for a moment.
    let has_begun = AtomicBool::new(false);
    cx.until(|| async {
        let (broker, waits) = describe_changes(cx, id).await?;
        match &broker.broker_state {
            Some(BrokerState::RebootInProgress) => {
                has_begun.store(true, Ordering::Relaxed);
                Ok(Progress::Pending("the broker is REBOOT_IN_PROGRESS".to_owned()))
            }
            _ if !has_begun.load(Ordering::Relaxed) && waits => {
                Ok(Progress::Pending("the reboot has not begun".to_owned()))
            }
            _ => Ok(Progress::Ready(())),
        }
    })
    .await
}

/// Changes the broker itself, and says whether by something that may wait for a reboot. Minor
/// upgrades come first: newer versions do not go without.
async fn change(cx: &Cx, id: &str, prior: &Broker, plan: &Broker) -> Result<bool> {
    fn changed<T: PartialEq + Clone>(old: &Option<T>, new: &Option<T>) -> Option<T> {
        new.clone().filter(|_| old != new)
    }
    let (old, new) = (prior.to_api(), plan.to_api());
    let request = || cx.mq().update_broker().broker_id(id);

    let upgrades =
        changed(old.get_auto_minor_version_upgrade(), new.get_auto_minor_version_upgrade());
    let window =
        changed(old.get_maintenance_window_start_time(), new.get_maintenance_window_start_time());
    if upgrades.is_some() || window.is_some() {
        let request = request().set_auto_minor_version_upgrade(upgrades);
        let request = request.set_maintenance_window_start_time(window);
        request.send().await.or_refusal(&Broker::block())?;
    }

    let strategy = changed(old.get_authentication_strategy(), new.get_authentication_strategy());
    let configuration = changed(old.get_configuration(), new.get_configuration());
    let version = changed(old.get_engine_version(), new.get_engine_version());
    let instance = changed(old.get_host_instance_type(), new.get_host_instance_type());
    let is_other_ldap = without_secret(prior) != without_secret(plan);
    let ldap = new.get_ldap_server_metadata().clone().filter(|_| is_other_ldap);
    let mut logs = changed(old.get_logs(), new.get_logs());
    if let Some(logs) = &mut logs
        && !plan.is_rabbit()
    {
        logs.audit.get_or_insert(false);
    }
    let groups = changed(old.get_security_groups(), new.get_security_groups());
    let may_wait = strategy.is_some()
        || configuration.is_some()
        || version.is_some()
        || instance.is_some()
        || ldap.is_some()
        || logs.is_some();
    if may_wait || groups.is_some() {
        let request = request()
            .set_authentication_strategy(strategy)
            .set_configuration(configuration)
            .set_engine_version(version)
            .set_host_instance_type(instance)
            .set_ldap_server_metadata(ldap)
            .set_logs(logs)
            .set_security_groups(groups);
        request.send().await.or_refusal(&Broker::block())?;
    }

    let replication = changed(old.get_data_replication_mode(), new.get_data_replication_mode());
    let is_replication_new = replication.is_some();
    if is_replication_new {
        let request = request().set_data_replication_mode(replication);
        request.send().await.or_refusal(&Broker::block())?;
    }
    let are_shares_new = change_shares(cx, id, Some(prior), plan).await?;
    Ok(may_wait || is_replication_new || are_shares_new)
}

async fn change_shares(cx: &Cx, id: &str, prior: Option<&Broker>, plan: &Broker) -> Result<bool> {
    let of = |it: &Broker| convert::sorted(&it.resource_share_arns).unwrap_or_default();
    let (old, new) = (prior.map(of).unwrap_or_default(), of(plan));
    let has_changed = old != new;
    if has_changed {
        let request = cx.mq().update_broker().broker_id(id).set_resource_share_arns(Some(new));
        request.send().await.or_refusal(&Broker::block())?;
    }
    Ok(has_changed)
}

/// The block as far as plans and state know it.
fn without_secret(broker: &Broker) -> Option<LdapServerMetadata> {
    let it = broker.ldap_server_metadata.clone()?;
    Some(LdapServerMetadata { service_account_password_wo: None, ..it })
}

/// What becomes of a user.
#[derive(Debug, PartialEq)]
enum Change<'a> {
    Create(&'a User),
    /// With a new password or not.
    Update(&'a User, bool),
    Delete(&'a User),
}

/// Users go by their names. Those that leave do so first: there may be a limit.
fn changes<'a>(prior: &'a Broker, plan: &'a Broker) -> Vec<Change<'a>> {
    let users = |broker: &'a Broker| broker.user.iter().flat_map(|it| it.iter());
    let of = |broker, name: &str| users(broker).find(|it| it.username == name);
    let gone = users(prior).filter(|it| of(plan, &it.username).is_none()).map(Change::Delete);
    let is_rotated = prior.user_passwords_wo_version != plan.user_passwords_wo_version;
    let kept = users(plan).filter_map(|user| {
        let Some(old) = of(prior, &user.username) else { return Some(Change::Create(user)) };
        let is_new_password = match &user.password {
            None => is_rotated || old.password.is_some(),
            password => old.password != *password,
        };
        let is_other = old.to_api(None) != user.to_api(None);
        (is_new_password || is_other).then_some(Change::Update(user, is_new_password))
    });
    gone.chain(kept).collect()
}

async fn change_users(cx: &Cx, id: &str, prior: &Broker, plan: &Broker) -> Result<bool> {
    if plan.is_rabbit() {
        // Amazon MQ creates RabbitMQ's user and has no more to do with it.
        return Ok(false);
    }
    let changes = changes(prior, plan);
    let has_changed = !changes.is_empty();
    for change in changes {
        match change {
            Change::Delete(user) => {
                let request = cx.mq().delete_user().broker_id(id).username(&user.username);
                request.send().await.none_if_not_found(NOT_FOUND)?;
            }
            Change::Create(user) => {
                let api = user.to_api(plan.secret(user));
                let request = cx
                    .mq()
                    .create_user()
                    .broker_id(id)
                    .set_console_access(api.console_access)
                    .set_groups(api.groups)
                    .set_password(api.password)
                    .set_replication_user(api.replication_user)
                    .set_username(api.username);
                match request.send().await {
                    // It is there: an answer was lost, or somebody was quicker.
                    Err(error) if code(&error) == Some("ConflictException") => {
                        update_user(cx, id, user, plan.secret(user)).await?;
                    }
                    answer => drop(answer.into_result()?),
                }
            }
            Change::Update(user, has_new_password) => {
                let password = plan.secret(user).filter(|_| has_new_password);
                update_user(cx, id, user, password).await?;
            }
        }
    }
    Ok(has_changed)
}

async fn update_user(cx: &Cx, id: &str, user: &User, password: Option<&str>) -> Result<()> {
    let user = user.to_api(password);
    let request = cx
        .mq()
        .update_user()
        .broker_id(id)
        .set_console_access(user.console_access)
        .set_groups(Some(user.groups.unwrap_or_default()))
        .set_password(user.password)
        .set_replication_user(user.replication_user)
        .set_username(user.username);
    request.send().await.into_result()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use aws_sdk_mq::types as api;
    use schemas::Value;

    use super::*;

    fn broker(users: &[(&str, &str)], version: i64) -> Broker {
        let users = users.iter().map(|(name, password)| {
            let password = (!password.is_empty()).then_some(*password);
            let password = password.map_or(Value::Null, Value::from);
            let entries = [("username", Value::from(*name)), ("password", password)];
            Value::Object(entries.map(|(name, it)| (name.to_owned(), it)).into())
        });
        let mut fields = Broker::block().empty().into_entries().unwrap();
        fields.insert("user".to_owned(), Value::set(users));
        fields.insert("user_passwords_wo_version".to_owned(), version.into());
        Broker::decode(&mut fields).unwrap()
    }

    #[test]
    fn users_go_by_their_names() {
        let prior = broker(&[("ann", "a"), ("bob", "b"), ("eve", "e")], 1);
        let plan = broker(&[("ann", "a"), ("bob", "c"), ("new", "n")], 1);
        let told: Vec<_> = changes(&prior, &plan)
            .into_iter()
            .map(|it| match it {
                Change::Create(user) => format!("create {}", user.username),
                Change::Update(user, password) => format!("update {} {password}", user.username),
                Change::Delete(user) => format!("delete {}", user.username),
            })
            .collect();
        assert_eq!(told, ["delete eve", "update bob true", "create new"]);
        assert_eq!(changes(&plan, &plan), []);
    }

    #[test]
    fn another_version_rotates_write_only_passwords_alone() {
        let (prior, plan) = ([("ann", ""), ("bob", "b")], [("ann", ""), ("bob", "b")]);
        let (prior, plan) = (broker(&prior, 1), broker(&plan, 2));
        let [Change::Update(user, true)] = &changes(&prior, &plan)[..] else {
            panic!("{:?}", changes(&prior, &plan));
        };
        assert_eq!(user.username, "ann");
    }

    #[test]
    fn only_what_waits_needs_a_reboot() {
        let shown = DescribeBrokerOutput::builder;
        let configured = api::ConfigurationId::builder().id("c-1").revision(2).build();
        let current = api::Configurations::builder().current(configured.clone()).build();
        let pending = api::Configurations::builder().pending(configured).build();
        let leaving = api::UserSummary::builder().pending_change(api::ChangeType::Delete).build();
        for (broker, expected) in [
            (shown(), false),
            (shown().engine_version("5.18").pending_engine_version("5.18"), false),
            (shown().engine_version("5.18").pending_engine_version("5.19"), true),
            (shown().pending_host_instance_type("mq.m5.large"), true),
            (shown().configurations(current), false),
            (shown().configurations(pending), true),
            (shown().set_pending_security_groups(Some(Vec::new())), false),
            (shown().pending_security_groups("sg-1"), false),
            (shown().users(api::UserSummary::builder().username("ann").build()), false),
            (shown().users(leaving), true),
        ] {
            let broker = broker.build();
            assert_eq!(awaits_reboot(&broker, None), expected, "{broker:?}");
        }
        for (status, expected) in [("AVAILABLE", false), ("PENDING_DELETE", true)] {
            let shared = [api::SharedResource::builder().status(status.into()).build()];
            assert_eq!(awaits_reboot(&shown().build(), Some(&shared)), expected, "{status}");
        }
    }
}
