//! `aws_sns_topic`, the data source

use tfplugin::{DataSource, path};

use super::tags;
use crate::prelude::*;

/// Looks up an Amazon SNS topic by name.
///
/// See [ListTopics](https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html) in the Amazon
/// SNS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicDataSource {
    /// ARN of the topic.
    pub(crate) arn: Computed<String>,
    /// ARN of the topic.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Name of the topic.
    pub(crate) name: String,
    /// Tags of the topic.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
}

impl DataSource<Aws> for TopicDataSource {
    const TYPE: &'static str = "aws_sns_topic";
    const NAME: &'static str = "SNS Topic";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        // SNS looks topics up by ARN alone, and lists all of them a hundred at a time.
        let (partition, region) = (cx.partition().id, cx.region());
        let account = cx.account_id().await?;
        let arn = format!("arn:{partition}:sns:{region}:{account}:{}", config.name);
        let tags = tags::read(cx, &arn).await?.ok_or_else(|| {
            let message =
                format!("there is no topic {:?} in {region} of account {account}", config.name);
            Error::at(path("name"), message)
        })?;
        Ok(TopicDataSource { arn: arn.clone().into(), id: Some(arn), tags: Some(tags), ..config })
    }
}
