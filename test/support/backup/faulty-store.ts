import type { BackupStore, StoredObject } from '#electron/core/ports/backup-store.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';

/** One call to a store, counted from 1 over its life. */
export interface StoreCall {
  readonly n: number;
  readonly op: 'put' | 'get' | 'head' | 'list' | 'extendLock' | 'freeBytes';
  readonly key: string;
  /** Of a put. */
  readonly size: number;
}

/**
 * What happens to a call. `cut`: it never reaches the store. `lost`: the store has done it, its answer never comes.
 * `dead`: this call and every later one is cut, as when a cable is pulled out.
 */
export type Fault = 'cut' | 'lost' | 'dead' | 'none';
export type FaultPlan = (call: StoreCall) => Fault;

/** How a store answers, bent by a test before the program sees it. */
export interface AnswerBends {
  readonly get?: (key: string, bytes: Buffer | undefined) => Buffer | undefined;
  readonly list?: (prefix: string, found: readonly StoredObject[]) => readonly StoredObject[];
  readonly head?: (key: string, found: StoredObject | undefined) => StoredObject | undefined;
}

export interface FaultyOptions {
  readonly plan?: FaultPlan;
  readonly bends?: AnswerBends;
  /** What the caller is told when a call is cut; a store says "not there" for a place it cannot reach. */
  readonly code?: ErrorCode;
  readonly kind?: BackupStore['kind'];
}

/** A store in front of another that fails, lies and counts as a test asks for. */
export class FaultyStore implements BackupStore {
  readonly kind: BackupStore['kind'];
  readonly calls: StoreCall[] = [];
  readonly #inner: BackupStore;
  readonly #options: FaultyOptions;
  #dead = false;

  constructor(inner: BackupStore, options: FaultyOptions = {}) {
    this.#inner = inner;
    this.#options = options;
    this.kind = options.kind ?? inner.kind;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#through({ op: 'put', key, size: bytes.length }, () => this.#inner.put(key, bytes));
  }

  async get(key: string): Promise<Buffer | undefined> {
    const bytes = await this.#through({ op: 'get', key }, () => this.#inner.get(key));
    return this.#options.bends?.get === undefined ? bytes : this.#options.bends.get(key, bytes);
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const found = await this.#through({ op: 'head', key }, () => this.#inner.head(key));
    return this.#options.bends?.head === undefined ? found : this.#options.bends.head(key, found);
  }

  async list(prefix: string): Promise<readonly StoredObject[]> {
    const found = await this.#through({ op: 'list', key: prefix }, () => this.#inner.list(prefix));
    return this.#options.bends?.list === undefined ? found : this.#options.bends.list(prefix, found);
  }

  async extendLock(key: string, until: Date): Promise<void> {
    await this.#through({ op: 'extendLock', key }, () => this.#inner.extendLock(key, until));
  }

  async freeBytes(): Promise<number | null> {
    return this.#through({ op: 'freeBytes', key: '' }, () => this.#inner.freeBytes());
  }

  async #through<T>(what: Pick<StoreCall, 'op' | 'key'> & { size?: number }, work: () => Promise<T>): Promise<T> {
    const call: StoreCall = { n: this.calls.length + 1, size: 0, ...what };
    this.calls.push(call);
    const fault = this.#dead ? 'dead' : (this.#options.plan?.(call) ?? 'none');
    if (fault === 'dead') this.#dead = true;
    if (fault === 'cut' || fault === 'dead') throw this.#refusal();
    const result = await work();
    if (fault === 'lost') throw this.#refusal();
    return result;
  }

  #refusal(): AppError {
    return new AppError(this.#options.code ?? 'backup.placeMissing', { path: '' });
  }
}
