import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { restore, RestoreChoice, RestoreState } from '#shared/contract/restore.ts';
import type { ClinicEvent } from '#shared/contract/wire.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { generationOf } from '../../backup/engine/run-backup.ts';
import { codeOf } from '../../backup/engine/system-code.ts';
import { beginExchange } from '../../backup/restore/adopt.ts';
import { type OpenedGeneration, openGenerations, recommendedOf } from '../../backup/restore/generations.ts';
import { stageRestore } from '../../backup/restore/stage.ts';
import { clinicExists, type ClinicPlace } from '../../clinic/clinic-place.ts';
import { readMachine } from '../../clinic/machine-file.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OpenStore } from '../../ports/backup-store.ts';
import type { CardProvider } from '../../ports/smart-card.ts';
import { parseKit } from '../../security/recovery-kit/kit.ts';
import { readFileAnchors } from '../backup/anchors.ts';
import { anchorFileOf } from '../backup/backup-context.ts';
import { inspectDatabase, readRestored } from '../backup/database-source.ts';
import { openWithCard, type RestoreKeys } from './open-with-card.ts';
import { rebuildVault } from './rebuild-vault.ts';
import { describeRepository, findRepository, type FoundRepository } from './restore-place.ts';
import { leaveNote } from './restored-note.ts';
import { AfterExchange, anchorRestoredVault, finishRestore } from './settle-restore.ts';

export interface RestoreServiceDeps {
  readonly place: ClinicPlace;
  readonly clock: Clock;
  readonly cards: CardProvider;
  readonly openStore: OpenStore;
  /** True while somebody is signed in: restoring is then refused. */
  readonly isSignedIn: () => boolean;
  readonly emit: (event: ClinicEvent) => void;
}

export interface RestoreService {
  readonly handlers: AreaHandlers<typeof restore, CallContext>;
  /** Resolves when no restore is running. */
  readonly whenIdle: () => Promise<void>;
}

interface Unlocked {
  readonly found: FoundRepository;
  readonly keys: RestoreKeys;
  readonly generations: readonly OpenedGeneration[];
}

interface Staged {
  readonly folder: string;
  readonly generation: OpenedGeneration;
}

const IDLE: RestoreState = { step: 'idle', place: null, generationId: null, progress: null, comparison: null, error: null, errorParams: {}, keptAside: null };
const stampOf = (at: Date): string => at.toISOString().replace(/[:.]/g, '-');

async function unlock(deps: RestoreServiceDeps, folder: string, key: { kit: string } | { pin: string }): Promise<Unlocked> {
  const found = await findRepository(folder, deps.openStore);
  const keys = 'kit' in key ? { ...parseKit(key.kit) } : await openWithCard({ store: found.store, cards: deps.cards, clinicId: found.version.clinicId, pin: key.pin });
  const generations = await openGenerations({ store: found.store, identities: [keys.identity.reveal()], fingerprint: keys.signerFingerprint });
  return { found, keys, generations };
}

function choicesOf(generations: readonly OpenedGeneration[]): RestoreChoice[] {
  const recommended = recommendedOf(generations);
  return generations.map(one => ({ ...generationOf(one.manifest), missingPacks: one.missingPacks, recommended: one === recommended }));
}

async function expectation(deps: RestoreServiceDeps, { found, generations }: Unlocked) {
  const anchor = (await readFileAnchors(anchorFileOf(deps.place)))[found.version.repositoryId];
  if (anchor === undefined) return { expectedNewest: null, olderThanExpected: false };
  const isThere = generations.some(({ manifest }) => manifest.machineId === anchor.machineId && manifest.seq >= anchor.seq);
  return { expectedNewest: { seq: anchor.seq, createdAt: anchor.createdAt }, olderThanExpected: !isThere };
}

/** Folders of restores that were never adopted; the exchange's journal has been dealt with before. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) if (/^restore-\d/.test(name)) await rm(path.join(dataDir, name), { recursive: true, force: true });
}

/** Puts the staged clinic in the place of the present one. Returns where the latter is kept. */
async function adopt(deps: RestoreServiceDeps, { keys }: Unlocked, { folder, generation }: Staged, comparison: NonNullable<RestoreState['comparison']>): Promise<string | null> {
  const restored = await readRestored(path.join(folder, 'clinic.db'), keys.keyHex);
  const { manifest } = generation;
  const logHead = comparison.found?.logHead ?? manifest.logHead;
  if (comparison.vaultMissing) await rebuildVault(folder, { clinicId: manifest.clinicId, keyHex: keys.keyHex, clock: deps.clock });
  await anchorRestoredVault(folder, { seq: manifest.seq, manifestSha256: generation.sha256, logHead });
  const keptAside = `old-${stampOf(deps.clock.now())}`;
  await leaveNote(folder, {
    generationId: generationOf(manifest).id, createdAt: manifest.createdAt, restoredAt: deps.clock.now().toISOString(), equal: comparison.equal,
    logSeq: logHead.seq, keptAside: clinicExists(deps.place) ? keptAside : null,
  });
  const trust = AfterExchange.shape.trust.safeParse(restored?.trust);
  await beginExchange(deps.place, { restored: path.basename(folder), keptAside, after: { clinic: restored?.clinic ?? null, trust: trust.success ? trust.data : null } });
  return (await finishRestore(deps.place)) ?? null;
}

/** What a failed move of folders means; whatever was begun is finished at the next start. */
function movingError(error: unknown): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new AppError('db.readOnly', {}, error);
  return code === '' ? error : new AppError('db.io', {}, error);
}

/** One restore from the first look to the adoption. Keys live in this process only and end with it. */
class RestoreDesk {
  readonly #deps: RestoreServiceDeps;
  #state: RestoreState = IDLE;
  #unlocked: Unlocked | null = null;
  #staged: Staged | null = null;
  idle: Promise<void> = Promise.resolve();

  constructor(deps: RestoreServiceDeps) {
    this.#deps = deps;
  }

  get state(): RestoreState {
    return this.#state;
  }

  refuseWhileSignedIn(): void {
    if (this.#deps.isSignedIn()) throw new AppError('auth.forbidden');
    if (this.#state.step === 'running') throw new AppError('busy');
  }

  async unlock(folder: string, key: { kit: string } | { pin: string }): Promise<Unlocked> {
    this.refuseWhileSignedIn();
    const unlocked = await unlock(this.#deps, folder, key);
    this.#unlocked = unlocked;
    this.#state = { ...IDLE, step: 'unlocked', place: unlocked.found.path };
    return unlocked;
  }

  async start(generationId: string): Promise<RestoreState> {
    this.refuseWhileSignedIn();
    const source = this.#unlocked;
    const generation = source?.generations.find(one => generationOf(one.manifest).id === generationId);
    if (source === null || generation === undefined) throw new AppError('record.notFound');
    const { place, clock } = this.#deps;
    this.#staged = null;
    this.#state = { ...IDLE, step: 'running', place: source.found.path, generationId, progress: { job: 'restore', phase: 'preparing', done: 0, total: 1 } };
    this.idle = this.#run(source, { folder: path.join(place.dataDir, `restore-${stampOf(clock.now())}`), generation });
    return this.#state;
  }

  async #run(source: Unlocked, target: Staged): Promise<void> {
    try {
      await mkdir(this.#deps.place.dataDir, { recursive: true, mode: 0o700 });
      await removeLeftovers(this.#deps.place.dataDir);
      const comparison = await stageRestore({
        store: source.found.store, manifest: target.generation.manifest, identities: [source.keys.identity.reveal()], keyHex: source.keys.keyHex, folder: target.folder,
        inspect: inspectDatabase,
        onProgress: progress => {
          this.#state = { ...this.#state, progress };
          this.#deps.emit({ type: 'progress', ...progress });
        },
      });
      this.#staged = target;
      this.#state = { ...this.#state, step: 'compared', progress: null, comparison };
    } catch (error) {
      this.#state = { ...this.#state, step: 'failed', progress: null, error: isAppError(error) ? error.code : 'internal', errorParams: isAppError(error) ? { ...error.params } : {} };
    }
    this.#deps.emit({ type: 'changed', areas: ['restore'] });
  }

  async adopt(acceptDamage: boolean): Promise<RestoreState> {
    this.refuseWhileSignedIn();
    const { comparison } = this.#state;
    if (this.#unlocked === null || this.#staged === null || comparison === null) throw new AppError('restore.comparisonFailed');
    if (!comparison.equal && !acceptDamage) throw new AppError('restore.comparisonFailed');
    const keptAside = await adopt(this.#deps, this.#unlocked, this.#staged, comparison).catch((error: unknown) => {
      throw movingError(error);
    });
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

  #forgetKeys(): void {
    this.#unlocked = null;
    this.#staged = null;
  }
}

/** Restore on an empty or locked computer (product.md decision 8). */
export function createRestoreService(deps: RestoreServiceDeps): RestoreService {
  const desk = new RestoreDesk(deps);
  return {
    whenIdle: () => desk.idle,
    handlers: {
      inspect: async (_ctx, input) => {
        desk.refuseWhileSignedIn();
        const found = await findRepository(input.path, deps.openStore);
        const described = await describeRepository(found);
        const { clinic } = await readMachine(deps.place.machineFile);
        return { path: found.path, ...described, sameClinic: clinicExists(deps.place) ? clinic?.id === described.clinicId : null };
      },
      unlock: async (_ctx, input) => {
        const unlocked = await desk.unlock(input.path, input.key);
        const [newest] = unlocked.generations;
        return { clinicName: newest?.manifest.clinicName ?? '', choices: choicesOf(unlocked.generations), ...(await expectation(deps, unlocked)) };
      },
      start: (_ctx, input) => desk.start(input.generationId),
      state: async () => desk.state,
      adopt: (_ctx, input) => desk.adopt(input.acceptDamage),
      cancel: async () => {
        await desk.cancel();
        return {};
      },
    },
  };
}
