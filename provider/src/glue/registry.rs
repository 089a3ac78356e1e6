//! `aws_glue_registry`

use aws_sdk_glue::operation::create_registry::CreateRegistryError;
use aws_sdk_glue::operation::get_registry::GetRegistryOutput;
use aws_sdk_glue::types::{RegistryId, RegistryStatus};

use super::{NOT_FOUND, TAKEN, checked_arn, is_name, tags, time};
use crate::identity::Arn;
use crate::lost::Lost;
use crate::prelude::*;
use crate::region;
use crate::taken::{self, Holder};

/// Manages a registry of the AWS Glue Schema Registry: a container of schemas, on which permissions
/// are given. To delete a registry deletes its schemas with all their versions.
///
/// See [Glue Schema Registry](https://docs.aws.amazon.com/glue/latest/dg/schema-registry.html) in the
/// AWS Glue Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Registry {
    /// ARN of the registry.
    pub(crate) arn: Computed<String>,
    /// Description of the registry, of at most 2048 bytes.
    #[attr(check = length(0, 2048))]
    pub(crate) description: Option<String>,
    /// Name of the registry: letters, digits, hyphens, underscores, dollar signs, hash marks and full
    /// stops. It must be unique in the account and region.
    #[attr(force_new, check = length(1, 255), check = rule("", is_name))]
    pub(crate) registry_name: String,
    /// Tags of the registry.
    pub(crate) tags: Option<Tags>,
}

impl Resource<Aws> for Registry {
    type Identity = Arn;

    const TYPE: &'static str = "aws_glue_registry";
    const NAME: &'static str = "Glue Registry";

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let request = cx
            .glue()
            .create_registry()
            .registry_name(&plan.registry_name)
            .set_description(plan.description.clone())
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let send = |lost: Lost<CreateRegistryError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            async { Ok(request.send().await?.registry_arn) }
        };
        let holder = || async {
            let id = RegistryId::builder().registry_name(&plan.registry_name).build();
            Ok(get(cx, id).await?.map(|it| Holder {
                what: "ARN",
                id: it.registry_arn,
                created: time(it.created_time),
                is_being_deleted: it.status == Some(RegistryStatus::Deleting),
            }))
        };
        let arn = taken::create(cx, TAKEN, send, holder).await;
        arn.map(Into::into)
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let (found, tags) = tokio::try_join!(describe(cx, id), tags::of(cx, id))?;
        let (Some(found), Some(tags)) = (found, tags) else { return Ok(None) };
        Ok(Some(Registry {
            arn: found.registry_arn.into(),
            description: found.description,
            registry_name: found.registry_name.unwrap_or_default(),
            tags: Some(tags),
        }))
    }

    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        if prior.description != plan.description {
            let request = cx
                .glue()
                .update_registry()
                .registry_id(by_arn(id))
                .description(plan.description.as_deref().unwrap_or_default());
            request.send().await.into_result()?;
        }
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        match describe(cx, id).await? {
            None => Ok(()),
            // Somebody has asked for it already: this provider, where it was interrupted.
            Some(it) if it.status == Some(RegistryStatus::Deleting) => Ok(()),
            Some(_) => {
                let request = cx.glue().delete_registry().registry_id(by_arn(id));
                request.send().await.none_if_not_found(NOT_FOUND).map(drop)
            }
        }
    }

    fn import(id: &str) -> Result<Arn> {
        checked_arn(id, "registry").map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

fn by_arn(arn: &str) -> RegistryId {
    RegistryId::builder().registry_arn(arn).build()
}

async fn describe(cx: &Cx, arn: &str) -> Result<Option<GetRegistryOutput>> {
    get(cx, by_arn(arn)).await
}

pub(super) async fn get(cx: &Cx, id: RegistryId) -> Result<Option<GetRegistryOutput>> {
    cx.glue().get_registry().registry_id(id).send().await.none_if_not_found(NOT_FOUND)
}
