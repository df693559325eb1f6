// A certificate authority for tests and the demo, in the shape of Inera's (design/cards.md B.1): root, issuing authority
// for persons, pairs of certificates, revocation answers. Needs `openssl` 3. Plain JavaScript, so that scripts run it
// without a build. Nothing it makes is trusted anywhere but where a test or demo clinic imports it.
import { execFileSync } from 'node:child_process';
import { X509Certificate, generateKeyPairSync, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Placeholder for Inera's LoA 3 policy on cards (see DEFAULT_LOA_POLICIES in electron/core/security/pki/trust.ts). */
export const TEST_POLICY_LOA3 = '1.2.752.74.8.502';
export const TEST_POLICY_LOA2 = '1.2.752.74.8.501';

/** Long before the fixed days that tests live on: what is issued today must be valid on them. */
const VALID_FROM = new Date('2020-01-01T00:00:00Z');

const stamp = date => date.toISOString().replace(/[-:T]|\.\d+/g, '');

const openssl = (args, cwd) => execFileSync('openssl', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });

const derOf = pemFile => Uint8Array.from(new X509Certificate(readFileSync(pemFile)).raw);

/** Writes a private key as PKCS#8 PEM and gives its path. Kinds: rsa, rsa-1024, ec-p256, ec-p384, ec-p521, ed25519. */
function makeKey(file, alg) {
  const kinds = {
    'rsa': ['rsa', { modulusLength: 2048 }], 'rsa-1024': ['rsa', { modulusLength: 1024 }], 'rsa-e3': ['rsa', { modulusLength: 2048, publicExponent: 3 }],
    'ec-p256': ['ec', { namedCurve: 'prime256v1' }], 'ec-p384': ['ec', { namedCurve: 'secp384r1' }], 'ec-p521': ['ec', { namedCurve: 'secp521r1' }], 'ed25519': ['ed25519', {}],
  };
  const [type, options] = kinds[alg];
  const { privateKey } = generateKeyPairSync(type, options);
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return file;
}

const caConfig = folder => `[ca]
default_ca = c
[c]
dir = ${folder}
database = ${folder}/index.txt
new_certs_dir = ${folder}/issued
rand_serial = yes
crlnumber = ${folder}/crlnumber
default_md = sha256
default_startdate = ${stamp(VALID_FROM)}
default_days = 800
default_crl_days = 2
policy = any
preserve = yes
email_in_dn = no
unique_subject = no
string_mask = utf8only
[any]
countryName = optional
localityName = optional
organizationName = optional
commonName = supplied
surname = optional
givenName = optional
serialNumber = optional
title = optional
[req]
distinguished_name = dn
string_mask = utf8only
[dn]
`;

/** A folder `openssl ca` can work in. */
function prepareFolder(folder) {
  mkdirSync(path.join(folder, 'issued'), { recursive: true });
  writeFileSync(path.join(folder, 'ca.cnf'), caConfig(folder));
  if (!existsSync(path.join(folder, 'index.txt'))) {
    writeFileSync(path.join(folder, 'index.txt'), '');
    writeFileSync(path.join(folder, 'index.txt.attr'), 'unique_subject = no\n');
    writeFileSync(path.join(folder, 'crlnumber'), '1000\n');
  }
  return folder;
}

const authority = (folder, name) => ({ folder, name, cert: path.join(folder, 'ca.pem'), key: path.join(folder, 'ca.key'), der: undefined });

/** A self-signed root. */
function makeRoot(folder, name) {
  const root = authority(prepareFolder(folder), name);
  makeKey(root.key, 'rsa');
  const ext = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign', 'subjectKeyIdentifier=hash'];
  return { ...root, der: issue(root, { key: root.key, subject: `/C=SE/O=Inera AB/CN=${name}`, ext, out: root.cert, self: true }) };
}

/** Signs a request, with its own key where it is `self`-signed. `ext` are lines of an extension section; dates are optional. */
function issue(issuer, { key, subject, ext, out, notBefore, notAfter, self = false }) {
  const [request, extensions] = [`${out}.csr`, `${out}.ext`];
  openssl(['req', '-new', '-utf8', '-config', path.join(issuer.folder, 'ca.cnf'), '-key', key, '-subj', subject, '-out', request]);
  writeFileSync(extensions, `[e]\n${ext.join('\n')}\n`);
  const dates = [...(notBefore ? ['-startdate', stamp(notBefore)] : []), ...(notAfter ? ['-enddate', stamp(notAfter)] : [])];
  openssl(['ca', '-batch', '-notext', '-utf8', '-config', path.join(issuer.folder, 'ca.cnf'), ...(self ? ['-selfsign', '-days', '3650'] : ['-cert', issuer.cert]), '-keyfile', issuer.key, '-in', request, '-out', out, '-extfile', extensions, '-extensions', 'e', ...dates]);
  return derOf(out);
}

const common = ['subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid'];

/** An authority below `issuer`. */
export function issueAuthority(issuer, folder, { name, ext = [], ca = 'critical,CA:TRUE,pathlen:0', usage = 'critical,keyCertSign,cRLSign' }) {
  const made = authority(prepareFolder(folder), name);
  makeKey(made.key, 'rsa');
  const der = issue(issuer, { key: made.key, subject: `/C=SE/O=Inera AB/CN=${name}`, out: made.cert, ext: [`basicConstraints=${ca}`, `keyUsage=${usage}`, ...common, ...ext] });
  return { ...made, der };
}

/**
 * Creates `TEST SITHS e-id Root CA v2`, `TEST SITHS e-id Person HSA-id 3 CA v1` and an OCSP responder in `folder`.
 * `port` is where `openssl ocsp` and the revocation list are served on 127.0.0.1 (port and port + 1).
 */
export function createTestCa(folder, { port = 18_081, suffix = '' } = {}) {
  const root = makeRoot(path.join(folder, 'root'), `TEST SITHS e-id Root CA v2${suffix}`);
  const person = issueAuthority(root, path.join(folder, 'person'), { name: `TEST SITHS e-id Person HSA-id 3 CA v1${suffix}` });
  const ca = { folder, port, root, person, ocspUrl: `http://127.0.0.1:${port}/`, crlUrl: `http://127.0.0.1:${port + 1}/person.crl`, responder: { cert: path.join(folder, 'ocsp.pem'), key: path.join(folder, 'ocsp.key') } };
  makeKey(ca.responder.key, 'rsa');
  issue(person, { key: ca.responder.key, subject: '/C=SE/O=Inera AB/CN=TEST OCSP', out: ca.responder.cert, ext: ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature', 'extendedKeyUsage=OCSPSigning', ...common] });
  return { ...ca, trusted: [root.der, person.der] };
}

const KEY_USAGE = {
  auth: alg => (alg.startsWith('rsa') ? 'critical,digitalSignature,keyEncipherment' : 'critical,digitalSignature,keyAgreement'),
  sign: () => 'critical,nonRepudiation',
};

function leafExtensions(ca, use, { alg, policy, cardNumber, extra }) {
  return [
    'basicConstraints=critical,CA:FALSE', `keyUsage=${KEY_USAGE[use](alg)}`, ...(use === 'auth' ? ['extendedKeyUsage=clientAuth,emailProtection,msSmartcardLogin'] : []),
    `certificatePolicies=${policy}`, `crlDistributionPoints=URI:${ca.crlUrl}`, `authorityInfoAccess=OCSP;URI:${ca.ocspUrl}`,
    `1.2.752.34.2.1=ASN1:PRINTABLESTRING:${cardNumber}`, ...common, ...extra,
  ];
}

/**
 * Issues a person's pair. Gives `{ hsaId, name, auth, sign }`, each half with `certFile`, `keyFile`, `der`, `alg`.
 * Options: alg, issuer (an authority), policy, notBefore, notAfter, cardNumber, keyFile (an existing key for both),
 * extra (extension lines).
 */
export function issuePerson(ca, options) {
  const { hsaId, givenName, surname, title = 'Läkare', alg = 'rsa', issuer = ca.person, policy = TEST_POLICY_LOA3, organisation = 'Testkliniken AB', extra = [] } = options;
  const cardNumber = options.cardNumber ?? `9752${String(randomInt(10 ** 12)).padStart(15, '0')}`;
  const folder = path.join(ca.folder, 'persons');
  mkdirSync(folder, { recursive: true });
  const name = `${givenName} ${surname}`;
  const subject = `/C=SE/L=Stockholm/O=${organisation}/CN=${name}/SN=${surname}/GN=${givenName}${hsaId ? `/serialNumber=${hsaId}` : ''}/title=${title}`;
  const half = use => {
    const base = path.join(folder, `${use}-${randomInt(10 ** 12)}`);
    const keyFile = options.keyFile ?? makeKey(`${base}.key`, alg);
    const ext = leafExtensions(ca, use, { alg, policy, cardNumber, extra });
    const der = issue(issuer, { key: keyFile, subject, ext, out: `${base}.pem`, notBefore: options.notBefore, notAfter: options.notAfter });
    return { certFile: `${base}.pem`, keyFile, der, alg };
  };
  return { hsaId, name, cardNumber, auth: half('auth'), sign: half('sign') };
}

/** Revokes one certificate (key compromise) in the authority's index. */
export function revoke(issuer, certFile) {
  openssl(['ca', '-config', path.join(issuer.folder, 'ca.cnf'), '-cert', issuer.cert, '-keyfile', issuer.key, '-revoke', certFile, '-crl_reason', 'keyCompromise']);
}

/** The authority's current revocation list, DER. `lastUpdate` and `nextUpdate` make lists of other days. */
export function makeCrl(issuer, { lastUpdate, nextUpdate } = {}) {
  const out = path.join(issuer.folder, `list-${randomInt(10 ** 9)}.pem`);
  const dates = [...(lastUpdate ? ['-crl_lastupdate', stamp(lastUpdate)] : []), ...(nextUpdate ? ['-crl_nextupdate', stamp(nextUpdate)] : [])];
  openssl(['ca', '-config', path.join(issuer.folder, 'ca.cnf'), '-cert', issuer.cert, '-keyfile', issuer.key, '-gencrl', '-out', out, ...dates]);
  return Uint8Array.from(openssl(['crl', '-in', out, '-outform', 'DER']));
}

/** Writes a practice card (electron/card-host/practice) into `<practiceFolder>/cards/<cardId>`; the PIN is the password of its files. */
export function writePracticeCard(practiceFolder, person, { cardId, pin, label = `SITHS övningskort ${person.name}` }) {
  const folder = path.join(practiceFolder, 'cards', cardId);
  mkdirSync(folder, { recursive: true });
  for (const use of ['auth', 'sign']) {
    const { certFile, keyFile, der } = person[use];
    writeFileSync(path.join(folder, `${use}.cer`), der);
    openssl(['pkcs12', '-export', '-in', certFile, '-inkey', keyFile, '-out', path.join(folder, `${use}.p12`), '-passout', `pass:${pin}`, '-name', use]);
  }
  writeFileSync(path.join(folder, 'card.json'), `${JSON.stringify({ label, serial: person.cardNumber, keys: ['auth', 'sign'] }, null, 2)}\n`);
  return folder;
}

const SOFTHSM_LIBRARIES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'];

/** Where SoftHSM's library is on this machine; throws with the package to install when it is missing. */
export function softHsmLibrary() {
  const found = SOFTHSM_LIBRARIES.find(file => existsSync(file));
  if (!found) throw new Error('SoftHSM2 is not installed (Debian: apt-get install softhsm2 opensc)');
  return found;
}

/**
 * Loads persons into a fresh SoftHSM in `folder`, two tokens each like Net iD shows them. Gives the path of
 * softhsm2.conf, to be handed to the card host as SOFTHSM2_CONF. `pin` may be per half: `{ auth, sign }`.
 */
export function loadSoftHsm(folder, persons, { pin = '123456' } = {}) {
  const module = softHsmLibrary();
  mkdirSync(path.join(folder, 'tokens'), { recursive: true });
  const conf = path.join(folder, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${path.join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n`);
  const env = { ...process.env, SOFTHSM2_CONF: conf };
  const run = (command, args) => execFileSync(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 }).toString();
  const halves = [['auth', 'SITHS e-id kort (Legitimering)', '4964656e74696669636174696f6e43'], ['sign', 'SITHS e-id kort (Underskrift)', '5369676e617475726543']];
  for (const person of persons) {
    for (const [use, label, id] of halves) {
      const userPin = typeof pin === 'string' ? pin : pin[use];
      const answer = run('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', userPin]);
      const slot = /slot (\d+)/.exec(answer)?.[1] ?? '0';
      const write = (file, type, usage) => run('pkcs11-tool', ['--module', module, '--slot', slot, '--login', '--pin', userPin, '--write-object', file, '--type', type, '--id', id, '--label', person.name, ...usage]);
      const [keyDer, certDer] = [`${person[use].keyFile}.der`, `${person[use].certFile}.der`];
      openssl(['pkey', '-in', person[use].keyFile, '-outform', 'DER', '-out', keyDer]);
      writeFileSync(certDer, person[use].der);
      // The signing key may only sign, as on a real card.
      const opens = use === 'auth' ? [person[use].alg === 'rsa' ? '--usage-decrypt' : '--usage-derive'] : [];
      write(keyDer, 'privkey', ['--usage-sign', ...opens]);
      write(certDer, 'cert', []);
    }
  }
  return conf;
}
