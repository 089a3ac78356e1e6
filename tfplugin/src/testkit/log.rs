//! What a process would log.

use crate::wire::{Options, log};

/// Keeps all that this process logs from now on, at the level TRACE, as the client of a provider with
/// these options would get it.
pub fn capture(options: &Options) {
    log::capture(options);
}

/// What has been kept until now.
pub fn captured() -> String {
    log::captured()
}
