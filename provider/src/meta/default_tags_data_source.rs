//! `aws_default_tags`, the data source

use tfplugin::{DataSource, TypeSystem};

use crate::prelude::*;

/// Returns the `default_tags` of the provider. Calls no API.
///
/// See [tagging AWS
/// resources](https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html) in the Tagging
/// AWS Resources User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct DefaultTagsDataSource {
    /// Partition of the provider's region.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Tags in the `default_tags` block of the provider and in its environment variables.
    pub(crate) tags: Computed<Tags>,
}

impl DataSource<Aws> for DefaultTagsDataSource {
    const TYPE: &'static str = "aws_default_tags";
    const NAME: &'static str = "Default Tags";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const REGIONAL: bool = false;

    async fn read(cx: &Cx, _config: Self) -> Result<Self> {
        let tags = cx.default_tags().ok_or("the tags of `default_tags` are not known yet")?;
        let id = Some(cx.partition().id.to_owned());
        Ok(DefaultTagsDataSource { id, tags: tags.clone().into() })
    }
}
