//! The one way in which this program makes an HTTP client: what its TLS is made of is said once.

use std::sync::Once;

use reqwest::blocking::{Client, ClientBuilder};

/// A client to be furnished.
pub(crate) fn client() -> ClientBuilder {
    static RING: Once = Once::new();
    // Another provider chosen before serves as well.
    RING.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Client::builder()
}
