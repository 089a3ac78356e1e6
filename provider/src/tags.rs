//! Tags on their way to AWS, for services that take them as a map.

use std::collections::HashMap;

use schemas::Tags;

/// Tags as a creation takes them: none rather than an empty map.
pub(crate) fn to_create(tags: Option<&Tags>) -> Option<HashMap<String, String>> {
    let tags = tags.filter(|it| !it.is_empty())?;
    Some(tags.clone().into_iter().collect())
}

/// What makes the planned tags of those that there were. `None` where there is nothing to send.
pub(crate) struct Changes {
    /// Keys of the tags to take away.
    pub(crate) gone: Option<Vec<String>>,
    /// Tags to add, or to give another value.
    pub(crate) added: Option<HashMap<String, String>>,
}

pub(crate) fn changes(prior: Option<&Tags>, plan: Option<&Tags>) -> Changes {
    let none = Tags::new();
    let (old, new) = (prior.unwrap_or(&none), plan.unwrap_or(&none));
    let gone: Vec<String> = old.keys().filter(|it| !new.contains_key(*it)).cloned().collect();
    let added = new.iter().filter(|(key, value)| old.get(*key) != Some(value));
    let added: HashMap<_, _> = added.map(|(key, it)| (key.clone(), it.clone())).collect();
    Changes {
        gone: Some(gone).filter(|it| !it.is_empty()),
        added: Some(added).filter(|it| !it.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn only_what_differs_is_sent() {
        let (old, new) =
            (tags(&[("a", "1"), ("b", "2"), ("c", "3")]), tags(&[("a", "1"), ("b", "3")]));
        let Changes { gone, added } = changes(Some(&old), Some(&new));
        assert_eq!(gone, Some(vec!["c".to_owned()]));
        assert_eq!(added, Some(HashMap::from([("b".to_owned(), "3".to_owned())])));

        let Changes { gone, added } = changes(Some(&old), Some(&old));
        assert_eq!((gone, added), (None, None));
        assert_eq!(to_create(Some(&Tags::new())), None);
    }
}
