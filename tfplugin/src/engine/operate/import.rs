//! Imports an object: what it is found by, and nothing else. What follows is a read.

use schemas::Value;

use super::super::planner::{diagnostic, set};
use super::super::{Managed, private};
use crate::{Diagnostic, Provider};

/// The state with which an import begins: what the object is found by. What follows is a read.
pub fn import<P: Provider>(
    managed: &Managed<P>,
    id: &str,
) -> Result<(Value, Vec<u8>), Vec<Diagnostic>> {
    let (id, region) = match managed.regional {
        true => with_region(id),
        false => (id, None),
    };
    let imported = (managed.import)(id)
        .map_err(|error| vec![diagnostic("importing", managed.name, Some(id), &error)])?;
    let region = region.map(str::to_owned).or(imported.region).filter(|_| managed.regional);
    let mut state = managed.schema.block.empty();
    if let Some(region) = region {
        set(&mut state, "region", region.into());
    }
    managed.identify(&mut state, &imported.object);
    Ok((state, private::write(managed, &[])))
}

/// Splits `id@region`.
fn with_region(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('@') {
        Some((rest, region)) if is_region(region) => (rest, Some(region)),
        _ => (id, None),
    }
}

/// Whether a text looks like a region: `us-east-1`, `us-gov-west-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let is_word = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    is_word(first)
        && !middle.is_empty()
        && middle.iter().all(is_word)
        && !last.is_empty()
        && last.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_may_name_a_region() {
        let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
        assert_eq!(with_region(url), (url, None));
        assert_eq!(with_region("orders@eu-west-1"), ("orders", Some("eu-west-1")));
        assert_eq!(with_region("orders@us-gov-west-1"), ("orders", Some("us-gov-west-1")));
        assert_eq!(with_region("user@example"), ("user@example", None));
    }
}
