//! Mutual TLS without authorities: each side makes a certificate for this one process and trusts
//! exactly the other's.
//!
//! The client's certificate is an authority's (`CA:TRUE`), which webpki refuses for an end entity,
//! and its key is on P-521, which ring cannot verify. Hence a verifier of our own, which compares
//! the certificate byte by byte, and aws-lc-rs, which proves that the client has its key.

use std::{error::Error, sync::Arc};

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName as Subject, ServerConfig,
    SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{
        CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature,
        verify_tls13_signature,
    },
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};
use tokio_rustls::TlsAcceptor;

/// How this process proves who it is, and knows its client.
pub(super) struct Identity {
    pub(super) acceptor: TlsAcceptor,
    /// What the client will trust.
    pub(super) certificate: CertificateDer<'static>,
}

impl Identity {
    /// A new identity for the client that has the certificate `client`, in PEM.
    pub(super) fn for_client(client: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let client = CertificateDer::from_pem_slice(client.as_bytes())
            .map_err(|error| format!("PLUGIN_CLIENT_CERT is not a certificate: {error}"))?;
        // Named, because the process may have no default provider, or more than one to choose from.
        let provider = Arc::new(aws_lc_rs::default_provider());
        let (certificate, key) = self_signed()?;

        let verifier = Pinned { client, algorithms: provider.signature_verification_algorithms };
        let mut config = server_config(provider)?
            .with_client_cert_verifier(Arc::new(verifier))
            .with_single_cert(vec![certificate.clone()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Identity { acceptor: TlsAcceptor::from(Arc::new(config)), certificate })
    }
}

type ConfigBuilder = rustls::ConfigBuilder<ServerConfig, rustls::WantsVerifier>;

fn server_config(provider: Arc<CryptoProvider>) -> Result<ConfigBuilder, rustls::Error> {
    ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}

fn self_signed() -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    // Go looks for the name among the alternative ones only.
    let mut params = CertificateParams::new(["localhost".to_owned()])?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "localhost");
    let certificate = params.self_signed(&key)?.into();
    Ok((certificate, PrivateKeyDer::Pkcs8(key.serialize_der().into())))
}

/// Accepts one certificate, from whoever has its key.
#[derive(Debug)]
struct Pinned {
    client: CertificateDer<'static>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for Pinned {
    fn root_hint_subjects(&self) -> &[Subject] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        if *end_entity == self.client {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, Certificate, IsCa, PKCS_ECDSA_P521_SHA512};
    use rustls::{
        ClientConfig, RootCertStore,
        client::ResolvesClientCert,
        sign::CertifiedKey,
        version::{TLS12, TLS13},
    };
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio_rustls::TlsConnector;

    use super::*;

    /// A certificate like the one that Terraform makes.
    fn client() -> (Certificate, KeyPair) {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512).unwrap();
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        (params.self_signed(&key).unwrap(), key)
    }

    /// Presents what it is given, also a certificate with another's key.
    #[derive(Debug)]
    struct Presents(Option<Arc<CertifiedKey>>);

    impl Presents {
        fn new(certificate: &Certificate, key: &KeyPair) -> Self {
            let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
            let key = aws_lc_rs::sign::any_supported_type(&key).unwrap();
            Presents(Some(Arc::new(CertifiedKey::new(vec![certificate.der().clone()], key))))
        }
    }

    impl ResolvesClientCert for Presents {
        fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
            self.0.clone()
        }

        fn has_certs(&self) -> bool {
            self.0.is_some()
        }
    }

    /// Whether a client that presents `it` gets a byte through and one back.
    async fn is_served(
        identity: &Identity,
        it: Presents,
        version: &'static rustls::SupportedProtocolVersion,
    ) -> bool {
        let mut roots = RootCertStore::empty();
        roots.add(identity.certificate.clone()).unwrap();
        let mut config =
            ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_protocol_versions(&[version])
                .unwrap()
                .with_root_certificates(roots)
                .with_client_cert_resolver(Arc::new(it));
        config.alpn_protocols = vec![b"h2".to_vec()];
        let connector = TlsConnector::from(Arc::new(config));

        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let acceptor = identity.acceptor.clone();
        let server = tokio::spawn(async move {
            let mut io = acceptor.accept(ours).await?;
            let byte = io.read_u8().await?;
            io.write_u8(byte).await?;
            io.flush().await
        });
        let answer = async {
            let mut io = connector.connect("localhost".try_into().unwrap(), theirs).await?;
            assert_eq!(io.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
            io.write_u8(7).await?;
            io.flush().await?;
            io.read_u8().await
        };
        let answer = answer.await;
        assert_eq!(server.await.unwrap().is_ok(), answer.is_ok());
        answer.is_ok()
    }

    #[tokio::test]
    async fn only_the_pinned_certificate_with_its_key_is_served() {
        let (certificate, key) = client();
        let (other, other_key) = client();
        let identity = Identity::for_client(&certificate.pem()).unwrap();

        for version in [&TLS12, &TLS13] {
            assert!(is_served(&identity, Presents::new(&certificate, &key), version).await);
            assert!(!is_served(&identity, Presents(None), version).await);
            assert!(!is_served(&identity, Presents::new(&other, &other_key), version).await);
            // A certificate is public: whoever shows it without its key is somebody else.
            assert!(!is_served(&identity, Presents::new(&certificate, &other_key), version).await);
        }
    }

    #[test]
    fn what_is_no_certificate_is_refused_before_the_handshake() {
        assert!(Identity::for_client("none").is_err());
    }
}
