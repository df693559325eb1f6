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

const LINE = /^\s*(?:export\s+|#\s*|[-*]\s*)?["']?([A-Za-zÅÄÖåäö][\wåäöÅÄÖ .-]{1,40}?)["']?\s*[:=\t]\s*(\S.*?)\s*$/;
const FIELDS = ['secretAccessKey', 'accessKeyId', 'bucket', 'region', 'prefix', 'endpoint'] as const; // "secret access key" is both; the secret is meant

function namedIn(line: string): { field: keyof typeof NAMED; value: string } | null {
  const match = LINE.exec(line);
  const field = FIELDS.find(one => NAMED[one].test(match?.[1] ?? ''));
  return field === undefined ? null : { field, value: stripped(match?.[2] ?? '') };
}

const addressIn = (text: string): string | undefined => ADDRESS.exec(text)?.[0] ?? (/^[a-z0-9.-]+\.[a-z]{2,}$/i.test(text) ? `https://${text}` : undefined);

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
    const named = namedIn(line);
    if (named !== null && found[named.field] === '') found[named.field] = named.value;
  }
  return { ...found, endpoint: addressIn(found.endpoint) ?? addressIn(text) ?? '', prefix: found.prefix === '' || found.prefix.endsWith('/') ? found.prefix : `${found.prefix}/` };
}
