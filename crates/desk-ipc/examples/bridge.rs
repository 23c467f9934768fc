//! The bridge of browser tests: the real counter behind HTTP on the loopback address, and the built screens beside it.
//!
//! `cargo run -p desk-ipc --example bridge -- --data DIR [--port N] [--ui ui/dist] [--at RFC3339]`
//!
//! `POST /call/<command>` with the input as JSON gives 200 with the output or 422 with the error. It listens on
//! 127.0.0.1 only and ships in nothing: whoever reaches it is the desk.

use std::{
    fs,
    io::Read,
    path::{Component, Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, anyhow};
use desk_app::Paths;
use desk_ipc::Counter;
use serde_json::Value;
use tiny_http::{Header, Method, Request, Response, Server};

/// Largest body taken: a file of 20 MiB as the screens send it, and a little.
const BODY_MAX: u64 = 32 * 1024 * 1024;

struct Options {
    data: PathBuf,
    port: u16,
    ui: PathBuf,
}

fn options() -> anyhow::Result<Options> {
    let mut options = Options { data: PathBuf::new(), port: 0, ui: PathBuf::from("ui/dist") };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--data" => options.data = value()?.into(),
            "--port" => options.port = value()?.parse()?,
            "--ui" => options.ui = value()?.into(),
            other => return Err(anyhow!("unknown option {other}")),
        }
    }
    if options.data.as_os_str().is_empty() { Err(anyhow!("--data is needed")) } else { Ok(options) }
}

fn main() -> ExitCode {
    if desk_app::drawing::is_asked() {
        return desk_app::drawing::worker_main();
    }
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error:?}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> anyhow::Result<()> {
    let options = options()?;
    let paths = Paths::under(&options.data, &options.data.join("state"), &options.data.join("documents"));
    let counter = Counter::open(paths).map_err(|error| anyhow!("{}", error.code))?;
    let server = Server::http(("127.0.0.1", options.port)).map_err(|error| anyhow!("{error}"))?;
    let server = Arc::new(server);
    let port = server.server_addr().to_ip().map_or(0, |address| address.port());
    #[allow(clippy::print_stdout, reason = "whoever starts the bridge reads where it listens")]
    {
        println!("http://127.0.0.1:{port}");
    }
    let ui = Arc::new(options.ui);
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let (server, counter, ui) = (Arc::clone(&server), counter.clone(), Arc::clone(&ui));
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    // A browser that went away is no reason to stop.
                    let _ = answer(request, &counter, &ui);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().map_err(|_| anyhow!("a worker ended"))?;
    }
    Ok(())
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("headers here are plain ASCII")
}

fn answer(mut request: Request, counter: &Counter, ui: &Path) -> std::io::Result<()> {
    let path = request.url().split('?').next().unwrap_or_default().to_owned();
    if let (Method::Post, Some(name)) = (request.method().clone(), path.strip_prefix("/call/")) {
        let mut body = String::new();
        request.as_reader().take(BODY_MAX).read_to_string(&mut body)?;
        let input = serde_json::from_str(&body).unwrap_or(Value::Null);
        let (status, answer) = match counter.call(name, input) {
            Ok(output) => (200, output),
            Err(error) => (422, error),
        };
        let response = Response::from_string(answer.to_string())
            .with_status_code(status)
            .with_header(header("content-type", "application/json"));
        return request.respond(response);
    }
    let relative = path.trim_start_matches('/');
    let safe = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
    let file = if relative.is_empty() || !safe { ui.join("index.html") } else { ui.join(relative) };
    let (bytes, file) = match fs::read(&file) {
        Ok(bytes) => (bytes, file),
        Err(_) => (fs::read(ui.join("index.html")).unwrap_or_default(), ui.join("index.html")),
    };
    let kind = match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "js" => "text/javascript",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "json" => "application/json",
        _ => "text/html; charset=utf-8",
    };
    // The same policy as the window's, so that what the browser test allows the window allows.
    let policy =
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'";
    let response = Response::from_data(bytes)
        .with_header(header("content-type", kind))
        .with_header(header("content-security-policy", policy));
    request.respond(response)
}
