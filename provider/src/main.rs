//! The plugin that Terraform and OpenTofu start.

use std::process::ExitCode;

use tfplugin::wire;

fn main() -> ExitCode {
    #[cfg(unix)]
    restart_without_empty_variables();
    wire::serve(provider::OPTIONS, |closing| tfplugin::Server::new(provider::registry, closing))
}

/// An empty variable is as good as none, but the SDK reads variables by itself: it panics where the
/// URL of an endpoint is empty. A process cannot safely change its environment, so it begins anew
/// with another, as the same process for whoever started it.
#[cfg(unix)]
fn restart_without_empty_variables() {
    use std::os::unix::process::CommandExt as _;

    let empty = std::env::vars_os().filter(|(name, value)| {
        value.is_empty() && name.to_str().is_some_and(|it| it.starts_with("AWS_"))
    });
    let empty: Vec<_> = empty.map(|(name, _)| name).collect();
    let (false, Ok(program)) = (empty.is_empty(), std::env::current_exe()) else { return };
    let mut command = std::process::Command::new(program);
    let mut arguments = std::env::args_os();
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    command.args(arguments);
    for name in empty {
        command.env_remove(name);
    }
    // It comes back only where it has failed, and then everything stays as it is.
    _ = command.exec();
}
