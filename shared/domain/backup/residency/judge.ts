import type { ResidencyClass } from '../target-status.ts';
import { hostOf, isOwnNetwork } from './host.ts';
import type { ResidencyRow, ResidencyTable } from './table.ts';

/** Where a server stands. Country, operator and source are null where the table has no row. */
export interface HostJudgement {
  readonly class: ResidencyClass;
  readonly country: string | null;
  readonly operator: string | null;
  readonly source: string | null;
}

const REFUSED: HostJudgement = { class: 'refused', country: null, operator: null, source: null };
/** A server of the clinic's own or of a provider nobody has looked up: a person has to say where it stands. */
const UNKNOWN: HostJudgement = { ...REFUSED, class: 'unknown' };

const IP = /^(\d{1,3}(\.\d{1,3}){3}|.*:.*)$/;

/** The host itself, or one name (the bucket) before it. */
function rowOf(table: ResidencyTable, host: string): ResidencyRow | undefined {
  const parent = host.slice(host.indexOf('.') + 1);
  return table.rows.find(row => row.host === host) ?? table.rows.find(row => row.host === parent);
}

/** The row that fits an address exactly, for what else it says (region, place); undefined without one. */
export const rowForEndpoint = (endpoint: string, table: ResidencyTable): ResidencyRow | undefined => {
  const found = hostOf(endpoint);
  return found === null ? undefined : rowOf(table, found.host);
};

/**
 * Where the data would lie, by the exact host and never by the name of a region: `eu-west-2` is London at one provider and
 * Paris at another (SG-04, design/backup.md F). `table` null: it could not be trusted, and then everything is refused.
 * Without TLS only this computer and the clinic's own network; a public address without a name is refused.
 */
export function judgeHost(endpoint: string, table: ResidencyTable | null): HostJudgement {
  const found = hostOf(endpoint);
  if (table === null || found === null) return REFUSED;
  const { host, isTls } = found;
  if (isOwnNetwork(host)) return UNKNOWN;
  if (!isTls || IP.test(host)) return REFUSED;
  const row = rowOf(table, host);
  if (row !== undefined) return { class: row.class, country: row.country, operator: row.operator, source: `${row.source}, ${row.readAt}` };
  const provider = table.providers.find(one => host === one.suffix || host.endsWith(`.${one.suffix}`));
  return provider === undefined ? UNKNOWN : { ...REFUSED, operator: provider.operator };
}
