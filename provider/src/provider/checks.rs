//! What the checks of resources are to do, by `checks`.

use schemas::Path;
use tfplugin::{Checks, Diagnostic};

use super::environment::Environment;

const VARIABLE: &str = "AWS_MESSAGING_CHECKS";

/// By the provider block, else by the environment.
pub(super) fn wanted(
    configured: Option<&str>,
    environment: &Environment,
) -> Result<Checks, Diagnostic> {
    match configured.or(environment.get(VARIABLE)) {
        None | Some("warn") => Ok(Checks::Warn),
        Some("strict") => Ok(Checks::Strict),
        Some("off") => Ok(Checks::Off),
        Some(other) => {
            let detail = format!("{VARIABLE} must be strict, warn or off, not {other:?}.");
            Err(Diagnostic::error("Invalid checks", detail).at(Path::root("checks")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_block_counts_more_than_the_environment() {
        let with = |text: &str| {
            let mut environment = Environment::default();
            environment.set(VARIABLE, text);
            environment
        };
        assert_eq!(wanted(None, &Environment::default()), Ok(Checks::Warn));
        assert_eq!(wanted(None, &with("strict")), Ok(Checks::Strict));
        assert_eq!(wanted(Some("warn"), &with("off")), Ok(Checks::Warn));
        assert_eq!(wanted(Some("off"), &with("loud")), Ok(Checks::Off));
        let error = wanted(None, &with("loud")).unwrap_err();
        assert!(error.detail.contains("AWS_MESSAGING_CHECKS must be"));
    }
}
