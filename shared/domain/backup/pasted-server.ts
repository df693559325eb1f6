import { hasServerSheet, parseServerSheet } from './server-sheet.ts';

/** What could be read out of a pasted text; empty where nothing was found. */
export interface PastedServer {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const ADDRESS = /\bhttps?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?/i;
const NAMED = {
  endpoint: /endpoint|server|host|url/i, region: /region|location/i, bucket: /bucket|container|hink/i, prefix: /prefix|folder|mapp/i,
  accessKeyId: /access[ _-]*key(?:[ _-]*id)?|key[ _-]*id|nyckel-?id/i, secretAccessKey: /secret|hemlig/i,
} as const;

const stripped = (value: string): string => value.trim().replace(/^["'`]|["'`,;]+$/g, '');

/**
 * Reads what a provider shows or mails ("Access key: …", "Secret: …", environment variables, JSON, a server sheet) into
 * the fields; whatever is not named stays empty and is typed. The secret's line is told from the key's by its name.
 */
export function readPastedServer(text: string): PastedServer {
  const found: Record<keyof typeof NAMED, string> = { endpoint: '', region: '', bucket: '', prefix: '', accessKeyId: '', secretAccessKey: '' };
  if (hasServerSheet(text)) {
    try {
      const { place } = parseServerSheet(text);
      return { endpoint: place.endpoint, region: place.region, bucket: place.bucket, prefix: place.prefix, accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey.reveal() };
    } catch {
      // not a whole sheet: its lines are read like any others
    }
  }
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+|#\s*|[-*]\s*)?["']?([A-Za-zÅÄÖåäö][\wåäöÅÄÖ .-]{1,40}?)["']?\s*[:=\t]\s*(\S.*?)\s*$/.exec(line);
    if (match === null) continue;
    const name = match[1] ?? '';
    // "secret access key" is both; the secret is meant
    const field = (['secretAccessKey', 'accessKeyId', 'bucket', 'region', 'prefix', 'endpoint'] as const).find(one => NAMED[one].test(name));
    if (field !== undefined && found[field] === '') found[field] = stripped(match[2] ?? '');
  }
  const address = ADDRESS.exec(found.endpoint)?.[0] ?? ADDRESS.exec(text)?.[0] ?? (/^[a-z0-9.-]+\.[a-z]{2,}$/i.test(found.endpoint) ? `https://${found.endpoint}` : '');
  return { ...found, endpoint: address, prefix: found.prefix === '' || found.prefix.endsWith('/') ? found.prefix : `${found.prefix}/` };
}
