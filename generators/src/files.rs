//! Files that are made of schemas and kept beside the code: contracts and pages.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use crate::docs::{FunctionPage, Kind, Page};
use crate::{contract, docs};

/// A file, by its path from the root of the repository.
pub type File = (String, String);

/// Folders whose files are all generated: what no schema accounts for is left over.
const FOLDERS: &[&str] = &[
    "docs/resources",
    "docs/data-sources",
    "docs/functions",
    "schemas/resources",
    "schemas/data-sources",
];

/// What is generated of the pages: each page, and the contract of its schema.
pub fn files(pages: &[Page], functions: &[FunctionPage]) -> Vec<File> {
    let mut files: Vec<File> = functions.iter().map(|it| (it.path(), it.text())).collect();
    for page in pages {
        files.push((page.path(), page.text()));
        let contract = match page.kind {
            Kind::Provider => "schemas/provider.json".to_owned(),
            Kind::Resource => format!("schemas/resources/{}.json", page.type_name),
            Kind::DataSource => format!("schemas/data-sources/{}.json", page.type_name),
        };
        files.push((contract, contract::text(&page.schema)));
    }
    files.sort();
    files
}

/// A text with a generated part between two comments that name it: `<!-- Begin of NAME. -->` and
/// `<!-- End of NAME. -->`. `None` if it has no such place.
pub fn between(text: &str, name: &str, part: &str) -> Option<String> {
    let [begin, end] = ["Begin", "End"].map(|it| format!("<!-- {it} of {name}. -->\n"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some([before, &begin, "\n", part, "\n", &end, after].concat())
}

/// How the files in the repository differ from those given; empty if they do not.
pub fn check(root: &Path, files: &[File]) -> io::Result<String> {
    let mut report = String::new();
    for (path, text) in files {
        match read(&root.join(path))? {
            None => writeln!(report, "{path} is missing").expect("a string takes all"),
            Some(old) if old != *text => {
                write!(report, "{path}\n{}", diff(&old, text)).expect("a string takes all");
            }
            Some(_) => {}
        }
    }
    for path in left_over(root, files)? {
        writeln!(report, "{path} is left over").expect("a string takes all");
    }
    if !report.is_empty() {
        report.push_str("\nTo bring them up to date: cargo xtask generate\n");
    }
    Ok(report)
}

/// Writes the files that differ and removes those left over.
pub fn write(root: &Path, files: &[File]) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        if read(&path)?.as_ref() != Some(text) {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, text)?;
        }
    }
    for path in left_over(root, files)? {
        fs::remove_file(root.join(path))?;
    }
    Ok(())
}

/// What registries would refuse of all that is under `docs/`, whoever wrote it; empty if nothing.
pub fn registry_faults(root: &Path) -> io::Result<String> {
    /// Registries read no more files than this.
    const MAX_FILES: usize = 2000;

    let mut paths = Vec::new();
    walk(&root.join("docs"), "docs", &mut paths)?;
    let mut report = String::new();
    if paths.len() > MAX_FILES {
        writeln!(report, "docs: {} files are more than {MAX_FILES}", paths.len())
            .expect("a string takes all");
    }
    for path in paths {
        let text = fs::read_to_string(root.join(&path))?;
        for fault in docs::registry_faults(&path, &text) {
            writeln!(report, "{path}: {fault}").expect("a string takes all");
        }
    }
    Ok(report)
}

fn walk(folder: &Path, name: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => walk(&entry.path(), &name, paths)?,
            false => paths.push(name),
        }
    }
    paths.sort();
    Ok(())
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn left_over(root: &Path, files: &[File]) -> io::Result<BTreeSet<String>> {
    let mut paths = BTreeSet::new();
    for folder in FOLDERS {
        let entries = match fs::read_dir(root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if !files.iter().any(|it| it.0 == path) {
                paths.insert(path);
            }
        }
    }
    Ok(paths)
}

/// The lines from the first that differs to the last.
fn diff(old: &str, new: &str) -> String {
    /// More is better seen with `git diff`.
    const MAX_LINES: usize = 20;

    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let start = same(&mut old.iter().zip(&new));
    let end = same(&mut old[start..].iter().rev().zip(new[start..].iter().rev()));
    let mut text = format!("@@ line {} @@\n", start + 1);
    for (sign, lines) in [('-', &old[start..old.len() - end]), ('+', &new[start..new.len() - end])]
    {
        for line in lines.iter().take(MAX_LINES) {
            writeln!(text, "{sign}{line}").expect("a string takes all");
        }
        if lines.len() > MAX_LINES {
            writeln!(text, "{sign}… {} more lines", lines.len() - MAX_LINES)
                .expect("a string takes all");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use schemas::{Block, Schema, attribute};

    use super::*;

    fn pages() -> Vec<Page> {
        let url = attribute::<String>("url", "Where the queue is.");
        let page = Page {
            kind: Kind::Resource,
            type_name: "aws_sqs_queue".to_owned(),
            name: "SQS Queue".to_owned(),
            subcategory: "SQS".to_owned(),
            schema: Schema { version: 0, block: Block::new("Manages a queue.", vec![url], vec![]) },
            timeouts: Vec::new(),
            checks: Vec::new(),
            example: None,
            import: None,
            source: "provider/src/sqs/queue.rs".to_owned(),
        };
        vec![Page { kind: Kind::DataSource, ..page.clone() }, page]
    }

    /// A folder of its own for one test.
    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path =
                std::env::temp_dir().join(format!("generated-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn each_type_has_a_page_and_a_contract() {
        let paths: Vec<_> = files(&pages(), &[]).into_iter().map(|it| it.0).collect();
        assert_eq!(
            paths,
            [
                "docs/data-sources/sqs_queue.md",
                "docs/resources/sqs_queue.md",
                "schemas/data-sources/aws_sqs_queue.json",
                "schemas/resources/aws_sqs_queue.json",
            ]
        );
    }

    #[test]
    fn what_was_written_is_up_to_date() {
        let folder = Folder::new("written");
        let files = files(&pages(), &[]);
        assert!(check(&folder.0, &files).unwrap().contains("sqs_queue.md is missing"));
        write(&folder.0, &files).unwrap();
        assert_eq!(check(&folder.0, &files).unwrap(), "");
    }

    #[test]
    fn the_report_shows_the_lines_that_differ() {
        let folder = Folder::new("differs");
        let files = files(&pages(), &[]);
        write(&folder.0, &files).unwrap();
        let path = folder.0.join("docs/resources/sqs_queue.md");
        let edited =
            fs::read_to_string(&path).unwrap().replace("Manages a queue.\n\n##", "Edited.\n\n##");
        fs::write(&path, edited).unwrap();

        let report = check(&folder.0, &files).unwrap();
        assert!(report.contains("-Edited.\n+Manages a queue.\n"), "{report}");
        assert!(report.contains("cargo xtask generate"), "{report}");
    }

    #[test]
    fn files_written_by_hand_please_the_registry_too() {
        let folder = Folder::new("by-hand");
        write(&folder.0, &files(&pages(), &[])).unwrap();
        assert_eq!(registry_faults(&folder.0).unwrap(), "");
        fs::create_dir_all(folder.0.join("docs/guides")).unwrap();
        fs::write(folder.0.join("docs/guides/moving.md"), "# Moving").unwrap();
        let report = registry_faults(&folder.0).unwrap();
        assert_eq!(report, "docs/guides/moving.md: no front matter\n");
    }

    #[test]
    fn files_of_types_that_are_gone_are_removed() {
        let folder = Folder::new("gone");
        write(&folder.0, &files(&pages(), &[])).unwrap();
        let remaining = files(&pages()[1..], &[]);
        let report = check(&folder.0, &remaining).unwrap();
        assert!(report.contains("docs/data-sources/sqs_queue.md is left over"), "{report}");
        write(&folder.0, &remaining).unwrap();
        assert_eq!(check(&folder.0, &remaining).unwrap(), "");
    }
}
