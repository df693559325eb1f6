import { constants, verify, type KeyObject } from 'node:crypto';

import { children, context, inside, readOid, readSmallInteger, type DerNode } from './der-read.ts';
import { OID } from './oids.ts';

const PLAIN: Readonly<Record<string, string>> = {
  [OID.rsaSha256]: 'sha256', [OID.rsaSha384]: 'sha384', [OID.rsaSha512]: 'sha512',
  [OID.ecdsaSha256]: 'sha256', [OID.ecdsaSha384]: 'sha384', [OID.ecdsaSha512]: 'sha512',
};
const DIGESTS: Readonly<Record<string, string>> = { [OID.sha256]: 'sha256', [OID.sha384]: 'sha384', [OID.sha512]: 'sha512' };

/** RSASSA-PSS-params (RFC 4055 3.1); SHA-1, the default, is not accepted. */
function pssSettings(parameters: DerNode | undefined): { digest: string; saltLength: number } | null {
  const fields = parameters ? children(parameters, 4) : [];
  const hash = fields.find(field => field.tag === context(0));
  const salt = fields.find(field => field.tag === context(2));
  const digest = hash ? DIGESTS[readOid(children(inside(hash))[0])] : undefined;
  return digest ? { digest, saltLength: salt ? readSmallInteger(inside(salt)) : 20 } : null;
}

/** True when an authority's signature (DER algorithm as written) over `data` is right. SHA-1 and MD5 never are. */
export function verifyAuthoritySignature(method: DerNode, key: KeyObject, signed: { readonly data: Uint8Array; readonly signature: Uint8Array }): boolean {
  const [name, parameters] = children(method, 2);
  const algorithm = readOid(name);
  if (algorithm === OID.rsaPss) {
    const settings = pssSettings(parameters);
    return settings !== null && key.asymmetricKeyType === 'rsa' && verify(settings.digest, signed.data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: settings.saltLength }, signed.signature);
  }
  const digest = PLAIN[algorithm];
  const isRsa = algorithm.startsWith('1.2.840.113549');
  return digest !== undefined && isRsa === (key.asymmetricKeyType === 'rsa') && verify(digest, signed.data, key, signed.signature);
}
