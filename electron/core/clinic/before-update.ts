import type { Database } from '../db/database.ts';
import { migrate, schemaVersion } from '../db/migrate.ts';
import { MIGRATIONS } from '../db/migrations/index.ts';
import type { Account } from '../repositories/account.ts';
import type { TrustSetting } from './machine-file.ts';
import type { OpenClinic } from './open-clinic.ts';

/** The clinic as the program before this one left it: only what every shipped schema has may be read. */
export interface UnchangedClinic {
  readonly db: Database;
  readonly clinic: OpenClinic['clinic'];
  readonly trust: TrustSetting;
}

/** The answer to `update.unproven`: go on. */
export interface GoOn {
  /** Empty for somebody who decides nothing and waits for care. */
  readonly reason: string;
}

/** Whoever waits for the clinic to open. */
export interface UpdatePerson {
  /** Proves the person by what the unchanged database holds; undefined for nobody who has an account. Errors: those of the sign-in it belongs to. */
  readonly who: (unchanged: UnchangedClinic) => Promise<Account | undefined>;
  /** Null as long as nobody has been asked. */
  readonly goOn: GoOn | null;
}

/** What a guard looks at before the schema is changed. */
export interface BeforeChange extends UnchangedClinic {
  readonly keyHex: () => string;
  readonly from: number;
  readonly to: number;
  /** Left out while a clinic is set up: nobody is asked, what was found is kept all the same. */
  readonly person?: UpdatePerson | undefined;
}

/**
 * Looks at the backups before the database's schema is changed; gives what is to be kept once it has been.
 * Errors: `update.unproven` once, when no backup can be proven and the person has not said yet to go on.
 */
export type BeforeUpdate = (opened: BeforeChange) => Promise<(changed: Pick<OpenClinic, 'db' | 'log'>) => Promise<void>>;

type KeepProof = Awaited<ReturnType<BeforeUpdate>>;

/** Brings the schema up to this program's version, the guard asked first where there is anything to change. Nothing is changed when it refuses. */
export async function updateSchema(
  db: Database,
  o: { readonly beforeUpdate: BeforeUpdate | undefined; readonly read: () => Promise<Omit<UnchangedClinic, 'db'>>; readonly keyHex: () => string; readonly person: UpdatePerson | undefined },
): Promise<KeepProof> {
  const from = await schemaVersion(db.reader);
  const to = MIGRATIONS.at(-1)?.version ?? 0;
  const isNothingToLose = from === 0 || from >= to;
  const keepProof = o.beforeUpdate === undefined || isNothingToLose ? () => Promise.resolve() : await o.beforeUpdate({ ...(await o.read()), db, keyHex: o.keyHex, from, to, person: o.person });
  await migrate(db);
  return keepProof;
}
