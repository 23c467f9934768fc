//! Connections: counted before anything is read of them, in all and for each address, so that a thousand silent ones leave
//! room for who has something to say.

use std::{
    collections::HashMap,
    future::{Ready, ready},
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use crate::http::{Limits, household};

/// Lets connections in while there are seats.
#[derive(Debug, Clone)]
pub(crate) struct Seats(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    all: usize,
    of_address: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<IpAddr, usize>,
}

/// A seat; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Seat {
    shared: Arc<Shared>,
    address: IpAddr,
}

impl Seats {
    pub(crate) fn new(limits: &Limits) -> Self {
        let (all, of_address) = (limits.connections, limits.connections_of_address);
        Seats(Arc::new(Shared { all, of_address, taken: Mutex::default() }))
    }

    /// A seat for a connection from this address; none while all, or all of the address, are taken.
    fn take(&self, address: IpAddr) -> Option<Seat> {
        let address = household(address);
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = taken.by.get(&address).copied().unwrap_or(0);
        if taken.all >= self.0.all || (of_address >= self.0.of_address && !address.is_loopback()) {
            return None;
        }
        taken.all += 1;
        taken.by.insert(address, of_address + 1);
        Some(Seat { shared: self.0.clone(), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(count) = taken.by.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.by.remove(&self.address);
            }
        }
    }
}

impl<S> Accept<TcpStream, S> for Seats {
    type Stream = Seated;
    type Service = S;
    type Future = Ready<io::Result<(Seated, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(stream.peer_addr().and_then(|peer| {
            let seat = self.take(peer.ip()).ok_or_else(|| {
                tracing::warn!("a connection is turned away: too many are open");
                io::Error::other("too many connections")
            })?;
            Ok((Seated { stream, _seat: seat }, service))
        }))
    }
}

/// A connection with its seat.
#[derive(Debug)]
pub(crate) struct Seated {
    stream: TcpStream,
    _seat: Seat,
}

impl AsyncRead for Seated {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Seated {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_never_has_all_seats_and_gives_back_those_it_has() {
        let seats = Seats::new(&Limits { connections: 5, connections_of_address: 2, ..Limits::default() });
        let at = |text: &str| seats.take(text.parse().unwrap());
        let one = [at("203.0.113.7"), at("203.0.113.7")];
        assert!(one.iter().all(Option::is_some) && at("203.0.113.7").is_none());
        let others = [at("203.0.113.8"), at("2001:db8::1"), at("127.0.0.1")];
        assert!(others.iter().all(Option::is_some) && at("203.0.113.9").is_none(), "five in all");
        drop(one);
        assert!(at("203.0.113.9").is_some() && at("203.0.113.7").is_some());
        // A proxy on this machine speaks for many.
        let proxy = [at("127.0.0.1"), at("127.0.0.1")];
        assert!(proxy.iter().all(Option::is_some));
    }
}
