//! A bad line: a TCP proxy of our own between a desk and its server, which cuts, changes, repeats or makes up what passes.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// What the line does from now on. The counts begin anew with each rule.
#[derive(Debug, Clone, Default)]
pub(crate) enum Rule {
    /// Nothing: all passes.
    #[default]
    Clean,
    /// So many bytes a second pass each way, as on a thin line; after so many in all from the desk everything is cut.
    Thin(u64, u64),
    /// So many bytes pass this way, then everything is cut.
    Cut(Way, u64),
    /// One bit of the byte at this place is turned over on its way to the desk.
    Flip(u64),
    /// Every answer comes twice, and every request reaches the server twice.
    Doubled,
    /// Whoever asks gets this, and the server nothing.
    Instead(Vec<u8>),
    /// The first bytes of answers are kept back until the connection is given up: as if the answer was lost.
    Swallow,
}

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the desk to the server.
    Up,
    /// From the server to the desk.
    Down,
}

#[derive(Debug, Default)]
struct State {
    rule: Rule,
    up: u64,
    down: u64,
    upstream: String,
    /// First lines of requests.
    asked: Vec<String>,
}

/// The proxy; it ends with the test's process.
#[derive(Debug)]
pub(crate) struct Proxy {
    /// Where desks find it.
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// A clean line to a server's address.
    pub(crate) fn to(address: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let proxy = Proxy { address: format!("http://{own}"), state: state.clone() };
        proxy.lead_to(address);
        std::thread::spawn(move || {
            for desk in listener.incoming().flatten() {
                let state = state.clone();
                std::thread::spawn(move || serve(desk, &state));
            }
        });
        proxy
    }

    /// From now on the line leads to another server.
    pub(crate) fn lead_to(&self, address: &str) {
        address.trim_start_matches("http://").clone_into(&mut lock(&self.state).upstream);
    }

    /// Sets a rule and begins to count.
    pub(crate) fn set(&self, rule: Rule) {
        let mut state = lock(&self.state);
        (state.rule, state.up, state.down) = (rule, 0, 0);
    }

    /// Bytes that passed to the server since the rule was set.
    pub(crate) fn up(&self) -> u64 {
        lock(&self.state).up
    }

    /// The first lines of all requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        lock(&self.state).asked.clone()
    }

    /// Bytes that passed to the desk since the rule was set.
    pub(crate) fn down(&self) -> u64 {
        lock(&self.state).down
    }
}

fn serve(mut desk: TcpStream, state: &Arc<Mutex<State>>) {
    let (rule, upstream) = {
        let state = lock(state);
        (state.rule.clone(), state.upstream.clone())
    };
    if let Rule::Instead(answer) = rule {
        // As a portal does: whatever is asked, the same page.
        let mut head = [0; 8 * 1024];
        let _ = desk.set_read_timeout(Some(Duration::from_millis(500)));
        let _ = desk.read(&mut head);
        let _ = desk.write_all(&answer);
        let _ = desk.shutdown(Shutdown::Write);
        return;
    }
    let Ok(server) = TcpStream::connect(&upstream) else { return };
    let (desk_too, server_too) = (desk.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
    let for_down = state.clone();
    let down = std::thread::spawn(move || pump(server_too, desk_too, Way::Down, &for_down));
    let asked = pump(desk, server, Way::Up, state);
    let _ = down.join();
    if matches!(rule, Rule::Doubled) && !asked.is_empty() {
        // The very same bytes once more, as a line that repeats what it was not sure of.
        if let Ok(mut again) = TcpStream::connect(&upstream) {
            let _ = again.set_read_timeout(Some(Duration::from_millis(500)));
            let _ = again.write_all(&asked);
            let _ = again.shutdown(Shutdown::Write);
            let _ = again.read_to_end(&mut Vec::new());
        }
    }
}

/// Passes bytes until one side ends or the rule cuts; gives what went up under a rule that repeats it.
fn pump(mut from: TcpStream, mut to: TcpStream, way: Way, state: &Mutex<State>) -> Vec<u8> {
    let thin = if let Rule::Thin(rate, _) = lock(state).rule { Some(rate) } else { None };
    // A thin line passes an eighth of a second's bytes at a time.
    let size = thin.map_or(16 * 1024, |rate| usize::try_from(rate / 8).unwrap_or(1).max(1));
    let (mut buffer, mut kept) = (vec![0; size], Vec::new());
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let bytes = &mut buffer[..read];
        let mut cut = false;
        let mut twice = false;
        let passes = {
            let mut state = lock(state);
            let before = if way == Way::Up { state.up } else { state.down };
            let mut passes = read;
            match &state.rule {
                Rule::Cut(cut_way, most) if *cut_way == way => {
                    let left = usize::try_from(most.saturating_sub(before)).unwrap_or(usize::MAX);
                    cut = left <= read;
                    passes = left.min(read);
                }
                Rule::Thin(_, most) if way == Way::Up => {
                    let left = usize::try_from(most.saturating_sub(before)).unwrap_or(usize::MAX);
                    cut = left <= read;
                    passes = left.min(read);
                }
                Rule::Flip(at) if way == Way::Down => {
                    let at = at.checked_sub(before).and_then(|at| usize::try_from(at).ok());
                    if let Some(byte) = at.and_then(|at| bytes.get_mut(at)) {
                        *byte ^= 1;
                    }
                }
                Rule::Doubled if way == Way::Down => twice = true,
                Rule::Doubled => kept.extend_from_slice(bytes),
                Rule::Swallow if way == Way::Down => (cut, passes) = (true, 0),
                Rule::Clean | Rule::Thin(..) | Rule::Cut(..) | Rule::Flip(_) | Rule::Instead(_) | Rule::Swallow => {}
            }
            if way == Way::Up && (bytes.starts_with(b"GET ") || bytes.starts_with(b"POST ")) {
                let line = String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned();
                state.asked.push(line);
            }
            if way == Way::Up {
                state.up += passes as u64
            } else {
                state.down += passes as u64
            }
            passes
        };
        if thin.is_some() {
            std::thread::sleep(Duration::from_millis(125));
        }
        let sent = to.write_all(&bytes[..passes]).and_then(|()| if twice { to.write_all(bytes) } else { Ok(()) });
        if cut || sent.is_err() {
            let _ = from.shutdown(Shutdown::Both);
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    kept
}
