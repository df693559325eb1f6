/**
 * The table of where servers stand (shared/domain/backup/residency/table.json).
 * `node build/scripts/residency.mjs`: prints the digest to pin in electron/core/security/residency/residency-table.ts.
 * `KLINIKBOK_RELEASE_KEY=/media/key/release.pem node build/scripts/residency.mjs sign FILE`: signs a table with the release
 * key (Ed25519, PKCS#8 PEM), which lies outside the repository and is read here and nowhere else; prints the signature.
 */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import canonicalize from 'canonicalize';

import { root } from './run.mjs';

const DOMAIN = 'klinikbok residency table 1\n';
const tableFile = path.join(root, 'shared/domain/backup/residency/table.json');

/** Base64 signature over a table, and the public key that checks it (SPKI DER, base64). */
export function signTable(table, privatePem) {
  const key = createPrivateKey(privatePem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the release key must be an Ed25519 key');
  const signature = sign(null, Buffer.from(DOMAIN + canonicalize(table)), key).toString('base64');
  return { signature, publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64') };
}

/** SHA-256 over the RFC 8785 form. */
export const digestOf = table => createHash('sha256').update(canonicalize(table)).digest('hex');

function main([command, file]) {
  const table = JSON.parse(readFileSync(file ?? tableFile, 'utf8'));
  if (command !== 'sign') return console.log(digestOf(table));
  const keyFile = process.env.KLINIKBOK_RELEASE_KEY;
  if (keyFile === undefined) throw new Error('KLINIKBOK_RELEASE_KEY names no file; the release key is kept outside the repository');
  if (!path.relative(root, path.resolve(keyFile)).startsWith('..')) throw new Error('the release key must not lie in the repository');
  console.log(JSON.stringify(signTable(table, readFileSync(keyFile, 'utf8')), null, 2));
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('residency.mjs')) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
