//! Patterns of AWS: `*` stands for any text, `?` for one letter.

/// Whether a text is what a pattern stands for.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    stands_for(pattern, text, true)
}

/// The same where `?` stands for itself, as in filter policies.
pub(crate) fn matches_stars(pattern: &str, text: &str) -> bool {
    stands_for(pattern, text, false)
}

fn stands_for(pattern: &str, text: &str, is_letter: bool) -> bool {
    let [pattern, text] = [pattern, text].map(|it| it.chars().collect::<Vec<_>>());
    // Which beginnings of the text the pattern so far stands for.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for it in pattern {
        let before = reached.clone();
        for (end, reached) in reached.iter_mut().enumerate() {
            *reached = match it {
                '*' => before[..=end].contains(&true),
                '?' if is_letter => end > 0 && before[end - 1],
                it => end > 0 && before[end - 1] && text[end - 1] == it,
            };
        }
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("send*", "sendmessage", true),
            ("*message", "sendmessage", true),
            ("s?ndmessage", "sendmessage", true),
            ("send", "sendmessage", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
