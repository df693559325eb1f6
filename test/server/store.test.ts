import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { DeleteObjectCommand, GetObjectRetentionCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { startFaultProxy } from '#test/support/backup/fault-proxy.ts';
import { openServer, type TestBucket, type TestServer } from '#test/support/rgw.ts';

const QUICK = { connectMs: 3_000, silenceMs: 3_000, answerMs: 3_000, attempts: 2 };

/** Every refusal of a store is one of ours, and shows neither key nor secret nor signature however it is printed. */
async function refusal(work: Promise<unknown>, place?: S3Place): Promise<AppError> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  const shown = `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)}`;
  if (place !== undefined) for (const secret of [place.accessKeyId, place.secretAccessKey.reveal(), 'Signature=', 'StringToSign']) expect(shown).not.toContain(secret);
  return error as AppError;
}

/** A server that answers every request as told; ended with the test. */
async function serverThat(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The same server under an address its certificate does not name. */
async function underAnotherName(endpoint: string): Promise<string> {
  const relay = net.createServer(socket => {
    const onward = net.connect(Number(new URL(endpoint).port), '127.0.0.1');
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].forEach(one => one.destroy()));
    socket.pipe(onward).pipe(socket);
  }).listen(0, '127.0.0.2');
  await new Promise(resolve => relay.once('listening', resolve));
  onTestFinished(() => void relay.close());
  return `https://127.0.0.2:${(relay.address() as AddressInfo).port}`;
}

let server: TestServer;
let locked: TestBucket;
let plain: TestBucket;
beforeAll(async () => {
  server = await openServer();
  [locked, plain] = await Promise.all([server.newBucket({ lock: 1 }), server.newBucket()]);
}, 320_000);

describe.each([['with lock and versions', () => locked], ['without either', () => plain]])('a bucket %s keeps backups like a folder does (XM-41)', (_name, bucketOf) => {
  it('gives back what was stored, and says undefined for what was not', async () => {
    const store = new S3Store(bucketOf().place);
    const bytes = randomBytes(300_000);
    await store.put('m/00/packs/a.age', bytes);
    expect(await store.get('m/00/packs/a.age')).toEqual(bytes);
    expect(await store.head('m/00/packs/a.age')).toMatchObject({ key: 'm/00/packs/a.age', size: 300_000 });
    expect(await store.get('m/00/packs/b.age')).toBeUndefined();
    expect(await store.head('m/00/packs/b.age')).toBeUndefined();
    expect(await store.head('m/00/packs/a')).toBeUndefined();
    expect(await store.freeBytes()).toBeNull();
  });

  it('takes the same bytes twice and refuses others under the same name', async () => {
    const store = new S3Store(bucketOf().place);
    await store.put('VERSION', Buffer.from('{"one":1}'));
    await store.put('VERSION', Buffer.from('{"one":1}'));
    expect((await refusal(store.put('VERSION', Buffer.from('{"one":2}')))).code).toBe('backup.placeDamaged');
    expect((await store.get('VERSION'))?.toString()).toBe('{"one":1}');
    await store.put('empty', Buffer.alloc(0));
    expect(await store.get('empty')).toEqual(Buffer.alloc(0));
  });

  it('stores eight packs at the same time', async () => {
    const store = new S3Store(bucketOf().place);
    const packs = Array.from({ length: 8 }, (_, n) => ({ key: `m/01/packs/${n}.age`, bytes: randomBytes(1_000_000) }));
    await Promise.all(packs.map(pack => store.put(pack.key, pack.bytes)));
    const read = await Promise.all(packs.map(pack => store.get(pack.key)));
    expect(read.map(bytes => createHash('sha256').update(bytes ?? '').digest('hex'))).toEqual(packs.map(pack => createHash('sha256').update(pack.bytes).digest('hex')));
    expect((await store.list('m/01/')).map(one => one.key)).toEqual(packs.map(pack => pack.key));
  });

  it('a lost answer: the bytes are there already, and that counts as stored', async () => {
    const proxy = await startFaultProxy(server.plainEndpoint);
    onTestFinished(() => proxy.stop());
    let lost = 0;
    proxy.reset(request => (request.method === 'PUT' && (lost += 1) === 1 ? 'cutAfter' : 'pass'));
    const bytes = randomBytes(50_000);
    const store = new S3Store({ ...bucketOf().place, endpoint: proxy.endpoint });
    await store.put('lost', bytes);
    expect(lost).toBeGreaterThan(1);
    expect(await store.get('lost')).toEqual(bytes);
    expect(await store.list('lost')).toHaveLength(1);
  });

  it('an answer that breaks off is asked for again', async () => {
    const proxy = await startFaultProxy(server.plainEndpoint);
    onTestFinished(() => proxy.stop());
    const bytes = randomBytes(500_000);
    const store = new S3Store({ ...bucketOf().place, endpoint: proxy.endpoint });
    await store.put('long', bytes);
    let cut = 0;
    proxy.reset(request => (request.method === 'GET' && (cut += 1) === 1 ? 'cutAnswer' : 'pass'));
    expect(await store.get('long')).toEqual(bytes);
    expect(cut).toBe(2);
  });
});

describe('what only a server can do', () => {
  it('lists more than a thousand names, sorted, by pages', async () => {
    const store = new S3Store(plain.place);
    const owner = server.client();
    const names = Array.from({ length: 1_003 }, (_, n) => `many/${String(n).padStart(5, '0')}`);
    for (let at = 0; at < names.length; at += 60) {
      await Promise.all(names.slice(at, at + 60).map(name => owner.send(new PutObjectCommand({ Bucket: plain.bucket, Key: `c1/${name}`, Body: Buffer.from('x') }))));
    }
    owner.destroy();
    expect((await store.list('many/')).map(one => one.key)).toEqual(names);
    expect((await store.list('many/0000')).length).toBe(10);
    expect(await store.list('nothing/')).toEqual([]);
  });

  it('makes a lock longer and never shorter', async () => {
    const store = new S3Store(locked.ownerPlace);
    await store.put('locked', Buffer.from('pack'));
    const until = new Date(Date.now() + 3 * 86_400_000);
    await store.extendLock('locked', until);
    await store.extendLock('locked', new Date(Date.now() + 2 * 86_400_000));
    const { Retention } = await server.client().send(new GetObjectRetentionCommand({ Bucket: locked.bucket, Key: 'c1/locked' }));
    expect(Retention?.Mode).toBe('COMPLIANCE');
    expect(Math.abs((Retention?.RetainUntilDate?.getTime() ?? 0) - until.getTime())).toBeLessThan(1_000);
    const unlocked = new S3Store(plain.ownerPlace);
    await unlocked.put('free', Buffer.from('pack'));
    await unlocked.extendLock('free', until);
  });

  it('reads what lay there before it was overwritten or hidden, oldest first', async () => {
    const store = new S3Store(locked.place);
    await store.put('snap/1', Buffer.from('the right one'));
    const thief = server.client(locked.appendOnly);
    await thief.send(new PutObjectCommand({ Bucket: locked.bucket, Key: 'c1/snap/1', Body: Buffer.from('rubbish') }));
    await server.client().send(new DeleteObjectCommand({ Bucket: locked.bucket, Key: 'c1/snap/1' }));
    expect(await store.get('snap/1')).toBeUndefined();
    expect(await store.list('snap/')).toEqual([]);
    expect(await store.hidden('snap/')).toMatchObject([{ key: 'snap/1', size: 13 }]);
    const copies: string[] = [];
    for await (const copy of store.copies('snap/1')) copies.push(copy.toString());
    expect(copies).toEqual(['the right one', 'rubbish']);
    const none: Buffer[] = [];
    for await (const copy of new S3Store(plain.place).copies('nothing')) none.push(copy);
    expect(none).toEqual([]);
  });

  it('with the policy Hetzner needs, a key that may do everything else can still not remove', async () => {
    const bucket = await server.newBucket({ versioned: true });
    const { appendOnlyPolicy } = await import('#shared/domain/backup/append-only-policy.ts');
    const writer = `arn:aws:iam:::user/${bucket.appendOnly.uid}`;
    const owner = server.client();
    const policy = JSON.parse(appendOnlyPolicy({ provider: 'hetzner', bucket: bucket.bucket, prefix: 'c1/', writer, owner: 'arn:aws:iam:::user/owner' })) as { Statement: object[] };
    policy.Statement.unshift({ Effect: 'Allow', Principal: { AWS: [writer] }, Action: ['s3:*'], Resource: [`arn:aws:s3:::${bucket.bucket}`, `arn:aws:s3:::${bucket.bucket}/*`] });
    await owner.send(new PutBucketPolicyCommand({ Bucket: bucket.bucket, Policy: JSON.stringify(policy) }));
    const store = new S3Store(bucket.place);
    await store.put('kept', Buffer.from('kept'));
    expect((await store.get('kept'))?.toString()).toBe('kept');
    const client = server.client(bucket.appendOnly);
    await expect(client.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: 'c1/kept' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(client.send(new PutObjectCommand({ Bucket: bucket.bucket, Key: 'elsewhere', Body: Buffer.from('x') }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('what goes wrong is said in a sentence of its own', () => {
  const with_ = (change: Partial<S3Place>): S3Place => ({ ...locked.place, ...change });
  const calls = (place: S3Place) => [(s: S3Store) => s.put('x', Buffer.from('x')), (s: S3Store) => s.get('x'), (s: S3Store) => s.head('x'), (s: S3Store) => s.list('')].map(call => refusal(call(new S3Store(place, QUICK)), place));
  const codesOf = async (change: Partial<S3Place>): Promise<readonly string[]> => [...new Set((await Promise.all(calls(with_(change)))).map(error => error.code))];

  it('a wrong access key, a wrong secret, a bucket that is not there, another clinic’s prefix', async () => {
    expect(await codesOf({ accessKeyId: 'NOBODYHASTHISKEY' })).toEqual(['server.keyUnknown']);
    expect(await codesOf({ secretAccessKey: new Redacted('guess') })).toEqual(['server.secretWrong']);
    expect(await codesOf({ bucket: 'b-is-not-there' })).toEqual(['server.bucketMissing']);
    expect(await codesOf({ prefix: 'c2/' })).toEqual(['server.denied']);
  });

  it('a key that was taken back', async () => {
    const bucket = await server.newBucket();
    const store = new S3Store(bucket.place, QUICK);
    await store.put('a', Buffer.from('a'));
    await server.removeUser(bucket.appendOnly.uid);
    expect((await refusal(store.put('b', Buffer.from('b')), bucket.place)).code).toBe('server.keyUnknown');
  });

  it('space that is used up: what was sent stays', async () => {
    const bucket = await server.newBucket();
    const store = new S3Store(bucket.place, QUICK);
    await store.put('a', Buffer.alloc(10_000));
    await server.setBucketQuota(bucket.bucket, 100_000);
    expect((await refusal(store.put('b', randomBytes(200_000)), bucket.place)).code).toBe('server.full');
    expect((await store.get('a'))?.length).toBe(10_000);
    await server.setBucketQuota(bucket.bucket, null);
    await store.put('b', Buffer.alloc(200_000));
  });

  it('a certificate that nobody known has signed, and one for another name', async () => {
    expect(await codesOf({ authority: null })).toEqual(['server.untrusted']);
    expect(await codesOf({ endpoint: await underAnotherName(server.endpoint) })).toEqual(['server.untrusted']);
  });

  it('nobody there, a name nobody has, a web page, another server’s address, an error', async () => {
    expect(await codesOf({ endpoint: 'https://127.0.0.1:9' })).toEqual(['server.unreachable']);
    expect(await codesOf({ endpoint: 'https://no-such-host.invalid' })).toEqual(['server.unreachable']);
    expect(await codesOf({ endpoint: await serverThat((_q, answer) => answer.end('<html><body>Hello</body></html>')) })).toEqual(['server.notS3']);
    expect(await codesOf({ endpoint: await serverThat((_q, answer) => answer.writeHead(404).end('no')) })).toEqual(['server.notS3']);
    expect(await codesOf({ endpoint: await serverThat((_q, answer) => answer.writeHead(307, { location: server.plainEndpoint }).end()) })).toEqual(['server.redirects']);
    expect(await codesOf({ endpoint: await serverThat((_q, answer) => answer.writeHead(500).end()) })).toEqual(['server.failing']);
    expect(await codesOf({ endpoint: server.plainEndpoint.replace('http:', 'https:') })).toEqual(['server.notS3']);
  });

  it('a server that accepts and never answers is given up after its limit', async () => {
    const limits = { ...QUICK, answerMs: 300, silenceMs: 300, attempts: 1 };
    const place = with_({ endpoint: await serverThat(() => undefined) });
    expect((await refusal(new S3Store(place, limits).put('x', Buffer.from('x')), place)).code).toBe('server.timedOut');
    const half = with_({ endpoint: await serverThat((request, answer) => void answer.writeHead(200, { 'content-length': '1000', 'etag': '"half"' }).write('half')) });
    expect((await refusal(new S3Store(half, limits).get('x'), half)).code).toBe('server.timedOut');
  });

  it('what other programs have set up for Amazon on this computer changes nothing', async () => {
    const foreign = { AWS_PROFILE: 'somebody-else', AWS_CONFIG_FILE: '/dev/null/nothing', AWS_ACCESS_KEY_ID: 'OTHER', AWS_SECRET_ACCESS_KEY: 'other', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'us-west-2', AWS_MAX_ATTEMPTS: '0', AWS_SIGV4A_SIGNING_REGION_SET: '*' };
    const before = { ...process.env };
    Object.assign(process.env, foreign);
    onTestFinished(() => {
      for (const name of Object.keys(foreign)) delete process.env[name];
      Object.assign(process.env, before);
    });
    const store = new S3Store(locked.place);
    await store.put('beside another program', Buffer.from('x'));
    expect((await store.get('beside another program'))?.toString()).toBe('x');
  });

  it('is only spoken to by https, or without it on this computer and the clinic’s own network; nothing but a name', async () => {
    for (const endpoint of ['http://fsn1.your-objectstorage.com', 'http://8.8.8.8', 'ftp://localhost', 'https://user:secret@localhost', 'https://localhost/path', 'https://localhost?x=1', 'localhost', '']) {
      expect((await refusal(new S3Store(with_({ endpoint })).list(''))).code, endpoint).toBe('server.addressRefused');
    }
    const store = new S3Store(with_({ endpoint: server.plainEndpoint }));
    await store.put('over plain http on this computer', Buffer.from('x'));
    expect((await store.get('over plain http on this computer'))?.toString()).toBe('x');
  });

  it('a clock that is wrong: the server’s own time is used, and the difference can be shown', async () => {
    const real = Date.now;
    onTestFinished(() => {
      Date.now = real;
    });
    const store = new S3Store(locked.place);
    expect(await store.clockBehindMs()).toBe(0);
    const RealDate = Date;
    class SlowDate extends RealDate {
      constructor(...given: [] | [number | string]) {
        super(given.length === 0 ? real() - 20 * 60_000 : given[0]);
      }
      static override now(): number {
        return real() - 20 * 60_000;
      }
    }
    globalThis.Date = SlowDate as DateConstructor;
    try {
      await store.put('by a slow clock', Buffer.from('x'));
      expect((await store.get('by a slow clock'))?.toString()).toBe('x');
    } finally {
      globalThis.Date = RealDate;
    }
    expect(Math.round((await store.clockBehindMs()) / 60_000)).toBe(20);
  });
});
