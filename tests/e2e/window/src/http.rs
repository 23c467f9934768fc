//! Just enough HTTP/1.1 to talk JSON with a WebDriver on this machine.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;

/// Sends one request to `127.0.0.1:port` and reads the JSON answer with its status.
pub(crate) fn request(port: u16, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).context("no WebDriver listens")?;
    // Starting the program is the longest answer; a minute on a busy machine is already a fault.
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json; charset=utf-8\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    stream.flush()?;
    let mut answer = Vec::new();
    let mut piece = [0u8; 16 * 1024];
    loop {
        if let Some((head_end, length)) = measure(&answer)
            && answer.len() >= head_end + length
        {
            return parse(&answer[..head_end], &answer[head_end..head_end + length]);
        }
        let read = stream.read(&mut piece).context("the WebDriver did not answer in time")?;
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..read]);
    }
    let Some(head_end) = head_end(&answer) else { bail!("the WebDriver closed the line without an answer") };
    parse(&answer[..head_end], &answer[head_end..])
}

fn head_end(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

/// The end of the head and the length of the body, once the head is there and says it.
fn measure(answer: &[u8]) -> Option<(usize, usize)> {
    let end = head_end(answer)?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"))?.trim().parse().ok()?;
    Some((end, length))
}

fn parse(head: &[u8], body: &[u8]) -> anyhow::Result<(u16, Value)> {
    let head = String::from_utf8_lossy(head);
    let status = head.split_whitespace().nth(1).and_then(|word| word.parse().ok()).context("no HTTP status")?;
    let value = serde_json::from_slice(body)
        .with_context(|| format!("not JSON, status {status}: {}", String::from_utf8_lossy(body)))?;
    Ok((status, value))
}
