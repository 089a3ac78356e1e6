//! What objects are found by.

use schemas::{Fields, Model};

/// What identifies an object among all of its type in a region: as much as it takes to read it, and
/// so to import it.
///
/// Most are a single text, for which [`identity!`](crate::identity!) writes the struct. Where there
/// is more to it, the names of the attributes are those that they have in the resource.
pub trait Identity: Model + Clone + Send + Sync + 'static {
    /// How clients know the identity, as a resource identity. `None`: they do not.
    const SERVED: Option<Served> = None;

    /// The identity as one text, for messages. It is the object's `id`, where its type has one.
    fn text(&self) -> String;

    /// The identity of the object whose `id` this is. `None` where such a text does not tell: then it
    /// is found in the attributes of the state.
    fn from_text(_text: &str) -> Option<Self> {
        None
    }
}

/// A resource identity, which Terraform and OpenTofu know since 1.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    pub version: i64,
    /// Whether the account and the region belong to it, which an import may leave out.
    pub located: bool,
}

/// An identity with its Rust type erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identified {
    pub(crate) text: String,
    pub(crate) fields: Fields,
}

impl<I: Identity> From<&I> for Identified {
    fn from(identity: &I) -> Identified {
        Identified { text: identity.text(), fields: identity.clone().encode() }
    }
}

/// A struct for an identity that is a single text. It derefs to the text.
///
/// ```
/// tfplugin::identity! {
///     /// A crate, by its label.
///     pub struct Label {
///         /// Label of the crate.
///         label
///     }
/// }
/// assert_eq!(&*Label::from("heavy"), "heavy");
/// ```
#[macro_export]
macro_rules! identity {
    (
        $(#[$docs:meta])*
        $visibility:vis struct $name:ident { $(#[$about:meta])* $attribute:ident }
        $(const SERVED = $served:expr;)?
    ) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, ::schemas::Model)]
        $visibility struct $name {
            $(#[$about])*
            $attribute: ::std::string::String,
        }

        impl $crate::Identity for $name {
            $(const SERVED: ::core::option::Option<$crate::Served> =
                ::core::option::Option::Some($served);)?

            fn text(&self) -> ::std::string::String {
                self.$attribute.clone()
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(text.into())
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.$attribute
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from($attribute: ::std::string::String) -> Self {
                $name { $attribute }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                text.to_owned().into()
            }
        }

        impl ::core::convert::From<&$name> for ::std::string::String {
            fn from(identity: &$name) -> ::std::string::String {
                identity.$attribute.clone()
            }
        }
    };
}

identity! {
    /// An object that an id identifies, and nothing else.
    pub struct Id {
        /// ID of the resource.
        id
    }
}
