//! Alarms to and from the API.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmFluentBuilder;
use aws_sdk_cloudwatch::types::{
    self, AlarmPromQlCriteria, ComparisonOperator, Dimension, MetricDataQuery, MetricStat,
    StandardUnit, Statistic,
};

use super::{
    EvaluationCriteria, EvaluationWindow, Metric, MetricAlarm, MetricQuery, PromqlCriteria,
    WallClockWindow, WarmUpConfiguration,
};
use crate::prelude::*;

impl MetricAlarm {
    pub(super) fn to_api(&self, cx: &Cx) -> PutMetricAlarmFluentBuilder {
        let queries: Vec<_> = self.metric_query.0.iter().map(MetricQuery::to_api).collect();
        let arns =
            |them: &Option<Set<String>>| them.clone().map(|it| it.0).filter(|it| !it.is_empty());
        // A threshold of its own has every alarm that has no band and no query in PromQL.
        let threshold = match (&self.threshold_metric_id, &self.evaluation_criteria) {
            (None, None) => Some(self.threshold.unwrap_or_default()),
            _ => None,
        };
        cx.cloudwatch()
            .put_metric_alarm()
            .set_actions_enabled(self.actions_enabled)
            .set_alarm_actions(arns(&self.alarm_actions))
            .set_alarm_description(self.alarm_description.clone())
            .alarm_name(&self.alarm_name)
            .set_comparison_operator(
                self.comparison_operator.as_deref().map(ComparisonOperator::from),
            )
            .set_datapoints_to_alarm(set(self.datapoints_to_alarm))
            .set_dimensions(self.dimensions.as_ref().map(dimensions))
            .set_evaluate_low_sample_count_percentile(
                self.evaluate_low_sample_count_percentiles.clone(),
            )
            .set_evaluation_criteria(self.evaluation_criteria.as_ref().map(|it| it.to_api()))
            .set_evaluation_interval(set(self.evaluation_interval))
            .set_evaluation_periods(set(self.evaluation_periods))
            .set_evaluation_window(self.evaluation_window.as_ref().map(|it| it.to_api()))
            .set_extended_statistic(self.extended_statistic.clone())
            .set_insufficient_data_actions(arns(&self.insufficient_data_actions))
            .set_metric_name(self.metric_name.clone())
            .set_metrics(Some(queries).filter(|it| !it.is_empty()))
            .set_namespace(self.namespace.clone())
            .set_ok_actions(arns(&self.ok_actions))
            .set_period(set(self.period))
            .set_statistic(self.statistic.as_deref().map(Statistic::from))
            .set_threshold(threshold)
            .set_threshold_metric_id(self.threshold_metric_id.clone())
            .set_treat_missing_data(self.treat_missing_data.clone())
            .set_unit(self.unit.as_deref().map(StandardUnit::from))
            .set_warm_up_configuration(self.warm_up_configuration.as_ref().map(|it| it.to_api()))
    }

    pub(super) fn from_api(found: types::MetricAlarm, tags: Tags) -> Self {
        let arns = |them: Option<Vec<String>>| Some(Set(them.unwrap_or_default()));
        MetricAlarm {
            actions_enabled: found.actions_enabled,
            alarm_actions: arns(found.alarm_actions),
            alarm_description: found.alarm_description,
            alarm_name: found.alarm_name.unwrap_or_default(),
            arn: found.alarm_arn.into(),
            comparison_operator: found.comparison_operator.map(|it| it.as_str().to_owned()),
            datapoints_to_alarm: found.datapoints_to_alarm,
            dimensions: Some(by_name(found.dimensions)),
            evaluate_low_sample_count_percentiles: found.evaluate_low_sample_count_percentile,
            evaluation_interval: found.evaluation_interval,
            evaluation_periods: found.evaluation_periods,
            extended_statistic: found.extended_statistic,
            insufficient_data_actions: arns(found.insufficient_data_actions),
            metric_name: found.metric_name,
            namespace: found.namespace,
            ok_actions: arns(found.ok_actions),
            period: found.period,
            statistic: found.statistic.map(|it| it.as_str().to_owned()),
            tags: Some(tags),
            threshold: found.threshold,
            threshold_metric_id: found.threshold_metric_id,
            treat_missing_data: Some(found.treat_missing_data.unwrap_or("missing".to_owned())),
            unit: found.unit.map(|it| it.as_str().to_owned()),
            evaluation_criteria: found.evaluation_criteria.and_then(EvaluationCriteria::from_api),
            evaluation_window: found.evaluation_window.and_then(EvaluationWindow::from_api),
            metric_query: found
                .metrics
                .unwrap_or_default()
                .into_iter()
                .map(MetricQuery::from_api)
                .collect(),
            warm_up_configuration: found.warm_up_configuration.map(|it| WarmUpConfiguration {
                only_start_evaluating_after_warm_up_period_ends: it
                    .only_start_evaluating_after_warm_up_period_ends,
                warm_up_period_duration_in_minutes: it
                    .warm_up_period_duration_in_minutes
                    .unwrap_or_default(),
            }),
        }
    }
}

impl EvaluationCriteria {
    fn to_api(&self) -> types::EvaluationCriteria {
        let PromqlCriteria { pending_period, query, recovery_period } = &self.promql_criteria;
        let criteria = AlarmPromQlCriteria::builder()
            .set_pending_period(*pending_period)
            .query(query)
            .set_recovery_period(*recovery_period);
        types::EvaluationCriteria::PromQlCriteria(criteria.build())
    }

    fn from_api(found: types::EvaluationCriteria) -> Option<Self> {
        let types::EvaluationCriteria::PromQlCriteria(it) = found else { return None };
        let promql_criteria = PromqlCriteria {
            pending_period: it.pending_period,
            query: it.query.unwrap_or_default(),
            recovery_period: it.recovery_period,
        };
        Some(EvaluationCriteria { promql_criteria })
    }
}

impl EvaluationWindow {
    fn to_api(&self) -> types::EvaluationWindow {
        let zone = self.wall_clock_window.timezone.clone();
        let window = types::WallClockWindow::builder().set_timezone(zone).build();
        types::EvaluationWindow::WallClockWindow(window)
    }

    fn from_api(found: types::EvaluationWindow) -> Option<Self> {
        let types::EvaluationWindow::WallClockWindow(it) = found else { return None };
        Some(EvaluationWindow { wall_clock_window: WallClockWindow { timezone: it.timezone } })
    }
}

impl WarmUpConfiguration {
    fn to_api(&self) -> types::WarmUpConfiguration {
        types::WarmUpConfiguration::builder()
            .set_only_start_evaluating_after_warm_up_period_ends(
                self.only_start_evaluating_after_warm_up_period_ends,
            )
            .warm_up_period_duration_in_minutes(self.warm_up_period_duration_in_minutes)
            .build()
    }
}

impl MetricQuery {
    fn to_api(&self) -> MetricDataQuery {
        let text = |it: &Option<String>| it.clone().filter(|it| !it.is_empty());
        MetricDataQuery::builder()
            .set_account_id(text(&self.account_id))
            .set_expression(text(&self.expression))
            .id(&self.id)
            .set_label(text(&self.label))
            .set_metric_stat(self.metric.as_ref().map(Metric::to_api))
            .set_period(set(self.period))
            .return_data(self.return_data.unwrap_or_default())
            .build()
    }

    fn from_api(found: MetricDataQuery) -> Self {
        MetricQuery {
            account_id: found.account_id,
            expression: found.expression,
            id: found.id.unwrap_or_default(),
            label: found.label,
            period: found.period,
            return_data: found.return_data,
            metric: found.metric_stat.map(Metric::from_api),
        }
    }
}

impl Metric {
    fn to_api(&self) -> MetricStat {
        let metric = types::Metric::builder()
            .set_dimensions(self.dimensions.as_ref().map(dimensions))
            .metric_name(&self.metric_name)
            .set_namespace(self.namespace.clone().filter(|it| !it.is_empty()));
        let unit = self.unit.as_deref().filter(|it| !it.is_empty());
        MetricStat::builder()
            .metric(metric.build())
            .period(self.period)
            .stat(&self.stat)
            .set_unit(unit.map(StandardUnit::from))
            .build()
    }

    fn from_api(found: MetricStat) -> Self {
        let metric = found.metric.unwrap_or_else(|| types::Metric::builder().build());
        Metric {
            dimensions: Some(by_name(metric.dimensions)),
            metric_name: metric.metric_name.unwrap_or_default(),
            namespace: metric.namespace,
            period: found.period.unwrap_or_default(),
            stat: found.stat.unwrap_or_default(),
            unit: found.unit.map(|it| it.as_str().to_owned()),
        }
    }
}

/// A number that is set: a state holds 0 where none is.
fn set(number: Option<i32>) -> Option<i32> {
    number.filter(|it| *it != 0)
}

fn dimensions(them: &BTreeMap<String, String>) -> Vec<Dimension> {
    them.iter().map(|(name, value)| Dimension::builder().name(name).value(value).build()).collect()
}

fn by_name(them: Option<Vec<Dimension>>) -> BTreeMap<String, String> {
    let them = them.unwrap_or_default().into_iter();
    them.filter_map(|it| Some((it.name?, it.value.unwrap_or_default()))).collect()
}
