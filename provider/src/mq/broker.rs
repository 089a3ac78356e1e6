//! `aws_mq_broker`

mod checks;
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
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, Id};

use self::describe::wait_until_modifiable;
pub(super) use self::describe::{describe, named, told};
use self::values::Audit;
use super::any_case::AnyCase;
use super::refusal::Refusal;
use super::version::Version;
use super::{NOT_FOUND, import};
use crate::error::{code, failure};
use crate::prelude::*;

/// Manages an Amazon MQ broker for ActiveMQ or RabbitMQ.
///
/// See [brokers](https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html) in the
/// Amazon MQ API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Broker {
    /// Whether to reboot the broker when a change requires it. If `false`, such changes take effect
    /// in the next maintenance window. Changes that need no reboot are always applied immediately.
    #[attr(default = false, not_returned)]
    pub(crate) apply_immediately: Option<bool>,
    /// ARN of the broker.
    pub(crate) arn: Computed<String>,
    /// How users are authenticated: `SIMPLE` by the users of the broker, `LDAP` by an LDAP
    /// directory, `CONFIG_MANAGED` as set in the broker's configuration (RabbitMQ only).
    #[attr(computed, check = one_of_any_case(&["SIMPLE", "LDAP", "CONFIG_MANAGED"]))]
    pub(crate) authentication_strategy: Option<AnyCase>,
    /// Whether Amazon MQ upgrades the broker to new patch versions, in a maintenance window or at a
    /// reboot. Must be `true` for ActiveMQ 5.18+ and RabbitMQ 3.13+.
    #[attr(default = false)]
    pub(crate) auto_minor_version_upgrade: bool,
    /// Name of the broker: letters, digits, hyphens and underscores. Unique in the account and
    /// region.
    #[attr(force_new, check = length(1, 50), check = rule("", values::check_name))]
    pub(crate) broker_name: String,
    /// Whether the broker is part of a cross-Region data replication pair (`CRDR`) or not (`NONE`).
    /// A broker created with `CRDR` is the replica.
    #[attr(computed, check = one_of(&["NONE", "CRDR"]))]
    pub(crate) data_replication_mode: Option<String>,
    /// ARN of the primary broker whose data this broker replicates. Required to create a broker
    /// with `data_replication_mode = "CRDR"`.
    #[attr(force_new, not_returned, check = arn())]
    pub(crate) data_replication_primary_broker_arn: Option<String>,
    /// Deployment mode: a single instance, an active/standby pair (ActiveMQ only) or a cluster
    /// (RabbitMQ only).
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
    /// Broker engine.
    #[attr(force_new, check = one_of_any_case(&["ACTIVEMQ", "RABBITMQ"]))]
    pub(crate) engine_type: AnyCase,
    /// Version of the engine, such as `5.18` or `3.13`. ActiveMQ 5.18+ and RabbitMQ 3.13+ accept
    /// only major and minor version: Amazon MQ chooses the patch version.
    pub(crate) engine_version: Version,
    /// Instance type of the broker, such as `mq.m5.large`.
    #[attr(check = values::instance_type())]
    pub(crate) host_instance_type: String,
    /// Instances of the broker.
    #[block]
    pub(crate) instances: Computed<Vec<Instances>>,
    /// Value of `data_replication_mode` after the next reboot.
    pub(crate) pending_data_replication_mode: Computed<String>,
    /// Whether the broker can be reached from outside its VPC.
    #[attr(force_new, default = false)]
    pub(crate) publicly_accessible: bool,
    /// ARNs of AWS RAM resource shares with the private resources that a RabbitMQ broker can reach.
    #[attr(not_returned, check = each(arn()))]
    pub(crate) resource_share_arns: Option<Set<String>>,
    /// IDs of the security groups that control access to the broker. Changes for ActiveMQ are
    /// applied immediately. **Changing this for RabbitMQ replaces the broker**, also if the new
    /// value is not known during the plan. If not set, the current security groups are kept; AWS
    /// chooses those of a new broker.
    #[attr(not_returned, check = at_most(5))]
    pub(crate) security_groups: Option<Set<String>>,
    /// Resources shared with the broker.
    #[block]
    pub(crate) shared_resources: Computed<Vec<SharedResources>>,
    /// Storage type: `EBS`, or `EFS` (ActiveMQ only). **Changing this replaces the broker**, also
    /// if the new value is not known during the plan. AWS returns it in lower case.
    #[attr(computed, check = one_of_any_case(&["EBS", "EFS"]))]
    pub(crate) storage_type: Option<AnyCase>,
    /// IDs of the subnets, each in a different availability zone: one for a single instance, two
    /// for an active/standby pair, one or more for a private RabbitMQ cluster.
    #[attr(computed, force_new)]
    pub(crate) subnet_ids: Option<Set<String>>,
    /// Tags of the broker.
    pub(crate) tags: Option<Tags>,
    /// Passwords by user name. Set the password of a user either here or in its `user` block.
    /// Changes are sent only when `user_passwords_wo_version` changes.
    #[attr(
        write_only,
        check = each(values::password_length()),
        check = each(values::password_variety()),
        check = each(values::password_without_comma()),
        check = each(values::password_without_separators()),
        required_with = "user_passwords_wo_version",
    )]
    pub(crate) user_passwords_wo: Option<BTreeMap<String, String>>,
    /// Version of the passwords. Increase this number to send the passwords in `user_passwords_wo`
    /// again.
    #[attr(not_returned)]
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

/// Instances of the broker.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Instances {
    /// URL of the web console.
    pub(crate) console_url: Computed<String>,
    /// URLs that clients connect to, one for each protocol. For ActiveMQ in this order: OpenWire
    /// (`ssl://`), AMQP (`amqp+ssl://`), STOMP (`stomp+ssl://`), MQTT (`mqtt+ssl://`), WebSocket
    /// (`wss://`). For RabbitMQ, AMQP (`amqps://`) is the first.
    pub(crate) endpoints: Computed<Vec<String>>,
    /// IP address of the instance. Empty for RabbitMQ.
    pub(crate) ip_address: Computed<String>,
}

/// Resources shared with the broker.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SharedResources {
    /// DNS names with which the broker reaches the resource.
    pub(crate) dns_names: Computed<Vec<String>>,
    /// ARN of the resource, or of the resource share that provides it.
    pub(crate) resource_arn: Computed<String>,
    /// Status: `PENDING_CREATE` until the next reboot, then `AVAILABLE`.
    pub(crate) status: Computed<String>,
    /// Type: `RESOURCE` or `RESOURCE_SHARE`.
    pub(crate) r#type: Computed<String>,
}

/// Configuration of the broker.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Configuration {
    /// ID of the `aws_mq_configuration`.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Revision of the configuration.
    #[attr(computed)]
    pub(crate) revision: Option<i32>,
}

/// Encryption at rest. AWS may refuse customer managed keys for RabbitMQ.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EncryptionOptions {
    /// ARN of the AWS KMS key. Used only with `use_aws_owned_key = false`; defaults to the AWS
    /// managed key `aws/mq`.
    #[attr(computed, force_new, check = arn())]
    pub(crate) kms_key_id: Option<String>,
    /// Whether to use a key that AWS owns, outside of the account.
    #[attr(force_new, default = true)]
    pub(crate) use_aws_owned_key: bool,
}

/// LDAP servers that authenticate and authorize connections. ActiveMQ only.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct LdapServerMetadata {
    /// Host names of the LDAP servers: the primary and an optional failover server.
    pub(crate) hosts: Option<Vec<String>>,
    /// Base DN of the search for roles.
    pub(crate) role_base: Option<String>,
    /// Attribute that holds the name of a role.
    pub(crate) role_name: Option<String>,
    /// Search filter for the roles of a user.
    pub(crate) role_search_matching: Option<String>,
    /// Whether the search for roles covers the whole subtree.
    pub(crate) role_search_subtree: Option<bool>,
    /// Password of the service account.
    #[attr(
        sensitive,
        not_returned,
        conflicts = "ldap_server_metadata.0.service_account_password_wo"
    )]
    pub(crate) service_account_password: Option<String>,
    /// Password of the service account. Changes are sent only when
    /// `service_account_password_wo_version` changes.
    #[attr(
        write_only,
        required_with = "ldap_server_metadata.0.service_account_password_wo_version"
    )]
    pub(crate) service_account_password_wo: Option<String>,
    /// Version of the password. Increase this number to send `service_account_password_wo` again.
    #[attr(not_returned)]
    pub(crate) service_account_password_wo_version: Option<i64>,
    /// User name of the service account that searches the directory.
    pub(crate) service_account_username: Option<String>,
    /// Base DN of the search for users.
    pub(crate) user_base: Option<String>,
    /// Attribute of a user that holds its roles.
    pub(crate) user_role_name: Option<String>,
    /// Search filter for users.
    pub(crate) user_search_matching: Option<String>,
    /// Whether the search for users covers the whole subtree.
    pub(crate) user_search_subtree: Option<bool>,
}

/// Logs sent to Amazon CloudWatch Logs.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Logs {
    /// Whether to enable audit logs. ActiveMQ only.
    pub(crate) audit: Option<Audit>,
    /// Whether to enable general logs.
    pub(crate) general: Option<bool>,
}

/// Start of the weekly two-hour maintenance window, in which Amazon MQ may reboot the broker.
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
    /// Time of day in 24-hour format.
    #[attr(check = values::time_of_day())]
    pub(crate) time_of_day: String,
    /// Time zone, such as `UTC`, `Europe/Berlin` or `+02:00`.
    pub(crate) time_zone: String,
}

/// A user of the broker. RabbitMQ requires exactly one, the administrator: Amazon MQ cannot change
/// RabbitMQ users after creation, so later changes are ignored.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct User {
    /// Whether the user can use the ActiveMQ web console. Not for a replication user.
    pub(crate) console_access: Option<bool>,
    /// Groups of the user. ActiveMQ only.
    #[attr(check = at_most(20), check = each(length(2, 100)), check = each(values::word()))]
    pub(crate) groups: Option<Set<String>>,
    /// Password of the user, stored in the state. Use `user_passwords_wo` to keep it out of the
    /// state.
    #[attr(
        sensitive,
        not_returned,
        check = values::password_length(),
        check = values::password_variety(),
        check = values::password_without_comma(),
        check = values::password_without_separators(),
    )]
    pub(crate) password: Option<String>,
    /// Whether the user is for data replication between regions.
    pub(crate) replication_user: Option<bool>,
    /// User name. RabbitMQ does not accept `~`.
    #[attr(check = length(2, 100), check = values::word())]
    pub(crate) username: String,
}

const HALF_AN_HOUR: Option<Duration> = Some(Duration::from_secs(30 * 60));

impl Resource<Aws> for Broker {
    type Identity = Id;

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

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let output = match plan.to_api().send_with(&cx.mq()).await {
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
        let id = Id::from(output.broker_id.ok_or("the response has no broker ID")?);
        if plan.resource_share_arns.as_ref().is_some_and(|it| !it.is_empty()) {
            // Only a broker that runs takes them.
            cx.created_without(&id, &["resource_share_arns"]);
            update::share(cx, &id, plan).await?;
        }
        Ok(id)
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let Some(broker) = describe(cx, id).await? else { return Ok(None) };
        if broker.broker_state == Some(BrokerState::CreationInProgress) {
            // Whoever reads it now goes on waiting where somebody was interrupted.
            return Err(Error::retryable("the broker is CREATION_IN_PROGRESS"));
        }
        told(cx, id, broker).await.map(Some)
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        update::update(cx, id, prior, plan).await
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        // Somebody may have deleted it already: this provider, where it was interrupted.
        if wait_until_modifiable(cx, id).await? != Some(BrokerState::DeletionInProgress) {
            cx.mq().delete_broker().broker_id(id).send().await.none_if_not_found(NOT_FOUND)?;
        }
        Ok(())
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "b-", "broker").map(Into::into)
    }

    async fn progress(cx: &Cx, id: &Id) -> Result<Progress<()>> {
        let Some(broker) = describe(cx, id).await? else {
            return Ok(Progress::Pending("the broker cannot be read yet".to_owned()));
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
            Some(BrokerState::Running | BrokerState::Replica) => Ok(Progress::Ready(())),
            Some(BrokerState::CriticalActionRequired) => {
                cx.changed_by_api(Error::new(format!("AWS requires an action: {}", actions())));
                Ok(Progress::Ready(()))
            }
            Some(BrokerState::CreationFailed) => {
                let error = Error::new(format!("AWS could not create the broker: {}", actions()));
                Err(error
                    .remedy("Correct what the reason names: the next apply replaces the broker."))
            }
            Some(BrokerState::DeletionInProgress) => Err(Error::new("the broker is being deleted")),
            state => {
                let state = state.map_or("in no state", BrokerState::as_str);
                Ok(Progress::Pending(format!("the broker is {state}")))
            }
        }
    }
}
