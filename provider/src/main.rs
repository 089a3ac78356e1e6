//! The plugin that Terraform and OpenTofu start.

fn main() {}
