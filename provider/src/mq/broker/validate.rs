//! What is wrong with the configuration of a broker, as far as it can be told before Amazon MQ is
//! asked. Values may be unknown: what is not known is not wrong.

use std::collections::BTreeSet;

use schemas::{Path, Value};
use tfplugin::{Diagnostic, path};

use super::rules;

pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    of_users(config, &mut found);
    found
}

fn of_users(config: &Value, found: &mut Vec<Diagnostic>) {
    let (users, secrets) = (config.get("user"), config.get("user_passwords_wo"));
    let strategy = config.get("authentication_strategy");
    if users.elements().is_some_and(<[Value]>::is_empty)
        && !strategy.is_unknown()
        && !rules::is(strategy, "CONFIG_MANAGED")
    {
        let detail = "A `user` block is required unless `authentication_strategy` is \
                      CONFIG_MANAGED.";
        found.push(Diagnostic::error("Too few blocks", detail).at(path("user")));
    }
    let users = users.elements().unwrap_or(&[]);
    let mut wrong = |summary: &str, detail: String| {
        found.push(Diagnostic::error(summary, detail).at(Path::root("user")));
    };
    let mut names = BTreeSet::new();
    for user in users {
        let Some(name) = user.get("username").as_str() else { continue };
        if !names.insert(name) {
            let detail = format!("There is more than one user {name:?}. Remove all but one.");
            wrong("Duplicate user names", detail);
        }
        let is_on = |name: &str| user.get(name).as_bool() == Some(true);
        if is_on("console_access") && is_on("replication_user") {
            let detail = format!(
                "A replication user cannot have `console_access`: remove `console_access` or \
                 `replication_user` of {name:?}."
            );
            wrong("Conflicting configuration arguments", detail);
        }
        let has_secret = match secrets {
            Value::Unknown => continue,
            secrets => secrets.entries().is_some_and(|it| it.contains_key(name)),
        };
        match (user.get("password").is_null(), has_secret) {
            (true, false) => wrong(
                "Missing required argument",
                format!(
                    "user {name:?} has no password: set `password`, or add it to `user_passwords_wo`."
                ),
            ),
            (false, true) => wrong(
                "Conflicting configuration arguments",
                format!(
                    "user {name:?} has a `password` and one in `user_passwords_wo`. Remove one."
                ),
            ),
            _ => {}
        }
    }
    let is_known = |it: &Value| !it.is_unknown() && !it.get("username").is_unknown();
    let is_known = !config.get("user").is_unknown() && users.iter().all(is_known);
    for (name, _) in secrets.entries().into_iter().flatten().filter(|_| is_known) {
        if !names.contains(name.as_str()) {
            let detail = format!(
                "`user_passwords_wo` has a password for {name:?}, but no `user` \
                                  block has this name."
            );
            let wrong = Diagnostic::error("No such user", detail);
            found.push(wrong.at(path("user_passwords_wo")));
        }
    }
}
