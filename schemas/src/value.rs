//! Types and values of Terraform's type system.

use std::collections::BTreeMap;
use std::fmt;

/// A number of any size and any number of decimal places.
pub type Number = bigdecimal::BigDecimal;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    Bool,
    Number,
    String,
    /// A value that carries its own type.
    Dynamic,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(BTreeMap<String, Type>),
}

impl Type {
    pub fn list(element: Type) -> Type {
        Type::List(Box::new(element))
    }

    pub fn set(element: Type) -> Type {
        Type::Set(Box::new(element))
    }

    pub fn map(element: Type) -> Type {
        Type::Map(Box::new(element))
    }

    /// Whether values of this type are a single text, number or truth value.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Type::Bool | Type::Number | Type::String)
    }
}

/// A value, known or not.
///
/// Equality and order are by meaning: `1` equals `1.0`, and a set does not depend on the order in
/// which it was written, because [`Value::set`] sorts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Null,
    /// To be known after apply.
    Unknown,
    Bool(bool),
    Number(Number),
    String(String),
    /// A list or a tuple.
    List(Vec<Value>),
    /// Sorted, without duplicates. Made by [`Value::set`].
    Set(Vec<Value>),
    Map(BTreeMap<String, Value>),
    Object(BTreeMap<String, Value>),
    /// A value whose type is not in the schema but beside it.
    Dynamic(Box<(Type, Value)>),
}

impl Value {
    /// A set of the elements given. Elements that are not wholly known stay apart even where they
    /// look alike: they may turn out to differ.
    pub fn set(elements: impl IntoIterator<Item = Value>) -> Value {
        let mut elements: Vec<Value> = elements.into_iter().collect();
        elements.sort();
        elements.dedup_by(|a, b| a == b && a.is_wholly_known());
        Value::Set(elements)
    }

    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }

    pub fn is_unknown(&self) -> bool {
        *self == Value::Unknown
    }

    /// Whether nothing in the value is unknown.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Value::Unknown => false,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            Value::List(elements) | Value::Set(elements) => {
                elements.iter().all(Value::is_wholly_known)
            }
            Value::Map(entries) | Value::Object(entries) => {
                entries.values().all(Value::is_wholly_known)
            }
            Value::Dynamic(inner) => inner.1.is_wholly_known(),
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(it) => Some(*it),
            _ => None,
        }
    }

    /// The number, if it is a whole one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Number(it) if it.is_integer() => bigdecimal::ToPrimitive::to_i64(it),
            _ => None,
        }
    }

    /// The elements of a list, a tuple or a set.
    pub fn elements(&self) -> Option<&[Value]> {
        match self {
            Value::List(elements) | Value::Set(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries of a map or an object.
    pub fn entries(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Value::Map(entries) | Value::Object(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn into_entries(self) -> Option<BTreeMap<String, Value>> {
        match self {
            Value::Map(entries) | Value::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The same without the entries of maps that are null: one without a value is none.
    #[must_use]
    pub fn without_null_entries(&self) -> Value {
        match self {
            Value::List(elements) => {
                Value::List(elements.iter().map(Value::without_null_entries).collect())
            }
            Value::Set(elements) => Value::set(elements.iter().map(Value::without_null_entries)),
            Value::Map(entries) => {
                let set = entries.iter().filter(|(_, it)| !it.is_null());
                Value::Map(set.map(|(key, it)| (key.clone(), it.without_null_entries())).collect())
            }
            Value::Object(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(name, it)| (name.clone(), it.without_null_entries()))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// An attribute of an object or an entry of a map; null where there is none.
    pub fn get(&self, name: &str) -> &Value {
        self.entries().and_then(|it| it.get(name)).unwrap_or(&Value::Null)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::String(text)
    }
}

impl From<bool> for Value {
    fn from(it: bool) -> Value {
        Value::Bool(it)
    }
}

impl From<i64> for Value {
    fn from(it: i64) -> Value {
        Value::Number(it.into())
    }
}

impl From<i32> for Value {
    fn from(it: i32) -> Value {
        Value::Number(it.into())
    }
}

/// As Terraform writes it in JSON, with unknown values as `(known after apply)`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Unknown => f.write_str("(known after apply)"),
            Value::Bool(it) => it.fmt(f),
            Value::Number(it) => f.write_str(&crate::json::number_text(it)),
            Value::String(text) => write!(f, "{text:?}"),
            Value::List(elements) | Value::Set(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Value::Map(entries) | Value::Object(entries) => {
                f.write_str("{")?;
                for (index, (name, value)) in entries.iter().enumerate() {
                    write!(f, "{}{name:?}: {value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
            Value::Dynamic(inner) => inner.1.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_do_not_depend_on_order() {
        let one = Value::set(["b".into(), "a".into(), "b".into()]);
        assert_eq!(one, Value::set(["a".into(), "b".into()]));
    }

    #[test]
    fn unknown_elements_are_not_merged() {
        assert_eq!(Value::set([Value::Unknown, Value::Unknown]).elements().unwrap().len(), 2);
    }

    #[test]
    fn entries_without_a_value_are_none() {
        let map = |entries: &[(&str, Value)]| {
            Value::Map(entries.iter().map(|(key, it)| ((*key).to_owned(), it.clone())).collect())
        };
        let empty = map(&[("a", "".into()), ("b", Value::Unknown)]);
        let with_null = map(&[("a", "".into()), ("b", Value::Unknown), ("c", Value::Null)]);
        let nested =
            |it: &Value| Value::Object([("tags".to_owned(), Value::List(vec![it.clone()]))].into());
        assert_eq!(nested(&with_null).without_null_entries(), nested(&empty));
        // An attribute of an object that is null is still an attribute.
        let object = Value::Object([("tags".to_owned(), Value::Null)].into());
        assert_eq!(object.without_null_entries(), object);
    }

    #[test]
    fn numbers_are_equal_by_value() {
        assert_eq!(Value::Number("1.0".parse().unwrap()), Value::from(1));
    }
}
