//! `aws_cloudwatch_dashboard`

use aws_sdk_cloudwatch::types::DashboardValidationMessage;
use schemas::Value;
use schemas::check::{self, Outcome};
use tfplugin::path;

use super::NOT_FOUND;
use crate::identity::DashboardName;
use crate::prelude::*;

/// Manages a dashboard of Amazon CloudWatch. CloudWatch creates and changes a dashboard by the same
/// call: one that is there already under this name is overwritten.
///
/// See
/// [dashboards](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html)
/// in the Amazon CloudWatch User Guide, and
/// [the structure of its body](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html).
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Dashboard {
    /// ARN of the dashboard.
    pub(crate) dashboard_arn: Computed<String>,
    /// JSON body of the dashboard: its widgets, and where they are.
    pub(crate) dashboard_body: Json,
    /// Name of the dashboard: up to 255 letters, digits, hyphens and underscores.
    #[attr(force_new, check = length(0, 255), check = name())]
    pub(crate) dashboard_name: String,
}

impl Resource<Aws> for Dashboard {
    type Identity = DashboardName;

    const TYPE: &'static str = "aws_cloudwatch_dashboard";
    const NAME: &'static str = "CloudWatch Dashboard";

    fn name_key(object: &Value) -> Option<String> {
        object.get("dashboard_name").as_str().map(str::to_owned)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<DashboardName> {
        put(cx, plan).await?;
        Ok(plan.dashboard_name.as_str().into())
    }

    async fn read(cx: &Cx, id: &DashboardName) -> Result<Option<Self>> {
        let request = cx.cloudwatch().get_dashboard().dashboard_name(id);
        let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
        Ok(answer.map(|found| Dashboard {
            dashboard_arn: found.dashboard_arn.into(),
            dashboard_body: Json(found.dashboard_body.unwrap_or_default()),
            dashboard_name: found.dashboard_name.unwrap_or_default(),
        }))
    }

    async fn update(cx: &Cx, _id: &DashboardName, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, plan).await
    }

    async fn delete(cx: &Cx, id: &DashboardName, _prior: &Self) -> Result<()> {
        let request = cx.cloudwatch().delete_dashboards().dashboard_names(id);
        request.send().await.none_if_not_found(NOT_FOUND).map(drop)
    }
}

/// What CloudWatch finds doubtful in a body that it takes is told as a warning.
async fn put(cx: &Cx, plan: &Dashboard) -> Result<()> {
    let request = cx
        .cloudwatch()
        .put_dashboard()
        .dashboard_body(&plan.dashboard_body.0)
        .dashboard_name(&plan.dashboard_name);
    let answer = request.send().await.into_result()?;
    let said = |it: &DashboardValidationMessage| {
        let text = it.message.as_deref().unwrap_or_default();
        match &it.data_path {
            Some(place) => format!("{place}: {text}"),
            None => text.to_owned(),
        }
    };
    let said: Vec<String> =
        answer.dashboard_validation_messages.iter().flatten().map(said).collect();
    if !said.is_empty() {
        let message = format!("CloudWatch warns of the body: {}", said.join("; "));
        cx.warn(Error::at(path("dashboard_body"), message));
    }
    Ok(())
}

fn check_name(name: &str) -> Outcome {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    match !name.is_empty() && name.chars().all(is_fine) {
        true => Ok(()),
        false => Err("must have only letters, digits, hyphens and underscores".to_owned()),
    }
}

fn name() -> check::Check {
    check::rule("", check_name).says(|name, value| {
        format!("{name:?} doesn't comply with restrictions (\"^[0-9A-Za-z_-]+$\"): {value:?}")
    })
}
