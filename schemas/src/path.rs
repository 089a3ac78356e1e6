//! Where a value is inside another.

use std::fmt;

use crate::Value;

/// The way from the whole object to one value in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An attribute or a block.
    Attribute(String),
    /// An element of a list.
    Index(usize),
    /// An entry of a map.
    Key(String),
    /// An element of a set, named by its value.
    Element(Box<Value>),
}

impl Path {
    pub fn root(attribute: &str) -> Path {
        Path::default().attribute(attribute)
    }

    #[must_use]
    pub fn attribute(&self, name: &str) -> Path {
        self.with(Step::Attribute(name.to_owned()))
    }

    #[must_use]
    pub fn index(&self, index: usize) -> Path {
        self.with(Step::Index(index))
    }

    #[must_use]
    pub fn key(&self, key: &str) -> Path {
        self.with(Step::Key(key.to_owned()))
    }

    #[must_use]
    pub fn element(&self, element: &Value) -> Path {
        self.with(Step::Element(Box::new(element.clone())))
    }

    fn with(&self, step: Step) -> Path {
        let mut path = self.clone();
        path.0.push(step);
        path
    }

    /// The path up to its first step into a set, whose elements have no lasting name.
    #[must_use]
    pub fn outside_sets(&self) -> Path {
        let steps = self.0.iter().take_while(|it| !matches!(it, Step::Element(_)));
        Path(steps.cloned().collect())
    }

    /// The names along the path, without indices and keys: the path in the schema.
    pub fn names(&self) -> Vec<&str> {
        let names = self.0.iter().filter_map(|it| match it {
            Step::Attribute(name) => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }
}

/// As it is written in a configuration: `user[0].password`. An element of a set is `[*]`, because
/// its value may be a secret.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
                Step::Element(_) => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_in_a_configuration() {
        let path = Path::root("user").index(0).attribute("password");
        assert_eq!(path.to_string(), "user[0].password");
        let secret = Path::root("user").element(&"secret".into()).attribute("password");
        assert_eq!(secret.to_string(), "user[*].password");
        assert_eq!(secret.outside_sets(), Path::root("user"));
    }
}
