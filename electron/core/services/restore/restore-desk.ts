import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { RestoreKey, RestoreOffer, RestorePlace, RestoreState } from '#shared/contract/restore.ts';
import type { ClinicEvent } from '#shared/contract/wire.ts';
import { parseReceipt, type ReadReceipt } from '#shared/domain/backup/receipt.ts';
import type { RestoreConfirmation } from '#shared/domain/backup/restore-offer.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { generationOf } from '../../backup/engine/run-backup.ts';
import { codeOf } from '../../backup/engine/system-code.ts';
import type { OpenedGeneration } from '../../backup/restore/generations.ts';
import { stageRestore } from '../../backup/restore/stage.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { Clock } from '../../ports/clock.ts';
import { readFileAnchors } from '../backup/anchors.ts';
import { anchorFileOf } from '../backup/backup-context.ts';
import { inspectDatabase } from '../backup/database-source.ts';
import { adoptStaged, type Staged, stampOf } from './adopt-staged.ts';
import { nameLosses } from './name-losses.ts';
import { mergeLists } from './orders-outside.ts';
import { type OpenedSource, type Openers, openSource, sparesFor, storeFor, unlockPlace } from './opened-source.ts';
import { confirmReason, judge, type Judged, offerOf } from './restore-offer.ts';
import { findRepository, isLost } from './restore-place.ts';
import { confirmByTwo } from './second-key.ts';

export interface RestoreDeskDeps extends Openers {
  readonly place: ClinicPlace;
  readonly clock: Clock;
  /** True while somebody is signed in: restoring is then refused. */
  readonly isSignedIn: () => boolean;
  readonly emit: (event: ClinicEvent) => void;
}

/** What was learned since the place was opened. Forgotten with the keys. */
interface Visit {
  readonly source: OpenedSource;
  readonly other: OpenedSource | null;
  readonly receipt: ReadReceipt | null;
  readonly confirmed: { readonly generationId: string; readonly by: RestoreConfirmation } | null;
}

const IDLE: RestoreState = { step: 'idle', place: null, generationId: null, progress: null, comparison: null, error: null, errorParams: {}, keptAside: null };

/** Folders of restores that were never adopted; the exchange's journal has been dealt with before. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) if (/^restore-\d/.test(name)) await rm(path.join(dataDir, name), { recursive: true, force: true });
}

/** What a failed move of folders means; whatever was begun is finished at the next start. */
function movingError(error: unknown): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new AppError('db.readOnly', {}, error);
  return code === '' ? error : new AppError('db.io', {}, error);
}

/** One restore from the first look to the adoption. Keys live in this process only and end with it. */
export class RestoreDesk {
  readonly #deps: RestoreDeskDeps;
  #state: RestoreState = IDLE;
  #visit: Visit | null = null;
  #staged: Staged | null = null;
  #isAdopting = false;
  idle: Promise<void> = Promise.resolve();

  constructor(deps: RestoreDeskDeps) {
    this.#deps = deps;
  }

  get state(): RestoreState {
    return this.#state;
  }

  refuseWhileSignedIn(): void {
    if (this.#deps.isSignedIn()) throw new AppError('auth.forbidden');
    if (this.#state.step === 'running' || this.#isAdopting) throw new AppError('busy');
  }

  async unlock(place: RestorePlace, key: RestoreKey): Promise<RestoreOffer> {
    this.refuseWhileSignedIn();
    const source = await unlockPlace(this.#deps, place, key);
    this.#visit = { source, other: null, receipt: null, confirmed: null };
    this.#state = { ...IDLE, step: 'unlocked', place: source.found.name };
    return this.#offer();
  }

  async compareReceipt(text: string): Promise<RestoreOffer> {
    const visit = this.#opened();
    const receipt = parseReceipt(text);
    if (receipt === undefined) throw new AppError('restore.receiptWrong');
    this.#visit = { ...visit, receipt, confirmed: null };
    return this.#offer();
  }

  async addPlace(place: RestorePlace): Promise<RestoreOffer> {
    const visit = this.#opened();
    const found = await findRepository(place, this.#deps.openStore);
    if (!isLost(found.version) && found.version.clinicId !== visit.source.found.version.clinicId) throw new AppError('backup.placeForeign', { path: found.name });
    const other = await openSource(found, visit.source.keys);
    if (other.found.version.clinicId !== visit.source.found.version.clinicId) throw new AppError('backup.placeForeign', { path: found.name });
    this.#visit = { ...visit, other, confirmed: null };
    return this.#offer();
  }

  async confirm(generationId: string, by: { readonly persons: readonly [string, string]; readonly secondKey: RestoreKey | null }): Promise<RestoreOffer> {
    const visit = this.#opened();
    const reason = confirmReason(await this.#judge(visit), this.#generation(visit, generationId));
    if (reason === null) return this.#offer();
    const confirmation = await confirmByTwo(visit.source, this.#deps.cards, { reason, ...by });
    this.#visit = { ...visit, confirmed: { generationId, by: confirmation } };
    return this.#offer();
  }

  async start(generationId: string): Promise<RestoreState> {
    const visit = this.#opened();
    const generation = this.#generation(visit, generationId);
    const confirmation = visit.confirmed?.generationId === generationId ? visit.confirmed.by : null;
    if (confirmReason(await this.#judge(visit), generation) !== null && confirmation === null) throw new AppError('restore.notConfirmed');
    this.refuseWhileSignedIn(); // another window may have begun one meanwhile
    const { place, clock } = this.#deps;
    this.#staged = null;
    this.#state = { ...IDLE, step: 'running', place: visit.source.found.name, generationId, progress: { job: 'restore', phase: 'preparing', done: 0, total: 1 } };
    const folder = path.join(place.dataDir, `restore-${stampOf(clock.now())}`);
    this.idle = this.#run(visit, { folder, generation, confirmation });
    return this.#state;
  }

  async adopt(acceptDamage: boolean): Promise<RestoreState> {
    this.refuseWhileSignedIn();
    const staged = this.#staged;
    if (staged === null || (!staged.comparison.equal && !acceptDamage)) throw new AppError('restore.comparisonFailed');
    this.#isAdopting = true;
    const keptAside = await adoptStaged(this.#deps.place, this.#deps.clock, staged).catch((error: unknown) => {
      throw movingError(error);
    }).finally(() => (this.#isAdopting = false));
    this.#state = { ...this.#state, step: 'adopted', keptAside };
    this.#forgetKeys();
    this.#deps.emit({ type: 'changed', areas: ['restore', 'session'] });
    return this.#state;
  }

  async cancel(): Promise<void> {
    this.refuseWhileSignedIn();
    if (this.#staged !== null) await rm(this.#staged.folder, { recursive: true, force: true });
    this.#forgetKeys();
    this.#state = IDLE;
  }

  async #run({ source, other }: Visit, target: Pick<Staged, 'folder' | 'generation' | 'confirmation'>): Promise<void> {
    const { generation, folder } = target;
    const { keys } = source;
    try {
      await mkdir(this.#deps.place.dataDir, { recursive: true, mode: 0o700 });
      await removeLeftovers(this.#deps.place.dataDir);
      const comparison = await stageRestore({
        store: storeFor(source, generation), manifest: generation.manifest, identities: [keys.identity.reveal()], keyHex: keys.keyHex, folder,
        inspect: inspectDatabase, nameLosses, spares: sparesFor(other === null ? [source] : [source, other], generation),
        onProgress: progress => {
          this.#state = { ...this.#state, progress };
          this.#deps.emit({ type: 'progress', ...progress });
        },
      });
      this.#staged = { ...target, comparison, keyHex: keys.keyHex, orders: mergeLists(other === null ? [source.orders] : [source.orders, other.orders]).text };
      this.#state = { ...this.#state, step: 'compared', progress: null, comparison };
    } catch (error) {
      this.#state = { ...this.#state, step: 'failed', progress: null, error: isAppError(error) ? error.code : 'internal', errorParams: isAppError(error) ? { ...error.params } : {} };
    }
    this.#deps.emit({ type: 'changed', areas: ['restore'] });
  }

  #opened(): Visit {
    this.refuseWhileSignedIn();
    if (this.#visit === null) throw new AppError('record.notFound');
    return this.#visit;
  }

  #generation({ source }: Visit, id: string): OpenedGeneration {
    const found = source.generations.find(one => generationOf(one.manifest).id === id);
    if (found === undefined) throw new AppError('record.notFound');
    return found;
  }

  async #judge({ source, receipt, other }: Visit): Promise<Judged> {
    const anchor = (await readFileAnchors(anchorFileOf(this.#deps.place)))[source.found.version.repositoryId];
    return judge(source, { anchor, receipt, other });
  }

  async #offer(): Promise<RestoreOffer> {
    const visit = this.#opened();
    return offerOf(visit.source, await this.#judge(visit), { other: visit.other, confirmed: visit.confirmed?.by ?? null });
  }

  #forgetKeys(): void {
    this.#visit = null;
    this.#staged = null;
  }
}
