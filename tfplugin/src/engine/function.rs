//! Functions that a configuration may call: `provider::acme::name_parse(…)`.

use schemas::{Type, Value};

/// A function. The same arguments always give the same result.
pub struct Function {
    pub name: &'static str,
    pub summary: &'static str,
    pub docs: &'static str,
    pub parameters: Vec<Parameter>,
    pub result: Type,
    pub call: fn(&[Value]) -> Result<Value, Failure>,
}

pub struct Parameter {
    pub name: &'static str,
    pub docs: &'static str,
    pub ty: Type,
}

/// Why a function has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub message: String,
    /// The position of the argument at fault.
    pub argument: Option<usize>,
}
