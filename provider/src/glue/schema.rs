//! `aws_glue_schema`

mod checks;

use std::time::Duration;

use aws_sdk_glue::operation::create_schema::CreateSchemaError;
use aws_sdk_glue::operation::get_schema::GetSchemaOutput;
use aws_sdk_glue::operation::get_schema_version::GetSchemaVersionOutput;
use aws_sdk_glue::types::{
    RegistryId, SchemaId, SchemaStatus, SchemaVersionNumber, SchemaVersionStatus,
};
use schemas::check::Outcome;
use schemas::{Fields, Value, json};
use tfplugin::path;

use super::{NOT_FOUND, TAKEN, checked_arn, is_name, tags, time};
use crate::identity::Arn;
use crate::lost::Lost;
use crate::prelude::*;
use crate::region;
use crate::taken::{self, Holder};

/// Manages a schema of the AWS Glue Schema Registry: how records are laid out, in versions that are
/// compatible with each other. A changed definition is registered as a new version, which Glue
/// checks against the versions before. To delete a schema deletes all its versions.
///
/// Glue has each definition once: to go back to a definition of an earlier version makes no new
/// version, and is an error.
///
/// See [Glue Schema Registry](https://docs.aws.amazon.com/glue/latest/dg/schema-registry.html) in the
/// AWS Glue Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Schema {
    /// ARN of the schema.
    pub(crate) arn: Computed<String>,
    /// Compatibility that a new version must have with those before. With `NONE` Glue checks nothing;
    /// with `DISABLED` it takes no new version.
    #[attr(check = one_of(&[
        "NONE", "DISABLED", "BACKWARD", "BACKWARD_ALL", "FORWARD", "FORWARD_ALL", "FULL", "FULL_ALL",
    ]))]
    pub(crate) compatibility: String,
    /// Format of the definition. Glue cannot change it: a schema of another format needs another
    /// `schema_name`.
    #[attr(check = one_of(&["AVRO", "JSON", "PROTOBUF"]))]
    pub(crate) data_format: String,
    /// Description of the schema, of at most 2048 bytes.
    #[attr(check = length(0, 2048))]
    pub(crate) description: Option<String>,
    /// Number of the latest version.
    pub(crate) latest_schema_version: Computed<i64>,
    /// Number that the next version will have.
    pub(crate) next_schema_version: Computed<i64>,
    /// ARN of the registry. Defaults to the registry `default-registry`, which Glue creates. Glue
    /// cannot move a schema to another registry.
    #[attr(computed, check = arn())]
    pub(crate) registry_arn: Option<String>,
    /// Name of the registry.
    pub(crate) registry_name: Computed<String>,
    /// Number of the version that compatibility was last changed at.
    pub(crate) schema_checkpoint: Computed<i64>,
    /// Definition of the schema in the language of `data_format`.
    #[attr(check = length(1, 170_000), check = rule("", check_definition))]
    pub(crate) schema_definition: String,
    /// Name of the schema: letters, digits, hyphens, underscores, dollar signs, hash marks and full
    /// stops. It must be unique in the registry.
    #[attr(force_new, check = length(1, 255), check = rule("", is_name))]
    pub(crate) schema_name: String,
    /// Tags of the schema.
    pub(crate) tags: Option<Tags>,
}

impl Resource<Aws> for Schema {
    type Identity = Arn;

    const TYPE: &'static str = "aws_glue_schema";
    const NAME: &'static str = "Glue Schema";

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let registry = plan.registry_arn.clone().filter(|it| !it.is_empty());
        let id = registry.clone().map(|it| RegistryId::builder().registry_arn(it).build());
        let request = cx
            .glue()
            .create_schema()
            .compatibility(plan.compatibility.as_str().into())
            .data_format(plan.data_format.as_str().into())
            .set_description(plan.description.clone())
            .set_registry_id(id)
            .schema_definition(&plan.schema_definition)
            .schema_name(&plan.schema_name)
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let send = |lost: Lost<CreateSchemaError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            async { Ok(request.send().await?.schema_arn) }
        };
        let holder = || async {
            let registry = match &registry {
                Some(arn) => arn.rsplit('/').next().unwrap_or_default(),
                None => DEFAULT_REGISTRY,
            };
            let named = SchemaId::builder().registry_name(registry).schema_name(&plan.schema_name);
            Ok(get(cx, named.build()).await?.map(|it| Holder {
                what: "ARN",
                id: it.schema_arn,
                created: time(it.created_time),
                is_being_deleted: it.schema_status == Some(SchemaStatus::Deleting),
            }))
        };
        let arn = taken::create(cx, TAKEN, send, holder).await;
        arn.map(Into::into)
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let (found, version, tags) =
            tokio::try_join!(get(cx, by_arn(id)), latest(cx, id), tags::of(cx, id))?;
        let (Some(found), Some(version), Some(tags)) = (found, version, tags) else {
            return Ok(None);
        };
        let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
        Ok(Some(Schema {
            arn: found.schema_arn.into(),
            compatibility: text(found.compatibility.as_ref().map(|it| it.as_str())),
            data_format: text(found.data_format.as_ref().map(|it| it.as_str())),
            description: found.description,
            latest_schema_version: found.latest_schema_version.into(),
            next_schema_version: found.next_schema_version.into(),
            registry_arn: found.registry_arn,
            registry_name: found.registry_name.into(),
            schema_checkpoint: found.schema_checkpoint.into(),
            schema_definition: version.schema_definition.unwrap_or_default(),
            schema_name: found.schema_name.unwrap_or_default(),
            tags: Some(tags),
        }))
    }

    /// Glue keeps the first spelling of a definition in JSON.
    fn respell(known: &Value, remote: &mut Fields) {
        let definition = known.get("schema_definition");
        let (Some(ours), Some(theirs)) =
            (definition.as_str(), remote.get("schema_definition").and_then(Value::as_str))
        else {
            return;
        };
        if json::same(ours, theirs) {
            remote.insert("schema_definition".to_owned(), definition.clone());
        }
    }

    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        plan.refuse_what_stays(prior)?;
        if prior.description != plan.description || prior.compatibility != plan.compatibility {
            let request = cx
                .glue()
                .update_schema()
                .schema_id(by_arn(id))
                .compatibility(plan.compatibility.as_str().into())
                .description(plan.description.as_deref().unwrap_or_default());
            request.send().await.into_result()?;
        }
        if prior.schema_definition != plan.schema_definition {
            plan.register(cx, id).await?;
        }
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        match get(cx, by_arn(id)).await? {
            None => Ok(()),
            // Somebody has asked for it already: this provider, where it was interrupted.
            Some(it) if it.schema_status == Some(SchemaStatus::Deleting) => Ok(()),
            Some(_) => {
                let request = cx.glue().delete_schema().schema_id(by_arn(id));
                request.send().await.none_if_not_found(NOT_FOUND).map(drop)
            }
        }
    }

    async fn progress(cx: &Cx, id: &Arn) -> Result<Progress<()>> {
        match latest(cx, id).await?.map(|it| it.status) {
            Some(Some(SchemaVersionStatus::Failure)) => {
                Err(Error::at(path("schema_definition"), "the definition is not valid"))
            }
            Some(Some(SchemaVersionStatus::Pending)) => {
                Ok(Progress::Pending("the version is PENDING".to_owned()))
            }
            Some(_) => Ok(Progress::Ready(())),
            None => Ok(Progress::Pending("the schema cannot be read yet".to_owned())),
        }
    }

    fn import(id: &str) -> Result<Arn> {
        checked_arn(id, "schema").map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

/// The registry of schemas that name none.
const DEFAULT_REGISTRY: &str = "default-registry";

/// How long a version is checked at most.
const CHECK: Duration = Duration::from_mins(10);

impl Schema {
    /// Refuses changes that Glue has no call for.
    fn refuse_what_stays(&self, prior: &Self) -> Result<()> {
        for (name, old, new) in [
            ("data_format", Some(&prior.data_format), Some(&self.data_format)),
            ("registry_arn", prior.registry_arn.as_ref(), self.registry_arn.as_ref()),
        ] {
            if let (Some(old), Some(new)) = (old, new)
                && old != new
            {
                let message = format!("Glue cannot change {name} of a schema: it is {old}");
                return Err(Error::at(path(name), message).remedy(
                    "Set it back, or choose another `schema_name`, which replaces the schema and \
                     deletes all its versions.",
                ));
            }
        }
        Ok(())
    }

    /// Registers the definition, and waits until Glue has checked it.
    async fn register(&self, cx: &Cx, id: &Arn) -> Result<()> {
        let request = cx
            .glue()
            .register_schema_version()
            .schema_id(by_arn(id))
            .schema_definition(&self.schema_definition);
        let registered = request.send().await.into_result()?;
        let number = registered.version_number.unwrap_or_default();
        let version = registered.schema_version_id.ok_or("the answer has no id of a version")?;
        let mut status = registered.status;
        if status != Some(SchemaVersionStatus::Available) {
            let checked = cx.until_within(CHECK, || async {
                let request = cx.glue().get_schema_version().schema_version_id(&version);
                match request.send().await.into_result()?.status {
                    None | Some(SchemaVersionStatus::Pending) => {
                        Ok(Progress::Pending(format!("version {number} is PENDING")))
                    }
                    Some(status) => Ok(Progress::Ready(status)),
                }
            });
            status = Some(checked.await?);
        }
        if status == Some(SchemaVersionStatus::Failure) {
            return Err(self.failed(cx, number).await);
        }
        let newest = latest(cx, id).await?.and_then(|it| it.version_number).unwrap_or_default();
        match newest > number {
            false => Ok(()),
            true => Err(Error::at(
                path("schema_definition"),
                format!("Glue has this definition as version {number} already, and {newest} stays the latest"),
            )
            .remedy(
                "Glue keeps each definition once. Change the definition, such as its documentation, \
                 or leave it as it is in the latest version.",
            )),
        }
    }

    /// Why a version failed, of which Glue says nothing: whether the definition is valid by itself
    /// can be asked.
    async fn failed(&self, cx: &Cx, number: i64) -> Error {
        let request = cx
            .glue()
            .check_schema_version_validity()
            .data_format(self.data_format.as_str().into())
            .schema_definition(&self.schema_definition);
        let invalid = match request.send().await {
            Ok(answer) if !answer.valid => Some(answer.error.unwrap_or_default()),
            _ => None,
        };
        let at = path("schema_definition");
        match invalid {
            Some(why) => Error::at(at, format!("version {number} failed: it is not valid: {why}")),
            None => {
                let Schema { compatibility, .. } = self;
                let message = format!(
                    "version {number} failed: the definition is not compatible ({compatibility}) \
                     with the versions before it"
                );
                Error::at(at, message).remedy(
                    "The latest version is the one before. Make the definition compatible, for \
                     example give new fields a default, or change `compatibility`.",
                )
            }
        }
    }
}

fn check_definition(text: &str) -> Outcome {
    match text.trim().is_empty() {
        true => Err("must not be blank".to_owned()),
        false => Ok(()),
    }
}

fn by_arn(arn: &str) -> SchemaId {
    SchemaId::builder().schema_arn(arn).build()
}

async fn get(cx: &Cx, id: SchemaId) -> Result<Option<GetSchemaOutput>> {
    cx.glue().get_schema().schema_id(id).send().await.none_if_not_found(NOT_FOUND)
}

async fn latest(cx: &Cx, arn: &str) -> Result<Option<GetSchemaVersionOutput>> {
    let number = SchemaVersionNumber::builder().latest_version(true).build();
    let request = cx.glue().get_schema_version().schema_id(by_arn(arn));
    let answer = request.schema_version_number(number).send().await;
    answer.none_if_not_found(NOT_FOUND)
}
