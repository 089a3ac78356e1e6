//! `aws_kinesis_account_settings`

use aws_sdk_kinesis::types as api;
use aws_smithy_types::DateTime;
use schemas::{Fields, Value};
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, TypeSystem, path};

use super::stream_consumer::timestamp;
use crate::identity::Region;
use crate::prelude::*;
use crate::provider::Partition;

/// Manages the account-level settings of Amazon Kinesis Data Streams in one region.
///
/// Destroying this resource leaves the settings as they are.
///
/// See
/// [UpdateAccountSettings](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateAccountSettings.html)
/// in the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct AccountSettings {
    #[block]
    pub(crate) minimum_throughput_billing_commitment: Option<MinimumThroughputBillingCommitment>,
}

/// Minimum throughput billing commitment (On-demand Advantage): a lower price of on-demand streams
/// for a minimum charge. It lasts at least 24 hours. Without this block there is no commitment.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct MinimumThroughputBillingCommitment {
    /// Earliest time at which the commitment can end, in RFC 3339 format.
    pub(crate) earliest_allowed_end_at: Computed<String>,
    /// Time at which the commitment ended, in RFC 3339 format.
    pub(crate) ended_at: Computed<String>,
    /// Time at which the commitment started, in RFC 3339 format.
    pub(crate) started_at: Computed<String>,
    /// Whether the commitment is enabled. A commitment that is disabled before it can end does so at
    /// `earliest_allowed_end_at`.
    #[attr(check = one_of(&["ENABLED", "DISABLED"]))]
    pub(crate) status: String,
    /// Current status of the commitment: `ENABLED`, `DISABLED` or
    /// `ENABLED_UNTIL_EARLIEST_ALLOWED_END`.
    pub(crate) status_actual: Computed<String>,
}

const ENABLED: &str = "ENABLED";
const DISABLED: &str = "DISABLED";

impl Resource<Aws> for AccountSettings {
    type Identity = Region;

    const TYPE: &'static str = "aws_kinesis_account_settings";
    const NAME: &'static str = "Kinesis Account Settings";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    /// An account always has settings.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    /// There is one object in a region.
    fn name_key(_object: &Value) -> Option<String> {
        Some(String::new())
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        let first = |block: &Value| {
            let first = block.elements().and_then(<[Value]>::first);
            first.is_some_and(|it| it.get("status").as_str() == Some(ENABLED))
        };
        if first(plan.planned(BLOCK)) && !first(plan.prior(BLOCK)) {
            let detail = "The account pays for a minimum throughput of on-demand streams in this region, \
                          used or not, for 24 hours at least.";
            let warning =
                Diagnostic::warning("a minimum throughput billing commitment begins", detail);
            plan.warn(warning.at(path(BLOCK)));
        }
        Ok(())
    }

    /// No block and no commitment are the same.
    fn respell(known: &Value, remote: &mut Fields) {
        let is_empty = known.get(BLOCK).elements().is_some_and(<[Value]>::is_empty);
        let status = remote.get(BLOCK).and_then(Value::elements).and_then(<[Value]>::first);
        let is_disabled = status.is_some_and(|it| it.get("status").as_str() == Some(DISABLED));
        if is_empty && is_disabled {
            remote.insert(BLOCK.to_owned(), known.get(BLOCK).clone());
        }
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Region> {
        set(cx, plan).await?;
        Ok(cx.region().into())
    }

    async fn read(cx: &Cx, _id: &Region) -> Result<Option<Self>> {
        let answer = cx.kinesis().describe_account_settings().send().await.into_result()?;
        let commitment = answer.minimum_throughput_billing_commitment.map(from_api);
        Ok(Some(AccountSettings { minimum_throughput_billing_commitment: commitment }))
    }

    async fn update(cx: &Cx, _id: &Region, _prior: &Self, plan: &Self) -> Result<()> {
        set(cx, plan).await
    }

    async fn delete(cx: &Cx, _id: &Region, prior: &Self) -> Result<()> {
        if prior.status() == ENABLED {
            cx.warn(Error::new("the minimum throughput billing commitment goes on").remedy(
                "To end it, apply `status = \"DISABLED\"` before the destroy, or use \
                 `aws kinesis update-account-settings`.",
            ));
        }
        Ok(())
    }

    fn import(id: &str) -> Result<Region> {
        if Partition::of(id).is_some() {
            return Ok(id.into());
        }
        let error = Error::new(format!("{id:?} is not a region"));
        Err(error.remedy("Import with the region of the settings, such as us-east-1."))
    }

    fn import_region(id: &Region) -> Option<&str> {
        Some(id)
    }
}

const BLOCK: &str = "minimum_throughput_billing_commitment";

impl AccountSettings {
    fn status(&self) -> &str {
        self.minimum_throughput_billing_commitment.as_ref().map_or(DISABLED, |it| &it.status)
    }
}

async fn set(cx: &Cx, plan: &AccountSettings) -> Result<()> {
    let commitment = api::MinimumThroughputBillingCommitmentInput::builder();
    let commitment = commitment.status(plan.status().into()).build();
    let commitment = commitment.expect("the status is set");
    let request = cx.kinesis().update_account_settings();
    request.minimum_throughput_billing_commitment(commitment).send().await.into_result()?;
    Ok(())
}

fn from_api(
    it: api::MinimumThroughputBillingCommitmentOutput,
) -> MinimumThroughputBillingCommitment {
    let time = |it: Option<DateTime>| Computed(it.map(|it| timestamp(&it)));
    // A commitment that ends is one that is disabled.
    let status = if it.status.as_str() == ENABLED { ENABLED } else { DISABLED };
    MinimumThroughputBillingCommitment {
        earliest_allowed_end_at: time(it.earliest_allowed_end_at),
        ended_at: time(it.ended_at),
        started_at: time(it.started_at),
        status: status.to_owned(),
        status_actual: it.status.as_str().to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: &str) -> AccountSettings {
        let commitment = api::MinimumThroughputBillingCommitmentOutput::builder();
        let commitment = commitment.status(status.into()).build().unwrap();
        AccountSettings { minimum_throughput_billing_commitment: Some(from_api(commitment)) }
    }

    #[test]
    fn a_commitment_that_ends_is_disabled() {
        for (actual, expected) in [
            (ENABLED, ENABLED),
            (DISABLED, DISABLED),
            ("ENABLED_UNTIL_EARLIEST_ALLOWED_END", DISABLED),
        ] {
            assert_eq!(told(actual).status(), expected, "{actual}");
        }
    }

    #[test]
    fn no_block_is_no_commitment() {
        let known = AccountSettings::block().empty();
        for (status, expected) in [(DISABLED, 0), (ENABLED, 1)] {
            let mut remote = told(status).encode();
            AccountSettings::respell(&known, &mut remote);
            let blocks = remote[BLOCK].elements().map(<[Value]>::len);
            assert_eq!(blocks, Some(expected), "{status}");
        }
    }
}
