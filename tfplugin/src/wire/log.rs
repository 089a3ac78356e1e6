//! Events as lines that Terraform's log understands: one JSON object each, on standard error, in
//! the format of hclog.

use std::{
    env,
    error::Error,
    fmt, io,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Map, Value};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
};
use tracing_subscriber::{
    Layer, Registry, layer::Context, layer::SubscriberExt as _, registry::LookupSpan,
};

use super::options::Options;
use crate::secrets;

/// Beyond 64 KiB the client cuts a line, which makes it no JSON at all.
const MAX_LINE: usize = 60 << 10;
const MAX_VALUE: usize = 16 << 10;

/// Of these crates nothing is written either, as of those that [`Options::mute`] names: their
/// events hold requests and answers, in warnings too.
const MUTE: [&str; 6] = ["h2", "hyper", "rustls", "tokio_rustls", "tonic", "tower"];

/// Sends all events of this process to standard error, as far as the environment asks for them.
pub(super) fn install(options: &Options) {
    let max = level(options.name(), |name| env::var(name).ok());
    if max != LevelFilter::OFF {
        let subscriber = Registry::default().with(Hclog::new(options, max, io::stderr));
        // Whoever has set another one before wants that one.
        let _ = tracing::subscriber::set_global_default(subscriber);
    }
}

/// What has been logged since [`capture`].
#[cfg(any(test, feature = "testkit"))]
static CAPTURED: std::sync::Mutex<Vec<u8>> = std::sync::Mutex::new(Vec::new());

#[cfg(any(test, feature = "testkit"))]
struct Captured;

#[cfg(any(test, feature = "testkit"))]
impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        CAPTURED.lock().unwrap_or_else(std::sync::PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps all events of this process at the level TRACE, as a provider with these options would send
/// them, for a test to look at.
#[cfg(any(test, feature = "testkit"))]
pub(crate) fn capture(options: &Options) {
    let layer = Hclog::new(options, LevelFilter::TRACE, || Captured);
    // Another test of the process may have begun already.
    _ = tracing::subscriber::set_global_default(Registry::default().with(layer));
}

/// What has been kept until now.
#[cfg(any(test, feature = "testkit"))]
pub(crate) fn captured() -> String {
    let bytes = CAPTURED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The most particular variable that is set counts.
fn level(name: &str, var: impl Fn(&str) -> Option<String>) -> LevelFilter {
    let own = format!("TF_LOG_PROVIDER_{}", name.to_uppercase().replace('-', "_"));
    let set = [own.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|it| var(it).filter(|it| !it.is_empty()));
    match set.map(|it| it.to_uppercase()).as_deref() {
        None | Some("OFF") => LevelFilter::OFF,
        Some("ERROR") => LevelFilter::ERROR,
        Some("WARN") => LevelFilter::WARN,
        Some("INFO") => LevelFilter::INFO,
        Some("DEBUG") => LevelFilter::DEBUG,
        // `JSON` is one that Terraform documents, and it takes whatever it does not know the same way.
        Some(_) => LevelFilter::TRACE,
    }
}

struct Hclog<W> {
    max: LevelFilter,
    mute: &'static [&'static str],
    mask: fn(&str) -> String,
    out: fn() -> W,
}

impl<W> Hclog<W> {
    fn new(options: &Options, max: LevelFilter, out: fn() -> W) -> Hclog<W> {
        let Options { mute, mask, .. } = *options;
        Hclog { max, mute, mask, out }
    }
}

/// The fields of a span, kept for the events within.
struct Fields(Map<String, Value>);

impl<W, S> Layer<S> for Hclog<W>
where
    W: io::Write + 'static,
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        // Of spans too: their fields would go with our own events.
        let mut mute = MUTE.iter().chain(self.mute);
        let is_mute = mute.any(|it| metadata.target().starts_with(it));
        *metadata.level() <= self.max && !is_mute
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.max)
    }

    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, cx: Context<'_, S>) {
        if let Some(span) = cx.span(id) {
            let mut fields = Collector::new(self.mask);
            attributes.record(&mut fields);
            span.extensions_mut().insert(Fields(fields.found));
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, cx: Context<'_, S>) {
        if let Some(span) = cx.span(id)
            && let Some(Fields(kept)) = span.extensions_mut().get_mut()
        {
            let mut fields = Collector::new(self.mask);
            values.record(&mut fields);
            kept.append(&mut fields.found);
        }
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let mut line = Map::new();
        for span in cx.event_scope(event).into_iter().flat_map(|it| it.from_root()) {
            if let Some(Fields(fields)) = span.extensions().get() {
                line.extend(fields.clone());
            }
        }
        let mut fields = Collector::new(self.mask);
        event.record(&mut fields);
        line.append(&mut fields.found);
        let message = line.remove("message");

        let text = render(event.metadata(), message, line);
        // In one write, so that lines of several threads stay whole; a client that has gone reads nothing.
        let _ = (self.out)().write_all(text.as_bytes());
    }
}

fn render(metadata: &Metadata<'_>, message: Option<Value>, mut line: Map<String, Value>) -> String {
    // The client insists that these four are strings.
    let message = match message {
        Some(Value::String(it)) => it,
        Some(it) => it.to_string(),
        None => String::new(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let own = [
        ("@level", level_name(*metadata.level()).to_owned()),
        ("@message", message),
        ("@module", metadata.target().replace("::", ".")),
        ("@timestamp", timestamp(now)),
    ];
    let own = own.map(|(key, value)| (key.to_owned(), Value::String(value)));
    line.extend(own.clone());
    let mut text = Value::from(line).to_string();
    if text.len() > MAX_LINE {
        text = Value::from(Map::from_iter(own)).to_string();
    }
    text.push('\n');
    text
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

struct Collector {
    found: Map<String, Value>,
    mask: fn(&str) -> String,
}

impl Collector {
    fn new(mask: fn(&str) -> String) -> Collector {
        Collector { found: Map::new(), mask }
    }

    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.found.insert(field.name().trim_start_matches('@').to_owned(), value.into());
    }

    fn put_text(&mut self, field: &Field, text: &str) {
        let mut text = (self.mask)(&secrets::hide(text));
        if text.len() > MAX_VALUE {
            text.truncate(text.floor_char_boundary(MAX_VALUE));
            text.push('…');
        }
        self.put(field, text);
    }
}

impl Visit for Collector {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put_text(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.put_text(field, &value.to_string());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put_text(field, &format!("{value:?}"));
    }
}

/// The time since 1970 in the one layout that the client reads.
fn timestamp(since_1970: Duration) -> String {
    let seconds = since_1970.as_secs();
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:06}Z",
        second / 3600,
        second / 60 % 60,
        second % 60,
        since_1970.subsec_micros(),
    )
}

/// Year, month and day of the day that is `days` after the first of 1970.
fn date(days: u64) -> (u64, u64, u64) {
    // Years begin in March here, so that the leap day is a year's last.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let is_next_year = month >= 10;
    let month = if is_next_year { month - 9 } else { month + 3 };
    (400 * era + year + u64::from(is_next_year), month, day)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn the_most_particular_variable_counts() {
        let level = |vars: &[(&str, &str)]| {
            level("many-things", |name| {
                vars.iter().find(|it| it.0 == name).map(|it| it.1.to_owned())
            })
        };
        assert_eq!(level(&[]), LevelFilter::OFF);
        assert_eq!(level(&[("TF_LOG", "debug")]), LevelFilter::DEBUG);
        assert_eq!(level(&[("TF_LOG", "JSON")]), LevelFilter::TRACE);
        let all = [
            ("TF_LOG", "TRACE"),
            ("TF_LOG_PROVIDER", "INFO"),
            ("TF_LOG_PROVIDER_MANY_THINGS", "ERROR"),
        ];
        assert_eq!(level(&all), LevelFilter::ERROR);
        assert_eq!(level(&all[..2]), LevelFilter::INFO);
        assert_eq!(level(&[all[0], ("TF_LOG_PROVIDER", "")]), LevelFilter::TRACE);
        assert_eq!(level(&[all[0], ("TF_LOG_PROVIDER", "off")]), LevelFilter::OFF);
    }

    #[test]
    fn timestamps_have_the_layout_that_the_client_insists_on() {
        let at = |seconds, micros: u32| timestamp(Duration::new(seconds, micros * 1000));
        assert_eq!(at(0, 0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(at(951_782_399, 7), "2000-02-28T23:59:59.000007Z");
        assert_eq!(at(951_782_400, 0), "2000-02-29T00:00:00.000000Z");
        assert_eq!(at(1_735_689_599, 999_999), "2024-12-31T23:59:59.999999Z");
        assert_eq!(at(4_107_542_400, 0), "2100-03-01T00:00:00.000000Z");
    }

    static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

    struct Lines;

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            LINES.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_one_line_with_the_fields_of_its_spans() {
        let options = Options {
            address: "registry.terraform.io/acme/things",
            version: "1.2.3",
            mute: &["acme_"],
            mask: |text| text.replace("KEY-1", "KEY-*"),
        };
        let layer = Hclog::new(&options, LevelFilter::TRACE, || Lines);
        tracing::subscriber::with_default(Registry::default().with(layer), || {
            let _rpc = tracing::info_span!("rpc", tf_rpc = "Plan", count = 1).entered();
            let _sdk =
                tracing::info_span!(target: "acme_sdk_boxes", "call", key = "private").entered();
            tracing::warn!(target: "tfplugin::engine", count = 2, ok = true, "two\nlines");
            tracing::debug!(target: "acme_runtime", "signing secret");
            tracing::trace!(target: "h2::codec", "frame secret");
            tracing::warn!(target: "acme_config::meta", error = "answer with a secret", "failed");
            tracing::error!(target: "hyper_util::client", "private");
            tracing::info!("KEY-1 is in use");
            tracing::info!(much = "x".repeat(20 << 10), more = "y".repeat(1 << 20), "long");
            let _a = tracing::info_span!("a", a = "é".repeat(20 << 10)).entered();
            let _b = tracing::info_span!("b", b = "x".repeat(20 << 10)).entered();
            let _c = tracing::info_span!("c", c = "x".repeat(20 << 10)).entered();
            tracing::info!(d = "x".repeat(20 << 10), "longer");
        });

        let lines = String::from_utf8(std::mem::take(&mut LINES.lock().unwrap())).unwrap();
        assert!(!lines.contains("secret") && !lines.contains("private"));
        assert!(lines.lines().all(|it| it.len() < 1 << 16));
        let lines: Vec<Value> =
            lines.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
        let [warning, key, long, longer] = &lines[..] else { panic!("{} lines", lines.len()) };

        assert!(warning["@timestamp"].is_string());
        let mut expected = serde_json::json!({
            "@level": "warn", "@message": "two\nlines", "@module": "tfplugin.engine",
            "count": 2, "ok": true, "tf_rpc": "Plan",
        });
        expected["@timestamp"] = warning["@timestamp"].clone();
        assert_eq!(*warning, expected);
        assert_eq!(key["@message"], "KEY-* is in use");
        assert!(long["much"].as_str().unwrap().ends_with('…'));
        assert_eq!(longer["@message"], "longer");
        assert_eq!(longer["d"], Value::Null);
    }
}
