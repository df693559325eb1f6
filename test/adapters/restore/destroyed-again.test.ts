import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Redacted } from '#shared/kernel/redacted.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { clinicPlace, type ClinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { type Database, openDatabase } from '#electron/core/db/database.ts';
import { openAccessLog } from '#electron/core/repositories/log.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { readBackupIdentity } from '#electron/core/services/backup/backup-settings.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { fingerprintOf, ORDER_LIST_FILE, readOrderLists, signOrderList } from '#electron/core/services/destruction/order-list.ts';
import { replayDestructions } from '#electron/core/services/destruction/replay.ts';
import { adoptStaged } from '#electron/core/services/restore/adopt-staged.ts';
import { type OpenedSource, openSource, storeFor } from '#electron/core/services/restore/opened-source.ts';
import { confirmReason, judge, offerOf } from '#electron/core/services/restore/restore-offer.ts';
import { findRepository } from '#electron/core/services/restore/restore-place.ts';
import { DECISION, destroy, MARK, plainPages, startDestructionClinic, type DestructionClinic } from '#test/support/destruction/destruction-clinic.ts';
import { KEY } from '#test/support/harness.ts';
import { addPatient, practitionerFor, signedNote } from '#test/support/journal/journal-clinic.ts';

const CANARY = 'Kanariefågel';
const keyHex = new Redacted(KEY);

describe('a backup from before a destruction (J-09, issue 5: destroyed records replayed)', () => {
  let clinic: DestructionClinic;
  let folder: string;
  let noteId: string;
  let source: OpenedSource;

  const open = async (): Promise<OpenedSource> => {
    const identity = await readBackupIdentity(clinic.db.reader);
    return openSource(await findRepository({ kind: 'folder', path: folder }, openStore), {
      identity: new Redacted(identity?.identity ?? ''), keyHex, signerFingerprint: fingerprintOf(clinic.device), card: null,
    });
  };
  const known = (one: OpenedSource) => judge(one, { anchor: undefined, receipt: null, other: null });
  const oldest = (one: OpenedSource) => one.generations.at(-1) as OpenedSource['generations'][number];

  /** Restores the oldest backup onto a computer that knows nothing else. */
  async function restoreOldest(name: string): Promise<ClinicPlace> {
    const place = clinicPlace(path.join(clinic.dir, name));
    mkdirSync(place.dataDir, { recursive: true });
    const generation = oldest(source);
    const staging = path.join(place.dataDir, 'restore-1');
    const comparison = await stageRestore({
      store: storeFor(source, generation), manifest: generation.manifest, identities: [source.keys.identity.reveal()], keyHex, folder: staging, inspect: inspectDatabase, onProgress: () => undefined,
    });
    expect(comparison).toMatchObject({ equal: true });
    await adoptStaged(place, clinic.clock, { folder: staging, generation, comparison, keyHex, confirmation: null, orders: source.orders.text });
    return place;
  }
  /** What a sign-in does before anybody may use the database. */
  async function signIn(place: ClinicPlace): Promise<{ db: Database; replayed: number }> {
    const db = await openDatabase({ file: place.database, mode: 'readwrite', getKeyHex: () => KEY });
    const log = await openAccessLog(db, { clock: clinic.clock, workstation: 'new', unit: clinic.deps.clinic.id });
    return { db, replayed: await replayDestructions(place, { db, log, signer: clinic.device, clinic: clinic.deps.clinic }, clinic.clock) };
  }
  const texts = async (db: Database) => (await db.reader.raw('SELECT plain_text AS text, record FROM note_version WHERE note_id = ? ORDER BY no', [noteId])) as { text: string; record: string | null }[];

  beforeAll(async () => {
    clinic = await startDestructionClinic();
    folder = path.join(clinic.dir, 'usb');
    mkdirSync(folder);
    const patientId = await addPatient(clinic.db);
    const eva = await practitionerFor(clinic, patientId);
    noteId = (await signedNote(eva, patientId, { text: `${CANARY} i texten` })).noteId;
    await clinic.backUp(folder);
    clinic.clock.advance(3_600_000);
    await destroy(clinic, { patientId });
    clinic.clock.advance(3_600_000);
    await clinic.backUp(folder);
    source = await open();
  });
  afterAll(async () => {
    expect(clinic.reported).toEqual([]);
    await clinic.stop();
  });

  it('is restored on an empty computer only together with the decision, which the newest backup carries and the offer names', async () => {
    expect(offerOf(source, known(source), { other: null, confirmed: null }).destroyed).toEqual([{ caseNumber: DECISION.caseNumber, decidedOn: DECISION.decidedOn, authority: 'ivo' }]);
    expect(JSON.stringify(source.orders)).not.toContain(CANARY);
    const place = await restoreOldest('new-computer');
    expect((await plainPages(place.database)).includes(CANARY)).toBe(true); // the old bytes, as they were backed up
    const { db, replayed } = await signIn(place);
    expect(replayed).toBe(1);
    expect((await texts(db)).every(({ text, record }) => text === MARK && record === null)).toBe(true);
    const [row] = (await db.reader.raw("SELECT reason_code, reason_text FROM audit_event WHERE action = 'DESTROY'")) as object[];
    expect(row).toEqual({ reason_code: 'destruction.replayed', reason_text: DECISION.caseNumber });
    await db.close();
    expect((await plainPages(place.database)).includes(CANARY)).toBe(false);
    const again = await signIn(place);
    expect(again.replayed).toBe(0);
    await again.db.close();
  });

  it('a list that another key signed destroys nothing; it is logged and taken away', async () => {
    const place = await restoreOldest('forged');
    const file = path.join(place.clinicDir, ORDER_LIST_FILE);
    const { orders } = readOrderLists(readFileSync(file, 'utf8'), fingerprintOf(clinic.device));
    const stranger = deviceSigner(newDeviceKey('stranger', clinic.clock.now()), clinic.clock.now);
    writeFileSync(file, signOrderList(orders, { clinicId: clinic.deps.clinic.id, madeAt: clinic.clock.now().toISOString(), signer: stranger }));
    const { db, replayed } = await signIn(place);
    expect(replayed).toBe(0);
    expect((await texts(db)).at(-1)?.text).toContain(CANARY);
    expect(await db.reader.raw("SELECT reason_code, outcome FROM audit_event WHERE action = 'DESTROY'")).toEqual([{ reason_code: 'destruction.listDamaged', outcome: 'failed' }]);
    await db.close();
    expect(readdirSync(place.clinicDir)).not.toContain(ORDER_LIST_FILE);
  });

  it('two persons must confirm an older backup when the newest list cannot be read', async () => {
    expect(confirmReason(known(source), oldest(source))).toBe('older');
    const [newest] = source.generations;
    const vault = path.join(folder, newest?.manifest.vault?.key ?? '');
    const bytes = readFileSync(vault);
    writeFileSync(vault, Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]));
    const damaged = await open();
    expect(damaged.orders).toMatchObject({ unread: true });
    expect(confirmReason(known(damaged), oldest(damaged))).toBe('ordersUnread');
    expect(confirmReason(known(damaged), damaged.generations[0] as OpenedSource['generations'][number])).toBeNull(); // its own database knows
    expect(readdirSync(folder)).toContain('VERSION');
  });
});
