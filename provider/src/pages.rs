//! Lists that come page by page.

use aws_smithy_async::future::pagination_stream::PaginationStream;

use crate::error::Answer;
use crate::prelude::*;

/// The element of a list that is meant. Pages after it are not asked for.
pub(crate) async fn find<Page, T>(
    mut pages: PaginationStream<impl Answer<Page>>,
    elements: impl Fn(Page) -> Option<Vec<T>>,
    is_meant: impl Fn(&T) -> bool,
) -> Result<Option<T>> {
    while let Some(page) = pages.next().await {
        let elements = elements(page.into_result()?).unwrap_or_default();
        if let Some(found) = elements.into_iter().find(&is_meant) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// All elements of a list of which the SDK has no paginator: its model does not say that it comes
/// page by page. Each page is asked for with the token that the one before has, until one
/// has none.
pub(crate) async fn all<Page, T, A>(
    ask: impl Fn(Option<String>) -> A + Send,
    part: impl Fn(Page) -> (Option<Vec<T>>, Option<String>) + Send,
) -> Result<Vec<T>>
where
    A: Future<Output: Answer<Page>> + Send,
    T: Send,
{
    let (mut found, mut token) = (Vec::new(), None);
    loop {
        let (elements, next) = part(ask(token).await.into_result()?);
        found.extend(elements.unwrap_or_default());
        token = next.filter(|it| !it.is_empty());
        if token.is_none() {
            return Ok(found);
        }
    }
}
