//! `aws_caller_identity`, the data source

use tfplugin::{DataSource, Origin};

use crate::prelude::*;

/// Tells whose credentials the provider uses.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CallerIdentityDataSource {
    /// Id of the account.
    pub(crate) account_id: Computed<String>,
    /// ARN of the user or of the role's session.
    pub(crate) arn: Computed<String>,
    /// Id of the account.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Id of the user or of the role's session, which is unique.
    pub(crate) user_id: Computed<String>,
}

impl DataSource<Aws> for CallerIdentityDataSource {
    const TYPE: &'static str = "aws_caller_identity";
    const NAME: &'static str = "Caller Identity";
    const ORIGIN: Origin = Origin::Framework;
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
