//! `aws_cloudwatch_metric_alarm`

mod convert;
mod values;

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::types::{self, AlarmType};
use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use self::values::{extended_statistic, period, statistic, unit};
use super::NOT_FOUND;
use crate::checks::is_unset;
use crate::identity::AlarmName;
use crate::prelude::*;

/// Manages an alarm of Amazon CloudWatch that watches one metric, or an expression over several.
/// CloudWatch creates and changes an alarm by the same call: one that is there already under this name
/// is overwritten.
///
/// See
/// [alarms](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html)
/// in the Amazon CloudWatch User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct MetricAlarm {
    /// Whether actions are executed when the state of the alarm changes.
    #[attr(default = true)]
    pub(crate) actions_enabled: Option<bool>,
    /// ARNs of what to do when the alarm goes into the state `ALARM`, such as topics; at most 5.
    #[attr(check = each(arn()))]
    pub(crate) alarm_actions: Option<Set<String>>,
    /// Description of the alarm.
    #[attr(check = length(0, 1024))]
    pub(crate) alarm_description: Option<String>,
    /// Name of the alarm, unique in the account and region.
    #[attr(force_new, check = length(1, 255))]
    pub(crate) alarm_name: String,
    /// ARN of the alarm.
    pub(crate) arn: Computed<String>,
    /// How the statistic is compared with the threshold. Required but with `evaluation_criteria`. The
    /// operators with `LowerOrGreater`, `LowerThreshold` and `UpperThreshold` are for anomaly detection.
    #[attr(check = one_of(&[
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "LessThanThreshold",
        "LessThanOrEqualToThreshold",
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
    ]))]
    pub(crate) comparison_operator: Option<String>,
    /// Number of periods, of those evaluated, in which the threshold must be breached.
    #[attr(check = at_least(1))]
    pub(crate) datapoints_to_alarm: Option<i32>,
    /// Dimensions of the metric, such as `QueueName`.
    #[attr(conflicts = "metric_query")]
    pub(crate) dimensions: Option<BTreeMap<String, String>>,
    /// Whether an alarm on a percentile is evaluated when there are too few data points for it.
    #[attr(computed, check = one_of(&["evaluate", "ignore"]))]
    pub(crate) evaluate_low_sample_count_percentiles: Option<String>,
    /// Seconds from one evaluation of a PromQL query to the next: 10, 20, 30 or a multiple of 60. Required
    /// with `evaluation_criteria`.
    pub(crate) evaluation_interval: Option<i32>,
    /// Number of the latest periods that are evaluated. Required but with `evaluation_criteria`.
    #[attr(check = at_least(1))]
    pub(crate) evaluation_periods: Option<i32>,
    /// Percentile or another extended statistic, such as `p99.9`.
    #[attr(conflicts = ["statistic", "metric_query"], check = extended_statistic())]
    pub(crate) extended_statistic: Option<String>,
    /// ARNs of what to do when the alarm goes into the state `INSUFFICIENT_DATA`; at most 5.
    #[attr(check = at_most(5), check = each(arn()))]
    pub(crate) insufficient_data_actions: Option<Set<String>>,
    /// Name of the metric.
    #[attr(conflicts = "metric_query", check = length(1, 255))]
    pub(crate) metric_name: Option<String>,
    /// Namespace of the metric, such as `AWS/SQS`.
    #[attr(conflicts = "metric_query", check = length(1, 255))]
    pub(crate) namespace: Option<String>,
    /// ARNs of what to do when the alarm goes into the state `OK`; at most 5.
    #[attr(check = at_most(5), check = each(arn()))]
    pub(crate) ok_actions: Option<Set<String>>,
    /// Length of a period in seconds: 10, 20, 30 or a multiple of 60.
    #[attr(conflicts = "metric_query", check = period())]
    pub(crate) period: Option<i32>,
    /// Statistic of the metric.
    #[attr(conflicts = ["extended_statistic", "metric_query"], check = statistic())]
    pub(crate) statistic: Option<String>,
    /// Tags of the alarm.
    pub(crate) tags: Option<Tags>,
    /// Value that the statistic is compared with.
    #[attr(conflicts = "threshold_metric_id")]
    pub(crate) threshold: Option<f64>,
    /// ID of the `metric_query` that is the band of an anomaly detection.
    #[attr(conflicts = "threshold", check = length(1, 255))]
    pub(crate) threshold_metric_id: Option<String>,
    /// What periods without data count as.
    #[attr(default = "missing", check = one_of(&["breaching", "ignore", "missing", "notBreaching"]))]
    pub(crate) treat_missing_data: Option<String>,
    /// Unit of the metric. Data in other units is left out.
    #[attr(check = unit())]
    pub(crate) unit: Option<String>,
    #[block]
    pub(crate) evaluation_criteria: Option<EvaluationCriteria>,
    #[block]
    pub(crate) evaluation_window: Option<EvaluationWindow>,
    #[block]
    pub(crate) metric_query: Set<MetricQuery>,
    #[block]
    pub(crate) warm_up_configuration: Option<WarmUpConfiguration>,
}

/// What an alarm on a query, rather than on metrics, evaluates.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EvaluationCriteria {
    #[block]
    pub(crate) promql_criteria: PromqlCriteria,
}

/// A query in PromQL. The alarm is on whatever it finds.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PromqlCriteria {
    /// Seconds for which the query must find something before the state is `ALARM`.
    #[attr(check = range(0..=86_400))]
    pub(crate) pending_period: Option<i32>,
    /// The query.
    #[attr(check = length(1, 10_000))]
    pub(crate) query: String,
    /// Seconds for which the query must find nothing before the state is `OK`.
    #[attr(check = range(0..=86_400))]
    pub(crate) recovery_period: Option<i32>,
}

/// How periods are laid out in time. Without it they end when the alarm is evaluated.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EvaluationWindow {
    #[block]
    pub(crate) wall_clock_window: WallClockWindow,
}

/// Periods that begin with the minute, hour, day or week.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WallClockWindow {
    /// Time zone, by its IANA name or as an offset from UTC.
    pub(crate) timezone: Option<String>,
}

/// A metric, or an expression over those of other queries. One of them is the alarm's, by
/// `return_data`.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct MetricQuery {
    /// ID of the account that has the metric.
    #[attr(check = length(1, 255))]
    pub(crate) account_id: Option<String>,
    /// Expression over other queries, or a query in Metrics Insights.
    #[attr(check = length(1, 1024))]
    pub(crate) expression: Option<String>,
    /// Name of the query in expressions. Begins with a lower-case letter.
    #[attr(check = length(1, 255))]
    pub(crate) id: String,
    /// Label of the query.
    pub(crate) label: Option<String>,
    /// Length of a period in seconds: 10, 20, 30 or a multiple of 60.
    #[attr(check = period())]
    pub(crate) period: Option<i32>,
    /// Whether it is this query that the alarm watches.
    pub(crate) return_data: Option<bool>,
    #[block]
    pub(crate) metric: Option<Metric>,
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Metric {
    /// Dimensions of the metric.
    pub(crate) dimensions: Option<BTreeMap<String, String>>,
    /// Name of the metric.
    #[attr(check = length(1, 255))]
    pub(crate) metric_name: String,
    /// Namespace of the metric.
    #[attr(check = length(1, 255))]
    pub(crate) namespace: Option<String>,
    /// Length of a period in seconds: 10, 20, 30 or a multiple of 60.
    #[attr(check = period())]
    pub(crate) period: i32,
    /// Statistic, such as `Sum` or `p99`.
    #[attr(check = values::any_statistic())]
    pub(crate) stat: String,
    /// Unit of the metric. Data in other units is left out.
    #[attr(check = unit())]
    pub(crate) unit: Option<String>,
}

/// How a new alarm, or one that was changed, begins.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WarmUpConfiguration {
    /// Whether the alarm is evaluated only when the time is over.
    #[attr(default = false)]
    pub(crate) only_start_evaluating_after_warm_up_period_ends: Option<bool>,
    /// Minutes for which the alarm does nothing.
    #[attr(check = range(1..=2880))]
    pub(crate) warm_up_period_duration_in_minutes: i32,
}

impl Resource<Aws> for MetricAlarm {
    type Identity = AlarmName;

    const TYPE: &'static str = "aws_cloudwatch_metric_alarm";
    const NAME: &'static str = "CloudWatch Metric Alarm";
    const VERSION: i64 = 1;

    fn name_key(object: &Value) -> Option<String> {
        object.get("alarm_name").as_str().map(str::to_owned)
    }

    fn validate(config: &Value) -> Vec<Diagnostic> {
        let is_of_query =
            config.get("evaluation_criteria").elements().is_some_and(|it| !it.is_empty());
        let missing = ["comparison_operator", "evaluation_periods"].into_iter().filter(|name| {
            !is_of_query
                && !config.get("evaluation_criteria").is_unknown()
                && config.get(name).is_null()
        });
        let told = missing.map(|name| {
            let detail = format!(
                "Set `{name}`, or `evaluation_criteria` for an alarm on a query in PromQL."
            );
            Diagnostic::error("Missing required argument", detail).at(path(name))
        });
        told.collect()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        let (statistic, extended) = (plan.config("statistic"), plan.config("extended_statistic"));
        let has_metric = plan.config("metric_name").as_str().is_some_and(|it| !it.is_empty());
        if has_metric && is_unset(statistic) && is_unset(extended) {
            let message = "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm";
            return Err(Error::new(message));
        }
        for query in plan.config("metric_query").elements().unwrap_or_default() {
            let has_metric = query.get("metric").elements().is_some_and(|it| !it.is_empty());
            if has_metric && query.get("expression").as_str().is_some_and(|it| !it.is_empty()) {
                let message = "No metric_query may have both `expression` and a `metric` specified";
                return Err(Error::at(path("metric_query"), message));
            }
        }
        Ok(())
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<AlarmName> {
        let tags = crate::tags::to_create(plan.tags.as_ref()).unwrap_or_default();
        let tags: Vec<_> = tags.into_iter().map(tag).collect();
        let request = plan.to_api(cx).set_tags(Some(tags).filter(|it| !it.is_empty()));
        request.send().await.into_result()?;
        Ok(plan.alarm_name.as_str().into())
    }

    async fn read(cx: &Cx, id: &AlarmName) -> Result<Option<Self>> {
        let request =
            cx.cloudwatch().describe_alarms().alarm_names(id).alarm_types(AlarmType::MetricAlarm);
        let answer = request.send().await.into_result()?;
        let Some(found) = answer.metric_alarms.unwrap_or_default().into_iter().next() else {
            return Ok(None);
        };
        let arn = found.alarm_arn.clone().unwrap_or_default();
        let answer = cx.cloudwatch().list_tags_for_resource().resource_arn(arn).send().await;
        let Some(tags) = answer.none_if_not_found(NOT_FOUND)? else { return Ok(None) };
        let tags = tags.tags.unwrap_or_default().into_iter();
        let tags = tags.filter_map(|it| Some((it.key?, it.value.unwrap_or_default()))).collect();
        Ok(Some(MetricAlarm::from_api(found, tags)))
    }

    async fn update(cx: &Cx, _id: &AlarmName, prior: &Self, plan: &Self) -> Result<()> {
        let is_other = MetricAlarm { tags: None, ..prior.clone() }
            != MetricAlarm { tags: None, arn: prior.arn.clone(), ..plan.clone() };
        if is_other {
            plan.to_api(cx).send().await.into_result()?;
        }
        let client = cx.cloudwatch();
        let arn = prior.arn.0.as_deref().unwrap_or_default();
        let untag =
            |keys| client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys)).send();
        let added = |tags: std::collections::HashMap<String, String>| {
            let tags = tags.into_iter().map(tag).collect();
            client.tag_resource().resource_arn(arn).set_tags(Some(tags)).send()
        };
        crate::tags::update(prior.tags.as_ref(), plan.tags.as_ref(), untag, added).await
    }

    async fn delete(cx: &Cx, id: &AlarmName, _prior: &Self) -> Result<()> {
        let request = cx.cloudwatch().delete_alarms().alarm_names(id);
        request.send().await.none_if_not_found(NOT_FOUND).map(drop)
    }
}

fn tag((key, value): (String, String)) -> types::Tag {
    types::Tag::builder().key(key).value(value).build()
}
