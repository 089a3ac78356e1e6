//! `aws_security_group`

use std::time::Duration;

use aws_sdk_ec2::operation::create_security_group::CreateSecurityGroupError;
use aws_sdk_ec2::types::{self, Filter, NetworkInterfaceStatus, ResourceType};
use schemas::{Fields, Value};

use super::filter::Filters;
use super::group::{self, Direction};
use super::permission::{Permission, Permissions};
use super::protocol::ALL;
use super::rule::{self, Rule};
use super::{tags, text};
use crate::identity::LocalId;
use crate::lost::Lost;
use crate::prelude::*;
use crate::{error, name};

/// Manages a security group of a VPC: the inbound and outbound traffic that is allowed for its
/// network interfaces.
///
/// A new group allows no traffic: the rule of EC2 that allows all outbound traffic is removed,
/// unless it is configured.
///
/// Do not use `ingress` and `egress` together with `aws_vpc_security_group_ingress_rule`,
/// `aws_vpc_security_group_egress_rule` or `aws_security_group_rule` for the same group: each would
/// remove the rules of the other.
///
/// See [security groups](https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html)
/// in the Amazon VPC User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SecurityGroup {
    /// ARN of the security group.
    pub(crate) arn: Computed<String>,
    /// Description of the security group. EC2 cannot change it; use tags for what may change.
    #[attr(force_new, default = "Managed by Terraform", check = length(0, 255), check = text::characters())]
    pub(crate) description: String,
    /// Name of the security group. Unique in the VPC; `default` is reserved. If neither `name` nor
    /// `name_prefix` is set, the provider generates a name.
    #[attr(
        computed,
        force_new,
        conflicts = "name_prefix",
        check = length(0, 255),
        check = text::characters(),
        check = no_id(),
    )]
    pub(crate) name: Option<String>,
    /// Prefix of the generated name; 26 characters are appended. With `create_before_destroy`,
    /// `name_prefix` lets the new group be created before the old one is destroyed.
    #[attr(
        computed,
        force_new,
        conflicts = "name",
        check = length(0, 229),
        check = text::characters(),
        check = no_id(),
    )]
    pub(crate) name_prefix: Option<String>,
    /// ID of the account that owns the security group.
    pub(crate) owner_id: Computed<String>,
    /// Whether to remove rules before the security group is deleted: its own and, when no network
    /// interface uses the group any more, rules of other groups that refer to it. For groups to
    /// which AWS services add rules that refer to each other.
    #[attr(default = false, not_returned)]
    pub(crate) revoke_rules_on_delete: Option<bool>,
    /// Tags of the security group.
    pub(crate) tags: Option<Tags>,
    /// ID of the VPC. Defaults to the default VPC of the region.
    #[attr(computed, force_new)]
    pub(crate) vpc_id: Option<String>,
    /// Outbound rules. Without this block, existing rules are left alone; `egress = []` removes
    /// them.
    #[block(computed, attribute)]
    pub(crate) egress: Set<Rule>,
    /// Inbound rules. Without this block, existing rules are left alone; `ingress = []` removes
    /// them.
    #[block(computed, attribute)]
    pub(crate) ingress: Set<Rule>,
}

impl Resource<Aws> for SecurityGroup {
    type Identity = LocalId;

    const TYPE: &'static str = "aws_security_group";
    const NAME: &'static str = "VPC Security Group";
    const VERSION: i64 = 1;
    const TIMEOUTS: Timeouts = Timeouts {
        create: Some(Duration::from_secs(10 * 60)),
        delete: Some(Duration::from_secs(15 * 60)),
        ..Timeouts::NONE
    };

    fn checks() -> Vec<Check> {
        rule::checks()
    }

    fn respell(known: &Value, remote: &mut Fields) {
        rule::respell(known, remote);
        // EC2 takes blanks from the end of a name.
        let name = known.get("name");
        if name.as_str().map(str::trim_end) == remote.get("name").and_then(Value::as_str) {
            remote.insert("name".to_owned(), name.clone());
        }
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<LocalId> {
        let id = LocalId::from(plan.made(cx).await?);
        cx.created(&id);
        let group = group::wait_until_visible(cx, &id).await?;
        for direction in Direction::BOTH {
            let prior = direction.permissions(&group);
            group::change(cx, &group, direction, &prior, &plan.permissions(direction)).await?;
        }
        Ok(id)
    }

    async fn read(cx: &Cx, id: &LocalId) -> Result<Option<Self>> {
        let Some(group) = group::describe(cx, id).await? else { return Ok(None) };
        let name = group.group_name.clone().unwrap_or_default();
        Ok(Some(SecurityGroup {
            arn: group::arn(cx, &group).into(),
            egress: Direction::Egress.rules(&group),
            ingress: Direction::Ingress.rules(&group),
            name_prefix: name::prefix(&name, "").map(str::to_owned),
            name: Some(name),
            description: group.description.unwrap_or_default(),
            owner_id: group.owner_id.into(),
            revoke_rules_on_delete: None,
            tags: Some(tags::from_api(group.tags)),
            vpc_id: group.vpc_id,
        }))
    }

    async fn update(cx: &Cx, id: &LocalId, prior: &Self, plan: &Self) -> Result<()> {
        group::update(cx, id, |direction| {
            (prior.permissions(direction), plan.permissions(direction))
        })
        .await?;
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &LocalId, prior: &Self) -> Result<()> {
        let revokes = prior.revoke_rules_on_delete == Some(true);
        if revokes {
            group::revoke_all(cx, id).await?;
        }
        cx.until(|| async {
            let answer = cx.ec2().delete_security_group().group_id(id).send().await;
            let is_in_use = matches!(
                answer.as_ref().err().and_then(error::code),
                Some("DependencyViolation" | "InvalidGroup.InUse")
            );
            match answer.none_if_not_found(group::NOT_FOUND) {
                Err(error) if is_in_use => Err(in_use(cx, id, &error, revokes).await),
                answer => answer.map(|_| Progress::Ready(())),
            }
        })
        .await
    }

    fn import(id: &str) -> Result<LocalId> {
        group::import(id).map(Into::into)
    }

    fn upgrade(version: i64, state: serde_json::Value) -> Result<serde_json::Value> {
        Ok(group::upgrade(version, state))
    }
}

impl SecurityGroup {
    /// Makes the group, and gives its id.
    async fn made(&self, cx: &Cx) -> Result<String> {
        let name = name::given(&self.name, &self.name_prefix, "");
        let vpc = self.vpc_id.clone();
        let tags = tags::to_create(ResourceType::SecurityGroup, self.tags.as_ref());
        let request = cx.ec2().create_security_group().group_name(&name);
        let request = request.description(&self.description).set_vpc_id(vpc.clone());
        let request = request.set_tag_specifications(tags).customize();
        let lost = Lost::<CreateSecurityGroupError>::new();
        let refused = match request.interceptor(lost.clone()).send().await {
            Ok(output) => {
                return output
                    .group_id
                    .ok_or_else(|| "the response has no security group ID".into());
            }
            Err(error) => error,
        };
        let failure = error::failure(&refused);
        match error::code(&refused) {
            Some("InvalidGroup.Duplicate") => {}
            Some("SecurityGroupLimitExceeded") => {
                return Err(failure.remedy(
                    "The quota is VPC security groups per Region (L-E79EC296). Request a quota \
                     increase.",
                ));
            }
            _ => return Err(failure),
        }
        let Ok(group) = namesake(cx, &name, vpc, lost.any()).await else {
            return Err(failure.remedy("Choose another name."));
        };
        let id = group.group_id().unwrap_or_default().to_owned();
        match lost.any() && self.is_new(&group) {
            true => Ok(id),
            false => Err(failure.remedy(format!(
                "If the group is to be managed here, import it by its id, {id}. Otherwise choose \
                 another name."
            ))),
        }
    }

    /// Whether a group is as EC2 has just made it: this one, and nothing added.
    fn is_new(&self, group: &types::SecurityGroup) -> bool {
        let is_open = |it: &Permission| it.ports.protocol == ALL && it.peer.is_everybody();
        group.description() == Some(self.description.as_str())
            && tags::are(group.tags(), self.tags.as_ref())
            && Direction::Ingress.permissions(group).is_empty()
            && Direction::Egress.permissions(group).keys().all(is_open)
    }

    fn permissions(&self, direction: Direction) -> Permissions {
        rule::permissions(match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        })
    }
}

/// The group of a VPC that has a name which no other group of it can have.
async fn namesake(
    cx: &Cx,
    name: &str,
    vpc: Option<String>,
    is_lost: bool,
) -> Result<types::SecurityGroup> {
    let vpc = match vpc {
        Some(id) => id,
        None => group::default_vpc(cx).await?,
    };
    let poll = || async {
        let name = name.trim_end();
        let filters = Filters::default().by("group-name", Some(name)).by("vpc-id", Some(&vpc));
        let mut found = group::list(cx, None, filters).await?.into_iter();
        // `*` and `?` stand for others in a filter, and for themselves in a name.
        Ok(match found.find(|it| it.group_name() == Some(name)) {
            Some(group) => Progress::Ready(group),
            None => Progress::Pending("the security group is not visible yet".to_owned()),
        })
    };
    // What was made long ago is shown at once.
    let limit = if is_lost { group::LATE } else { Duration::ZERO };
    cx.until_within(limit, poll).await
}

/// Names that would be taken for ids.
fn no_id() -> schemas::Check {
    schemas::check::rule("Must not begin with `sg-`.", |text| match text.starts_with("sg-") {
        true => Err("must not begin with `sg-`".to_owned()),
        false => Ok(()),
    })
    .says(|name, _| format!("invalid value for {name} (cannot begin with sg-)"))
}

/// Why a group is not deleted yet, with what uses it. Worth another try.
async fn in_use(cx: &Cx, id: &str, error: &Error, revokes: bool) -> Error {
    let message = &error.message;
    Error::retryable(match release(cx, id, revokes).await {
        Ok(users) if users.is_empty() => message.clone(),
        Ok(users) => format!("{message}; it is used by {}", users.join(", ")),
        Err(error) => format!("{message}; cannot determine what uses it: {error}"),
    })
}

/// Removes from a group what will not go by itself, and gives what else uses it.
async fn release(cx: &Cx, id: &str, revokes: bool) -> Result<Vec<String>> {
    let filter = Filter::builder().name("group-id").values(id).build();
    let request = cx.ec2().describe_network_interfaces().filters(filter);
    let mut pages = request.into_paginator().send();
    let mut users = Vec::new();
    while let Some(page) = pages.next().await {
        for it in page.into_result()?.network_interfaces.unwrap_or_default() {
            let interface = it.network_interface_id().unwrap_or_default();
            let description = it.description().unwrap_or_default();
            // Lambda leaves the interfaces of deleted functions behind, for half an hour and more.
            if description.starts_with("AWS Lambda VPC ENI")
                && it.status == Some(NetworkInterfaceStatus::Available)
            {
                let request = cx.ec2().delete_network_interface();
                let answer = request.network_interface_id(interface).send().await;
                answer.none_if_not_found(&["InvalidNetworkInterfaceID.NotFound"])?;
            } else {
                users.push(format!("network interface {interface} ({description})"));
            }
        }
    }
    if !users.is_empty() {
        // As long as an interface has the group, rules that name it are of use.
        return Ok(users);
    }
    if revokes {
        group::revoke_references(cx, id).await?;
        return Ok(users);
    }
    let groups = group::references(cx, id).await?;
    users.extend(groups.iter().filter_map(|it| Some(format!("rules of {}", it.group_id()?))));
    Ok(users)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_end_of_a_name_do_not_count() {
        let read = |known: &str, remote: &str| {
            let known = Value::Object([("name".to_owned(), known.into())].into());
            let mut remote: Fields = [("name".to_owned(), remote.into())].into();
            SecurityGroup::respell(&known, &mut remote);
            remote["name"].clone()
        };
        assert_eq!(read("web ", "web"), "web ".into());
        assert_eq!(read("web", "web"), "web".into());
        assert_eq!(read("web ", "other"), "other".into());
        assert_eq!(read(" web", "web"), "web".into());
    }
}
