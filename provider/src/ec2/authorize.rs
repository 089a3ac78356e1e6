//! Adding rules to a security group, and why EC2 does not.

use aws_sdk_ec2::types::{IpPermission, SecurityGroupRule, TagSpecification};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::group::Direction;
use crate::error;
use crate::lost::Lost;
use crate::prelude::*;

/// Why rules were not changed.
pub(super) enum Refused {
    /// The group has as many rules as it may have.
    Full(Error),
    /// What is to be added is there, or what is to be taken away is not. Where an answer was lost
    /// it may be so by this very call.
    Outdated {
        error: Error,
        is_lost: bool,
    },
    Otherwise(Error),
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        match refused {
            Refused::Full(error) | Refused::Outdated { error, .. } | Refused::Otherwise(error) => {
                error
            }
        }
    }
}

/// What EC2 says where a group would have more rules than it may have.
const FULL: &str = "RulesPerSecurityGroupLimitExceeded";

/// What EC2 says where rules are not as they were taken to be.
const OUTDATED: &[&str] = &["InvalidPermission.Duplicate", "InvalidPermission.NotFound"];

/// Adds rules, and gives them as EC2 has them.
pub(super) async fn authorize(
    cx: &Cx,
    group: &str,
    direction: Direction,
    ip_permissions: Vec<IpPermission>,
    tags: Option<Vec<TagSpecification>>,
) -> Result<Vec<SecurityGroupRule>, Refused> {
    let (ec2, ip_permissions) = (cx.ec2(), Some(ip_permissions));
    let rules = match direction {
        Direction::Ingress => {
            let lost = Lost::new();
            let request = ec2.authorize_security_group_ingress().group_id(group);
            let request = request.set_ip_permissions(ip_permissions).set_tag_specifications(tags);
            let answer = request.customize().interceptor(lost.clone()).send().await;
            answer.map_err(|it| refused(&it, &lost))?.security_group_rules
        }
        Direction::Egress => {
            let lost = Lost::new();
            let request = ec2.authorize_security_group_egress().group_id(group);
            let request = request.set_ip_permissions(ip_permissions).set_tag_specifications(tags);
            let answer = request.customize().interceptor(lost.clone()).send().await;
            answer.map_err(|it| refused(&it, &lost))?.security_group_rules
        }
    };
    Ok(rules.unwrap_or_default())
}

/// Takes rules away that are found by what they let through.
pub(super) async fn revoke(
    cx: &Cx,
    group: &str,
    direction: Direction,
    ip_permissions: Vec<IpPermission>,
) -> Result<(), Refused> {
    let (ec2, ip_permissions) = (cx.ec2(), Some(ip_permissions));
    match direction {
        Direction::Ingress => {
            let lost = Lost::new();
            let request = ec2.revoke_security_group_ingress().group_id(group);
            let request = request.set_ip_permissions(ip_permissions).customize();
            let answer = request.interceptor(lost.clone()).send().await;
            answer.map(drop).map_err(|it| refused(&it, &lost))
        }
        Direction::Egress => {
            let lost = Lost::new();
            let request = ec2.revoke_security_group_egress().group_id(group);
            let request = request.set_ip_permissions(ip_permissions).customize();
            let answer = request.interceptor(lost.clone()).send().await;
            answer.map(drop).map_err(|it| refused(&it, &lost))
        }
    }
}

fn refused<E>(error: &SdkError<E, Response>, lost: &Lost<E>) -> Refused
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let failure = error::failure(error);
    match error::code(error) {
        Some(FULL) => Refused::Full(failure.remedy(
            "The quota is inbound or outbound rules per security group (L-0EA8095F); a prefix list \
             counts as its maximum number of entries. Request a quota increase, or combine CIDR \
             blocks.",
        )),
        Some(code) if OUTDATED.contains(&code) => {
            Refused::Outdated { error: failure, is_lost: lost.any() }
        }
        _ => Refused::Otherwise(failure),
    }
}
