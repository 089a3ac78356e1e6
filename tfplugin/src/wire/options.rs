//! Who a provider is, for the registries, the client and people, and what of it no log may show.

/// Who this provider is, and what its log leaves out.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Its address in Terraform's registry, such as `registry.terraform.io/acme/things`.
    pub address: &'static str,
    /// Its version, without a `v`.
    pub version: &'static str,
    /// Beginnings of the names of its crates whose events may hold requests, answers, credentials or
    /// signatures: of them nothing is logged, whatever the user asks for.
    pub mute: &'static [&'static str],
    /// Takes out of a text what nothing may show, such as the ids of keys; `str::to_owned` where
    /// nothing has a form by which it is told.
    pub mask: fn(&str) -> String,
}

impl Options {
    /// The address's last part, which names the provider in a configuration.
    pub(super) fn name(&self) -> &'static str {
        self.address.rsplit('/').next().unwrap_or(self.address)
    }

    /// The name that clients look for, and so that of the file.
    pub(super) fn binary(&self) -> String {
        format!("terraform-provider-{}", self.name())
    }

    /// The address as Terraform knows it, and as OpenTofu does.
    pub(super) fn addresses(&self) -> Vec<String> {
        let mut addresses = vec![self.address.to_owned()];
        if let Some(rest) = self.address.strip_prefix("registry.terraform.io/") {
            addresses.push(format!("registry.opentofu.org/{rest}"));
        }
        addresses
    }
}
