//! The few HTTP requests that the suite makes by itself.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Asks for a URL and gives the status and the body of the answer.
pub fn get(url: &str, headers: &[(&str, &str)]) -> io::Result<(u16, String)> {
    request("GET", url, headers, "")
}

/// Posts to a URL and gives the status and the body of the answer.
pub fn post(url: &str, headers: &[(&str, &str)], body: &str) -> io::Result<(u16, String)> {
    request("POST", url, headers, body)
}

fn request(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<(u16, String)> {
    let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidData, format!("{what}: {url}"));
    let rest = url.strip_prefix("http://").ok_or_else(|| bad("not an http URL"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));

    // HTTP/1.0: the answer ends where the connection does.
    let mut request = format!("{method} /{path} HTTP/1.0\r\nhost: {host}\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));

    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;

    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| bad("no answer"))?;
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    Ok((status.ok_or_else(|| bad("no status"))?, body.to_owned()))
}
