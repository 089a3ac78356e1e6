//! What is sensitive in the objects of a call: no message of the call and no line that it logs holds
//! it, whoever wrote the text. A service may quote in its refusal what it was sent.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use schemas::{Block, Item, Value};

tokio::task_local! {
    static SECRETS: Secrets;
}

/// What stands in place of a secret.
const HIDDEN: &str = "(sensitive value)";

/// Shorter values are words of any text: to take them out would say what they are.
const SHORTEST: usize = 4;

/// Lines of a key in PEM form are told one by one where an API folds them; shorter ones are frames.
const SHORTEST_LINE: usize = 16;

/// The secrets of one call of the protocol.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<Mutex<BTreeSet<String>>>);

impl Secrets {
    /// Runs a call whose secrets these are.
    pub(crate) async fn run<T>(self, call: impl Future<Output = T>) -> T {
        SECRETS.scope(self, call).await
    }

    /// Remembers what is sensitive in an object.
    fn note(&self, block: &Block, object: &Value) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        collect(block, object, &mut found);
    }

    /// The text without the secrets.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut present: Vec<&String> = known.iter().filter(|it| text.contains(*it)).collect();
        // What is a part of another would leave the rest of that.
        present.sort_by_key(|it| std::cmp::Reverse(it.len()));
        present
            .into_iter()
            .fold(Cow::Borrowed(text), |text, secret| Cow::Owned(text.replace(secret, HIDDEN)))
    }
}

/// Remembers what is sensitive in the objects of the present call.
pub(crate) fn note<'a>(block: &Block, objects: impl IntoIterator<Item = &'a Value>) {
    for object in objects {
        // Outside of a call nothing leaves the process.
        _ = SECRETS.try_with(|it| it.note(block, object));
    }
}

/// The text without the secrets of the present call.
pub(crate) fn hide(text: &str) -> Cow<'_, str> {
    SECRETS.try_with(|it| it.hide(text)).unwrap_or(Cow::Borrowed(text))
}

fn collect(block: &Block, object: &Value, found: &mut BTreeSet<String>) {
    for item in block.items() {
        let value = object.get(item.name());
        match item {
            Item::Attribute(it) if it.sensitive || it.write_only => texts(value, found),
            Item::Attribute(_) => {}
            Item::Nested(it) if it.sensitive => texts(value, found),
            Item::Nested(it) => match value {
                Value::Object(_) => collect(&it.block, value, found),
                _ => {
                    for element in value.elements().unwrap_or_default() {
                        collect(&it.block, element, found);
                    }
                }
            },
        }
    }
}

/// All texts of a value. Keys of maps are names.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    if let Some(text) = value.as_str() {
        let lines = text.lines().filter(|it| it.len() >= SHORTEST_LINE && *it != text);
        let whole = [text].into_iter().filter(|it| it.len() >= SHORTEST);
        for text in whole.chain(lines) {
            found.insert(text.to_owned());
            // As a form has it, and as a text in quotes.
            found.insert(in_form(text));
            found.insert(text.escape_debug().to_string());
            found.insert(serde_json::Value::from(text).to_string().trim_matches('"').to_owned());
        }
    }
    let elements = value.elements().unwrap_or_default().iter();
    for it in elements.chain(value.entries().into_iter().flat_map(|it| it.values())) {
        texts(it, found);
    }
}

/// A text in percent encoding.
fn in_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => form.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => form.push(byte.into()),
            _ => form.push_str(&format!("%{byte:02X}")),
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use schemas::{Model, Set, Tags};

    use super::*;

    /// An object with secrets in it.
    #[derive(Debug, Clone, PartialEq, Model)]
    struct Vault {
        /// Its name.
        name: String,
        /// Its code.
        #[attr(sensitive)]
        code: Option<String>,
        /// Codes by their owners.
        #[attr(write_only)]
        codes: Option<Tags>,
        #[block]
        drawer: Set<Drawer>,
    }

    /// A part of it.
    #[derive(Debug, Clone, PartialEq, Model)]
    struct Drawer {
        /// Its key.
        #[attr(sensitive)]
        key: Option<String>,
    }

    fn vault(code: &str) -> Value {
        let codes = Tags::from([("owner".to_owned(), "wonderful".to_owned())]);
        let drawer = Drawer { key: Some("code-of-drawer".to_owned()) };
        let vault = Vault {
            name: "vault".to_owned(),
            code: Some(code.to_owned()),
            codes: Some(codes),
            drawer: Set(vec![drawer]),
        };
        Value::Object(vault.encode())
    }

    fn hidden(code: &str, text: &str) -> String {
        let secrets = Secrets::default();
        secrets.note(&Vault::block(), &vault(code));
        secrets.hide(text).into_owned()
    }

    #[test]
    fn what_is_sensitive_at_any_depth_is_hidden_and_nothing_else() {
        let text = "vault of owner: code, code-of-drawer, wonderful, drawer";
        let expected = format!("vault of owner: {HIDDEN}, {HIDDEN}, {HIDDEN}, drawer");
        assert_eq!(hidden("code", text), expected);
        assert_eq!(hidden("", "no secret"), "no secret");
        assert_eq!(hidden("is", "this is a text"), "this is a text");
    }

    #[test]
    fn a_secret_is_hidden_as_a_quoted_text_has_it_and_line_by_line() {
        let code = "one\"two\\\nand a third line of it";
        let form = in_form(code);
        assert!(form.starts_with("one%22two%5C%0Aand%20a"), "{form}");
        let json = serde_json::json!(code).to_string();
        for text in [code.to_owned(), format!("{code:?}"), json, format!("code={form}&n=1")] {
            let shown = hidden(code, &text);
            assert!(!shown.contains("two") && !shown.contains("third"), "{shown}");
        }
        assert_eq!(hidden(code, "a: and a third line of it"), format!("a: {HIDDEN}"));
    }

    #[tokio::test]
    async fn a_call_knows_its_secrets_and_no_other_does() {
        let call = async {
            note(&Vault::block(), [&vault("topmost secret"), &Value::Null, &Value::Unknown]);
            hide("it is topmost secret").into_owned()
        };
        assert_eq!(Secrets::default().run(call).await, format!("it is {HIDDEN}"));
        assert_eq!(hide("topmost secret"), "topmost secret");
    }
}
