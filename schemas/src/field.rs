//! From plain Rust types to values and back.

use std::collections::BTreeMap;
use std::fmt;

use bigdecimal::ToPrimitive;

use crate::check::{self, Check};
use crate::{Block, Equality, Nesting, Number, Path, Presence, Type, Value};

/// The attributes and blocks of an object, by name.
pub type Fields = BTreeMap<String, Value>;

/// A value that a model cannot hold. Terraform checks values against the schema first, so this is
/// an error of the provider, except for unknown values in places where none can be handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    pub path: Path,
    pub message: String,
}

impl Mismatch {
    pub fn new(message: impl Into<String>) -> Mismatch {
        Mismatch { path: Path::default(), message: message.into() }
    }

    fn expected(what: &str, value: &Value) -> Mismatch {
        match value {
            Value::Unknown => Mismatch::new("the value is not known yet"),
            Value::Null => Mismatch::new("a value is required"),
            // The value itself stays out of the message: it may be a secret.
            _ => Mismatch::new(format!("the value is not {what}")),
        }
    }

    /// The same inside of what the path leads to.
    #[must_use]
    pub fn at(self, path: Path) -> Mismatch {
        let mut steps = path.0;
        steps.extend(self.path.0);
        Mismatch { path: Path(steps), message: self.message }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.0.is_empty() {
            true => f.write_str(&self.message),
            false => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for Mismatch {}

/// A struct that a type, or a block of it, is derived from: `#[derive(Model)]`.
pub trait Model: Sized {
    fn block() -> Block;
    fn decode(fields: &mut Fields) -> Result<Self, Mismatch>;
    fn encode(self) -> Fields;
}

/// A Rust type that an attribute can have.
pub trait Field: Sized {
    const PRESENCE: Presence = Presence::Required;
    const EQUALITY: Equality = Equality { normalize: None, same: None };
    const ANY_ORDER: bool = false;

    fn ty() -> Type;
    fn checks() -> Vec<Check> {
        Vec::new()
    }
    fn decode(value: Value) -> Result<Self, Mismatch>;
    fn encode(self) -> Value;

    /// Takes the attribute out of its object.
    fn take(fields: &mut Fields, name: &str) -> Result<Self, Mismatch> {
        let value = fields.remove(name).unwrap_or(Value::Null);
        Self::decode(value).map_err(|it| it.at(Path::root(name)))
    }
}

/// Text that is not set reads as empty: that is how a type whose attributes have defaults stores
/// what it was imported with.
impl Field for String {
    fn ty() -> Type {
        Type::String
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::String(text) => Ok(text),
            Value::Null => Ok(String::new()),
            other => Err(Mismatch::expected("a string", &other)),
        }
    }

    fn encode(self) -> Value {
        Value::String(self)
    }
}

impl Field for bool {
    fn ty() -> Type {
        Type::Bool
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Bool(it) => Ok(it),
            Value::Null => Ok(false),
            other => Err(Mismatch::expected("a bool", &other)),
        }
    }

    fn encode(self) -> Value {
        Value::Bool(self)
    }
}

impl Field for i64 {
    fn ty() -> Type {
        Type::Number
    }

    fn checks() -> Vec<Check> {
        vec![check::whole(i64::MIN..=i64::MAX)]
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value.as_i64() {
            Some(it) => Ok(it),
            None if value.is_null() => Ok(0),
            None => Err(Mismatch::expected("a whole number", &value)),
        }
    }

    fn encode(self) -> Value {
        Value::from(self)
    }
}

impl Field for i32 {
    fn ty() -> Type {
        Type::Number
    }

    fn checks() -> Vec<Check> {
        vec![check::whole(i64::from(i32::MIN)..=i64::from(i32::MAX))]
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        let number = <i64 as Field>::decode(value)?;
        number.try_into().map_err(|_| Mismatch::new("the number is too large"))
    }

    fn encode(self) -> Value {
        Value::from(self)
    }
}

impl Field for Number {
    fn ty() -> Type {
        Type::Number
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Number(it) => Ok(it),
            Value::Null => Ok(Number::default()),
            other => Err(Mismatch::expected("a number", &other)),
        }
    }

    fn encode(self) -> Value {
        Value::Number(self)
    }
}

impl Field for f64 {
    fn ty() -> Type {
        Type::Number
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        let number = Number::decode(value)?;
        number.to_f64().ok_or_else(|| Mismatch::new("the number is too large"))
    }

    /// What is no number of Terraform's, such as an infinite one, is null.
    fn encode(self) -> Value {
        self.to_string().parse().map_or(Value::Null, Value::Number)
    }
}

impl<T: Field> Field for Option<T> {
    const PRESENCE: Presence = Presence::Optional;
    const EQUALITY: Equality = T::EQUALITY;
    const ANY_ORDER: bool = T::ANY_ORDER;

    fn ty() -> Type {
        T::ty()
    }

    fn checks() -> Vec<Check> {
        T::checks()
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            other => T::decode(other).map(Some),
        }
    }

    fn encode(self) -> Value {
        self.map_or(Value::Null, T::encode)
    }
}

/// What only the provider sets. Empty until it has: unknown values read as not set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Computed<T>(pub Option<T>);

impl<T> Default for Computed<T> {
    fn default() -> Self {
        Computed(None)
    }
}

impl<T> From<T> for Computed<T> {
    fn from(value: T) -> Self {
        Computed(Some(value))
    }
}

impl<T> From<Option<T>> for Computed<T> {
    fn from(value: Option<T>) -> Self {
        Computed(value)
    }
}

impl<T: Field> Field for Computed<T> {
    const PRESENCE: Presence = Presence::Computed;
    const EQUALITY: Equality = T::EQUALITY;
    const ANY_ORDER: bool = T::ANY_ORDER;

    fn ty() -> Type {
        T::ty()
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null | Value::Unknown => Ok(Computed(None)),
            other => T::decode(other).map(|it| Computed(Some(it))),
        }
    }

    fn encode(self) -> Value {
        self.0.map_or(Value::Null, T::encode)
    }
}

impl<T: Field> Field for Vec<T> {
    fn ty() -> Type {
        Type::list(T::ty())
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        decode_elements(value)
    }

    fn encode(self) -> Value {
        Value::List(self.into_iter().map(T::encode).collect())
    }
}

fn decode_elements<T: Field>(value: Value) -> Result<Vec<T>, Mismatch> {
    let elements = match value {
        Value::List(elements) | Value::Set(elements) => elements,
        Value::Null => Vec::new(),
        other => return Err(Mismatch::expected("a collection", &other)),
    };
    let mut decoded = Vec::with_capacity(elements.len());
    for (index, element) in elements.into_iter().enumerate() {
        decoded.push(T::decode(element).map_err(|it| it.at(Path::default().index(index)))?);
    }
    Ok(decoded)
}

/// Elements whose order and number of mention do not count.
#[derive(Debug, Clone)]
pub struct Set<T>(pub Vec<T>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Set(Vec::new())
    }
}

impl<T> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Set(elements.into_iter().collect())
    }
}

impl<T> std::ops::Deref for Set<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: PartialEq> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        let within = |a: &[T], b: &[T]| a.iter().all(|it| b.contains(it));
        within(&self.0, &other.0) && within(&other.0, &self.0)
    }
}

impl<T: Field> Field for Set<T> {
    fn ty() -> Type {
        Type::set(T::ty())
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        decode_elements(value).map(Set)
    }

    fn encode(self) -> Value {
        Value::set(self.0.into_iter().map(T::encode))
    }
}

/// A list on the wire in which order does not count.
#[derive(Debug, Clone)]
pub struct AnyOrder<T>(pub Vec<T>);

impl<T> Default for AnyOrder<T> {
    fn default() -> Self {
        AnyOrder(Vec::new())
    }
}

impl<T> std::ops::Deref for AnyOrder<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: PartialEq> PartialEq for AnyOrder<T> {
    fn eq(&self, other: &Self) -> bool {
        let count = |list: &[T], element: &T| list.iter().filter(|it| *it == element).count();
        self.len() == other.len() && self.iter().all(|it| count(self, it) == count(other, it))
    }
}

impl<T: Field> Field for AnyOrder<T> {
    const ANY_ORDER: bool = true;

    fn ty() -> Type {
        Type::list(T::ty())
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        decode_elements(value).map(AnyOrder)
    }

    fn encode(self) -> Value {
        Value::List(self.0.into_iter().map(T::encode).collect())
    }
}

/// An entry without a value is none.
impl<T: Field> Field for BTreeMap<String, T> {
    fn ty() -> Type {
        Type::map(T::ty())
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        let entries = match value {
            Value::Map(entries) | Value::Object(entries) => entries,
            Value::Null => BTreeMap::new(),
            other => return Err(Mismatch::expected("a map", &other)),
        };
        let mut decoded = BTreeMap::new();
        for (key, value) in entries.into_iter().filter(|(_, it)| !it.is_null()) {
            let value = T::decode(value).map_err(|it| it.at(Path::default().key(&key)))?;
            decoded.insert(key, value);
        }
        Ok(decoded)
    }

    fn encode(self) -> Value {
        Value::Map(self.into_iter().map(|(key, value)| (key, value.encode())).collect())
    }
}

/// Labels on an object, by key. A type that has a field `tags` of this type gets `tags_all` from
/// the engine, which also merges the provider's default tags and hides the ignored ones: what a
/// module is given are the tags that the object has to have, what it returns are those it has.
pub type Tags = BTreeMap<String, String>;

/// Makes a struct of a text a field of a model whose texts are equal where they mean the same:
/// `text!(Policy, Some(normalize), same, check)`, with the functions of its [`Equality`], and checks.
#[macro_export]
macro_rules! text {
    ($name:ident, $normalize:expr, $same:expr $(, $check:expr)* $(,)?) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || $same(&self.0, &other.0)
            }
        }

        impl $crate::Field for $name {
            const EQUALITY: $crate::Equality =
                $crate::Equality { normalize: $normalize, same: Some($same) };

            fn ty() -> $crate::Type {
                $crate::Type::String
            }

            fn checks() -> Vec<$crate::Check> {
                vec![$($check),*]
            }

            fn decode(value: $crate::Value) -> Result<Self, $crate::Mismatch> {
                <String as $crate::Field>::decode(value).map($name)
            }

            fn encode(self) -> $crate::Value {
                $crate::Value::String(self.0)
            }
        }
    };
}

/// A JSON document. Two texts are equal if they hold the same JSON; an object without members is as
/// good as none.
#[derive(Debug, Clone, Default)]
pub struct Json(pub String);

text!(Json, Some(crate::json::compact), crate::json::same, check::json());

/// A Rust type that a block can have.
pub trait Elements: Sized {
    type Model: Model;
    const NESTING: Nesting;
    const MIN: u32;
    const MAX: u32;
    const COMPUTED: bool = false;

    fn from_models(models: Vec<Self::Model>) -> Result<Self, Mismatch>;
    fn into_models(self) -> Vec<Self::Model>;

    /// Takes the blocks out of their object.
    fn take(fields: &mut Fields, name: &str) -> Result<Self, Mismatch> {
        let value = fields.remove(name).unwrap_or(Value::Null);
        let elements = match value {
            Value::List(elements) | Value::Set(elements) => elements,
            Value::Null => Vec::new(),
            Value::Unknown if Self::COMPUTED || Self::MIN == 0 => Vec::new(),
            Value::Object(_) => vec![value],
            other => return Err(Mismatch::expected("a block", &other).at(Path::root(name))),
        };
        let mut models = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            let path = || Path::root(name).index(index);
            let Value::Object(mut fields) = element else {
                return Err(Mismatch::expected("an object", &element).at(path()));
            };
            models.push(Self::Model::decode(&mut fields).map_err(|it| it.at(path()))?);
        }
        Self::from_models(models).map_err(|it| it.at(Path::root(name)))
    }

    fn put(self) -> Value {
        let objects = self.into_models().into_iter().map(|it| Value::Object(it.encode()));
        match Self::NESTING {
            Nesting::Set => Value::set(objects),
            Nesting::List => Value::List(objects.collect()),
            Nesting::Single => objects.into_iter().next().unwrap_or(Value::Null),
        }
    }
}

impl<M: Model> Elements for Option<M> {
    type Model = M;
    const NESTING: Nesting = Nesting::List;
    const MIN: u32 = 0;
    const MAX: u32 = 1;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        Ok(models.into_iter().next())
    }

    fn into_models(self) -> Vec<M> {
        self.into_iter().collect()
    }
}

impl<M: Model> Elements for Vec<M> {
    type Model = M;
    const NESTING: Nesting = Nesting::List;
    const MIN: u32 = 0;
    const MAX: u32 = 0;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        Ok(models)
    }

    fn into_models(self) -> Vec<M> {
        self
    }
}

impl<M: Model> Elements for Set<M> {
    type Model = M;
    const NESTING: Nesting = Nesting::Set;
    const MIN: u32 = 0;
    const MAX: u32 = 0;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        Ok(Set(models))
    }

    fn into_models(self) -> Vec<M> {
        self.0
    }
}

/// Blocks of which the API does not always tell: `None`, where it does not, leaves them as they
/// were.
impl<M: Model> Elements for Option<Set<M>> {
    type Model = M;
    const NESTING: Nesting = Nesting::Set;
    const MIN: u32 = 0;
    const MAX: u32 = 0;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        Ok(Some(Set(models)))
    }

    fn into_models(self) -> Vec<M> {
        self.map(|it| it.0).unwrap_or_default()
    }

    fn put(self) -> Value {
        self.map_or(Value::Null, Elements::put)
    }
}

impl<M: Model> Elements for Computed<Vec<M>> {
    type Model = M;
    const NESTING: Nesting = Nesting::List;
    const MIN: u32 = 0;
    const MAX: u32 = 0;
    const COMPUTED: bool = true;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        Ok(Computed(Some(models)))
    }

    fn into_models(self) -> Vec<M> {
        self.0.unwrap_or_default()
    }
}

impl<M: Model> Elements for Computed<Set<M>> {
    type Model = M;
    const NESTING: Nesting = Nesting::Set;
    const MIN: u32 = 0;
    const MAX: u32 = 0;
    const COMPUTED: bool = true;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        Ok(Computed(Some(Set(models))))
    }

    fn into_models(self) -> Vec<M> {
        self.0.map_or_else(Vec::new, |it| it.0)
    }
}

/// Exactly one block.
impl<M: Model> Elements for M {
    type Model = M;
    const NESTING: Nesting = Nesting::List;
    const MIN: u32 = 1;
    const MAX: u32 = 1;

    fn from_models(models: Vec<M>) -> Result<Self, Mismatch> {
        models.into_iter().next().ok_or_else(|| Mismatch::new("a block is required"))
    }

    fn into_models(self) -> Vec<M> {
        vec![self]
    }
}
