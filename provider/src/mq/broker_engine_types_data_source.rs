//! `aws_mq_broker_engine_types`

use aws_sdk_mq::operation::describe_broker_engine_types::DescribeBrokerEngineTypesOutput;
use aws_sdk_mq::types as api;
use tfplugin::DataSource;

use super::any_case::AnyCase;
use crate::pages;
use crate::prelude::*;

/// Lists the broker engines of Amazon MQ and their versions.
///
/// See [broker engine
/// types](https://docs.aws.amazon.com/amazon-mq/latest/api-reference/broker-engine-types.html) in
/// the Amazon MQ API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerEngineTypesDataSource {
    /// Broker engines, in the order of AWS.
    #[block]
    pub(crate) broker_engine_types: Computed<Vec<BrokerEngineType>>,
    /// Broker engine to list. If not set, all engines are listed.
    #[attr(check = one_of_any_case(&["ACTIVEMQ", "RABBITMQ"]))]
    pub(crate) engine_type: Option<AnyCase>,
    /// Region of the engines.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
}

/// A broker engine.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerEngineType {
    /// Broker engine: `ACTIVEMQ` or `RABBITMQ`.
    pub(crate) engine_type: Computed<String>,
    /// Versions available for new brokers.
    #[block]
    pub(crate) engine_versions: Computed<Vec<EngineVersion>>,
}

/// A version of the engine.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EngineVersion {
    /// Version number.
    pub(crate) name: Computed<String>,
}

impl DataSource<Aws> for BrokerEngineTypesDataSource {
    const TYPE: &'static str = "aws_mq_broker_engine_types";
    const NAME: &'static str = "MQ Broker Engine Types";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let engine = config.engine_type.as_ref().map(AnyCase::capitals);
        let request = cx.mq().describe_broker_engine_types().max_results(100);
        let request = request.set_engine_type(engine);
        let ask = |token| request.clone().set_next_token(token).send();
        let part = |it: DescribeBrokerEngineTypesOutput| (it.broker_engine_types, it.next_token);
        let found = pages::all(ask, part).await?;
        let found: Vec<_> = found.into_iter().map(from_api).collect();
        Ok(BrokerEngineTypesDataSource {
            broker_engine_types: found.into(),
            id: Some(cx.region().to_owned()),
            ..config
        })
    }
}

fn from_api(it: api::BrokerEngineType) -> BrokerEngineType {
    let versions = it.engine_versions.unwrap_or_default().into_iter();
    let versions: Vec<_> = versions.map(|it| EngineVersion { name: it.name.into() }).collect();
    BrokerEngineType {
        engine_type: it.engine_type.map(|it| it.as_str().to_owned()).into(),
        engine_versions: versions.into(),
    }
}
