//! Each ability of the proxy, against a backend of a few lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::*;
use crate::http;

/// Keeps one value: `Put` sets it to the body, `Get` and `Other` give it.
struct Backend {
    url: String,
    calls: Arc<AtomicUsize>,
}

fn backend() -> Backend {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let calls = Arc::new(AtomicUsize::new(0));
    let value = Arc::new(Mutex::new("none".to_owned()));
    let count = calls.clone();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (count, value) = (count.clone(), value.clone());
            thread::spawn(move || while one(&stream, &count, &value).is_some() {});
        }
    });
    Backend { url, calls }
}

fn one(stream: &TcpStream, count: &AtomicUsize, value: &Mutex<String>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut size) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_lowercase();
        if let Some(length) = line.strip_prefix("content-length:") {
            size = length.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; size];
    reader.read_exact(&mut body).ok()?;
    count.fetch_add(1, Ordering::SeqCst);
    let mut value = value.lock().unwrap();
    if head.contains("store.put") {
        *value = String::from_utf8(body).unwrap();
    }
    let answer = value.as_str();
    write!(&*stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{answer}", answer.len()).ok()
}

fn call(proxy: &Proxy, operation: &str, body: &str) -> std::io::Result<(u16, String)> {
    let target = format!("Store.{operation}");
    http::post(&proxy.url, &[("x-amz-target", &target)], body)
}

fn text(proxy: &Proxy, operation: &str, body: &str) -> String {
    call(proxy, operation, body).unwrap().1
}

#[test]
fn calls_are_recorded() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();

    assert_eq!(text(&proxy, "Put", "one"), "one");
    assert_eq!(text(&proxy, "Get", ""), "one");

    let calls = proxy.calls();
    let seen: Vec<_> =
        calls.iter().map(|it| (&*it.service, &*it.operation, it.size, it.status)).collect();
    assert_eq!(seen, [("store", "Put", 3, Some(200)), ("store", "Get", 0, Some(200))]);
    assert!(calls[0].at <= calls[1].at);
}

#[test]
fn the_nth_call_of_each_operation_fails() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    proxy.fail([Rule::new(Fault::ServerError).which_of_each(Which::Nth(2))]);

    let statuses: Vec<_> = ["Get", "Put", "Get", "Put", "Get"]
        .map(|operation| call(&proxy, operation, "").unwrap().0)
        .to_vec();
    assert_eq!(statuses, [200, 200, 500, 500, 200]);
    assert_eq!(backend.calls.load(Ordering::SeqCst), 3);
}

#[test]
fn throttling_speaks_the_protocol() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    proxy.fail([Rule::new(Fault::Throttle)]);

    let (status, body) = call(&proxy, "Get", "").unwrap();
    assert_eq!(status, 400);
    assert!(body.contains(r#""__type":"ThrottlingException""#), "{body}");

    let (status, body) = http::post(&proxy.url, &[], "Action=ListTopics").unwrap();
    assert_eq!(status, 400);
    assert!(body.contains("<Code>Throttling</Code>"), "{body}");

    let (status, _) = http::post(&format!("{}/v1/clusters", proxy.url), &[], "{}").unwrap();
    assert_eq!(status, 429);
    assert_eq!(backend.calls.load(Ordering::SeqCst), 0);
}

#[test]
fn a_connection_is_cut_before_and_after_the_service() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    proxy.fail([Rule::new(Fault::CutBefore).operation("Put")]);
    assert!(call(&proxy, "Put", "lost").is_err());
    assert_eq!(text(&proxy, "Get", ""), "none");

    proxy.fail([Rule::new(Fault::CutAfter).operation("Put").which(Which::Nth(1))]);
    assert!(call(&proxy, "Put", "kept").is_err());
    assert_eq!(text(&proxy, "Get", ""), "kept");
    assert_eq!(text(&proxy, "Put", "third"), "third");
    let faults: Vec<_> = proxy.calls().iter().map(|it| it.fault).collect();
    assert_eq!(faults, [Some("cut before the service"), None, Some("answer lost"), None, None]);
}

#[test]
fn calls_and_answers_are_late() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    let late = Duration::from_millis(200);

    for fault in [Fault::Delay(late), Fault::LateAnswer(late)] {
        proxy.fail([Rule::new(fault)]);
        let begin = Instant::now();
        call(&proxy, "Get", "").unwrap();
        assert!(begin.elapsed() >= late, "{fault:?}");
    }
}

#[test]
fn what_is_held_waits_for_its_release() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    for (fault, reached) in [(Fault::HoldCall, 0), (Fault::HoldAnswer, 1)] {
        proxy.forget();
        proxy.fail([Rule::new(fault)]);
        let before = backend.calls.load(Ordering::SeqCst);
        thread::scope(|scope| {
            let held = scope.spawn(|| call(&proxy, "Put", "held").unwrap());
            assert!(proxy.wait(Duration::from_secs(5), |calls| calls.len() == 1));
            let begin = Instant::now();
            while backend.calls.load(Ordering::SeqCst) < before + reached {
                assert!(begin.elapsed() < Duration::from_secs(5));
                thread::yield_now();
            }
            assert!(!held.is_finished());
            proxy.release();
        });
        assert_eq!(backend.calls.load(Ordering::SeqCst), before + 1);
    }
}

/// One that comes while the service still works on the call is not lost.
#[test]
fn a_release_may_come_before_the_answer_of_the_service() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    proxy.fail([Rule::new(Fault::HoldAnswer)]);
    for _ in 0..20 {
        proxy.forget();
        thread::scope(|scope| {
            let held = scope.spawn(|| call(&proxy, "Get", "").unwrap());
            assert!(proxy.wait(Duration::from_secs(5), |calls| calls.len() == 1));
            proxy.release();
            let done = |calls: &[Call]| calls.iter().all(|it| it.took.is_some());
            let through = proxy.wait(Duration::from_secs(5), done);
            // Whatever came of it, the scope ends.
            while !held.is_finished() {
                proxy.release();
                thread::yield_now();
            }
            assert!(through);
        });
    }
}

#[test]
fn reads_lag_behind_writes() {
    const GONE: AwsError =
        AwsError { status: 404, code: "Gone", query_code: Some("Old.Gone"), message: "gone" };
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    proxy.lag(Some(Lag::new(Duration::from_millis(400)).missing("store", GONE)));

    assert_eq!(text(&proxy, "Get", "a"), "none");
    assert_eq!(text(&proxy, "Put", "new"), "new");
    let begin = Instant::now();
    assert_eq!(text(&proxy, "Get", "a"), "none", "the read is of the time before the write");
    let (status, body) = call(&proxy, "Get", "b").unwrap();
    assert_eq!(status, 404, "what was never read is not there yet: {body}");

    while text(&proxy, "Get", "a") != "new" {
        assert!(begin.elapsed() < Duration::from_secs(5));
        thread::yield_now();
    }
    assert!(begin.elapsed() >= Duration::from_millis(300));
    assert_eq!(text(&proxy, "Get", "b"), "new");
}

#[test]
fn recorded_answers_need_no_service() {
    let backend = backend();
    let proxy = Proxy::start(&backend.url).unwrap();
    proxy.mode(Mode::Record);
    for (operation, body) in [("Get", ""), ("Put", "one"), ("Get", ""), ("Put", "two")] {
        call(&proxy, operation, body).unwrap();
    }
    let before = backend.calls.load(Ordering::SeqCst);

    for _ in 0..2 {
        proxy.mode(Mode::Replay);
        assert_eq!(text(&proxy, "Get", ""), "none");
        assert_eq!(text(&proxy, "Put", "two"), "two");
        assert_eq!(text(&proxy, "Get", ""), "one");
        assert_eq!(text(&proxy, "Get", ""), "one", "the last answer stays");
    }
    assert_eq!(call(&proxy, "Put", "three").unwrap().0, 501);
    assert_eq!(backend.calls.load(Ordering::SeqCst), before);
}
