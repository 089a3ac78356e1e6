//! How long calls are tried again, and what ends that.

use tfplugin::wire::CancellationToken;
use tfplugin::{Kind, Ongoing};

use super::*;

const THROTTLED: (u16, &str) = (400, r#"{"__type":"ThrottlingException","message":"slow down"}"#);

/// A call as part of an operation, with the time that it takes.
async fn within(
    aws: &Aws,
    seconds: f32,
    stop: &CancellationToken,
) -> (tfplugin::Result<Vec<String>>, Duration) {
    let begun = Instant::now();
    let deadline = tokio::time::Instant::now() + Duration::from_secs_f32(seconds);
    let answer = Ongoing::new(deadline, stop.clone()).run(list_queues(aws)).await;
    (answer, begun.elapsed())
}

/// Asks to stop after a while.
fn stop_after(seconds: f32) -> CancellationToken {
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        super::super::retries::pause(None, Duration::from_secs_f32(seconds)).await;
        asked.cancel();
    });
    stop
}

#[tokio::test]
async fn retries_end_when_the_user_asks_to_stop() {
    let server = Server::new(&[THROTTLED]).await;
    let aws = configure(&block(&server.url), &nowhere()).await.unwrap();
    let stop = stop_after(3.0);
    let (answer, time) = within(&aws, 600.0, &stop).await;
    assert_eq!(answer.unwrap_err().kind, Kind::Interrupted);
    assert!(time < Duration::from_secs(6), "{time:?}");
    // What comes next is sent all the same, once.
    let before = server.requests().len();
    let (answer, _) = within(&aws, 600.0, &stop).await;
    assert_eq!(answer.unwrap_err().kind, Kind::Interrupted);
    assert_eq!(server.requests().len(), before + 1);
}

#[tokio::test]
async fn retries_end_with_the_operations_time_and_tell_what_was_answered_last() {
    let server = Server::new(&[THROTTLED]).await;
    let aws = configure(&block(&server.url), &nowhere()).await.unwrap();
    let (answer, time) = within(&aws, 2.0, &CancellationToken::new()).await;
    let error = answer.unwrap_err();
    assert!(error.message.starts_with("ThrottlingException: slow down"), "{error:?}");
    assert!(time > Duration::from_secs(1) && time < Duration::from_secs(5), "{time:?}");
}

#[tokio::test]
async fn a_call_that_was_sent_is_not_cut_off() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream: Box<dyn ReadWrite> = Box::new(stream);
        receive(&mut stream).await;
        super::super::retries::pause(None, Duration::from_millis(1500)).await;
        let body = QUEUES.1;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        std::future::pending::<()>().await;
    });
    let aws = configure(&block(&url), &nowhere()).await.unwrap();
    let (answer, _) = within(&aws, 0.5, &stop_after(0.5)).await;
    assert_eq!(answer.unwrap(), ["http://queue"]);
}

#[tokio::test]
async fn connecting_ends_when_the_user_asks_to_stop() {
    let aws = configure(&block("http://queues.invalid"), &nowhere()).await.unwrap();
    let (answer, time) = within(&aws, 600.0, &stop_after(0.1)).await;
    assert_eq!(answer.unwrap_err().kind, Kind::Interrupted);
    assert!(time < Duration::from_millis(1500), "{time:?}");
}

#[tokio::test]
async fn a_host_that_never_answers_is_given_up_after_two_tries() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let kept = taken.clone();
    tokio::spawn(async move {
        loop {
            let stream = listener.accept().await.unwrap();
            kept.lock().unwrap().push(stream);
        }
    });
    let aws = configure(&block(&format!("http://{address}")), &nowhere()).await.unwrap();
    let (answer, time) = within(&aws, 600.0, &CancellationToken::new()).await;
    let limit = http::ANSWER;
    let expected = format!("{address} does not respond within {} s", limit.as_secs());
    assert_eq!(answer.unwrap_err().message, expected);
    assert!(time >= 2 * limit && time < 4 * limit, "{time:?}");
    assert_eq!(taken.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_body_that_stops_short_is_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut count = 0;
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream: Box<dyn ReadWrite> = Box::new(stream);
            receive(&mut stream).await;
            count += 1;
            let (body, length) = match count {
                1 => ("{", 100),
                _ => (QUEUES.1, QUEUES.1.len()),
            };
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
        }
    });
    let aws = configure(&block(&url), &nowhere()).await.unwrap();
    assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]);
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again_and_not_for_ever() {
    for (breaks, is_answered) in [(2, true), (100, false)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(0));
        let count = taken.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mut stream: Box<dyn ReadWrite> = Box::new(stream);
                receive(&mut stream).await;
                *count.lock().unwrap() += 1;
                if *count.lock().unwrap() > breaks {
                    let body = QUEUES.1;
                    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                    stream.write_all((head + body).as_bytes()).await.unwrap();
                    stream.flush().await.unwrap();
                }
            }
        });
        let mut block = block(&url);
        // Fewer than the host is tried otherwise: the pauses grow.
        block.max_retries = Some(if is_answered { 25 } else { 3 });
        let aws = configure(&block, &nowhere()).await.unwrap();
        match is_answered {
            true => assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]),
            false => {
                let error = list_queues(&aws).await.unwrap_err();
                assert!(error.message.contains("was lost before the response"), "{error:?}");
                assert_eq!(*taken.lock().unwrap(), 3);
            }
        }
    }
}
