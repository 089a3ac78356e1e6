//! `cargo xtask aws`: the stand-in for AWS, to try things by hand.

use std::{error::Error, io};

/// The arguments are `[-p PORT]`.
pub(crate) fn run(args: &[&str]) -> Result<(), Box<dyn Error>> {
    let port = match args {
        [] => 5000,
        ["-p" | "--port", port] => port.parse().map_err(|_| format!("`{port}` is not a port"))?,
        _ => return Err("usage: cargo xtask aws [-p PORT]".into()),
    };
    Ok(acceptance_tests::aws::serve(port, &mut io::stdout())?)
}
