//! What can go wrong, and how it is told to the user.

use std::fmt;

use schemas::{Mismatch, Path};

/// Why an operation did not succeed.
///
/// The message says what is wrong and no more: lower case, no full stop, no operation, no type and
/// no id. The engine adds those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    pub message: String,
    /// What the user can do about it, in sentences.
    pub remedy: String,
    /// The attribute at fault, where one is.
    pub path: Option<Path>,
    pub kind: Kind,
}

/// What the engine has to know of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Failed,
    /// The object does not exist.
    NotFound,
    /// Worth another try within the timeout of the operation.
    Retryable,
    /// The object is there, and these credentials are never told what it holds: what is known of it
    /// stays as it is, with a warning.
    Withheld,
    /// The user asked to stop.
    Interrupted,
    /// A creation found an object that was there before. It is somebody else's: it is left alone,
    /// and is not in the state.
    Exists,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(message: impl Into<String>) -> Error {
        Error { message: message.into(), remedy: String::new(), path: None, kind: Kind::Failed }
    }

    /// An error of one attribute.
    pub fn at(path: Path, message: impl Into<String>) -> Error {
        Error { path: Some(path), ..Error::new(message) }
    }

    pub fn not_found(message: impl Into<String>) -> Error {
        Error { kind: Kind::NotFound, ..Error::new(message) }
    }

    pub fn retryable(message: impl Into<String>) -> Error {
        Error { kind: Kind::Retryable, ..Error::new(message) }
    }

    pub fn exists(message: impl Into<String>) -> Error {
        Error { kind: Kind::Exists, ..Error::new(message) }
    }

    pub fn interrupted() -> Error {
        let error = Error::new("interrupted before the operation had ended");
        Error { kind: Kind::Interrupted, ..error }
    }

    /// Adds what the user can do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Error {
        self.remedy = remedy.into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<Mismatch> for Error {
    fn from(mismatch: Mismatch) -> Error {
        let path = (!mismatch.path.0.is_empty()).then_some(mismatch.path);
        Error { path, ..Error::new(mismatch.message) }
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Error {
        Error::new(message)
    }
}

impl From<String> for Error {
    fn from(message: String) -> Error {
        Error::new(message)
    }
}

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub summary: String,
    pub detail: String,
    pub path: Option<Path>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

impl Diagnostic {
    pub fn error(summary: impl Into<String>, detail: impl Into<String>) -> Diagnostic {
        let severity = Severity::Error;
        Diagnostic { severity, summary: summary.into(), detail: detail.into(), path: None }
    }

    pub fn warning(summary: impl Into<String>, detail: impl Into<String>) -> Diagnostic {
        let severity = Severity::Warning;
        Diagnostic { severity, summary: summary.into(), detail: detail.into(), path: None }
    }

    #[must_use]
    pub fn at(mut self, path: Path) -> Diagnostic {
        self.path = Some(path);
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
