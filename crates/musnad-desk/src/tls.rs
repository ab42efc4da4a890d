//! TLS by certificate files.

use std::fmt;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate with its chain, and its key; both PEM, as certificate authorities hand them out.
#[derive(Clone)]
pub struct Tls {
    /// The certificate, then those that lead to its authority.
    pub certificates: Vec<u8>,
    /// The private key: PKCS #8, PKCS #1 or SEC1.
    pub key: Vec<u8>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// What takes TLS connections by this certificate: TLS 1.2 and 1.3, HTTP/1.1.
    pub(crate) fn acceptor(&self) -> std::io::Result<TlsAcceptor> {
        let invalid = |error: String| std::io::Error::new(std::io::ErrorKind::InvalidInput, error);
        let certificates = CertificateDer::pem_slice_iter(&self.certificates).collect::<Result<Vec<_>, _>>();
        let certificates = certificates.map_err(|error| invalid(format!("the certificate: {error}")))?;
        if certificates.is_empty() {
            return Err(invalid("there is no certificate in the file".into()));
        }
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|error| invalid(format!("the key: {error}")))?;
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificates, key));
        let mut config = config.map_err(|error| invalid(error.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}
