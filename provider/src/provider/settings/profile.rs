//! The profile, and the files that it is in.

use std::path::{Path as FilePath, PathBuf};

use aws_config::profile::ProfileSet;
use aws_runtime::env_config::EnvConfigValue;
use aws_types::os_shim_internal::{Env, Fs};
use schemas::Path;
use tfplugin::Diagnostic;

use super::{Block, Profile, Source, text};
use crate::provider::credentials;

/// Arguments without which it is not known what the profile says.
const PROFILE_ARGUMENTS: &[&str] = &["profile", "shared_config_files", "shared_credentials_files"];

/// Whether the region, where nothing has told it yet, may still turn out to be one.
pub(crate) fn may_tell_region(unknown: &[String]) -> bool {
    unknown.iter().any(|it| it == "region" || PROFILE_ARGUMENTS.contains(&it.as_str()))
}

/// What the files say of the profile, and of the services that it names.
pub(super) struct Section {
    files: Option<ProfileSet>,
    name: String,
}

impl Section {
    /// A value of the profile. Empty is as good as not set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.files.as_ref()?.get_profile(&self.name)?.get(name)?;
        Some(value).filter(|it| !it.is_empty())
    }

    /// A value of the `services` section that the profile names, for one service.
    pub(super) fn of_service(&self, service: &str, name: &str) -> Option<String> {
        // The environment is looked at elsewhere.
        let nothing = Env::from_slice(&[]);
        let value = EnvConfigValue::new().profile(name).service_id(service);
        let (value, _) = value.load(&nothing, self.files.as_ref())?;
        Some(value.into_owned()).filter(|it| !it.is_empty() && self.get(name) != Some(it.as_str()))
    }

    /// What to do when the profile gives no credentials.
    pub(super) fn remedy(&self) -> &'static str {
        let has = |names: &[&str]| names.iter().any(|it| self.get(it).is_some());
        match () {
            () if has(&["sso_session", "sso_start_url"]) => {
                "log in again with `aws sso login` for this profile"
            }
            () if has(&["login_session"]) => "log in again with `aws login` for this profile",
            () if has(&["credential_process"]) => {
                "run the `credential_process` of the profile manually: it must succeed and print \
                 credentials as JSON"
            }
            () => "correct the profile",
        }
    }
}

impl Block<'_> {
    pub(super) fn profile(&self) -> Profile {
        let Block { block, environment, .. } = self;
        let name = text(&block.profile)
            .or(environment.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]))
            .unwrap_or("default");
        let files = |given: &Option<Vec<String>>| {
            let given = given.as_ref().filter(|it| !it.is_empty())?;
            Some(given.iter().map(|it| self.expand(it)).collect::<Vec<_>>())
        };
        let config_files = files(&block.shared_config_files);
        let credentials_files = files(&block.shared_credentials_files);
        let looked_at = |given: &Option<Vec<PathBuf>>, variable: &str, default: &str| match given {
            Some(paths) => paths.iter().map(|it| in_words(it)).collect::<Vec<_>>().join(", "),
            None => in_words(&self.expand(environment.get(variable).unwrap_or(default))),
        };
        let files = format!(
            "{}, {}",
            looked_at(&config_files, "AWS_CONFIG_FILE", "~/.aws/config"),
            looked_at(&credentials_files, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        );
        Profile { name: name.to_owned(), config_files, credentials_files, files, remedy: "" }
    }

    /// The path with the home directory in place of `~`.
    pub(super) fn expand(&self, path: &str) -> PathBuf {
        let home = self.environment.first(&["HOME", "USERPROFILE"]);
        match (path.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => FilePath::new(home).join(rest),
            _ => PathBuf::from(path),
        }
    }

    /// The profile files. That one which was asked for is not in them is an error, if it is needed.
    pub(super) async fn section(
        &self,
        profile: &Profile,
        source: &Source,
    ) -> Result<Section, Diagnostic> {
        let Block { block, environment, .. } = self;
        if PROFILE_ARGUMENTS.iter().any(|it| self.is_unknown(it)) {
            return Ok(Section { files: None, name: profile.name.clone() });
        }
        let name = profile.name.clone().into();
        let files = credentials::profile_files(profile);
        let loaded =
            aws_config::profile::load(&Fs::real(), &environment.to_sdk(), &files, Some(name)).await;
        let sections = loaded.map_err(|error| {
            let why = credentials::of_files(&error);
            let detail = format!("Searched {}: {why}.", profile.files);
            Diagnostic::error("cannot read the profile files", detail).at(Path::root("profile"))
        })?;
        let is_asked_for = match source {
            Source::Profile => true,
            Source::Found => {
                environment.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]).is_some()
                    && environment.get("AWS_ACCESS_KEY_ID").is_none()
            }
            _ => text(&block.profile).is_some(),
        };
        if is_asked_for && sections.get_profile(&profile.name).is_none() {
            let mut known: Vec<&str> = sections.profiles().collect();
            known.sort_unstable();
            let known = match known.is_empty() {
                true => "They contain no profile".to_owned(),
                false => format!("They contain: {}", known.join(", ")),
            };
            let named = match text(&block.profile) {
                Some(_) => "the argument `profile`",
                None => "AWS_PROFILE",
            };
            let detail = format!(
                "Searched {}. {known}. Correct {named}, or set `shared_config_files` and \
                 `shared_credentials_files`.",
                profile.files
            );
            let summary = format!("profile {:?} not found", profile.name);
            return Err(Diagnostic::error(summary, detail).at(Path::root("profile")));
        }
        Ok(Section { files: Some(sections), name: profile.name.clone() })
    }
}

fn in_words(path: &FilePath) -> String {
    match path.exists() {
        true => path.display().to_string(),
        false => format!("{} (does not exist)", path.display()),
    }
}
