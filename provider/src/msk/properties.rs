//! Properties as Kafka reads them: Java's format of `key=value` lines.

use std::collections::BTreeMap;

/// The settings that a text makes. Of two lines for one key the last one counts.
pub(super) fn parse(text: &str) -> BTreeMap<String, String> {
    lines(text).into_iter().map(|line| setting(&line)).collect()
}

/// Lines without comments and blank ones; what ends in a backslash goes on in the next.
fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: Option<String> = None;
    for line in text.split(['\n', '\r']) {
        let line = line.trim_start_matches(is_blank);
        if open.is_none() && (line.is_empty() || line.starts_with(['#', '!'])) {
            continue;
        }
        let mut whole = open.take().unwrap_or_default();
        let backslashes = line.bytes().rev().take_while(|it| *it == b'\\').count();
        match backslashes % 2 {
            0 => {
                whole.push_str(line);
                lines.push(whole);
            }
            _ => {
                whole.push_str(&line[..line.len() - 1]);
                open = Some(whole);
            }
        }
    }
    lines.extend(open);
    lines
}

fn is_blank(it: char) -> bool {
    matches!(it, ' ' | '\t' | '\u{c}')
}

/// A key ends at the first `=`, `:` or blank that no backslash stands before.
fn setting(line: &str) -> (String, String) {
    let mut is_escaped = false;
    let end = line.find(|it: char| {
        let ends = !is_escaped && (is_blank(it) || it == '=' || it == ':');
        is_escaped = !is_escaped && it == '\\';
        ends
    });
    let (key, rest) = line.split_at(end.unwrap_or(line.len()));
    let rest = rest.trim_start_matches(is_blank);
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(is_blank);
    // Kafka trims what it reads as a number, a list or a truth.
    (unescaped(key), unescaped(value.trim_end_matches(is_blank)))
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        if it != '\\' {
            plain.push(it);
            continue;
        }
        match rest.next() {
            Some('t') => plain.push('\t'),
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('f') => plain.push('\u{c}'),
            Some('u') => {
                let digits: String = rest.by_ref().take(4).collect();
                let letter = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                plain.extend(letter);
            }
            other => plain.extend(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_order_comments_and_escapes_mean_nothing() {
        let one = "auto.create.topics.enable = true\n# kept\nlog.retention.ms: 604800000\r\n";
        let other =
            "  log.retention.ms 604800000  \n\n! kept\nauto.create.\\\n  topics.enable=tr\\u0075e";
        assert_eq!(parse(one), parse(other));
        assert_eq!(parse(one)["auto.create.topics.enable"], "true");
    }

    #[test]
    fn values_and_keys_mean_something() {
        assert_ne!(parse("a=1"), parse("a=2"));
        assert_ne!(parse("a=1"), parse("b=1"));
        assert_ne!(parse("a=1,2"), parse("a=2,1"));
        assert_ne!(parse("a=b c"), parse("a=b  c"));
        assert_ne!(parse("a="), parse(""));
    }

    #[test]
    fn the_last_line_of_a_key_counts() {
        assert_eq!(parse("a=1\na=2"), parse("a=2"));
    }

    #[test]
    fn a_separator_after_a_backslash_is_part_of_the_key() {
        assert_eq!(parse("a\\=b=c")["a=b"], "c");
        assert_eq!(parse("a\\\\=c")["a\\"], "c");
        assert_eq!(parse("a = = c")["a"], "= c");
        assert_eq!(parse("a")["a"], "");
    }
}
