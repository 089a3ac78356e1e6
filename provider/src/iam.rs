//! AWS IAM, of which the language of policies is here.

mod policy_document_data_source;

use tfplugin::engine::{DataSourceType, data_source};

use self::policy_document_data_source::PolicyDocumentDataSource;
use crate::provider::Aws;
use crate::service::Service;

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "iam",
    name: "IAM",
    subcategory: "IAM (Identity & Access Management)",
    prefixes: &[("aws_iam_", "IAM")],
    is_regional: false,
    endpoints: &[],
    resources: Vec::new,
    data_sources,
};

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, PolicyDocumentDataSource>()]
}
