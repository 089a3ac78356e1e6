//! The id of a security group that a rule names.

/// The id of a group, maybe after its account and a slash. EC2 tells the account of others alone,
/// and ids are the same nowhere else: with the account and without it is one group.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupId(pub(super) String);

impl GroupId {
    /// The account, where it is told, and the id.
    pub(super) fn parts(&self) -> (Option<&str>, &str) {
        parts(&self.0)
    }
}

schemas::text!(GroupId, None, same);

fn parts(text: &str) -> (Option<&str>, &str) {
    match text.split_once('/') {
        Some((account, id)) => (Some(account), id),
        None => (None, text),
    }
}

fn same(one: &str, other: &str) -> bool {
    let ((account, id), (other_account, other_id)) = (parts(one), parts(other));
    let are_told = account.is_some() && other_account.is_some();
    id == other_id && (!are_told || account == other_account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_a_group_may_be_left_out() {
        assert!(same("123456789012/sg-1", "sg-1"));
        assert!(same("sg-1", "123456789012/sg-1"));
        assert!(!same("123456789012/sg-1", "210987654321/sg-1"));
        assert!(!same("123456789012/sg-1", "sg-2"));
        assert!(!same("sg-1", "sg-2"));
    }
}
