//! AWS IAM, of which the language of policies is here.

mod policy_document_data_source;

use tfplugin::engine::{DataSourceType, data_source};

use self::policy_document_data_source::PolicyDocumentDataSource;
use crate::provider::Aws;

pub(crate) fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, PolicyDocumentDataSource>()]
}
