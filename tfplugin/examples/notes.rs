//! A whole provider on a page: it keeps notes, each a file of a folder. The crate's README goes
//! through it.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::{fs, io};

use schemas::{Block, Computed, Model, Tags, Value};
use tfplugin::engine::{data_source, resource};
use tfplugin::{
    Client, Context, DataSource, Diagnostic, Error, Id, Provider, Registry, Resource, Result,
    Server, path, wire,
};

/// Keeps notes in a folder.
#[derive(Debug, Clone, PartialEq, Model)]
struct Configuration {
    /// Path of the folder.
    folder: String,
}

/// What resources talk to: the "API".
struct Folder(PathBuf);

struct Notes {
    folder: Arc<Folder>,
    tags: Tags,
}

impl Provider for Notes {
    type Clients = Folder;

    fn block() -> Block {
        Configuration::block()
    }

    fn validate(_config: &Value) -> Vec<Diagnostic> {
        Vec::new()
    }

    async fn configure(
        config: &Value,
        _unknown: &[String],
        _client: &Client,
    ) -> std::result::Result<Notes, Vec<Diagnostic>> {
        let folder = config.get("folder").as_str().unwrap_or_default();
        Ok(Notes { folder: Arc::new(Folder(folder.into())), tags: Tags::new() })
    }

    /// Notes are in no region.
    fn region(&self) -> Option<&str> {
        Some("")
    }

    fn clients(&self, _region: &str) -> Arc<Folder> {
        Arc::clone(&self.folder)
    }

    fn default_tags(&self) -> Option<&Tags> {
        Some(&self.tags)
    }

    fn ignores_tag(&self, _key: &str) -> Option<bool> {
        Some(false)
    }
}

/// Manages a note.
#[derive(Debug, Clone, PartialEq, Model)]
struct Note {
    /// Name of the note.
    #[attr(force_new)]
    name: String,
    /// Number of bytes.
    size: Computed<i64>,
    /// Text of the note.
    text: String,
}

type Cx = Context<Notes>;

impl Resource<Notes> for Note {
    type Identity = Id;

    const TYPE: &'static str = "notes_note";
    const NAME: &'static str = "Note";
    const REGIONAL: bool = false;

    async fn create(cx: &Cx, plan: &Note) -> Result<Id> {
        let file = cx.0.join(&plan.name);
        let new = fs::File::create_new(file).and_then(|mut it| it.write_all(plan.text.as_bytes()));
        match new {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let error = Error::at(path("name"), "there is a note of this name");
                Err(error.remedy("Import it by its name, or choose another."))
            }
            outcome => outcome.map_err(told).map(|()| Id::from(plan.name.clone())),
        }
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Note>> {
        let Some(text) = cx.text(id)? else { return Ok(None) };
        let size = i64::try_from(text.len()).ok();
        Ok(Some(Note { name: id.to_string(), size: size.into(), text }))
    }

    async fn update(cx: &Cx, id: &Id, _prior: &Note, plan: &Note) -> Result<()> {
        fs::write(cx.0.join(id.to_string()), &plan.text).map_err(told)
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Note) -> Result<()> {
        match fs::remove_file(cx.0.join(id.to_string())) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            outcome => outcome.map_err(told),
        }
    }
}

/// Looks up a note.
#[derive(Debug, Clone, PartialEq, Model)]
struct NoteDataSource {
    /// Name of the note.
    name: String,
    /// Text of the note.
    text: Computed<String>,
}

impl DataSource<Notes> for NoteDataSource {
    const TYPE: &'static str = "notes_note";
    const NAME: &'static str = "Note";
    const REGIONAL: bool = false;

    async fn read(cx: &Cx, config: NoteDataSource) -> Result<NoteDataSource> {
        let text = cx.text(&config.name)?;
        let absent = || Error::at(path("name"), "there is no note of this name");
        Ok(NoteDataSource { text: Some(text.ok_or_else(absent)?).into(), ..config })
    }
}

impl Folder {
    /// The text of a note; `None` if there is none.
    fn text(&self, name: &str) -> Result<Option<String>> {
        match fs::read_to_string(self.0.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            outcome => outcome.map(Some).map_err(told),
        }
    }
}

/// What the "API" says, as an error of the provider.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn told(error: io::Error) -> Error {
    Error::new(error.to_string())
}

fn registry() -> Registry<Notes> {
    Registry {
        resources: vec![resource::<Notes, Note>()],
        data_sources: vec![data_source::<Notes, NoteDataSource>()],
        functions: Vec::new(),
    }
}

fn main() -> ExitCode {
    let options = wire::Options {
        address: "registry.terraform.io/acme/notes",
        version: env!("CARGO_PKG_VERSION"),
        mute: &[],
        mask: str::to_owned,
    };
    wire::serve(options, |closing| Server::new(registry, closing))
}
