//! Environment variables.

use std::collections::BTreeMap;
use std::collections::HashMap;

use aws_types::os_shim_internal::Env;

/// The variables that the settings are read from. A snapshot, so that a test can bring its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The variables of this process; those that are not text are left out.
    pub(crate) fn process() -> Environment {
        let variables = std::env::vars_os();
        let text =
            variables.filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        Environment(text.collect())
    }

    /// The value of a variable. Empty is as good as not set.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|it| !it.is_empty())
    }

    /// The first of the variables that is set.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|it| self.get(it))
    }

    /// The same, with its name.
    pub(crate) fn first_with_name<'a>(&'a self, names: &[&'a str]) -> Option<(&'a str, &'a str)> {
        names.iter().find_map(|it| Some((*it, self.get(it)?)))
    }

    /// The variables that begin with a prefix, without it.
    pub(crate) fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let variables = self.0.iter();
        variables
            .filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }

    /// The same for the parts of the SDK that take an environment.
    pub(crate) fn to_sdk(&self) -> Env {
        Env::from(self.0.clone().into_iter().collect::<HashMap<_, _>>())
    }
}

#[cfg(test)]
impl Environment {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Environment {
        Environment(variables.map(|(k, v)| (k.to_owned(), v.to_owned())).into())
    }
}
