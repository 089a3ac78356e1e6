//! What EC2 takes in the names and descriptions of security groups and of their rules.

use schemas::Check;

/// Letters, digits and some other characters of ASCII.
pub(super) fn characters() -> Check {
    schemas::check::rule("Letters, digits, spaces and `_.:/()#,@[]+=&;{}!$*-`.", test)
}

/// The description of a rule.
pub(super) fn description() -> Check {
    schemas::check::rule("", |text| match text.chars().count() {
        0..=255 => test(text),
        length => Err(format!("must be at most 255 characters long, not {length}")),
    })
    .says(|name, value| match value.chars().count() {
        0..=255 => format!("{name:?} doesn't comply with restrictions: {value:?}"),
        _ => format!("{name:?} cannot be longer than 255 characters: {value:?}"),
    })
}

fn test(text: &str) -> Result<(), String> {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || "_ .:/()#,@[]+=&;{}!$*-".contains(it);
    match text.chars().find(|it| !is_fine(*it)) {
        None => Ok(()),
        Some(other) => {
            let other = match other.is_control() {
                true => other.escape_debug().to_string(),
                false => other.to_string(),
            };
            Err(format!(
                "must contain only letters, digits, spaces and `_.:/()#,@[]+=&;{{}}!$*-`, but has \
                 `{other}` in {text:?}"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_what_ec2_takes() {
        let test = |text: &str| description().test(&text.into());
        assert_eq!(test("HTTPS from the office (1.2.3.4/32), #5"), Ok(()));
        assert_eq!(test("a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"), Ok(()));
        assert_eq!(test(""), Ok(()));
        for wrong in
            ["it's", "größe", "auth -> registry", "a<b", "50%", "a\nb", "a|b", "\"a\"", "a?"]
        {
            assert!(test(wrong).is_err(), "{wrong}");
            assert!(characters().test(&wrong.into()).is_err(), "{wrong}");
        }
        assert_eq!(test(&"x".repeat(255)), Ok(()));
        assert!(test(&"x".repeat(256)).is_err());
    }
}
