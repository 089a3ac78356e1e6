//! Security groups as EC2 keeps them: what is common to the types that manage one.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_ec2::types::{IpPermission, SecurityGroup};

use super::authorize::{self, Refused, authorize};
use super::filter::Filters;
use super::permission::{self, Itself, Peer, Permission, Permissions};
use super::rule::Rule;
use crate::prelude::*;

/// What EC2 says where a security group does not exist.
pub(super) const NOT_FOUND: &[&str] = &["InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound"];

/// Which way traffic goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ingress,
    Egress,
}

impl Direction {
    pub(super) const BOTH: [Direction; 2] = [Direction::Ingress, Direction::Egress];

    /// The permissions of a group in this direction.
    pub(super) fn permissions(self, group: &SecurityGroup) -> Permissions {
        permission::from_api(self.ip_permissions(group), Itself::of(group)).into_iter().collect()
    }

    /// The rules of a group in this direction.
    pub(super) fn rules(self, group: &SecurityGroup) -> Set<Rule> {
        Set(Rule::of(permission::from_api(self.ip_permissions(group), Itself::of(group))))
    }

    fn ip_permissions(self, group: &SecurityGroup) -> &[IpPermission] {
        match self {
            Direction::Ingress => group.ip_permissions(),
            Direction::Egress => group.ip_permissions_egress(),
        }
    }
}

/// The groups with the ids, where ids are given, that pass the filters.
pub(super) async fn list(
    cx: &Cx,
    ids: Option<Vec<String>>,
    filters: Filters,
) -> Result<Vec<SecurityGroup>> {
    let request = cx.ec2().describe_security_groups().set_group_ids(ids);
    let mut pages = request.set_filters(filters.into_api()).into_paginator().send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        // What is not there does not match.
        let Some(page) = page.none_if_not_found(NOT_FOUND)? else { break };
        found.extend(page.security_groups.unwrap_or_default());
    }
    Ok(found)
}

pub(super) async fn describe(cx: &Cx, id: &str) -> Result<Option<SecurityGroup>> {
    let answer = cx.ec2().describe_security_groups().group_ids(id).send().await;
    Ok(answer.none_if_not_found(NOT_FOUND)?.and_then(|it| it.security_groups?.into_iter().next()))
}

/// A group that is there, though EC2 may not show it yet.
pub(super) async fn wait_until_visible(cx: &Cx, id: &str) -> Result<SecurityGroup> {
    let ask = || async {
        Ok(match describe(cx, id).await? {
            Some(group) => Progress::Ready(group),
            None => Progress::Pending("the security group is not visible yet".to_owned()),
        })
    };
    cx.until(ask).await
}

pub(super) fn arn(cx: &Cx, group: &SecurityGroup) -> String {
    let id = group.group_id().unwrap_or_default();
    arn_of(cx, group.owner_id().unwrap_or_default(), "security-group", id)
}

/// The ARN of an object of an account.
pub(super) fn arn_of(cx: &Cx, owner: &str, kind: &str, id: &str) -> String {
    format!("arn:{}:ec2:{}:{owner}:{kind}/{id}", cx.partition().id, cx.region())
}

/// Makes the planned permissions of those that there were, in each direction that changes.
pub(super) async fn update(
    cx: &Cx,
    id: &str,
    prior_and_plan: impl Fn(Direction) -> (Permissions, Permissions),
) -> Result<()> {
    let changes = Direction::BOTH.map(|direction| (direction, prior_and_plan(direction)));
    let changes = changes.into_iter().filter(|(_, (prior, plan))| prior != plan);
    let changes: Vec<_> = changes.collect();
    if changes.is_empty() {
        return Ok(());
    }
    let group = wait_until_visible(cx, id).await?;
    for (direction, (prior, plan)) in &changes {
        change(cx, &group, *direction, prior, plan).await?;
    }
    Ok(())
}

/// The VPC that a region has from the beginning.
pub(super) async fn default_vpc(cx: &Cx) -> Result<String> {
    let filters = Filters::default().by("isDefault", Some("true"));
    let output =
        cx.ec2().describe_vpcs().set_filters(filters.into_api()).send().await.into_result()?;
    let vpc = output.vpcs.unwrap_or_default().into_iter().next();
    vpc.and_then(|it| it.vpc_id).ok_or_else(|| {
        let error = Error::new(format!("{} has no default VPC", cx.region()));
        error.remedy("Set `vpc_id`.")
    })
}

/// Checks an import id.
pub(super) fn import(id: &str) -> Result<String> {
    match id.starts_with("sg-") {
        true => Ok(id.to_owned()),
        false => {
            let error = Error::new(format!("{id:?} is not the ID of a security group"));
            Err(error.remedy("Use an ID such as `sg-0123456789abcdef0`."))
        }
    }
}

/// State of version 0 does not know `revoke_rules_on_delete`.
pub(super) fn upgrade(version: i64, mut state: serde_json::Value) -> serde_json::Value {
    if version == 0
        && let Some(attributes) = state.as_object_mut()
    {
        attributes.entry("revoke_rules_on_delete").or_insert(false.into());
    }
    state
}

/// How long EC2 may take to show rules that it says are there.
pub(super) const LATE: Duration = Duration::from_secs(60);

/// Makes the planned permissions of those that there were, and touches no others.
pub(super) async fn change(
    cx: &Cx,
    group: &SecurityGroup,
    direction: Direction,
    prior: &Permissions,
    plan: &Permissions,
) -> Result<()> {
    let (id, itself) = (group.group_id().unwrap_or_default(), Itself::of(group));
    let (prior, plan) = (itself.permissions(prior), itself.permissions(plan));
    let now = direction.permissions(group);
    let answer = make(cx, id, direction, changes(&now, &prior, &plan)).await;
    let Err(Refused::Outdated { error, .. }) = answer else { return Ok(answer?) };
    // Something is done already: by an attempt whose answer was lost, or by somebody else. What is
    // left is done once EC2 shows it.
    let poll = || async {
        let seen = direction.permissions(&wait_until_visible(cx, id).await?);
        Ok(match seen == now {
            true => Progress::Pending("the rules are not visible yet".to_owned()),
            false => Progress::Ready(seen),
        })
    };
    let Ok(now) = cx.until_within(LATE, poll).await else { return Err(error) };
    Ok(make(cx, id, direction, changes(&now, &prior, &plan)).await?)
}

async fn make(cx: &Cx, id: &str, direction: Direction, changes: Changes) -> Result<(), Refused> {
    let Changes { added, described, gone } = changes;
    // What is let through before and after is never cut off in between. Only where a group is full
    // there is no other way.
    let is_full = match add(cx, id, direction, &added).await {
        Err(Refused::Full(_)) if !gone.is_empty() => true,
        answer => answer.map(|()| false)?,
    };
    if !gone.is_empty() {
        authorize::revoke(cx, id, direction, without_descriptions(&gone, id)).await?;
    }
    if is_full {
        add(cx, id, direction, &added).await?;
    }
    describe_grants(cx, id, direction, &described).await.map_err(Refused::Otherwise)
}

async fn add(
    cx: &Cx,
    id: &str,
    direction: Direction,
    permissions: &Permissions,
) -> Result<(), Refused> {
    if permissions.is_empty() {
        return Ok(());
    }
    authorize(cx, id, direction, permission::to_api(permissions, id), None).await.map(drop)
}

/// What makes planned permissions of those that there were.
#[derive(Debug, Default, PartialEq)]
struct Changes {
    added: Permissions,
    described: Permissions,
    gone: Permissions,
}

/// Compares with what there is now as well: EC2 refuses to add what there is, and to take away what
/// is not there.
fn changes(now: &Permissions, prior: &Permissions, plan: &Permissions) -> Changes {
    let mut changes = Changes::default();
    for (permission, description) in plan {
        let (permission, description) = (permission.clone(), description.clone());
        match now.get(&permission) {
            None => changes.added.insert(permission, description),
            Some(it) if *it != description => changes.described.insert(permission, description),
            Some(_) => None,
        };
    }
    let gone = prior.iter().filter(|(it, _)| now.contains_key(it) && !plan.contains_key(it));
    changes.gone =
        gone.map(|(permission, description)| (permission.clone(), description.clone())).collect();
    changes
}

/// Takes away all rules of a group.
pub(super) async fn revoke_all(cx: &Cx, id: &str) -> Result<()> {
    let Some(group) = describe(cx, id).await? else { return Ok(()) };
    for direction in Direction::BOTH {
        change(cx, &group, direction, &direction.permissions(&group), &Permissions::new()).await?;
    }
    Ok(())
}

/// Takes away the rules of other groups that name a group.
pub(super) async fn revoke_references(cx: &Cx, id: &str) -> Result<()> {
    for group in references(cx, id).await? {
        for direction in Direction::BOTH {
            let mut permissions = direction.permissions(&group);
            permissions.retain(|it, _| it.peer == Peer::Group(id.to_owned()));
            change(cx, &group, direction, &permissions, &Permissions::new()).await?;
        }
    }
    Ok(())
}

/// The other groups whose rules name a group.
pub(super) async fn references(cx: &Cx, id: &str) -> Result<Vec<SecurityGroup>> {
    let mut groups = BTreeMap::new();
    for name in ["ip-permission.group-id", "egress.ip-permission.group-id"] {
        for group in list(cx, None, Filters::default().by(name, Some(id))).await? {
            groups.insert(group.group_id().unwrap_or_default().to_owned(), group);
        }
    }
    groups.remove(id);
    Ok(groups.into_values().collect())
}

/// A rule is found by what it lets through, not by its description.
fn without_descriptions(permissions: &Permissions, id: &str) -> Vec<IpPermission> {
    let bare = |(permission, _): (&Permission, &String)| (permission.clone(), String::new());
    permission::to_api(&permissions.iter().map(bare).collect(), id)
}

/// Gives permissions that there are other descriptions.
async fn describe_grants(
    cx: &Cx,
    id: &str,
    direction: Direction,
    permissions: &Permissions,
) -> Result<()> {
    if permissions.is_empty() {
        return Ok(());
    }
    let (ec2, ip_permissions) = (cx.ec2(), Some(permission::to_api(permissions, id)));
    match direction {
        Direction::Ingress => {
            let request = ec2.update_security_group_rule_descriptions_ingress().group_id(id);
            request.set_ip_permissions(ip_permissions).send().await.into_result().map(drop)
        }
        Direction::Egress => {
            let request = ec2.update_security_group_rule_descriptions_egress().group_id(id);
            request.set_ip_permissions(ip_permissions).send().await.into_result().map(drop)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::permission::Ports;
    use super::super::protocol::Protocol;
    use super::*;

    fn permissions(rules: &[(i32, &str)]) -> Permissions {
        let permission = |(port, description): &(i32, &str)| {
            let ports = Ports::new(&Protocol("tcp".to_owned()), *port, *port);
            (Permission { ports, peer: Peer::ipv4("10.0.0.0/8") }, (*description).to_owned())
        };
        rules.iter().map(permission).collect()
    }

    #[test]
    fn only_what_differs_is_changed() {
        let prior = permissions(&[(80, "web"), (81, ""), (82, "")]);
        let plan = permissions(&[(80, "www"), (81, ""), (83, "new")]);
        let expected = Changes {
            added: permissions(&[(83, "new")]),
            described: permissions(&[(80, "www")]),
            gone: permissions(&[(82, "")]),
        };
        assert_eq!(changes(&prior, &prior, &plan), expected);
        assert_eq!(changes(&prior, &prior, &prior), Changes::default());
    }

    #[test]
    fn what_changed_meanwhile_is_respected() {
        let (prior, plan) =
            (permissions(&[(80, ""), (82, "")]), permissions(&[(80, ""), (83, "")]));
        // 82 is gone already, 83 is there, and 99 is somebody else's.
        let now = permissions(&[(80, ""), (83, ""), (99, "")]);
        assert_eq!(changes(&now, &prior, &plan), Changes::default());
    }
}
