//! What a configuration says: XML for ActiveMQ, lines of `key = value` for RabbitMQ.
//!
//! MQ writes XML anew: attributes in another order, other quotes and escapes, no blank lines.

use roxmltree::{Document, Node};

/// The text of a configuration. Two texts are equal if a broker reads the same in them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Data(pub(crate) String);

schemas::text!(Data, None, same);

/// Whether a text begins with an XML declaration.
pub(super) fn is_declared(text: &str) -> bool {
    start(text).starts_with("<?xml ")
}

fn same(one: &str, other: &str) -> bool {
    let (one, other) = (start(one), start(other));
    if one.trim_end() == other.trim_end() {
        return true;
    }
    match one.starts_with('<') && other.starts_with('<') {
        true => match (Document::parse(one), Document::parse(other)) {
            (Ok(one), Ok(other)) => pieces(&one) == pieces(&other),
            _ => false,
        },
        false => settings(one) == settings(other),
    }
}

/// A declaration has to be the first thing in XML, but blanks before it are easily written.
pub(super) fn start(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim_start()
}

/// What of XML has a meaning, in the order of the document.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    /// Attributes are in an order of their own.
    Begin(Name<'a>, Vec<(Name<'a>, String)>),
    Text(String),
    End,
}

/// A name with its namespace: prefixes are only a way of writing.
type Name<'a> = (Option<&'a str>, &'a str);

/// The document without comments, blanks that only lay it out, and the ways of writing the same.
fn pieces<'a>(document: &'a Document<'_>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    // The children that are still to come of each element that has begun.
    let mut open = vec![document.root().children()];
    while let Some(children) = open.last_mut() {
        match children.next() {
            Some(node) if node.is_text() => text.push_str(node.text().unwrap_or_default()),
            Some(node) if node.is_element() => {
                end_of_text(&mut text, &mut pieces);
                pieces.push(Piece::Begin(name(node), attributes(node)));
                open.push(node.children());
            }
            Some(_) => {}
            None => {
                end_of_text(&mut text, &mut pieces);
                pieces.push(Piece::End);
                open.pop();
            }
        }
    }
    pieces
}

fn end_of_text(text: &mut String, pieces: &mut Vec<Piece<'_>>) {
    let collapsed = collapsed(&std::mem::take(text));
    if !collapsed.is_empty() {
        pieces.push(Piece::Text(collapsed));
    }
}

fn name<'a>(node: Node<'a, '_>) -> Name<'a> {
    (node.tag_name().namespace(), node.tag_name().name())
}

fn attributes<'a>(node: Node<'a, '_>) -> Vec<(Name<'a>, String)> {
    let attributes = node.attributes();
    let mut attributes: Vec<_> =
        attributes.map(|it| ((it.namespace(), it.name()), collapsed(it.value()))).collect();
    attributes.sort();
    attributes
}

/// A text with one blank where there are several, and none at its ends.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The settings of a RabbitMQ configuration by key. Of settings with the same key the order counts.
pub(super) fn settings(text: &str) -> Vec<(&str, &str)> {
    let mut settings: Vec<_> = text.lines().filter_map(setting).collect();
    settings.sort_by_key(|(key, _)| *key);
    settings
}

fn setting(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    Some(match line.split_once('=') {
        Some((key, value)) => (key.trim_end(), unquoted(value.trim_start())),
        None => (line, ""),
    })
}

/// The value without the comment that may follow it. Quotes are for values that hold a `#`.
fn unquoted(value: &str) -> &str {
    let quoted = value.strip_prefix('\'').and_then(|it| it.split_once('\''));
    match quoted {
        Some((value, rest)) if rest.trim().is_empty() || rest.trim_start().starts_with('#') => {
            value
        }
        _ => value.split_once('#').map_or(value, |(value, _)| value).trim_end(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_by_its_meaning() {
        let broker = |inside: &str| format!("<broker xmlns=\"urn:a\">{inside}</broker>");
        let text = broker("<a x=\"1\" y=\"2\"/>");
        for (what, other, expected) in [
            ("the same", broker("<a x=\"1\" y=\"2\"/>"), true),
            ("another order of attributes", broker("<a y=\"2\" x=\"1\"/>"), true),
            ("other quotes", broker("<a x='1' y='2'/>"), true),
            ("blanks between attributes", broker("<a  x = \"1\"\n y=\"2\" />"), true),
            ("an empty element in full", broker("<a x=\"1\" y=\"2\"></a>"), true),
            ("layout", broker("\n\n  <a x=\"1\" y=\"2\">\n </a>\r\n"), true),
            ("a comment", broker("<!-- why --><a x=\"1\" y=\"2\"/>"), true),
            ("an escape", broker("<a x=\"&#49;\" y=\"2\"/>"), true),
            ("a declaration", format!("<?xml version=\"1.0\"?>\n{text}"), true),
            ("blanks around it", format!("\n {text} \n"), true),
            ("a prefix", "<b:broker xmlns:b='urn:a'><b:a x='1' y='2'/></b:broker>".into(), true),
            ("another value", broker("<a x=\"1\" y=\"3\"/>"), false),
            ("one attribute less", broker("<a x=\"1\"/>"), false),
            ("another namespace", text.replace("urn:a", "urn:b"), false),
            ("another name", broker("<b x=\"1\" y=\"2\"/>"), false),
            ("capitals", text.to_uppercase(), false),
            ("one element more", broker("<a x=\"1\" y=\"2\"/><a/>"), false),
            ("an element inside", broker("<a x=\"1\" y=\"2\"><b/></a>"), false),
            ("text", broker("<a x=\"1\" y=\"2\">b</a>"), false),
            ("no XML", broker("<a x=\"1\" y=\"2\">"), false),
            ("nothing", String::new(), false),
        ] {
            assert_eq!(same(&text, &other), expected, "{what}");
            assert_eq!(same(&other, &text), expected, "{what}, the other way round");
        }
    }

    #[test]
    fn elements_have_an_order_and_a_place() {
        assert!(!same("<a><b/><c/></a>", "<a><c/><b/></a>"));
        assert!(!same("<a><b><c/></b></a>", "<a><b/><c/></a>"));
        assert!(!same("<a>1<b/></a>", "<a><b/>1</a>"));
        assert!(same("<a>1 <!-- and -->2</a>", "<a><![CDATA[1]]>\n2</a>"));
        assert!(same("<a>x &lt; &quot;y&quot;</a>", "<a>x &#60; \"y\"</a>"));
    }

    #[test]
    fn xml_that_is_not_read_is_compared_as_text() {
        assert!(same("<a>", "\n<a> "));
        assert!(!same("<a>", "<a >"));
        let entities = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        assert!(same(entities, entities));
        assert!(!same(entities, "<a>c</a>"));
    }

    #[test]
    fn depth_is_no_danger() {
        let deep =
            |inside: &str| format!("{}{inside}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
        assert!(same(&deep(""), &deep("<!-- -->")));
        assert!(!same(&deep(""), &deep("<b/>")));
    }

    #[test]
    fn rabbitmq_by_its_meaning() {
        let text = "consumer_timeout = 1000\nheartbeat = 60\n";
        for (what, other, expected) in [
            ("the same", text, true),
            ("no blanks", "consumer_timeout=1000\nheartbeat=60", true),
            ("more blanks", "\n consumer_timeout =  1000 \r\n\r\n\theartbeat = 60\r\n", true),
            ("comments", "# waits\nconsumer_timeout = 1000 # ms\n heartbeat = 60", true),
            ("another order", "heartbeat = 60\nconsumer_timeout = 1000", true),
            ("quotes", "consumer_timeout = '1000'\nheartbeat = 60", true),
            ("another value", "consumer_timeout = 1001\nheartbeat = 60", false),
            ("another key", "consumer.timeout = 1000\nheartbeat = 60", false),
            ("less", "consumer_timeout = 1000", false),
            ("one commented out", "consumer_timeout = 1000\n# heartbeat = 60", false),
            ("one line", "consumer_timeout = 1000 heartbeat = 60", false),
            ("nothing", "", false),
        ] {
            assert_eq!(same(text, other), expected, "{what}");
            assert_eq!(same(other, text), expected, "{what}, the other way round");
        }
    }

    #[test]
    fn settings_of_rabbitmq() {
        for (line, expected) in [
            ("a = b", Some(("a", "b"))),
            ("a = b c", Some(("a", "b c"))),
            ("a = b=c", Some(("a", "b=c"))),
            ("a = 'b#c' # d", Some(("a", "b#c"))),
            ("a = b#c", Some(("a", "b"))),
            ("a = 'b", Some(("a", "'b"))),
            ("a = it's 'b'", Some(("a", "it's 'b'"))),
            ("a =", Some(("a", ""))),
            ("a", Some(("a", ""))),
            ("#a = b", None),
            ("  ", None),
        ] {
            assert_eq!(setting(line), expected, "{line}");
        }
        assert!(!same("a = 1\na = 2", "a = 2\na = 1"));
    }

    #[test]
    fn declarations() {
        assert!(is_declared("\n<?xml version='1.0'?><a/>"));
        assert!(!is_declared("<a/>"));
        assert!(!is_declared("<?xml-stylesheet href='a'?><a/>"));
    }
}
