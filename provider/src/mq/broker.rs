//! `aws_mq_broker`

mod convert;
mod describe;
mod rules;
#[cfg(test)]
mod tests;
mod update;
mod validate;
mod values;

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_mq::types::BrokerState;
use schemas::Value;
use tfplugin::Diagnostic;
use tfplugin::engine::Plan;

use self::describe::idle;
pub(super) use self::describe::{describe, named, told};
use self::values::Audit;
use super::any_case::AnyCase;
use super::refusal::Refusal;
use super::version::Version;
use super::{GONE, import};
use crate::error::{code, failure};
use crate::prelude::*;

/// Manages an Amazon MQ broker, ActiveMQ or RabbitMQ.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Broker {
    /// Whether changes that need a reboot are followed by one. Without it they wait for the
    /// maintenance window. Changes that need none are always made at once.
    #[attr(default = false, keep)]
    pub(crate) apply_immediately: Option<bool>,
    /// ARN of the broker.
    pub(crate) arn: Computed<String>,
    /// How users prove who they are: `SIMPLE`, with the users of the broker, `LDAP`, or
    /// `CONFIG_MANAGED`, as the broker's configuration says (RabbitMQ only).
    #[attr(computed, check = one_of_any_case(&["SIMPLE", "LDAP", "CONFIG_MANAGED"]))]
    pub(crate) authentication_strategy: Option<AnyCase>,
    /// Whether Amazon MQ upgrades the broker to new patches of its version, in the maintenance window
    /// or with a reboot. ActiveMQ from 5.18 and RabbitMQ from 3.13 on do not go without.
    #[attr(default = false)]
    pub(crate) auto_minor_version_upgrade: bool,
    /// Name of the broker: letters, digits, hyphens and underscores. No two brokers of an account
    /// have the same in a region.
    #[attr(force_new, check = length(1, 50), check = rule("", values::check_name))]
    pub(crate) broker_name: String,
    /// Whether the broker is one of a pair in two regions, of which one replicates the data of the
    /// other (`CRDR`), or not (`NONE`). A broker is created with `CRDR` as a replica alone.
    #[attr(computed, check = one_of(&["NONE", "CRDR"]))]
    pub(crate) data_replication_mode: Option<String>,
    /// ARN of the broker whose data this one replicates. Required to create a broker with
    /// `data_replication_mode = "CRDR"`.
    #[attr(force_new, keep, check = arn())]
    pub(crate) data_replication_primary_broker_arn: Option<String>,
    /// How many instances the broker has, and how they work together. `ACTIVE_STANDBY_MULTI_AZ` is
    /// for ActiveMQ, `CLUSTER_MULTI_AZ` for RabbitMQ.
    #[attr(
        force_new,
        default = "SINGLE_INSTANCE",
        check = one_of_any_case(&[
            "SINGLE_INSTANCE",
            "ACTIVE_STANDBY_MULTI_AZ",
            "CLUSTER_MULTI_AZ",
        ]),
    )]
    pub(crate) deployment_mode: AnyCase,
    /// Engine of the broker.
    #[attr(force_new, check = one_of_any_case(&["ACTIVEMQ", "RABBITMQ"]))]
    pub(crate) engine_type: AnyCase,
    /// Version of the engine, as in `5.18` or `3.13`. Amazon MQ chooses the patch where only two numbers are given, which
    /// from ActiveMQ 5.18 and RabbitMQ 3.13 on is the only way.
    pub(crate) engine_version: Version,
    /// Instance type of the broker, as in `mq.m5.large`.
    #[attr(check = values::instance_type())]
    pub(crate) host_instance_type: String,
    /// Instances of the broker.
    #[block]
    pub(crate) instances: Computed<Vec<Instances>>,
    /// What `data_replication_mode` will be after the next reboot.
    pub(crate) pending_data_replication_mode: Computed<String>,
    /// Gigabytes that `storage_size` will be after the next reboot.
    pub(crate) pending_storage_size: Computed<i32>,
    /// Whether applications outside of the VPC can reach the broker.
    #[attr(force_new, default = false)]
    pub(crate) publicly_accessible: bool,
    /// ARNs of AWS RAM resource shares, through which a RabbitMQ broker reaches private resources.
    #[attr(keep, check = each(arn()))]
    pub(crate) resource_share_arns: Option<Set<String>>,
    /// Security groups that say who may connect. Changed groups of ActiveMQ are in force at once. A
    /// RabbitMQ broker cannot change its groups: another broker is planned in its place, also where
    /// they are not known yet. Where none is given, AWS chooses, and the groups stay.
    #[attr(keep, check = at_most(5))]
    pub(crate) security_groups: Option<Set<String>>,
    /// Resources that are shared with the broker.
    #[block]
    pub(crate) shared_resources: Computed<Vec<SharedResources>>,
    /// Gigabytes of storage, in steps of 5. For RabbitMQ clusters from 4.2 on.
    #[attr(computed)]
    pub(crate) storage_size: Option<i32>,
    /// Where messages are stored: `EBS`, or `EFS` (ActiveMQ only). Another type is another broker,
    /// also where it is not known yet. AWS tells it in small letters.
    #[attr(computed, check = one_of_any_case(&["EBS", "EFS"]))]
    pub(crate) storage_type: Option<AnyCase>,
    /// Subnets of the broker: one for a single instance, two for an ActiveMQ pair, at least one for
    /// a RabbitMQ cluster that is not public. Each is in an availability zone of its own.
    #[attr(computed, force_new)]
    pub(crate) subnet_ids: Option<Set<String>>,
    /// Tags of the broker.
    pub(crate) tags: Option<Tags>,
    /// Passwords by user name, which are kept neither in plans nor in state. A user has a password
    /// here or in its block. A change is seen by `user_passwords_wo_version` alone.
    #[attr(
        write_only,
        check = each(values::password_length()),
        check = each(values::password_variety()),
        check = each(values::password_without_comma()),
        check = each(values::password_without_separators()),
        required_with = "user_passwords_wo_version",
    )]
    pub(crate) user_passwords_wo: Option<BTreeMap<String, String>>,
    /// Any number: another one sends the passwords of `user_passwords_wo` again.
    #[attr(keep)]
    pub(crate) user_passwords_wo_version: Option<i64>,
    #[block(computed)]
    pub(crate) configuration: Option<Configuration>,
    #[block(force_new, implicit)]
    pub(crate) encryption_options: Option<EncryptionOptions>,
    #[block(force_new)]
    pub(crate) ldap_server_metadata: Option<LdapServerMetadata>,
    #[block(implicit)]
    pub(crate) logs: Option<Logs>,
    #[block(computed)]
    pub(crate) maintenance_window_start_time: Option<MaintenanceWindowStartTime>,
    #[block]
    pub(crate) user: Option<Set<User>>,
}

/// An instance of the broker.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Instances {
    /// URL of the web console.
    pub(crate) console_url: Computed<String>,
    /// URLs that clients connect to, one for each protocol. Of ActiveMQ they are, in this order,
    /// those of OpenWire (`ssl://`), AMQP (`amqp+ssl://`), STOMP (`stomp+ssl://`), MQTT
    /// (`mqtt+ssl://`) and WebSockets (`wss://`); of RabbitMQ, that of AMQP (`amqps://`) first.
    pub(crate) endpoints: Computed<Vec<String>>,
    /// IP address. AWS tells none of RabbitMQ.
    pub(crate) ip_address: Computed<String>,
}

/// A resource that is shared with the broker.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SharedResources {
    /// Names under which the broker reaches the resource.
    pub(crate) dns_names: Computed<Vec<String>>,
    /// ARN of the resource, or of the share that it is to come from.
    pub(crate) resource_arn: Computed<String>,
    /// How far it is: `PENDING_CREATE` until the next reboot, then `AVAILABLE`.
    pub(crate) status: Computed<String>,
    /// `RESOURCE` or `RESOURCE_SHARE`.
    pub(crate) r#type: Computed<String>,
}

/// Configuration that the broker runs with.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Configuration {
    /// ID of an `aws_mq_configuration`.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Revision of it.
    #[attr(computed)]
    pub(crate) revision: Option<i32>,
}

/// How what is stored is encrypted. AWS has long refused other keys than its own for RabbitMQ.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EncryptionOptions {
    /// ARN of an AWS KMS key. Goes with `use_aws_owned_key = false`; without it, the key is the one
    /// that AWS manages for Amazon MQ in the account, `aws/mq`.
    #[attr(computed, force_new, check = arn())]
    pub(crate) kms_key_id: Option<String>,
    /// Whether the key is one that AWS owns, outside of the account.
    #[attr(force_new, default = true)]
    pub(crate) use_aws_owned_key: bool,
}

/// LDAP servers that authenticate and authorize connections. ActiveMQ only.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct LdapServerMetadata {
    /// Names of the servers: the first, and one that stands in for it.
    pub(crate) hosts: Option<Vec<String>>,
    /// Node of the directory under which roles are.
    pub(crate) role_base: Option<String>,
    /// Attribute that holds the name of a role.
    pub(crate) role_name: Option<String>,
    /// Filter that finds the roles of a user.
    pub(crate) role_search_matching: Option<String>,
    /// Whether roles are looked for in the whole subtree.
    pub(crate) role_search_subtree: Option<bool>,
    /// Password of the service account.
    #[attr(sensitive, keep, conflicts = "ldap_server_metadata.0.service_account_password_wo")]
    pub(crate) service_account_password: Option<String>,
    /// Password of the service account, which is kept neither in plans nor in state. A change is
    /// seen by `service_account_password_wo_version` alone.
    #[attr(
        write_only,
        required_with = "ldap_server_metadata.0.service_account_password_wo_version"
    )]
    pub(crate) service_account_password_wo: Option<String>,
    /// Any number: another one sends `service_account_password_wo` again.
    #[attr(keep)]
    pub(crate) service_account_password_wo_version: Option<i64>,
    /// Name of the service account, which looks things up in the directory.
    pub(crate) service_account_username: Option<String>,
    /// Node of the directory under which users are.
    pub(crate) user_base: Option<String>,
    /// Attribute of a user that holds its roles.
    pub(crate) user_role_name: Option<String>,
    /// Filter that finds users.
    pub(crate) user_search_matching: Option<String>,
    /// Whether users are looked for in the whole subtree.
    pub(crate) user_search_subtree: Option<bool>,
}

/// What is logged to CloudWatch.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Logs {
    /// Whether what users do is logged: `"true"` or `"false"`. ActiveMQ only.
    pub(crate) audit: Option<Audit>,
    /// Whether what the broker does is logged.
    pub(crate) general: Option<bool>,
}

/// When Amazon MQ may reboot the broker, for two hours.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct MaintenanceWindowStartTime {
    /// Day of the week.
    #[attr(
        check = one_of_any_case(&[
            "MONDAY",
            "TUESDAY",
            "WEDNESDAY",
            "THURSDAY",
            "FRIDAY",
            "SATURDAY",
            "SUNDAY",
        ]),
    )]
    pub(crate) day_of_week: AnyCase,
    /// Time in 24 hours, as in `02:00`.
    #[attr(check = values::time_of_day())]
    pub(crate) time_of_day: String,
    /// Time zone, as in `UTC`, `Europe/Berlin` or `+02:00`.
    pub(crate) time_zone: String,
}

/// A user of the broker. RabbitMQ takes exactly one, with which all else is set up in RabbitMQ:
/// Amazon MQ neither tells nor changes its users later.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct User {
    /// Whether the user may use ActiveMQ's web console. A user that replicates may not.
    pub(crate) console_access: Option<bool>,
    /// Groups that the user is in. ActiveMQ only.
    #[attr(check = at_most(20), check = each(length(2, 100)), check = each(values::word()))]
    pub(crate) groups: Option<Set<String>>,
    /// Password of the user, which is kept in the state: `user_passwords_wo` is not.
    #[attr(
        sensitive,
        keep,
        check = values::password_length(),
        check = values::password_variety(),
        check = values::password_without_comma(),
        check = values::password_without_separators(),
    )]
    pub(crate) password: Option<String>,
    /// Whether this user replicates the data to another region.
    pub(crate) replication_user: Option<bool>,
    /// Name of the user. RabbitMQ takes no `~` in it.
    #[attr(check = length(2, 100), check = values::word())]
    pub(crate) username: String,
}

const HALF_AN_HOUR: Option<Duration> = Some(Duration::from_secs(30 * 60));

impl Resource<Aws> for Broker {
    const TYPE: &'static str = "aws_mq_broker";
    const NAME: &'static str = "MQ Broker";
    const TIMEOUTS: Timeouts = Timeouts {
        create: HALF_AN_HOUR,
        update: HALF_AN_HOUR,
        delete: HALF_AN_HOUR,
        ..Timeouts::NONE
    };

    fn validate(config: &Value) -> Vec<Diagnostic> {
        validate::problems(config)
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        let output = match plan.to_api().send_with(cx.mq()).await {
            Err(error) if code(&error) == Some("ConflictException") => {
                let error = failure(&error);
                return Err(match named(cx, &plan.broker_name).await? {
                    Some(id) => error.remedy(format!(
                        "If the broker is to be managed here, import it by its id, {id}. \
                         Otherwise choose another name."
                    )),
                    None => error,
                });
            }
            output => output.or_refusal(&Self::block())?,
        };
        let id = output.broker_id.ok_or("the answer has no id of a broker")?;
        if plan.resource_share_arns.as_ref().is_some_and(|it| !it.is_empty()) {
            // Only a broker that runs takes them.
            cx.created_without(&id, &["resource_share_arns"]);
            update::share(cx, &id, plan).await?;
        }
        Ok(id)
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let Some(broker) = describe(cx, id).await? else { return Ok(None) };
        if broker.broker_state == Some(BrokerState::CreationInProgress) {
            // Whoever reads it now goes on waiting where somebody was interrupted.
            return Err(Error::retryable("the broker is CREATION_IN_PROGRESS"));
        }
        told(cx, id, broker).await.map(Some)
    }

    async fn update(cx: &Cx, id: &str, prior: &Self, plan: &Self) -> Result<()> {
        update::update(cx, id, prior, plan).await
    }

    async fn delete(cx: &Cx, id: &str, _prior: &Self) -> Result<()> {
        // Somebody may have deleted it already: this provider, where it was interrupted.
        if idle(cx, id).await? != Some(BrokerState::DeletionInProgress) {
            cx.mq().delete_broker().broker_id(id).send().await.unless_gone(GONE)?;
        }
        Ok(())
    }

    fn import(id: &str) -> Result<String> {
        import::checked(id, "b-", "broker")
    }

    async fn progress(cx: &Cx, id: &str) -> Result<Poll<()>> {
        let Some(broker) = describe(cx, id).await? else {
            return Ok(Poll::Pending("the broker cannot be read yet".to_owned()));
        };
        let actions = || {
            let actions = broker.actions_required().iter();
            let actions = actions.filter_map(|it| {
                let code = it.action_required_code()?;
                Some(
                    it.action_required_info().map_or(code.to_owned(), |it| format!("{code}: {it}")),
                )
            });
            let actions: Vec<_> = actions.collect();
            if actions.is_empty() { "it gives no reason".to_owned() } else { actions.join("; ") }
        };
        match broker.broker_state() {
            Some(BrokerState::Running | BrokerState::Replica) => Ok(Poll::Ready(())),
            Some(BrokerState::CriticalActionRequired) => {
                cx.altered(Error::new(format!("AWS requires an action: {}", actions())));
                Ok(Poll::Ready(()))
            }
            Some(BrokerState::CreationFailed) => {
                let error = Error::new(format!("AWS could not create the broker: {}", actions()));
                Err(error
                    .remedy("Correct what the reason names: the next apply replaces the broker."))
            }
            Some(BrokerState::DeletionInProgress) => Err(Error::new("the broker is being deleted")),
            state => {
                let state = state.map_or("in no state", BrokerState::as_str);
                Ok(Poll::Pending(format!("the broker is {state}")))
            }
        }
    }
}
