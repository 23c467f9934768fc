//! Listening: TLS by an own certificate, or plain HTTP on loopback alone; a graceful end.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, bail};
use axum_server::{Handle, tls_rustls::RustlsConfig};

use crate::http::{App, router};

/// How long requests in work may take to end once the service is asked to stop.
const END_TIME: Duration = Duration::from_secs(20);

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
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        match self.certificate {
            None => Ok(axum_server::from_tcp(self.listener)?.handle(handle).serve(service).await?),
            Some(certificate) => {
                // The first to be set stays; a second server of the process finds the same one.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let config = RustlsConfig::from_pem_file(&certificate.chain, &certificate.key)
                    .await
                    .context("the certificate or its key")?;
                Ok(axum_server::from_tcp_rustls(self.listener, config)?.handle(handle).serve(service).await?)
            }
        }
    }
}

/// Stops a server when the system asks for it: what is in work ends, nothing new is taken.
pub async fn stop_on_signal(handle: Handle<SocketAddr>) {
    asked_to_stop().await;
    tracing::info!("stopping");
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
