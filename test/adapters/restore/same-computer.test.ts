import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseAnchor, type Anchor } from '#electron/core/security/vault/anchor.ts';
import { openCardDrawer, PINS, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { backUp, finishFirstRun, MARIA, printKit } from '#test/support/first-run.ts';
import { until } from '#test/support/until.ts';

const refused = (code: string) => ({ detail: { code } });

describe('an older backup on the same computer, which remembers newer states (J-20, security.md D11)', () => {
  let folder: string;
  let place: string;
  let drawer: CardDrawer;
  let desk: CoreDesk;
  let kit: string;

  const anchor = (): Anchor => parseAnchor(readFileSync(path.join(desk.profileDir, 'anchor.json')));
  const signIn = () => desk.client.session.signInWithCard({ pin: PINS.auth });
  const ended = () => until('the restore to end', async () => (await desk.client.restore.state({})).step !== 'running', 60_000);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-same-'));
    place = path.join(folder, 'usb');
    drawer = openCardDrawer();
    drawer.issue('card', MARIA);
    await drawer.insert('card');
    desk = startCoreDesk({ cards: drawer.cards });
    await finishFirstRun(desk, drawer, place);
    // Newer than the backup: another vault (a new kit), more log, a signed point of it in the anchors.
    kit = await printKit(desk);
    await desk.relock();
    await signIn();
    await backUp(desk);
    await desk.relock();
  });
  afterAll(async () => {
    await desk.stop();
    await drawer.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('changes no anchor before the person says that the older state shall hold', async () => {
    const before = anchor();
    const { choices } = await desk.client.restore.unlock({ place: { kind: 'folder', path: place }, key: { pin: PINS.auth } });
    await desk.client.restore.confirm({ generationId: choices.at(-1)?.id ?? '', persons: ['Maria Ek', 'Nils Al'], secondKey: null });
    await desk.client.restore.start({ generationId: choices.at(-1)?.id ?? '' });
    await ended();
    expect(await desk.client.restore.state({})).toMatchObject({ step: 'compared', comparison: { equal: true, vaultMissing: false } });
    expect(anchor()).toEqual(before);
    await desk.client.restore.cancel({});
    await signIn();
    await desk.relock();
  });

  it('after it was adopted the card signs in, and the anchors begin again at what was restored', async () => {
    const before = anchor();
    const { choices } = await desk.client.restore.unlock({ place: { kind: 'folder', path: place }, key: { pin: PINS.auth } });
    await desk.client.restore.confirm({ generationId: choices.at(-1)?.id ?? '', persons: ['Maria Ek', 'Nils Al'], secondKey: null });
    await desk.client.restore.start({ generationId: choices.at(-1)?.id ?? '' });
    await ended();
    await desk.client.restore.adopt({});
    const restored = anchor();
    expect(restored.auditSeq).toBeLessThan(before.auditSeq);
    expect(restored.vaultGeneration).toBeLessThan(before.vaultGeneration);
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked' });
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
    const { lines } = await desk.client.log.all({ actions: ['RESTORE'] });
    expect(lines).toHaveLength(1);
    await desk.relock();
    expect(anchor().auditSeq).toBeGreaterThan(restored.auditSeq);
    expect(desk.reported).toEqual([]);
  });

  it('an older copy of the clinic put back by hand is still refused, unchanged (D11), and the right one opens again', async () => {
    const clinicDir = path.join(desk.dataDir, 'clinic');
    const older = path.join(folder, 'older');
    cpSync(clinicDir, older, { recursive: true });
    await signIn();
    await desk.relock();
    const newer = path.join(folder, 'newer');
    cpSync(clinicDir, newer, { recursive: true });
    rmSync(clinicDir, { recursive: true });
    cpSync(older, clinicDir, { recursive: true });
    const bytes = readFileSync(path.join(clinicDir, 'clinic.db'));
    await expect(signIn()).rejects.toMatchObject(refused('db.rolledBack'));
    expect(readFileSync(path.join(clinicDir, 'clinic.db')).equals(bytes)).toBe(true);
    rmSync(clinicDir, { recursive: true });
    cpSync(newer, clinicDir, { recursive: true });
    await signIn();
    await desk.relock();
  });

  it('a backup whose copy of the vault is lost is not adopted as if nothing were wrong; taken all the same, the kit lets the administrator in (L-10)', async () => {
    desk.clock.advance(60_000);
    const broken = path.join(folder, 'broken');
    cpSync(place, broken, { recursive: true });
    for (const machine of readdirSync(path.join(broken, 'm'))) rmSync(path.join(broken, 'm', machine, 'vault'), { recursive: true });
    const { choices } = await desk.client.restore.unlock({ place: { kind: 'folder', path: broken }, key: { kit } });
    expect(choices[0]).toMatchObject({ missingPacks: 1 });
    await desk.client.restore.start({ generationId: choices[0]?.id ?? '' });
    await ended();
    expect(await desk.client.restore.state({})).toMatchObject({ step: 'compared', comparison: { equal: false, vaultMissing: true, missingPageCount: 0, damagedPages: 0 } });
    await expect(desk.client.restore.adopt({})).rejects.toMatchObject(refused('restore.comparisonFailed'));
    await desk.client.restore.adopt({ acceptDamage: true });
    await expect(signIn()).rejects.toMatchObject(refused('vault.entryMissing'));
    expect(await desk.client.session.recoverWithKit({ kit, pin: PINS.auth })).toMatchObject({ user: { name: 'Maria Ek' } });
    await desk.relock();
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
    expect(desk.reported).toEqual([]);
  });
});
