//! Whose credentials are used, and which roles are assumed with them.

use std::time::Duration;

use aws_credential_types::Credentials;
use schemas::Path;
use tfplugin::Diagnostic;
use tfplugin::engine::parse_duration;

use super::{Block, Role, Source, Token, WebIdentity, text};

/// Arguments without which it is not known whose credentials are used.
const CREDENTIAL_ARGUMENTS: &[&str] = &[
    "access_key",
    "secret_key",
    "token",
    "profile",
    "shared_config_files",
    "shared_credentials_files",
    "assume_role",
    "assume_role_with_web_identity",
];

impl Block<'_> {
    pub(super) fn source(&self) -> Result<Source, Diagnostic> {
        let Block { block, environment, unknown } = self;
        let missing = unknown.iter().filter(|it| CREDENTIAL_ARGUMENTS.contains(&it.as_str()));
        let missing: Vec<String> = missing.cloned().collect();
        if !missing.is_empty() {
            return Ok(Source::Unknown(missing));
        }
        if let (Some(id), Some(secret)) = (text(&block.access_key), text(&block.secret_key)) {
            let token = text(&block.token).map(str::to_owned);
            return Ok(Source::Given(Credentials::new(id, secret, token, None, "configuration")));
        }
        if let Some(web) = block.assume_role_with_web_identity.first() {
            let arn = text(&web.role_arn).or(environment.get("AWS_ROLE_ARN"));
            let given = |it: &str| Token::Given(it.to_owned());
            let file = |it: &str| Token::File(self.expand(it));
            // What the block says comes before the environment, whichever of the two it says.
            let token = text(&web.web_identity_token)
                .map(given)
                .or_else(|| text(&web.web_identity_token_file).map(file))
                .or_else(|| environment.get("TF_AWS_WEB_IDENTITY_TOKEN").map(given))
                .or_else(|| environment.get("AWS_WEB_IDENTITY_TOKEN_FILE").map(file));
            let lacks = |name: &str, ways: &str| {
                let path = Path::root("assume_role_with_web_identity").index(0).attribute(name);
                let detail = format!(
                    "An `assume_role_with_web_identity` block requires {ways} in the environment."
                );
                Diagnostic::error(format!("`{name}` is missing"), detail).at(path)
            };
            let arn = arn.ok_or_else(|| lacks("role_arn", "`role_arn`, or AWS_ROLE_ARN"))?;
            let ways = "`web_identity_token` or `web_identity_token_file`, or \
                        TF_AWS_WEB_IDENTITY_TOKEN or AWS_WEB_IDENTITY_TOKEN_FILE";
            let token = token.ok_or_else(|| lacks("web_identity_token_file", ways))?;
            let name = text(&web.session_name).or(environment.get("AWS_ROLE_SESSION_NAME"));
            let role = Role {
                arn: arn.to_owned(),
                session_name: name.map_or_else(session_name, str::to_owned),
                duration: duration(&web.duration),
                policy: text(&web.policy).map(str::to_owned),
                policy_arns: web.policy_arns.as_ref().map(|it| it.to_vec()).unwrap_or_default(),
                ..Role::default()
            };
            return Ok(Source::WebIdentity(WebIdentity { role, token }));
        }
        Ok(match text(&block.profile) {
            Some(_) => Source::Profile,
            None => Source::Found,
        })
    }

    pub(super) fn roles(&self) -> Vec<Role> {
        let roles = self.block.assume_role.iter().filter_map(|it| {
            Some(Role {
                arn: text(&it.role_arn)?.to_owned(),
                session_name: text(&it.session_name).map_or_else(session_name, str::to_owned),
                duration: duration(&it.duration),
                external_id: text(&it.external_id).map(str::to_owned),
                policy: text(&it.policy).map(str::to_owned),
                policy_arns: it.policy_arns.as_ref().map(|it| it.to_vec()).unwrap_or_default(),
                source_identity: text(&it.source_identity).map(str::to_owned),
                tags: it.tags.clone().unwrap_or_default(),
                transitive_tag_keys: match &it.transitive_tag_keys {
                    Some(keys) => keys.to_vec(),
                    None => Vec::new(),
                },
            })
        });
        roles.collect()
    }
}

fn duration(value: &Option<String>) -> Option<Duration> {
    text(value).and_then(|it| parse_duration(it).ok())
}

pub(crate) fn session_name() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    format!("terraform-{}", since.map_or(0, |it| it.as_millis()))
}
