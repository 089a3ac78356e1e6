//! `aws_caller_identity`, the data source

use tfplugin::{DataSource, TypeSystem};

use crate::prelude::*;

/// Returns the account, user or role of the provider's credentials.
///
/// See
/// [GetCallerIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html)
/// in the AWS STS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CallerIdentityDataSource {
    /// ID of the account.
    pub(crate) account_id: Computed<String>,
    /// ARN of the user or role session.
    pub(crate) arn: Computed<String>,
    /// ID of the account.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Unique ID of the user or role session.
    pub(crate) user_id: Computed<String>,
}

impl DataSource<Aws> for CallerIdentityDataSource {
    const TYPE: &'static str = "aws_caller_identity";
    const NAME: &'static str = "Caller Identity";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const REGIONAL: bool = false;

    async fn read(cx: &Cx, _config: Self) -> Result<Self> {
        let identity = cx.identity().await?.clone();
        Ok(CallerIdentityDataSource {
            account_id: identity.account.clone().into(),
            arn: identity.arn.into(),
            id: Some(identity.account),
            user_id: identity.user_id.into(),
        })
    }
}
