//! `#[derive(Model)]`: the schema of a struct, and the way from values to it and back.
//!
//! The expansion is what a person would write: one builder chain for each field, one `take` and one
//! `encode`. Everything else is a function of `schemas`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Error, Expr, Field, Fields, Ident, Lit, Meta, Result, Token};

const ATTRIBUTE_WORDS: &[&str] = &[
    "computed",
    "force_new",
    "sensitive",
    "write_only",
    "not_returned",
    "use_state_for_unknown",
    "read_only",
    "deprecated",
    "default",
    "check",
    "conflicts",
    "exactly_one_of",
    "at_least_one_of",
    "required_with",
];

const BLOCK_WORDS: &[&str] =
    &["computed", "force_new", "implicit", "sensitive", "min", "max", "attribute"];

/// Derives `schemas::Model` for a struct whose fields are the attributes and blocks of a type.
#[proc_macro_derive(Model, attributes(attr, block))]
pub fn derive_model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    model(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn model(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a model is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(&input.ident, "a model has named fields"));
    };
    let docs = docs(&input.attrs);
    if docs.is_empty() {
        let message = "every model needs a doc comment: it is the user's documentation";
        return Err(Error::new_spanned(&input.ident, message));
    }
    let mut attributes = Vec::new();
    let mut blocks = Vec::new();
    let mut take = Vec::new();
    let mut put = Vec::new();
    for field in &fields.named {
        let ident = field.ident.as_ref().expect("the fields are named");
        // `self` cannot be the name of a field: it is written `self_`.
        let name = ident.unraw().to_string().trim_end_matches('_').to_owned();
        let ty = &field.ty;
        if let Some(words) = words(field, "block", BLOCK_WORDS)? {
            let docs = self::docs(&field.attrs);
            blocks.push(quote!(::schemas::nested::<#ty>(#name, #docs) #(#words)*));
            take.push(quote!(#ident: ::schemas::Elements::take(fields, #name)?));
            put.push(quote!((#name.to_owned(), ::schemas::Elements::put(self.#ident))));
        } else {
            let words = words(field, "attr", ATTRIBUTE_WORDS)?.unwrap_or_default();
            let docs = self::docs(&field.attrs);
            if docs.is_empty() {
                let message = "every attribute needs a doc comment: it is the user's documentation";
                return Err(Error::new_spanned(ident, message));
            }
            attributes.push(quote!(::schemas::attribute::<#ty>(#name, #docs) #(#words)*));
            take.push(quote!(#ident: ::schemas::Field::take(fields, #name)?));
            put.push(quote!((#name.to_owned(), ::schemas::Field::encode(self.#ident))));
        }
    }
    let ident = &input.ident;
    Ok(quote! {
        impl ::schemas::Model for #ident {
            fn block() -> ::schemas::Block {
                ::schemas::Block::new(#docs, ::std::vec![#(#attributes),*], ::std::vec![#(#blocks),*])
            }

            fn decode(
                fields: &mut ::schemas::Fields,
            ) -> ::core::result::Result<Self, ::schemas::Mismatch> {
                ::core::result::Result::Ok(#ident { #(#take),* })
            }

            fn encode(self) -> ::schemas::Fields {
                ::schemas::Fields::from([#(#put),*])
            }
        }
    })
}

/// The doc comment as one text: lines of a paragraph joined, paragraphs apart.
fn docs(attrs: &[syn::Attribute]) -> String {
    let mut text = String::new();
    for attr in attrs.iter().filter(|it| it.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attr.meta else { continue };
        let Expr::Lit(literal) = &pair.value else { continue };
        let Lit::Str(line) = &literal.lit else { continue };
        match line.value().trim() {
            "" => text.push_str("\n\n"),
            line => {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push(' ');
                }
                text.push_str(line);
            }
        }
    }
    text.trim().to_owned()
}

/// `word` or `word = value`.
struct Word {
    name: Ident,
    value: Option<Expr>,
}

impl Parse for Word {
    fn parse(input: ParseStream) -> Result<Word> {
        let name = Ident::parse_any(input)?;
        let value = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Word { name, value })
    }
}

/// The builder calls that `#[attr(…)]` or `#[block(…)]` on a field stands for; `None` where the
/// field has no such attribute.
fn words(field: &Field, attribute: &str, known: &[&str]) -> Result<Option<Vec<TokenStream>>> {
    let Some(attr) = field.attrs.iter().find(|it| it.path().is_ident(attribute)) else {
        return Ok(None);
    };
    let words = match &attr.meta {
        Meta::Path(_) => Punctuated::new(),
        _ => attr.parse_args_with(Punctuated::<Word, Token![,]>::parse_terminated)?,
    };
    // The last would win. Of checks there may be several.
    let is_told = |it: &Word| words.iter().filter(|other| other.name == it.name).count() > 1;
    if let Some(word) = words.iter().find(|it| it.name != "check" && is_told(it)) {
        return Err(Error::new(word.name.span(), "given twice: write a list"));
    }
    words.iter().map(|word| call(word, known)).collect::<Result<_>>().map(Some)
}

fn call(Word { name, value }: &Word, known: &[&str]) -> Result<TokenStream> {
    let text = name.to_string();
    if !known.contains(&text.as_str()) {
        let message = format!("expected one of: {}", known.join(", "));
        return Err(Error::new(name.span(), message));
    }
    Ok(match (text.as_str(), value) {
        ("conflicts" | "exactly_one_of" | "at_least_one_of" | "required_with", Some(value)) => {
            let paths = paths(value)?;
            quote!(.#name(&[#(#paths),*]))
        }
        ("check", Some(value)) => quote!(.check({
            #[allow(unused_imports, reason = "a check may be a function of the module itself")]
            use ::schemas::check::*;
            #value
        })),
        (_, Some(value)) => quote!(.#name(#value)),
        (_, None) => quote!(.#name()),
    })
}

/// One path or a list of them.
fn paths(value: &Expr) -> Result<Vec<&Expr>> {
    let is_text = |it: &Expr| matches!(it, Expr::Lit(it) if matches!(it.lit, Lit::Str(_)));
    let paths: Vec<&Expr> = match value {
        Expr::Array(list) => list.elems.iter().collect(),
        one => vec![one],
    };
    match paths.iter().find(|it| !is_text(it)) {
        Some(other) => Err(Error::new_spanned(other, "expected a path in quotes")),
        None if paths.is_empty() => Err(Error::new(Span::call_site(), "expected a path")),
        None => Ok(paths),
    }
}
