import type { ProbeReport, ResidencyDecision } from '#shared/domain/backup/target-status.ts';
import type { ServerAddress, ServerKeys } from '#shared/domain/backup/target.ts';

import type { OutputOf } from '#renderer/client/index.ts';

/** The fields as typed; the secret lives here only until the place is added or the screen is left. */
export interface ServerDraft {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly authority: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const EMPTY_DRAFT: ServerDraft = { endpoint: '', region: '', bucket: '', prefix: '', authority: '', accessKeyId: '', secretAccessKey: '' };

export type Verdict = OutputOf<'backup', 'judgeServer'>;

/** What the steps have found out so far. */
export interface ServerProgress {
  readonly draft: ServerDraft;
  readonly verdict: Verdict | null;
  readonly decision: ResidencyDecision | null;
  readonly report: ProbeReport | null;
}

const withSlash = (prefix: string): string => (prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`);

export const addressOf = ({ endpoint, region, bucket, prefix, authority }: ServerDraft): ServerAddress =>
  ({ endpoint: endpoint.trim().replace(/\/+$/, ''), region: region.trim(), bucket: bucket.trim(), prefix: withSlash(prefix.trim()), authority: authority.trim() === '' ? null : authority });

export const keysOf = ({ accessKeyId, secretAccessKey }: Pick<ServerDraft, 'accessKeyId' | 'secretAccessKey'>): ServerKeys => ({ accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() });
