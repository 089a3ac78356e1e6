//! `aws_sns_sms_preferences`

use std::collections::{BTreeMap, HashMap};

use tfplugin::Id;

use super::attribute::Found;
use crate::prelude::*;

/// Manages the SMS preferences of the account in a region: how Amazon SNS sends text messages.
///
/// There is one set of preferences for each region: do not manage it twice. Destroying this
/// resource resets the preferences.
///
/// See [SetSMSAttributes](https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html) in
/// the Amazon SNS API Reference.
#[derive(Debug, Clone, Default, PartialEq, Model)]
pub(crate) struct SmsPreferences {
    /// Sender ID that recipients see, in countries that support it: up to 11 letters and digits.
    #[attr(at_least_one_of = [
        "default_sender_id",
        "default_sms_type",
        "delivery_status_iam_role_arn",
        "delivery_status_success_sampling_rate",
        "monthly_spend_limit",
        "usage_report_s3_bucket",
    ])]
    pub(crate) default_sender_id: Option<String>,
    /// Type of messages that do not specify one: `Promotional` minimizes cost, `Transactional`
    /// maximizes reliability.
    #[attr(check = one_of(&["Promotional", "Transactional"]))]
    pub(crate) default_sms_type: Option<String>,
    /// ARN of the IAM role with which SNS logs deliveries.
    pub(crate) delivery_status_iam_role_arn: Option<String>,
    /// Percentage of successful deliveries that SNS logs.
    #[attr(check = rule("Valid range: 0 to 100.", check_rate))]
    pub(crate) delivery_status_success_sampling_rate: Option<String>,
    /// Maximum amount in US dollars to spend on SMS messages each month. It cannot exceed the quota
    /// of the account.
    #[attr(computed, check = at_least(0))]
    pub(crate) monthly_spend_limit: Option<i64>,
    /// Name of the S3 bucket for daily SMS usage reports.
    pub(crate) usage_report_s3_bucket: Option<String>,
}

/// The id of the only object.
const ID: &str = "aws_sns_sms_id";

impl Resource<Aws> for SmsPreferences {
    type Identity = Id;

    const TYPE: &'static str = "aws_sns_sms_preferences";
    const NAME: &'static str = "SNS SMS Preferences";
    /// An account always has preferences.
    const DELETED_WHEN_GONE: bool = false;
    const UNTOLD_IS_NULL: bool = true;

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let attributes = to_api(plan).into_iter().filter(|(_, value)| !value.is_empty());
        set(cx, attributes).await?;
        Ok(ID.into())
    }

    async fn read(cx: &Cx, _id: &Id) -> Result<Option<Self>> {
        let answer = cx.sns().get_sms_attributes().send().await.into_result()?;
        from_api(&Found(answer.attributes.unwrap_or_default())).map(Some)
    }

    async fn update(cx: &Cx, _id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        let old = to_api(prior);
        let changed = to_api(plan).into_iter().filter(|(name, value)| old.get(name) != Some(value));
        set(cx, changed).await
    }

    async fn delete(cx: &Cx, _id: &Id, _prior: &Self) -> Result<()> {
        set(cx, to_api(&SmsPreferences::default())).await
    }

    fn import(_id: &str) -> Result<Id> {
        Ok(ID.into())
    }
}

async fn set(cx: &Cx, attributes: impl IntoIterator<Item = (&'static str, String)>) -> Result<()> {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value));
    let attributes: HashMap<String, String> = attributes.collect();
    cx.sns().set_sms_attributes().set_attributes(Some(attributes)).send().await.into_result()?;
    Ok(())
}

/// All attributes. An empty text resets one.
fn to_api(preferences: &SmsPreferences) -> BTreeMap<&'static str, String> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let limit = preferences.monthly_spend_limit.map(|it| it.to_string());
    BTreeMap::from([
        ("DefaultSMSType", text(&preferences.default_sms_type)),
        ("DefaultSenderID", text(&preferences.default_sender_id)),
        ("DeliveryStatusIAMRole", text(&preferences.delivery_status_iam_role_arn)),
        (
            "DeliveryStatusSuccessSamplingRate",
            text(&preferences.delivery_status_success_sampling_rate),
        ),
        ("MonthlySpendLimit", limit.unwrap_or_default()),
        ("UsageReportS3Bucket", text(&preferences.usage_report_s3_bucket)),
    ])
}

fn from_api(found: &Found) -> Result<SmsPreferences> {
    Ok(SmsPreferences {
        default_sender_id: found.text("DefaultSenderID"),
        default_sms_type: found.text("DefaultSMSType"),
        delivery_status_iam_role_arn: found.text("DeliveryStatusIAMRole"),
        delivery_status_success_sampling_rate: found.text("DeliveryStatusSuccessSamplingRate"),
        monthly_spend_limit: found.number("MonthlySpendLimit")?,
        usage_report_s3_bucket: found.text("UsageReportS3Bucket"),
    })
}

fn check_rate(text: &str) -> schemas::check::Outcome {
    match text.parse::<u8>() {
        Ok(0..=100) => Ok(()),
        _ if text.is_empty() => Ok(()),
        _ => Err(format!("must be 0 to 100, not {text:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_reads_back() {
        let preferences = SmsPreferences {
            default_sender_id: Some("Orders".to_owned()),
            monthly_spend_limit: Some(3),
            ..SmsPreferences::default()
        };
        let attributes = to_api(&preferences).into_iter();
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(from_api(&Found(attributes)), Ok(preferences));
    }

    #[test]
    fn rates() {
        for (text, is_fine) in
            [("", true), ("0", true), ("100", true), ("101", false), ("x", false)]
        {
            assert_eq!(check_rate(text).is_ok(), is_fine, "{text}");
        }
    }
}
