//! Lists that come page by page, of which the SDK has no paginator: their models do not say that they do.

use crate::error::Answer;
use crate::prelude::*;

/// All elements of a list. Each page is asked for with the token that the one before has, until one
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
