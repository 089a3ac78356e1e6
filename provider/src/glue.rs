//! AWS Glue, of which the schema registry is here.

mod registry;
mod registry_data_source;
mod schema;
mod tags;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use schemas::check::Outcome;
use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::registry::Registry;
use self::registry_data_source::RegistryDataSource;
use self::schema::Schema;
use crate::arn;
use crate::prelude::*;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "glue",
    name: "Glue Schema Registry",
    subcategory: "Glue",
    prefixes: &[("aws_glue_", "Glue")],
    is_regional: true,
    endpoints: &["glue"],
    resources,
    data_sources,
};

client!(glue: aws_sdk_glue);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![resource::<Aws, Registry>(), resource::<Aws, Schema>()]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, RegistryDataSource>()]
}

/// The codes of absence.
const NOT_FOUND: &[&str] = &["EntityNotFoundException"];

/// What Glue says of a name that is taken.
const TAKEN: &str = "AlreadyExistsException";

/// Checks the characters of the name of a registry or a schema.
fn is_name(text: &str) -> Outcome {
    match text.chars().all(|it| it.is_ascii_alphanumeric() || "_$#.-".contains(it)) {
        true => Ok(()),
        false => Err("must have only letters, digits and `_$#.-`".to_owned()),
    }
}

/// A time, which Glue tells as a text.
fn time(text: Option<String>) -> Option<DateTime> {
    let text = text?;
    DateTime::from_str(&text, Format::DateTimeWithOffset).ok()
}

/// The ARN of an object of a kind, as in `…:registry/<name>`, or the error that says what to write.
fn checked_arn(id: &str, kind: &str) -> Result<String> {
    if arn::is_of(id, "glue", kind) {
        return Ok(id.to_owned());
    }
    let names = match kind {
        "schema" => "<registry>/<schema>",
        _ => "<registry>",
    };
    let error = Error::new(format!("{id:?} is not the ARN of a {kind}"));
    Err(error.remedy(format!(
        "Import with an ARN such as arn:aws:glue:us-east-1:123456789012:{kind}/{names}."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arns_of_the_kind_are_imported() {
        let arn = "arn:aws:glue:us-east-1:123456789012:schema/orders/order";
        assert_eq!(checked_arn(arn, "schema").as_deref(), Ok(arn));
        for id in ["", "orders", "arn:aws:glue:us-east-1:123456789012:schema/"] {
            assert!(checked_arn(id, "schema").is_err(), "{id}");
        }
        let error = checked_arn(arn, "registry").unwrap_err();
        assert!(error.message.ends_with("is not the ARN of a registry"), "{error:?}");
    }

    #[test]
    fn times_are_texts() {
        assert!(time(Some("2021-11-07T16:42:28.617Z".to_owned())).is_some());
        assert_eq!(time(Some("yesterday".to_owned())), None);
    }
}
