//! What a process would log.

use crate::wire::log;

/// Keeps all that this process logs from now on, at the level TRACE, as the client would get it.
pub fn capture() {
    log::capture();
}

/// What has been kept until now.
pub fn captured() -> String {
    log::captured()
}
