//! `aws_default_tags`, the data source

use tfplugin::{DataSource, Origin};

use crate::prelude::*;

/// Tells which tags the provider gives to every object. AWS is not asked.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct DefaultTagsDataSource {
    /// The partition.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// The tags of the provider block's `default_tags`.
    pub(crate) tags: Computed<Tags>,
}

impl DataSource<Aws> for DefaultTagsDataSource {
    const TYPE: &'static str = "aws_default_tags";
    const NAME: &'static str = "Default Tags";
    const ORIGIN: Origin = Origin::Framework;
    const REGIONAL: bool = false;

    async fn read(cx: &Cx, _config: Self) -> Result<Self> {
        let tags = cx.default_tags().ok_or("the tags of `default_tags` are not known yet")?;
        let id = Some(cx.partition().id.to_owned());
        Ok(DefaultTagsDataSource { id, tags: tags.clone().into() })
    }
}
