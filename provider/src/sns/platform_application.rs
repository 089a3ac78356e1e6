//! `aws_sns_platform_application`

use std::collections::{BTreeMap, HashMap};

use schemas::Value;
use tfplugin::Id;

use super::NOT_FOUND;
use super::attribute::Found;
use crate::prelude::*;
use crate::{arn, name, region};

/// Manages an Amazon SNS platform application, which sends push notifications to a mobile platform.
///
/// See
/// [CreatePlatformApplication](https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html)
/// in the Amazon SNS API Reference.
#[derive(Debug, Clone, Default, PartialEq, Model)]
pub(crate) struct PlatformApplication {
    /// Bundle ID of the app, for token-based authentication. Apple platforms only.
    pub(crate) apple_platform_bundle_id: Option<String>,
    /// Team ID of the Apple developer account, for token-based authentication. Apple platforms
    /// only.
    pub(crate) apple_platform_team_id: Option<String>,
    /// ARN of the platform application, same as `id`.
    pub(crate) arn: Computed<String>,
    /// ARN of the SNS topic that is notified of permanently failed deliveries.
    pub(crate) event_delivery_failure_topic_arn: Option<String>,
    /// ARN of the SNS topic that is notified when an endpoint is created.
    pub(crate) event_endpoint_created_topic_arn: Option<String>,
    /// ARN of the SNS topic that is notified when an endpoint is deleted.
    pub(crate) event_endpoint_deleted_topic_arn: Option<String>,
    /// ARN of the SNS topic that is notified when an endpoint is updated.
    pub(crate) event_endpoint_updated_topic_arn: Option<String>,
    /// ARN of the IAM role with which SNS logs failed deliveries.
    pub(crate) failure_feedback_role_arn: Option<String>,
    /// Name of the platform application.
    #[attr(force_new)]
    pub(crate) name: String,
    /// Platform, such as `ADM`, `APNS`, `APNS_SANDBOX` or `GCM`.
    #[attr(force_new)]
    pub(crate) platform: String,
    /// Credential for the platform: an API key, a client secret, or the private key of a
    /// certificate or token. Stored in the state, unlike `platform_credential_wo`.
    #[attr(
        sensitive,
        not_returned,
        exactly_one_of = ["platform_credential", "platform_credential_wo"],
    )]
    pub(crate) platform_credential: Option<String>,
    /// Credential for the platform, as in `platform_credential`, but stored neither in plans nor in
    /// the state. To change it, change `platform_credential_wo_version` as well.
    #[attr(
        write_only,
        exactly_one_of = ["platform_credential", "platform_credential_wo"],
        required_with = "platform_credential_wo_version",
    )]
    pub(crate) platform_credential_wo: Option<String>,
    /// Any number. Changing it sends the credential and the principal to SNS again.
    #[attr(not_returned)]
    pub(crate) platform_credential_wo_version: Option<i64>,
    /// Second part of the credential, if the platform has one: a certificate, a key ID or a client
    /// ID. Stored in the state, unlike `platform_principal_wo`.
    #[attr(sensitive, not_returned, conflicts = "platform_principal_wo")]
    pub(crate) platform_principal: Option<String>,
    /// Second part of the credential, as in `platform_principal`, but stored neither in plans nor in
    /// the state. To change it, change `platform_principal_wo_version` as well.
    #[attr(
        write_only,
        conflicts = "platform_principal",
        required_with = "platform_principal_wo_version"
    )]
    pub(crate) platform_principal_wo: Option<String>,
    /// Any number. Changing it sends the credential and the principal to SNS again.
    #[attr(not_returned)]
    pub(crate) platform_principal_wo_version: Option<i64>,
    /// ARN of the IAM role with which SNS logs successful deliveries.
    pub(crate) success_feedback_role_arn: Option<String>,
    /// Percentage of successful deliveries that SNS logs.
    pub(crate) success_feedback_sample_rate: Option<String>,
}

impl Resource<Aws> for PlatformApplication {
    type Identity = Id;

    const TYPE: &'static str = "aws_sns_platform_application";
    const NAME: &'static str = "SNS Platform Application";
    const UNTOLD_IS_NULL: bool = true;
    /// SNS may go on telling of an application that it has deleted.
    const DELETED_WHEN_GONE: bool = false;

    fn name_key(object: &Value) -> Option<String> {
        let part = |name: &str| object.get(name).as_str();
        Some([part("platform")?, part("name")?].join("/"))
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let request = cx.sns().create_platform_application();
        let request = request.name(&plan.name).platform(&plan.platform);
        let output = request.set_attributes(Some(to_create(plan))).send().await.into_result()?;
        let arn = output.platform_application_arn.ok_or("the response has no ARN")?;
        Ok(arn.into())
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let request = cx.sns().get_platform_application_attributes();
        let answer = request.platform_application_arn(id).send().await;
        let found =
            answer.none_if_not_found(NOT_FOUND)?.map(|it| Found(it.attributes.unwrap_or_default()));
        found.map(|it| from_api(id, &it)).transpose()
    }

    async fn read_new(cx: &Cx, id: &Id, plan: &Self) -> Result<Option<Self>> {
        let found = Self::read(cx, id).await?;
        found.map(|it| check_new(id, it, plan)).transpose()
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        let request = cx.sns().set_platform_application_attributes();
        let request = request.platform_application_arn(id);
        request.set_attributes(Some(to_update(prior, plan))).send().await.into_result()?;
        Ok(())
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        let request = cx.sns().delete_platform_application();
        request.platform_application_arn(id).send().await.none_if_not_found(NOT_FOUND)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Id> {
        place(id).map(|_| id.into())
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

/// The platform and the name in an ARN.
fn place(id: &str) -> Result<(&str, &str)> {
    let resource = arn::parts(id).map(|it| it[4]);
    let place = resource.and_then(|it| it.strip_prefix("app/")?.split_once('/'));
    place.ok_or_else(|| {
        Error::new(format!(
            "{id:?} is not the ARN of a platform application, such as \
             arn:aws:sns:us-east-1:123456789012:app/GCM/orders"
        ))
        .remedy("`aws sns list-platform-applications` lists all platform applications.")
    })
}

/// Refuses an application that was there before this creation, which did no more than find it: what
/// it has that nobody asked for gives it away.
fn check_new(
    id: &str,
    found: PlatformApplication,
    plan: &PlatformApplication,
) -> Result<PlatformApplication> {
    let asked = to_create(plan);
    let Some(name) = to_create(&found).into_keys().find(|it| !asked.contains_key(it)) else {
        return Ok(found);
    };
    let error = Error::exists(format!(
        "there is an application of this name already: it has a {name} that was not asked for"
    ));
    Err(name::is_taken(error, "ARN", id))
}

/// Parts of the credential, which SNS takes only together.
const CREDENTIAL: &[&str] =
    &["ApplePlatformBundleID", "ApplePlatformTeamID", "PlatformCredential", "PlatformPrincipal"];

fn to_create(application: &PlatformApplication) -> HashMap<String, String> {
    let attributes = to_api(application).into_iter().filter(|(_, value)| !value.is_empty());
    attributes.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn to_update(prior: &PlatformApplication, plan: &PlatformApplication) -> HashMap<String, String> {
    // Neither side of the comparison has write-only values: what is new of them a version tells.
    let old = to_api(&without_write_only(prior));
    let new = to_api(&without_write_only(plan));
    let mut attributes = to_api(plan);
    let is_new = CREDENTIAL.iter().any(|it| old.get(it) != new.get(it))
        || prior.platform_credential_wo_version != plan.platform_credential_wo_version
        || prior.platform_principal_wo_version != plan.platform_principal_wo_version;
    attributes.retain(|name, value| match CREDENTIAL.contains(name) {
        true => is_new && !value.is_empty(),
        false => old.get(name) != Some(value),
    });
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The application as plans and state know it.
fn without_write_only(application: &PlatformApplication) -> PlatformApplication {
    PlatformApplication {
        platform_credential_wo: None,
        platform_principal_wo: None,
        ..application.clone()
    }
}

/// All attributes. An empty text is none.
fn to_api(application: &PlatformApplication) -> BTreeMap<&'static str, String> {
    let it = application;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let either = |one: &Option<String>, other: &Option<String>| {
        one.clone().or_else(|| other.clone()).unwrap_or_default()
    };
    BTreeMap::from([
        ("ApplePlatformBundleID", text(&it.apple_platform_bundle_id)),
        ("ApplePlatformTeamID", text(&it.apple_platform_team_id)),
        ("EventDeliveryFailure", text(&it.event_delivery_failure_topic_arn)),
        ("EventEndpointCreated", text(&it.event_endpoint_created_topic_arn)),
        ("EventEndpointDeleted", text(&it.event_endpoint_deleted_topic_arn)),
        ("EventEndpointUpdated", text(&it.event_endpoint_updated_topic_arn)),
        ("FailureFeedbackRoleArn", text(&it.failure_feedback_role_arn)),
        ("PlatformCredential", either(&it.platform_credential, &it.platform_credential_wo)),
        ("PlatformPrincipal", either(&it.platform_principal, &it.platform_principal_wo)),
        ("SuccessFeedbackRoleArn", text(&it.success_feedback_role_arn)),
        ("SuccessFeedbackSampleRate", text(&it.success_feedback_sample_rate)),
    ])
}

fn from_api(id: &str, found: &Found) -> Result<PlatformApplication> {
    let (platform, name) = place(id)?;
    Ok(PlatformApplication {
        apple_platform_bundle_id: found.text("ApplePlatformBundleID"),
        apple_platform_team_id: found.text("ApplePlatformTeamID"),
        arn: id.to_owned().into(),
        event_delivery_failure_topic_arn: found.text("EventDeliveryFailure"),
        event_endpoint_created_topic_arn: found.text("EventEndpointCreated"),
        event_endpoint_deleted_topic_arn: found.text("EventEndpointDeleted"),
        event_endpoint_updated_topic_arn: found.text("EventEndpointUpdated"),
        failure_feedback_role_arn: found.text("FailureFeedbackRoleArn"),
        name: name.to_owned(),
        platform: platform.to_owned(),
        platform_credential: None,
        platform_credential_wo: None,
        platform_credential_wo_version: None,
        platform_principal: None,
        platform_principal_wo: None,
        platform_principal_wo_version: None,
        success_feedback_role_arn: found.text("SuccessFeedbackRoleArn"),
        success_feedback_sample_rate: found.text("SuccessFeedbackSampleRate"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sns:us-east-1:123456789012:app/APNS/orders";

    #[test]
    fn what_was_created_reads_back() {
        let all = to_api(&PlatformApplication::default());
        let attributes: HashMap<String, String> = all
            .keys()
            .filter(|it| !it.starts_with("PlatformC") && !it.starts_with("PlatformP"))
            .map(|it| ((*it).to_owned(), format!("{it} of it")))
            .collect();
        let found = from_api(ARN, &Found(attributes.clone())).unwrap();
        assert_eq!((found.platform.as_str(), found.name.as_str()), ("APNS", "orders"));
        assert_eq!(to_create(&found), attributes);
    }

    #[test]
    fn a_credential_is_sent_whole() {
        let text = |it: &str| Some(it.to_owned());
        let prior = PlatformApplication {
            platform_credential: text("key"),
            platform_principal: text("certificate"),
            failure_feedback_role_arn: text("role"),
            ..PlatformApplication::default()
        };
        let plan = PlatformApplication { failure_feedback_role_arn: None, ..prior.clone() };
        let expected = [("FailureFeedbackRoleArn".to_owned(), String::new())];
        assert_eq!(to_update(&prior, &plan), HashMap::from(expected));
        let plan = PlatformApplication { platform_credential: text("new"), ..prior.clone() };
        let expected = [("PlatformCredential", "new"), ("PlatformPrincipal", "certificate")];
        let expected = expected.map(|(name, it)| (name.to_owned(), it.to_owned()));
        assert_eq!(to_update(&prior, &plan), HashMap::from(expected));
    }

    #[test]
    fn a_write_only_credential_is_sent_where_its_version_is_another() {
        let text = |it: &str| Some(it.to_owned());
        let prior = PlatformApplication {
            platform_credential_wo_version: Some(1),
            platform_principal: text("certificate"),
            ..PlatformApplication::default()
        };
        // Only what is planned has it: it is read from the configuration.
        let plan = PlatformApplication { platform_credential_wo: text("key"), ..prior.clone() };
        assert_eq!(to_update(&prior, &plan), HashMap::new());
        let whole = [("PlatformCredential", "key"), ("PlatformPrincipal", "certificate")];
        let whole = HashMap::from(whole.map(|(name, it)| (name.to_owned(), it.to_owned())));
        let rotated =
            PlatformApplication { platform_credential_wo_version: Some(2), ..plan.clone() };
        assert_eq!(to_update(&prior, &rotated), whole);
        // From the state to where no state has it.
        let told = PlatformApplication {
            platform_credential: text("key"),
            platform_credential_wo_version: None,
            ..prior
        };
        assert_eq!(to_update(&told, &plan), whole);
        assert_eq!(to_create(&plan), whole);
    }

    #[test]
    fn what_nobody_asked_for_gives_an_older_application_away() {
        let found = PlatformApplication {
            failure_feedback_role_arn: Some("role".to_owned()),
            ..PlatformApplication::default()
        };
        assert!(check_new(ARN, found.clone(), &found).is_ok());
        let error = check_new(ARN, found, &PlatformApplication::default()).unwrap_err();
        assert!(error.message.contains("FailureFeedbackRoleArn"), "{error}");
    }

    #[test]
    fn only_arns_of_applications_are_imported() {
        assert!(PlatformApplication::import(ARN).is_ok());
        for id in ["orders", "arn:aws:sns:us-east-1:123456789012:orders"] {
            assert!(PlatformApplication::import(id).is_err(), "{id}");
        }
    }
}
