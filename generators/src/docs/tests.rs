//! Of pages.

use schemas::{
    Block, Computed, Form, Model, Nested, Nesting, Schema, Set, Tags, Type, attribute, nested,
};

use super::rules::fault;
use super::sections::{duration, list_of};
use super::*;

/// Manages a broker.
///
/// Brokers take minutes to start.
#[derive(Debug, Clone, PartialEq, Model)]
struct Broker {
    /// ARN of the broker.
    arn: Computed<String>,
    /// How long to wait, in seconds.
    #[attr(default = 30, check = range(0..=900))]
    delay: i64,
    /// Text in front of each line.
    #[attr(default = "")]
    indent: String,
    /// Name of the broker.
    #[attr(computed, force_new, check = length(1, 50), conflicts = "name_prefix")]
    name: Option<String>,
    /// What the name starts with.
    #[attr(computed, force_new, conflicts = ["name", "logs"])]
    name_prefix: Option<String>,
    /// Kind of broker.
    #[attr(check = one_of(&["ACTIVEMQ", "RABBITMQ"]))]
    kind: String,
    /// ARN of the role that the broker assumes.
    #[attr(check = rule("An ARN.", |_| Ok(())))]
    role_arn: Option<String>,
    /// Groups of users.
    #[attr(check = each(length(2, 100)), check = each(rule("No commas.", |_| Ok(()))), check = each(json()))]
    groups: Option<Set<String>>,
    /// Labels.
    tags: Option<Tags>,
    #[block(force_new)]
    logs: Option<Logs>,
    #[block(min = 1)]
    user: Set<User>,
    #[block]
    instances: Computed<Vec<Instance>>,
}

/// Where logs go.
#[derive(Debug, Clone, PartialEq, Model)]
struct Logs {
    /// Whether there are any.
    #[attr(deprecated = "Use `level`.")]
    general: Option<bool>,
    #[block]
    filter: Vec<Filter>,
}

/// What is kept out.
#[derive(Debug, Clone, PartialEq, Model)]
struct Filter {
    /// A pattern.
    pattern: String,
}

/// Who may connect.
#[derive(Debug, Clone, PartialEq, Model)]
struct User {
    /// What the user shows.
    #[attr(sensitive)]
    password: String,
}

/// A machine.
#[derive(Debug, Clone, PartialEq, Model)]
struct Instance {
    /// Where it listens.
    endpoints: Computed<Vec<String>>,
}

fn page() -> Page {
    let mut block = Broker::block();
    block.add(attribute::<Option<String>>("id", "ID of the broker.").computed().read_only());
    let operation = |name, docs| attribute::<Option<String>>(name, docs);
    let timeouts = Block::new(
        "How long operations may take.",
        vec![operation("create", "Time to create."), operation("delete", "Time to delete.")],
        Vec::new(),
    );
    block.blocks.push(Nested {
        name: "timeouts",
        nesting: Nesting::Single,
        min: 0,
        max: 0,
        block: timeouts,
        form: Form::Block,
        force_new: false,
        computed: false,
        implicit: false,
        sensitive: false,
    });
    Page {
        checks: vec![PageCheck {
            title: "Public broker".to_owned(),
            class: "danger",
            attribute: "name".to_owned(),
            docs: "A broker that everybody can reach.".to_owned(),
            source: "https://example.com/brokers.html".to_owned(),
        }],
        kind: Kind::Resource,
        type_name: "aws_mq_broker".to_owned(),
        name: "MQ Broker".to_owned(),
        subcategory: "MQ".to_owned(),
        schema: Schema { version: 0, block },
        timeouts: vec![("create", Duration::from_secs(5400))],
        example: Some(
            "resource \"aws_mq_broker\" \"example\" {\n  kind = \"RABBITMQ\"\n}\n".to_owned(),
        ),
        import: Some("terraform import aws_mq_broker.example b-1234\n".to_owned()),
        source: "provider/src/mq/broker.rs".to_owned(),
    }
}

#[test]
fn a_page_of_a_resource() {
    let expected = include_str!("example.md");
    let text = page().text();
    assert!(text == expected, "docs/example.md should be:\n{text}");
}

#[test]
fn a_page_of_a_function() {
    let page = FunctionPage {
        name: "parse".to_owned(),
        summary: "Takes a text apart.".to_owned(),
        docs: "Takes a text apart, at its colons.".to_owned(),
        parameters: vec![("text".to_owned(), "The text.".to_owned(), Type::String)],
        result: Type::Object([("parts".to_owned(), Type::List(Type::String.into()))].into()),
        example: None,
        source: "functions.rs".to_owned(),
    };
    let text = page.text();
    assert!(text.contains("\nparse(text string) object({ parts = list(string) })\n"), "{text}");
    assert!(text.contains("\n1. `text` (String) The text.\n"), "{text}");
    assert_eq!(registry_faults(&page.path(), &text), Vec::<String>::new());
}

#[test]
fn pages_have_the_paths_of_the_registry() {
    let mut page = page();
    assert_eq!(page.path(), "docs/resources/mq_broker.md");
    page.kind = Kind::DataSource;
    assert_eq!(page.path(), "docs/data-sources/mq_broker.md");
    assert!(page.text().contains("\n# aws_mq_broker (Data Source)\n"));
    page.kind = Kind::Provider;
    assert_eq!(page.path(), "docs/index.md");
    assert!(!page.text().contains("subcategory"));
}

#[test]
fn nothing_of_a_data_source_is_replaced_and_an_id_that_can_be_set_is_optional() {
    let mut page = page();
    page.kind = Kind::DataSource;
    let region = attribute::<Option<String>>("region", "Region to query.").computed().force_new();
    let id = attribute::<Option<String>>("id", "ID of the broker to look up.").computed();
    page.schema.block = Block::new("Looks up a broker.", vec![id, region], Vec::new());
    let text = page.text();
    assert!(!text.contains("replaces"), "{text}");
    let optional = "### Optional\n\n- `id` (String) ID of the broker to look up.\n- `region`";
    assert!(text.contains(optional), "{text}");
}

#[test]
fn all_that_is_in_a_read_only_object_is_read_only() {
    let mut page = page();
    page.kind = Kind::DataSource;
    let users = nested::<Computed<Set<User>>>("users", "");
    page.schema.block = Block::new("Looks up a broker.", Vec::new(), vec![users]);
    let text = page.text();
    assert!(text.contains("Read-Only:\n\n- `password` (String, Sensitive)"), "{text}");
}

#[test]
fn a_check_that_the_doc_comment_tells_already_is_not_repeated() {
    for (docs, check, is_said) in [
        ("ARN of the role.", "An ARN.", true),
        ("ARNs of the policies.", "An ARN.", true),
        ("Policy of the role.", "An ARN.", false),
        ("URL of the proxy for `http` and `https`.", "An `http` or `https` URL.", true),
        ("Name of the queue.", "1 to 50 characters.", false),
    ] {
        assert_eq!(sections::says(docs, check), is_said, "{docs} {check}");
    }
}

#[test]
fn generated_pages_please_the_registry() {
    let page = page();
    assert_eq!(registry_faults(&page.path(), &page.text()), Vec::<String>::new());
}

#[test]
fn the_registry_is_particular() {
    let front = "---\npage_title: \"x\"\ndescription: |-\n  y: z\n---\n";
    let has = |path: &str, text: &str, fault: &str| {
        let faults = registry_faults(path, text);
        assert!(faults.iter().any(|it| it.contains(fault)), "{path}: {faults:?}");
    };
    assert_eq!(registry_faults("docs/index.md", front), Vec::<String>::new());
    has("docs/resource/sqs_queue.md", front, "no folder");
    has("docs/resources/sqs_queue.html.markdown", front, ".md");
    has("docs/resources/sqs_queue.md", "# Queue", "no front matter");
    has("docs/resources/sqs_queue.md", "---\npage_title: x\n---\n", "lacks `description`");
    has("docs/resources/sqs_queue.md", "---\nlayout: x\n---\n", "must not have `layout`");
    has("docs/index.md", "---\nsubcategory: x\n---\n", "must not have `subcategory`");
    has("docs/index.md", &format!("{front}{}", "x".repeat(500_000)), "500000");
}

#[test]
fn documentation_says_more_than_the_name() {
    assert_eq!(faults(&page()), Vec::<String>::new());
    assert_eq!(words("kms_master_key_id"), "Kms master key ID.");
    for (docs, is_fine) in [
        ("Kms key.", false),
        ("", false),
        ("Key that encrypts messages", false),
        ("key that encrypts messages.", false),
        ("Key that encrypts messages.", true),
    ] {
        assert_eq!(fault("kms_key", docs).is_none(), is_fine, "{docs}");
    }
}

#[test]
fn what_many_have_in_common_is_said_once() {
    let names: Vec<String> = (10..23).map(|it| format!("name{it}")).collect();
    let of_url = |it| (it, "(String) A URL.".to_owned());
    let mut lines: Vec<_> = names.iter().map(String::as_str).map(of_url).collect();
    let (mut few, mut many) = (String::new(), String::new());
    list_of(&mut few, &lines[..3]).unwrap();
    assert!(few.starts_with("- `name10` (String) A URL.\n- `name11`"), "{few}");

    lines.insert(0, ("other", "(Number) Another.".to_owned()));
    list_of(&mut many, &lines).unwrap();
    assert_eq!(many.matches("A URL.").count(), 1, "{many}");
    assert!(many.starts_with("- `other` (Number) Another.\n\nEach of"), "{many}");
    assert!(names.iter().all(|it| many.contains(&format!("| `{it}` |"))), "{many}");
}

#[test]
fn durations_are_written_as_in_a_configuration() {
    assert_eq!(duration(Duration::from_secs(5400)), "1h30m");
    assert_eq!(duration(Duration::from_secs(90)), "1m30s");
    assert_eq!(duration(Duration::from_secs(86_400)), "24h");
}
