//! What a type looks like: attributes and blocks, and what planning has to know of each.

use std::collections::BTreeMap;

use crate::{Check, Field, Model, Type, Value};

/// A type's shape and its version.
#[derive(Debug, Clone)]
pub struct Schema {
    pub version: i64,
    pub block: Block,
}

/// Attributes and blocks, each list sorted by name.
#[derive(Debug, Clone, Default)]
pub struct Block {
    pub docs: &'static str,
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Nested>,
}

/// One of the things a block is made of.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    Attribute(&'a Attribute),
    Nested(&'a Nested),
}

impl Block {
    pub fn new(docs: &'static str, attributes: Vec<Attribute>, blocks: Vec<Nested>) -> Block {
        let mut block = Block { docs, attributes, blocks };
        block.attributes.sort_by_key(|it| it.name);
        block.blocks.sort_by_key(|it| it.name);
        block
    }

    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name == name)
    }

    pub fn nested(&self, name: &str) -> Option<&Nested> {
        self.blocks.iter().find(|it| it.name == name)
    }

    /// Adds an attribute in its place.
    pub fn add(&mut self, attribute: Attribute) {
        self.attributes.push(attribute);
        self.attributes.sort_by_key(|it| it.name);
    }

    /// Adds a block in its place.
    pub fn add_nested(&mut self, nested: Nested) {
        self.blocks.push(nested);
        self.blocks.sort_by_key(|it| it.name);
    }

    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        let attributes = self.attributes.iter().map(Item::Attribute);
        attributes.chain(self.blocks.iter().map(Item::Nested))
    }

    /// The item that a path of names leads to: `["user", "password"]`.
    pub fn find(&self, names: &[&str]) -> Option<Item<'_>> {
        let (first, rest) = names.split_first()?;
        match self.items().find(|it| it.name() == *first)? {
            item if rest.is_empty() => Some(item),
            Item::Nested(nested) => nested.block.find(rest),
            Item::Attribute(_) => None,
        }
    }

    /// The type of the objects that have this shape.
    pub fn ty(&self) -> Type {
        Type::Object(self.items().map(|it| (it.name().to_owned(), it.ty())).collect())
    }

    /// An object of this shape in which nothing is set: attributes are null, blocks are empty.
    pub fn empty(&self) -> Value {
        let entries = self.items().map(|it| (it.name().to_owned(), it.absent()));
        Value::Object(entries.collect())
    }

    /// Fills in what an object of this shape lacks.
    pub fn complete(&self, mut entries: BTreeMap<String, Value>) -> Value {
        for item in self.items() {
            entries.entry(item.name().to_owned()).or_insert_with(|| item.absent());
        }
        Value::Object(entries)
    }
}

impl<'a> Item<'a> {
    pub fn name(self) -> &'static str {
        match self {
            Item::Attribute(it) => it.name,
            Item::Nested(it) => it.name,
        }
    }

    pub fn ty(self) -> Type {
        match self {
            Item::Attribute(it) => it.ty.clone(),
            Item::Nested(it) => it.ty(),
        }
    }

    pub fn docs(self) -> &'static str {
        match self {
            Item::Attribute(it) => it.docs,
            Item::Nested(it) => it.block.docs,
        }
    }

    /// What stands where nothing is configured.
    pub fn absent(self) -> Value {
        match self {
            Item::Attribute(_) => Value::Null,
            Item::Nested(it) if it.form.is_attribute() => Value::Null,
            Item::Nested(it) => match it.nesting {
                Nesting::Single => Value::Null,
                Nesting::List => Value::List(Vec::new()),
                Nesting::Set => Value::Set(Vec::new()),
            },
        }
    }
}

/// Who gives an attribute its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The configuration, always.
    Required,
    /// The configuration, or nobody.
    Optional,
    /// The configuration, else the provider.
    OptionalComputed,
    /// The provider.
    Computed,
}

impl Presence {
    pub fn is_computed(self) -> bool {
        matches!(self, Presence::OptionalComputed | Presence::Computed)
    }

    pub fn is_optional(self) -> bool {
        matches!(self, Presence::Optional | Presence::OptionalComputed)
    }
}

/// When two texts mean the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct Equality {
    /// The one spelling in which a plan writes the text; `None` where it cannot be read.
    pub normalize: Option<fn(&str) -> Option<String>>,
    /// Whether two texts mean the same although they differ. Two empty ones are the same if an
    /// empty text that is configured is a value, and not if the provider is to find one.
    pub same: Option<fn(&str, &str) -> bool>,
}

/// An argument of a type, or what the provider tells of it.
#[derive(Debug, Clone)]
pub struct Attribute {
    pub name: &'static str,
    pub ty: Type,
    pub presence: Presence,
    pub docs: &'static str,
    /// A changed value replaces the object.
    pub force_new: bool,
    /// Never shown by the client.
    pub sensitive: bool,
    /// Goes to the provider and is kept nowhere: neither in plans nor in state.
    pub write_only: bool,
    /// The API does not give the value back: what was planned is kept.
    pub not_returned: bool,
    /// The provider gives the value once and never changes it (types in strict mode only).
    pub use_state_for_unknown: bool,
    /// A configuration may set it, but the value has no effect.
    /// Documentation lists it with what only the provider sets.
    pub read_only: bool,
    pub deprecated: Option<&'static str>,
    /// The value where none is configured.
    pub default: Option<Value>,
    pub equality: Equality,
    /// A list in which order does not count.
    pub any_order: bool,
    pub checks: Vec<Check>,
    /// Paths of which none may be set together with this one.
    pub conflicts: &'static [&'static str],
    /// Paths, this one's among them, of which exactly one must be set.
    pub exactly_one_of: &'static [&'static str],
    /// Paths, this one's among them, of which one at least must be set.
    pub at_least_one_of: &'static [&'static str],
    /// Paths that must be set where this one is.
    pub required_with: &'static [&'static str],
}

/// An attribute whose type and presence are those of the Rust type `T`.
pub fn attribute<T: Field>(name: &'static str, docs: &'static str) -> Attribute {
    Attribute {
        name,
        ty: T::ty(),
        presence: T::PRESENCE,
        docs,
        force_new: false,
        sensitive: false,
        write_only: false,
        not_returned: false,
        use_state_for_unknown: false,
        read_only: false,
        deprecated: None,
        default: None,
        equality: T::EQUALITY,
        any_order: T::ANY_ORDER,
        checks: T::checks(),
        conflicts: &[],
        exactly_one_of: &[],
        at_least_one_of: &[],
        required_with: &[],
    }
}

/// What `#[attr(…)]` says, word by word.
impl Attribute {
    #[must_use]
    pub fn computed(mut self) -> Attribute {
        assert!(
            self.presence == Presence::Optional,
            "`computed` is for a field of type `Option<T>`; a field that only the provider sets is `Computed<T>`"
        );
        self.presence = Presence::OptionalComputed;
        self
    }

    #[must_use]
    pub fn force_new(mut self) -> Attribute {
        assert!(
            self.presence != Presence::Computed,
            "`force_new` is for what a configuration can set"
        );
        self.force_new = true;
        self
    }

    #[must_use]
    pub fn sensitive(mut self) -> Attribute {
        self.sensitive = true;
        self
    }

    #[must_use]
    pub fn write_only(mut self) -> Attribute {
        self.write_only = true;
        self
    }

    #[must_use]
    pub fn not_returned(mut self) -> Attribute {
        self.not_returned = true;
        self
    }

    #[must_use]
    pub fn use_state_for_unknown(mut self) -> Attribute {
        assert!(
            self.presence.is_computed(),
            "`use_state_for_unknown` is for what the provider sets"
        );
        self.use_state_for_unknown = true;
        self
    }

    #[must_use]
    pub fn read_only(mut self) -> Attribute {
        assert!(
            self.presence == Presence::OptionalComputed,
            "`read_only` is for what a configuration can set and the provider overwrites"
        );
        self.read_only = true;
        self
    }

    #[must_use]
    pub fn deprecated(mut self, message: &'static str) -> Attribute {
        self.deprecated = Some(message);
        self
    }

    #[must_use]
    pub fn default(mut self, value: impl Into<Value>) -> Attribute {
        assert!(!self.presence.is_computed(), "a computed attribute has no default");
        self.presence = Presence::Optional;
        self.default = Some(value.into());
        self
    }

    #[must_use]
    pub fn check(mut self, check: Check) -> Attribute {
        self.checks.push(check);
        self
    }

    #[must_use]
    pub fn conflicts(mut self, paths: &'static [&'static str]) -> Attribute {
        self.conflicts = paths;
        self
    }

    #[must_use]
    pub fn exactly_one_of(mut self, paths: &'static [&'static str]) -> Attribute {
        self.exactly_one_of = paths;
        self
    }

    #[must_use]
    pub fn at_least_one_of(mut self, paths: &'static [&'static str]) -> Attribute {
        self.at_least_one_of = paths;
        self
    }

    #[must_use]
    pub fn required_with(mut self, paths: &'static [&'static str]) -> Attribute {
        self.required_with = paths;
        self
    }
}

/// How often a block may stand, and whether its order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    Single,
    List,
    Set,
}

/// How a nested block is written on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As a block.
    Block,
    /// As an attribute that holds a list or a set of objects; a configuration may write it either
    /// way.
    Attribute(Presence),
}

impl Form {
    pub fn is_attribute(self) -> bool {
        matches!(self, Form::Attribute(_))
    }
}

/// A block inside another.
#[derive(Debug, Clone)]
pub struct Nested {
    pub name: &'static str,
    pub nesting: Nesting,
    pub min: u32,
    /// 0: any number.
    pub max: u32,
    pub block: Block,
    pub form: Form,
    /// The number of blocks cannot change without replacement.
    pub force_new: bool,
    /// Where none is configured the provider says what there is.
    pub computed: bool,
    /// One block that exists although none is configured is no difference.
    pub implicit: bool,
    pub sensitive: bool,
}

/// A block whose nesting and number are those of the Rust type `T`: `M`, `Option<M>`, `Vec<M>`,
/// `Set<M>` or, for what only the provider sets, `Computed<Vec<M>>` and `Computed<Set<M>>`.
pub fn nested<T: crate::Elements>(name: &'static str, docs: &'static str) -> Nested {
    let mut block = T::Model::block();
    if !docs.is_empty() {
        block.docs = docs;
    }
    let form = if T::COMPUTED { Form::Attribute(Presence::Computed) } else { Form::Block };
    Nested {
        name,
        nesting: T::NESTING,
        min: T::MIN,
        max: T::MAX,
        block,
        form,
        force_new: false,
        computed: T::COMPUTED,
        implicit: false,
        sensitive: false,
    }
}

/// What `#[block(…)]` says, word by word.
impl Nested {
    #[must_use]
    pub fn force_new(mut self) -> Nested {
        self.force_new = true;
        self
    }

    #[must_use]
    pub fn computed(mut self) -> Nested {
        assert!(self.min == 0, "a computed block is one that may be left out");
        self.computed = true;
        if let Form::Attribute(presence) = &mut self.form {
            *presence = Presence::OptionalComputed;
        }
        self
    }

    #[must_use]
    pub fn implicit(mut self) -> Nested {
        assert!(self.max == 1, "an implicit block is one that stands once at most");
        self.implicit = true;
        self
    }

    #[must_use]
    pub fn sensitive(mut self) -> Nested {
        self.sensitive = true;
        self
    }

    #[must_use]
    pub fn min(mut self, min: u32) -> Nested {
        self.min = min;
        self
    }

    #[must_use]
    pub fn max(mut self, max: u32) -> Nested {
        self.max = max;
        self
    }

    /// Written as an attribute that holds objects, which a configuration may also write as blocks.
    #[must_use]
    pub fn attribute(mut self) -> Nested {
        let presence = match (self.computed, self.min) {
            (true, _) => Presence::OptionalComputed,
            (false, 0) => Presence::Optional,
            (false, _) => Presence::Required,
        };
        self.form = Form::Attribute(presence);
        self
    }

    pub fn ty(&self) -> Type {
        match self.nesting {
            Nesting::Single => self.block.ty(),
            Nesting::List => Type::list(self.block.ty()),
            Nesting::Set => Type::set(self.block.ty()),
        }
    }
}
