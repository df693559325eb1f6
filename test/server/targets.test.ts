import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { probeServer } from '#electron/core/adapters/backup-store/s3/s3-probe.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { parseServerSheet, serverSheetCheck } from '#shared/domain/backup/server-sheet.ts';
import { overallStanding } from '#shared/domain/backup/standing.ts';
import { startTargetsClinic, type TargetsClinic } from '#test/support/backup/targets-clinic.ts';
import { openServer, type TestServer } from '#test/support/rgw.ts';

const DECISION = { reason: 'Provserver på samma dator', country: 'SE', operator: 'Kliniken själv' };
const inputOf = ({ endpoint, region, bucket, prefix, authority, accessKeyId, secretAccessKey }: S3Place) =>
  ({ address: { endpoint, region, bucket, prefix, authority }, keys: { accessKeyId, secretAccessKey: secretAccessKey.reveal() } });

describe('a server as a place beside a folder, on a real Ceph store (XM-61, DC-30)', () => {
  let server: TestServer;
  let clinic: TargetsClinic;
  let maria: Awaited<ReturnType<TargetsClinic['as']>>;
  let place: S3Place;
  let uid: string;
  let targetId: string;
  let isOpen = false;
  const serverTarget = async () => {
    const found = (await maria.backup.status({})).targets.find(target => target.id === targetId);
    if (found?.place.kind !== 's3') throw new Error('the server is no place');
    return { ...found, place: found.place };
  };

  beforeAll(async () => {
    server = await openServer();
    const bucket = await server.newBucket({ lock: 1 });
    ({ place } = bucket);
    ({ uid } = bucket.appendOnly);
    clinic = await startTargetsClinic({
      // Rights that somebody widens at the provider afterwards: the real probe's report, with one line turned.
      probe: async at => {
        const report = await probeServer(at);
        return isOpen ? { isProtected: false, lines: report.lines.map(line => (line.check === 'deleteVersion' ? { ...line, outcome: 'unprotected' } : line)) } : report;
      },
    });
    maria = await clinic.as('administrator');
    await maria.backup.addFolder({ path: clinic.folder('NAS'), name: 'NAS' });
  });
  afterAll(() => clinic.stop());

  it('a server nobody has looked up is not even asked before a person decided', async () => {
    expect(await maria.backup.judgeServer({ endpoint: place.endpoint })).toMatchObject({ class: 'unknown', needsDecision: true });
    await expect(maria.backup.probeServer({ ...inputOf(place), decision: null })).rejects.toMatchObject({ detail: { code: 'backup.decisionMissing' } });
    const london = { ...inputOf(place), address: { ...inputOf(place).address, endpoint: 'https://s3.us-east-1.wasabisys.com' } };
    await expect(maria.backup.addServer({ ...london, name: 'Wasabi', decision: DECISION })).rejects.toMatchObject({ detail: { code: 'backup.serverRefused' } });
  });

  it('is tried line by line, added with who decided and why, and gets its proven backup', async () => {
    const probed = await maria.backup.probeServer({ ...inputOf(place), decision: DECISION });
    expect(probed).toMatchObject({ state: 'empty', report: { isProtected: true } });
    ({ targetId } = await maria.backup.addServer({ ...inputOf(place), name: 'Ceph', decision: DECISION }));
    await clinic.run();
    const { place: shown, ...target } = await serverTarget();
    expect(target).toMatchObject({ name: 'Ceph', generations: 1, attempt: { outcome: 'ok', errorCode: null }, certificate: { outcome: 'ok' } });
    expect(shown).toMatchObject({ keyEnd: place.accessKeyId.slice(-4), residency: { class: 'unknown', country: 'SE', operator: 'Kliniken själv', decision: { reason: DECISION.reason } }, protection: { lostAt: null } });
    expect(overallStanding((await maria.backup.status({})).targets, clinic.clock.now()).standing).toBe('notReady');
    const [row] = await clinic.db.reader.raw("SELECT reason_text AS text FROM audit_event WHERE reason_code = 'backup.placeAdded' AND object_id = ?", [targetId]) as { text: string }[];
    expect(row?.text).toContain(`SE ${DECISION.reason}`);
  });

  it('never gives the secret back to a screen, and keeps it out of the log', async () => {
    const secret = place.secretAccessKey.reveal();
    expect(JSON.stringify(await maria.backup.status({})).includes(secret)).toBe(false);
    expect(JSON.stringify(await clinic.db.reader.raw('SELECT * FROM audit_event')).includes(secret)).toBe(false);
  });

  it('is ready once the sheet is printed and its digits were read back; another computer reads it (XM-76)', async () => {
    const { pdfBase64 } = await maria.backup.makeSheet({ targetId });
    const folder = mkdtempSync(join(tmpdir(), 'klinikbok-sheet-'));
    writeFileSync(join(folder, 'sheet.pdf'), Buffer.from(pdfBase64, 'base64'));
    const [paper = ''] = execFileSync('pdftotext', ['-layout', join(folder, 'sheet.pdf'), '-']).toString().split('\f');
    rmSync(folder, { recursive: true });
    const typed = parseServerSheet(paper.split('\n').filter(line => /^\s*(endpoint|region|bucket|prefix|access-key-id|secret-access-key):/.test(line)).join('\n'));
    expect({ ...typed.place, secretAccessKey: typed.place.secretAccessKey.reveal() }).toEqual({ ...place, authority: null, secretAccessKey: place.secretAccessKey.reveal() });
    await expect(maria.backup.confirmSheet({ targetId, check: '00000000' })).rejects.toMatchObject({ detail: { code: 'backup.sheetDigitsWrong' } });
    const digits = serverSheetCheck({ place }).toUpperCase();
    expect(paper.replaceAll(/\s/g, '')).toContain(digits);
    await maria.backup.confirmSheet({ targetId, check: `${digits.slice(0, 4)} ${digits.slice(4)}` });
    expect(['full', 'light']).toContain(overallStanding((await maria.backup.status({})).targets, clinic.clock.now()).standing);
  });

  it('waits outside its hours, and goes all the same when somebody asks for this very place', async () => {
    await maria.backup.setLimits({ serverKilobytesPerSecond: null, serverHours: null, serversPausedUntil: new Date(clinic.clock.now().getTime() + 3_600_000).toISOString() });
    await clinic.run();
    expect(await serverTarget()).toMatchObject({ generations: 1, waiting: 'paused' });
    await clinic.run(targetId);
    expect((await serverTarget()).generations).toBe(2);
    await maria.backup.setLimits({ serverKilobytesPerSecond: null, serverHours: null, serversPausedUntil: null });
  });

  it('turns red within the week when its protection is gone, and back when it is there again', async () => {
    isOpen = true;
    clinic.clock.advance(8 * 86_400_000);
    await clinic.run(targetId);
    expect(overallStanding([await serverTarget()], clinic.clock.now())).toMatchObject({ standing: 'protectionLost', tone: 'danger' });
    isOpen = false;
    await maria.backup.testTarget({ targetId });
    expect((await serverTarget()).place.protection).toMatchObject({ lostAt: null, report: { isProtected: true } });
  });

  it('other keys are tried before they replace the old ones; the history stays and the sheet is asked for anew', async () => {
    await expect(maria.backup.changeKeys({ targetId, keys: { accessKeyId: place.accessKeyId, secretAccessKey: 'wrong' }, authority: place.authority })).rejects.toMatchObject({ detail: { code: 'server.secretWrong' } });
    await maria.backup.changeKeys({ targetId, keys: inputOf(place).keys, authority: place.authority });
    const target = await serverTarget();
    expect({ generations: target.generations, sheet: target.place.sheet }).toEqual({ generations: 3, sheet: null });
  });

  it('a revoked key stops this place and not the folder', async () => {
    await server.removeUser(uid);
    await clinic.run();
    const { targets } = await maria.backup.status({});
    expect(targets.map(target => [target.name, target.attempt?.outcome, target.attempt?.errorCode])).toEqual([['NAS', 'ok', null], ['Ceph', 'failed', 'server.keyUnknown']]);
    expect(clinic.reported).toEqual([]);
  });
});
