import { describe, expect, it } from 'vitest';

import { planExpiry, type ExpiryQuestion } from '#electron/core/backup/engine/expiry-plan.ts';
import type { Contents, StoredGeneration } from '#electron/core/backup/engine/place-contents.ts';

const DAY = 86_400_000;
const OURS = 'a'.repeat(16);
const OTHER = 'b'.repeat(16);
const FIRST_DAY = Date.parse('2025-01-01T02:00:00.000Z');
const at = (day: number): string => new Date(FIRST_DAY + day * DAY).toISOString();
const hex = (text: string): string => Buffer.from(text).toString('hex').padEnd(32, '0').slice(0, 32);
const pack = (machineId: string, name: string): string => `m/${machineId}/packs/${hex(name)}.age`;

interface Made { readonly machineId?: string; readonly seq: number; readonly day: number; readonly storedDay?: number; readonly needs?: readonly string[]; readonly sha256?: string }

const generation = ({ machineId = OURS, seq, day, storedDay = day, needs, sha256 = `${machineId}-${seq}` }: Made): StoredGeneration => ({
  key: `m/${machineId}/snap/${String(seq).padStart(8, '0')}-${hex(sha256)}.age`, machineId, seq, sha256, previous: seq === 1 ? null : `${machineId}-${seq - 1}`, createdAt: at(day), storedAt: at(storedDay),
  logHead: { seq: seq * 10, hash: `${machineId}-${seq}` }, needs: needs ?? [pack(machineId, `base${Math.floor(day / 60)}`), pack(machineId, `d${day}`)],
});

/** A backup every day, each with a pack of its own and a base that is renewed every sixty days. */
const daily = (days: number, more: Partial<Made> = {}, from = 0): StoredGeneration[] => Array.from({ length: days }, (_, day) => generation({ seq: day + 1, day: from + day, ...more }));

/** Everything the lists name, stored on the day of the first list that names it. */
function placeWith(generations: readonly StoredGeneration[], more: Partial<Contents> = {}): Contents {
  const stored = new Map<string, string>();
  for (const one of [...generations].reverse()) for (const key of [...one.needs, one.key]) stored.set(key, one.storedAt);
  const objects = [...stored].map(([key, storedAt]) => ({ key, size: 1000, modifiedAt: new Date(storedAt) }));
  return { generations, unread: [], ...more, objects: [...objects, ...(more.objects ?? [])] };
}

function ask(contents: Contents, over: Partial<ExpiryQuestion> = {}) {
  const newest = contents.generations.filter(one => one.machineId === OURS).reduce<StoredGeneration | undefined>((best, one) => (best === undefined || one.seq > best.seq ? one : best), undefined);
  const plan = planExpiry({
    contents, machineId: OURS, proven: newest === undefined ? null : { seq: newest.seq, sha256: newest.sha256 }, retentionDays: 400, inUse: new Set(), isOurPast: () => true, ...over,
  });
  const going = new Set(plan.manifests.map(one => one.key));
  const removed = new Set(plan.objects.map(one => one.key));
  const broken = contents.generations.filter(one => !going.has(one.key) && one.needs.some(key => removed.has(key)));
  expect(broken.map(one => one.key), 'a backup that stays must be whole').toEqual([]);
  return { seqs: plan.manifests.map(one => one.seq), machines: [...new Set(plan.manifests.map(one => one.machineId))], objects: plan.objects.map(one => one.key), heldBack: plan.heldBack };
}

describe('what may go from a folder (design/backup.md, retention)', () => {
  it('a clinic that backs up every day keeps 400 days, and packs go with the last backup that needs them', () => {
    const { seqs, objects, heldBack } = ask(placeWith(daily(463)));
    expect({ seqs: [seqs[0], seqs.at(-1), seqs.length], heldBack }).toEqual({ seqs: [1, 62, 62], heldBack: null });
    // the base of days 0–59 is used by no kept backup; that of days 60–119 is
    expect(objects).toContain(pack(OURS, 'base0'));
    expect(objects).not.toContain(pack(OURS, 'base1'));
    expect(objects.filter(key => !key.includes('/packs/'))).toEqual([]);
  });

  it('nothing goes before the retention is over, nor when it is set longer', () => {
    expect(ask(placeWith(daily(400))).seqs).toEqual([]);
    expect(ask(placeWith(daily(463)), { retentionDays: 1000 })).toMatchObject({ seqs: [], objects: [] });
  });

  it('nothing goes unless the newest backup was just restored whole: a clinic that stopped keeps its last good one for ever', () => {
    const place = placeWith(daily(600));
    expect(ask(place, { proven: null })).toMatchObject({ seqs: [], objects: [], heldBack: 'unproven' });
    expect(ask(place, { proven: { seq: 599, sha256: `${OURS}-599` } })).toMatchObject({ seqs: [], heldBack: 'unproven' });
    expect(ask(place, { proven: { seq: 600, sha256: 'another one under that number' } })).toMatchObject({ seqs: [], heldBack: 'unproven' });
    // the last backup of a clinic that closed, then one new one ten years later: the old ones did not grow old meanwhile
    expect(ask(placeWith([...daily(20), generation({ seq: 21, day: 3650 })]))).toMatchObject({ seqs: [], objects: [] });
  });

  it('a clock set forward ten years makes nothing old, whether it stays there or is put right', () => {
    const year = daily(390);
    const jumped = generation({ seq: 391, day: 390 + 3650 });
    expect(ask(placeWith([...year, jumped]))).toMatchObject({ seqs: [], objects: [] });
    const goesOn = Array.from({ length: 5 }, (_, n) => generation({ seq: 392 + n, day: 391 + 3650 + n }));
    expect(ask(placeWith([...year, jumped, ...goesOn])).seqs).toEqual([]);
    const putRight = Array.from({ length: 5 }, (_, n) => generation({ seq: 392 + n, day: 391 + n }));
    expect(ask(placeWith([...year, jumped, ...putRight])).seqs).toEqual([]);
    // a fortnight ahead and put right again does not shorten the time by that fortnight
    const ahead = generation({ seq: 391, day: 404 });
    expect(ask(placeWith([...year, ahead, ...putRight])).seqs).toEqual([]);
  });

  it('neither does a computer whose clock alone runs ahead, nor a disk whose dates do', () => {
    const oneSided = (over: (day: number) => Partial<Made>) => Array.from({ length: 200 }, (_, day) => generation({ seq: day + 1, day, ...over(day) }));
    expect(ask(placeWith(oneSided(day => ({ day: day * 5, storedDay: day })))).seqs).toEqual([]);
    expect(ask(placeWith(oneSided(day => ({ day, storedDay: day * 5 })))).seqs).toEqual([]);
    // copied to a new disk, which has dated everything today
    expect(ask(placeWith(oneSided(day => ({ day: day * 3, storedDay: 700 })))).seqs).toEqual([]);
  });

  it('the newest thirty stay whatever their age: a disk that comes by once a month', () => {
    const monthly = Array.from({ length: 40 }, (_, n) => generation({ seq: n + 1, day: n * 30 }));
    expect(ask(placeWith(monthly)).seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(ask(placeWith(monthly.slice(0, 30))).seqs).toEqual([]);
  });

  it('two backups under one number are two pasts: a person has to judge, nothing goes', () => {
    const twin = generation({ seq: 100, day: 100, sha256: 'twin' });
    expect(ask(placeWith([...daily(463), twin]))).toMatchObject({ seqs: [], objects: [], heldBack: 'forked' });
    // the same backup under a second name is no second past: both names go
    const copy = { ...generation({ seq: 3, day: 2 }), key: `m/${OURS}/snap/00000003-${hex('copy')}.age` };
    expect(ask(placeWith([...daily(463), copy])).seqs.filter(seq => seq === 3)).toHaveLength(2);
  });

  it('a list that nobody can read may need any pack: they stay until it is as old itself', () => {
    const unread = (seq: number, day: number) => ({ key: `m/${OURS}/snap/${String(seq).padStart(8, '0')}-${hex(`x${seq}`)}.age`, machineId: OURS, seq, storedAt: at(day), reason: 'backup.placeDamaged' as const });
    const young = ask(placeWith(daily(463).filter(one => one.seq !== 300), { unread: [unread(300, 299)] }));
    expect(young).toMatchObject({ objects: [], heldBack: 'unread' });
    expect(young.seqs).toHaveLength(62);
    const old = ask(placeWith(daily(463).filter(one => one.seq !== 30), { unread: [unread(30, 29)] }));
    expect(old).toMatchObject({ heldBack: null });
    expect(old.seqs).toContain(30);
    // put there yesterday under an old number by somebody who may write
    expect(ask(placeWith(daily(463), { unread: [unread(5, 461)] }))).toMatchObject({ objects: [], heldBack: 'unread' });
  });

  it('what a cut-off run left goes after a month of backups, never what the next run counts on', () => {
    const leftover = (name: string, day: number) => ({ key: pack(OURS, name), size: 7, modifiedAt: new Date(at(day)) });
    const place = placeWith(daily(100), { objects: [leftover('old', 40), leftover('young', 80), leftover('counted', 40)] });
    expect(ask(place, { inUse: new Set([pack(OURS, 'counted')]) })).toMatchObject({ seqs: [], objects: [pack(OURS, 'old')] });
    // with the clock ten years ahead the leftover is as young as before
    expect(ask(placeWith([...daily(100), generation({ seq: 101, day: 3650 })], { objects: [leftover('young', 80)] })).objects).toEqual([]);
  });

  it('another computer’s series goes whole, when it is old, readable, and went on in ours; never in part', () => {
    const theirs = daily(50, { machineId: OTHER });
    const keyFile = { key: `m/${OTHER}/keys/card-1.p7m`, size: 5, modifiedAt: new Date(at(3)) };
    const place = (ours: number, from = 50) => placeWith([...theirs, ...daily(ours, {}, from)], { objects: [keyFile] });
    expect(ask(place(420)).machines).toEqual([OTHER, OURS]);
    expect(ask(place(420)).seqs.filter(seq => seq === 50)).toHaveLength(1);
    expect(ask(place(420)).objects).toContain(keyFile.key);
    expect(ask(place(390))).toMatchObject({ seqs: [], objects: [] });
    // still written by its computer
    expect(ask(placeWith([...daily(460, { machineId: OTHER }), ...daily(420, {}, 40)])).machines).not.toContain(OTHER);
    // what was written there is not in our log: nobody else holds it
    expect(ask(place(420), { isOurPast: one => one.machineId === OURS }).machines).not.toContain(OTHER);
    const unread = [{ key: `m/${OTHER}/snap/00000051-${hex('x')}.age`, machineId: OTHER, seq: 51, storedAt: at(60), reason: 'backup.placeDamaged' as const }];
    expect(ask({ ...place(420), unread }).machines).not.toContain(OTHER);
  });

  it('archives, tools, key files of ours and VERSION are never in a plan', () => {
    const objects = [`m/${OURS}/keys/card-1.p7m`, 'archive/x/2025-01-01-00000001-aaaaaaaa/part-00001.age', 'tools/restore.py', 'VERSION'].map(key => ({ key, size: 1, modifiedAt: new Date(at(0)) }));
    const { objects: going } = ask(placeWith(daily(463), { objects }));
    expect(going.filter(key => !/^m\/[ab]+\/packs\//.test(key))).toEqual([]);
  });
});
