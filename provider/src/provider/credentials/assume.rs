//! Credentials that STS issues for a role.

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Future;
use aws_credential_types::provider::{self, ProvideCredentials};
use aws_sdk_sts::types::{Credentials as Issued, PolicyDescriptorType, Tag};
use tfplugin::Error;

use super::{lower, none};
use crate::error::failure;
use crate::provider::settings::{Role, Token, WebIdentity, check_credential};

/// Credentials that STS issues.
#[derive(Debug)]
pub(super) struct Assume<T> {
    pub(super) sts: aws_sdk_sts::Client,
    pub(super) what: T,
}

impl ProvideCredentials for Assume<Role> {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(Box::pin(self.issue()))
    }
}

impl ProvideCredentials for Assume<WebIdentity> {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(Box::pin(self.issue()))
    }
}

impl Assume<Role> {
    async fn issue(&self) -> provider::Result {
        let role = &self.what;
        let mut request = self
            .sts
            .assume_role()
            .role_arn(&role.arn)
            .role_session_name(&role.session_name)
            .set_duration_seconds(seconds(role))
            .set_external_id(role.external_id.clone())
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(role))
            .set_source_identity(role.source_identity.clone());
        for (key, value) in &role.tags {
            let tag = Tag::builder().key(key).value(value).build();
            request = request.tags(tag.map_err(CredentialsError::invalid_configuration)?);
        }
        for key in &role.transitive_tag_keys {
            request = request.transitive_tag_keys(key);
        }
        let output = request.send().await.map_err(|error| {
            let error = failure(&error);
            let message = format!("cannot assume role {}: {}", role.arn, error.message);
            none(Error { message, ..error })
        })?;
        issued(role, output.credentials)
    }
}

impl Assume<WebIdentity> {
    async fn issue(&self) -> provider::Result {
        let WebIdentity { role, token } = &self.what;
        let (source, token) = match token {
            Token::Given(token) => ("`web_identity_token`".to_owned(), token.clone()),
            Token::File(path) => {
                let source = path.display().to_string();
                let token = std::fs::read_to_string(path).map_err(|error| {
                    none(format!("cannot read the web identity token {source}: {}", error.kind()))
                })?;
                (source, token)
            }
        };
        let token = token.trim();
        if token.is_empty() {
            return Err(none(format!("the web identity token in {source} is empty")));
        }
        check_credential(&source, "web identity token", token)
            .map_err(|it| none(Error::new(lower(&it.summary)).remedy(it.detail)))?;
        let request = self
            .sts
            .assume_role_with_web_identity()
            .role_arn(&role.arn)
            .role_session_name(&role.session_name)
            .web_identity_token(token)
            .set_duration_seconds(seconds(role))
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(role));
        let output = request.send().await.map_err(|error| {
            let error = failure(&error);
            let message = format!(
                "cannot assume role {} with the web identity token of {source}: {}",
                role.arn,
                error.message.replace(token, "(sensitive value)")
            );
            none(Error { message, ..error })
        })?;
        issued(role, output.credentials)
    }
}

fn seconds(role: &Role) -> Option<i32> {
    role.duration.and_then(|it| i32::try_from(it.as_secs()).ok())
}

fn policies(role: &Role) -> Option<Vec<PolicyDescriptorType>> {
    let policies = role.policy_arns.iter();
    let policies: Vec<_> =
        policies.map(|it| PolicyDescriptorType::builder().arn(it).build()).collect();
    (!policies.is_empty()).then_some(policies)
}

fn issued(role: &Role, credentials: Option<Issued>) -> provider::Result {
    let it = credentials.ok_or_else(|| {
        none(format!("cannot assume role {}: the response has no credentials", role.arn))
    })?;
    let until = it.expiration.try_into().ok();
    let token = Some(it.session_token);
    Ok(Credentials::new(it.access_key_id, it.secret_access_key, token, until, "assume role"))
}
