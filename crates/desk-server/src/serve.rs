//! Listening: TLS by an own certificate, or plain HTTP on loopback alone; a graceful end.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, bail};
use axum_server::{
    Handle, Server,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;

use crate::{
    connections::Seats,
    http::{App, router},
};

/// How long requests in work may take to end once the service is asked to stop.
const END_TIME: Duration = Duration::from_secs(20);
/// How often it is looked whether the certificate was renewed.
const RENEWED: Duration = Duration::from_secs(60);

/// A certificate with its key, both in PEM.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The chain, own certificate first.
    pub chain: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// An address that is listened on, before anything is served.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    certificate: Option<Certificate>,
}

impl Door {
    /// Binds an address.
    ///
    /// # Errors
    /// When it is taken, or asks for plain HTTP beyond this machine.
    pub fn open(address: SocketAddr, certificate: Option<Certificate>) -> anyhow::Result<Self> {
        if certificate.is_none() && !address.ip().is_loopback() {
            bail!("plain HTTP is for loopback alone: give --cert and --key, or listen on 127.0.0.1 behind a proxy");
        }
        let listener = TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?;
        listener.set_nonblocking(true).context("the socket")?;
        Ok(Door { listener, certificate })
    }

    /// Where it is reached, such as `http://127.0.0.1:8020`.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn url(&self) -> anyhow::Result<String> {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.listener.local_addr().context("the socket")?))
    }

    /// Serves until the handle says stop.
    ///
    /// # Errors
    /// When the certificate is none, or the system fails.
    pub async fn serve(self, app: Arc<App>, handle: Handle<SocketAddr>) -> anyhow::Result<()> {
        let (seats, head_time) = (Seats::new(app.limits()), app.limits().head_time);
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        let listening = axum_server::from_tcp(self.listener)?.handle(handle);
        match self.certificate {
            None => Ok(patient(listening.acceptor(seats), head_time).serve(service).await?),
            Some(certificate) => {
                // The first to be set stays; a second server of the process finds the same one.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let config = RustlsConfig::from_config(certificate.read().await.context("the certificate or its key")?);
                let renewing = tokio::spawn(renew(certificate, config.clone()));
                let acceptor = RustlsAcceptor::new(config).acceptor(seats);
                let served = patient(listening.acceptor(acceptor), head_time).serve(service).await;
                renewing.abort();
                Ok(served?)
            }
        }
    }
}

/// HTTP/1.1, whose head must come in time: half a line holds no connection for ever.
fn patient<A>(server: Server<SocketAddr, A>, head_time: Duration) -> Server<SocketAddr, A> {
    let mut server = server.http1_only();
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(head_time);
    server
}

impl Certificate {
    async fn read(&self) -> std::io::Result<Arc<rustls::ServerConfig>> {
        let config = RustlsConfig::from_pem_file(&self.chain, &self.key).await?;
        let mut config = rustls::ServerConfig::clone(&config.get_inner());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn written(&self) -> Option<[std::time::SystemTime; 2]> {
        let written = |path: &PathBuf| std::fs::metadata(path).and_then(|about| about.modified()).ok();
        Some([written(&self.chain)?, written(&self.key)?])
    }
}

/// Takes a renewed certificate without a stop; one that does not read leaves the old one and says so.
async fn renew(certificate: Certificate, config: RustlsConfig) {
    let mut known = certificate.written();
    loop {
        tokio::time::sleep(RENEWED).await;
        let found = certificate.written();
        if found.is_none() || found == known {
            continue;
        }
        known = found;
        match certificate.read().await {
            Ok(read) => {
                config.reload_from_config(read);
                tracing::info!("the certificate was renewed");
            }
            Err(error) => tracing::error!(%error, "the renewed certificate does not read: the old one goes on"),
        }
    }
}

/// Stops a server when the system asks for it: what is in work ends, nothing new is taken.
pub async fn stop_on_signal(app: Arc<App>, handle: Handle<SocketAddr>) {
    asked_to_stop().await;
    tracing::info!("stopping");
    app.stop();
    handle.graceful_shutdown(Some(END_TIME));
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}
