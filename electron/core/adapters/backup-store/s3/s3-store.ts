import { createHash } from 'node:crypto';

import type { _Object, S3Client } from '@aws-sdk/client-s3';

import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, S3Place, StoredObject } from '../../../ports/backup-store.ts';
import { serverAddress } from './s3-address.ts';
import { loadSdk, makeClient, REQUEST_LIMITS, type RequestLimits, shortRequest } from './s3-client.ts';
import { failureOf, serverError } from './s3-errors.ts';
import { oldestFirst, type VersionedBucket, versionedBucket } from './s3-versions.ts';

const MD5 = /^[0-9a-f]{32}$/;
const unquoted = (etag: string | undefined): string => (etag ?? '').replaceAll('"', '');
const md5Of = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

interface Listed extends StoredObject {
  readonly etag: string;
}

/** Backups in a bucket at an S3-compatible server (design/backup.md B). Safe to call several times at once. */
export class S3Store implements BackupStore {
  readonly kind = 's3';
  readonly #place: S3Place;
  readonly #limits: RequestLimits;
  #client: Promise<S3Client> | undefined;
  /** Swift answers 501 to a condition; remembered so that it is asked once. */
  #knowsConditions = true;

  constructor(place: S3Place, limits: RequestLimits = REQUEST_LIMITS) {
    this.#place = place;
    this.#limits = limits;
  }

  /**
   * Stores once. The same bytes again, or an answer that was lost on the way, count as stored; other bytes under the
   * same name are refused (`backup.placeDamaged`), also where the server would have let us.
   */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const md5 = md5Of(bytes);
    const existing = await this.#find(key);
    if (existing !== undefined) return this.#mustBe(existing, bytes, md5);
    try {
      await this.#send(key, bytes, md5);
    } catch (error) {
      if (failureOf(error).status !== 412) throw serverError(error, this.#host);
      const stored = await this.#find(key);
      if (stored === undefined) throw serverError(error, this.#host);
      await this.#mustBe(stored, bytes, md5);
    }
  }

  async get(key: string): Promise<Buffer | undefined> {
    try {
      return await this.#read(key);
    } catch (error) {
      const { name, status } = failureOf(error);
      if (name === 'NoSuchKey') return undefined;
      // whoever may list only below a prefix is told "forbidden" about a name that does not exist
      if (status === 403 && (await this.#find(key)) === undefined) return undefined;
      throw serverError(error, this.#host);
    }
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const found = await this.#find(key);
    return found === undefined ? undefined : { key: found.key, size: found.size, modifiedAt: found.modifiedAt };
  }

  async list(prefix: string): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = [];
    let from: string | undefined;
    do {
      const page = await this.#page(prefix, 1000, from);
      found.push(...page.objects.map(({ key, size, modifiedAt }) => ({ key, size, modifiedAt })));
      if (page.next !== undefined && page.next === from) throw new AppError('server.notS3', { host: this.#host, status: 200 });
      from = page.next;
    } while (from !== undefined);
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Never makes a lock shorter and changes no mode. Where the bucket knows no lock it does nothing, like a folder. */
  async extendLock(key: string, until: Date): Promise<void> {
    const { sdk } = await loadSdk();
    const client = await this.#connect();
    const name = { Bucket: this.#place.bucket, Key: this.#fullKey(key) };
    try {
      const now = await client.send(new sdk.GetObjectRetentionCommand(name), shortRequest(this.#limits)).then(answer => answer.Retention, () => undefined);
      if (now?.RetainUntilDate !== undefined && now.RetainUntilDate >= until) return;
      await client.send(new sdk.PutObjectRetentionCommand({ ...name, Retention: { Mode: now?.Mode ?? 'COMPLIANCE', RetainUntilDate: until } }), shortRequest(this.#limits));
    } catch (error) {
      const { name: answer } = failureOf(error);
      if (answer === 'InvalidRequest' || answer === 'ObjectLockConfigurationNotFoundError' || answer === 'NotImplemented') return;
      throw serverError(error, this.#host);
    }
  }

  async freeBytes(): Promise<null> {
    return null;
  }

  /** What the server still keeps under this name, oldest first; nothing where it keeps no versions. */
  async *copies(key: string): AsyncGenerator<Buffer> {
    const bucket = await this.#versioned();
    for (const version of oldestFirst(await this.#asked(bucket.versionsOf(this.#fullKey(key))))) {
      const bytes = await this.#asked(bucket.read(this.#fullKey(key), version.versionId));
      if (bytes !== undefined) yield bytes;
    }
  }

  /** Names below the prefix that no listing shows any more because somebody put a delete marker on them. */
  async hidden(prefix: string): Promise<readonly StoredObject[]> {
    const bucket = await this.#versioned();
    const found = await this.#asked(bucket.hidden(this.#fullKey(prefix)));
    return found.map(one => ({ ...one, key: one.key.slice(this.#place.prefix.length) }));
  }

  /** Milliseconds this computer's clock is behind the server's (negative: ahead), as far as the server has objected; else 0. */
  async clockBehindMs(): Promise<number> {
    return (await this.#connect()).config.systemClockOffset;
  }

  get #host(): string {
    return serverAddress(this.#place.endpoint).host;
  }

  #fullKey(key: string): string {
    return `${this.#place.prefix}${key}`;
  }

  #connect(): Promise<S3Client> {
    this.#client ??= makeClient(this.#place, this.#limits);
    return this.#client;
  }

  async #versioned(): Promise<VersionedBucket> {
    return versionedBucket(await this.#connect(), this.#place.bucket);
  }

  async #asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw serverError(error, this.#host);
    }
  }

  /** One attempt more when the server says that our clock is wrong: the SDK has learnt the difference from that answer. */
  async #withClock<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (failureOf(error).name !== 'RequestTimeTooSkewed') throw error;
      return ask();
    }
  }

  async #send(key: string, bytes: Uint8Array, md5: Buffer): Promise<void> {
    const { sdk } = await loadSdk();
    const client = await this.#connect();
    // always a Buffer: a stream is neither signed nor tried again
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const request = { Bucket: this.#place.bucket, Key: this.#fullKey(key), Body: body, ContentMD5: md5.toString('base64'), ContentType: 'application/octet-stream' };
    const send = () => this.#withClock(() => client.send(new sdk.PutObjectCommand(this.#knowsConditions ? { ...request, IfNoneMatch: '*' } : request)));
    const answer = await send().catch((error: unknown) => {
      if (failureOf(error).status !== 501 || !this.#knowsConditions) throw error;
      this.#knowsConditions = false;
      return send();
    });
    const etag = unquoted(answer.ETag);
    const isOfBody = MD5.test(etag) && answer.ServerSideEncryption !== 'aws:kms' && answer.ServerSideEncryption !== 'aws:kms:dsse';
    if (isOfBody && etag !== md5.toString('hex')) throw new AppError('backup.placeDamaged', { path: this.#host });
  }

  /** Compares what lies there with what should: by size and digest where the server tells one, else by reading it. */
  async #mustBe(stored: Listed, bytes: Uint8Array, md5: Buffer): Promise<void> {
    if (stored.size === bytes.length && stored.etag === md5.toString('hex')) return;
    const there = stored.size === bytes.length ? await this.get(stored.key) : undefined;
    if (there === undefined || !there.equals(bytes)) throw new AppError('backup.placeDamaged', { path: this.#host });
  }

  /** The whole body; read anew when the connection breaks in the middle, because the SDK tries only until the answer begins. */
  async #read(key: string): Promise<Buffer> {
    const { sdk } = await loadSdk();
    const client = await this.#connect();
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#withClock(() => client.send(new sdk.GetObjectCommand({ Bucket: this.#place.bucket, Key: this.#fullKey(key) })));
      if (answer.ETag === undefined) throw new AppError('server.notS3', { host: this.#host, status: 200 });
      try {
        const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
        if (answer.ContentLength === undefined || bytes.length === answer.ContentLength) return bytes;
        throw new Error('aborted: the body is shorter than announced');
      } catch (error) {
        if (attempt >= this.#limits.attempts) throw error;
      }
    }
  }

  /** By listing and not by HEAD: a refused HEAD has no body that says why, and a missing name may answer 403. */
  async #find(key: string): Promise<Listed | undefined> {
    const { objects } = await this.#page(key, 1, undefined);
    return objects[0]?.key === key ? objects[0] : undefined;
  }

  async #page(prefix: string, limit: number, from: string | undefined): Promise<{ objects: readonly Listed[]; next: string | undefined }> {
    const { sdk } = await loadSdk();
    const client = await this.#connect();
    const request = { Bucket: this.#place.bucket, Prefix: this.#fullKey(prefix), MaxKeys: limit, ...(from === undefined ? {} : { ContinuationToken: from }) };
    const answer = await this.#asked(this.#withClock(() => client.send(new sdk.ListObjectsV2Command(request), shortRequest(this.#limits))));
    if (answer.Name === undefined && answer.KeyCount === undefined) throw new AppError('server.notS3', { host: this.#host, status: 200 });
    const next = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
    return { objects: (answer.Contents ?? []).map(one => this.#listed(one)), next };
  }

  #listed(one: _Object): Listed {
    return { key: (one.Key ?? '').slice(this.#place.prefix.length), size: one.Size ?? 0, modifiedAt: one.LastModified ?? new Date(0), etag: unquoted(one.ETag) };
  }
}
