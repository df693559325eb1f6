/** Object identifiers used in certificates, revocation answers and CMS. */
export const OID = {
  // subject attributes (X.520)
  commonName: '2.5.4.3', surname: '2.5.4.4', serialNumber: '2.5.4.5', country: '2.5.4.6', locality: '2.5.4.7',
  organisation: '2.5.4.10', title: '2.5.4.12', givenName: '2.5.4.42',
  // certificate extensions
  keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', crlDistributionPoints: '2.5.29.31', certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37', authorityInfoAccess: '1.3.6.1.5.5.7.1.1', authorityKeyIdentifier: '2.5.29.35',
  subjectKeyIdentifier: '2.5.29.14', subjectAltName: '2.5.29.17', nameConstraints: '2.5.29.30', policyConstraints: '2.5.29.36',
  /** Card number on SITHS cards (SS 61 43 32), a PrintableString. */
  cardNumber: '1.2.752.34.2.1',
  // key purposes
  clientAuth: '1.3.6.1.5.5.7.3.2', emailProtection: '1.3.6.1.5.5.7.3.4', ocspSigning: '1.3.6.1.5.5.7.3.9',
  smartcardLogon: '1.3.6.1.4.1.311.20.2.2', anyPurpose: '2.5.29.37.0',
  // OCSP and its nonce
  ocspAccess: '1.3.6.1.5.5.7.48.1', ocspBasic: '1.3.6.1.5.5.7.48.1.1', ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  reasonCode: '2.5.29.21', issuingDistributionPoint: '2.5.29.28', deltaCrl: '2.5.29.27',
  // digests and signatures
  sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2', sha512: '2.16.840.1.101.3.4.2.3',
  rsaEncryption: '1.2.840.113549.1.1.1', rsaOaep: '1.2.840.113549.1.1.7', mgf1: '1.2.840.113549.1.1.8', rsaPss: '1.2.840.113549.1.1.10',
  rsaSha256: '1.2.840.113549.1.1.11', rsaSha384: '1.2.840.113549.1.1.12', rsaSha512: '1.2.840.113549.1.1.13',
  ecPublicKey: '1.2.840.10045.2.1', ecdsaSha256: '1.2.840.10045.4.3.2', ecdsaSha384: '1.2.840.10045.4.3.3', ecdsaSha512: '1.2.840.10045.4.3.4',
  // CMS (RFC 5652, 5035, 5083, 5084, 5753)
  data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4', signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  aes256Gcm: '2.16.840.1.101.3.4.1.46', aes256Wrap: '2.16.840.1.101.3.4.1.45', ecdhSha256Kdf: '1.3.132.1.11.1',
} as const;
