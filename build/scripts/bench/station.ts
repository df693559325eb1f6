import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { v7 } from 'uuid';

import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { writeMachine } from '#electron/core/clinic/machine-file.ts';
import { openDatabase } from '#electron/core/db/database.ts';
import { saveDeviceKey } from '#electron/core/repositories/device-key.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { sealToCertificate } from '#electron/core/security/pki/seal.ts';
import { DEFAULT_LOA_POLICIES } from '#electron/core/security/pki/trust.ts';
import { keyPayload } from '#electron/core/security/vault/database-key.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { createVault } from '#electron/core/security/vault/vault-update.ts';
import { createForkHost } from '#electron/supervisor/fork-host.ts';
import { createSupervisor, type Supervisor } from '#electron/supervisor/supervisor.ts';
import { createClient } from '#renderer/client/create-client.ts';
import type { Client } from '#shared/contract/define.ts';
import { contract, type AppContract } from '#shared/contract/index.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { createTestCa, issuePerson, writePracticeCard } from '../test-ca.mjs';
import type { FilledFiles } from './fill/fill.ts';

export const PIN = '123456';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const CARD = 'bench';

/** A data folder with the filled clinic and a practice card that opens it. */
export interface Station {
  readonly dataDir: string;
  readonly practiceFolder: string;
}

/** The program as it runs, without a window: supervisor, core and card host as processes of their own. */
export interface RunningStation {
  readonly client: Client<AppContract>;
  /** Puts the card in and signs in; resolves when the state is `open`. */
  readonly signIn: () => Promise<void>;
  /** Resident memory of the core process now and at its highest, in MB; null where /proc is missing. */
  readonly coreMemory: () => { readonly now: number; readonly highest: number } | null;
  readonly close: () => Promise<void>;
}

/** Makes vault, machine file and card for a copy of the filled database, as set-up and enrolment would have. `notAfter`: the card's last day. */
export async function makeStation(folder: string, { encrypted, facts }: FilledFiles, about: { readonly notAfter?: Date } = {}): Promise<Station> {
  const [person] = facts.practitioners;
  if (!person) throw new Error('a filled clinic has practitioners');
  const dataDir = path.join(folder, 'data');
  const place = clinicPlace(dataDir, path.join(folder, 'profile'));
  mkdirSync(place.clinicDir, { recursive: true });
  copyFileSync(encrypted, place.database);
  const ca = createTestCa(path.join(folder, 'ca'));
  const [givenName = '', surname = ''] = person.name.split(' ');
  const card = issuePerson(ca, { hsaId: person.hsaId, givenName, surname, title: person.title, ...about });
  const practiceFolder = path.join(folder, 'practice');
  mkdirSync(practiceFolder, { recursive: true });
  writePracticeCard(practiceFolder, card, { cardId: CARD, pin: PIN });
  const trust = { certificates: ca.trusted.map(der => Buffer.from(der).toString('base64')), policies: { ...DEFAULT_LOA_POLICIES }, minimumLoa: 3 as const };
  const now = new Date();
  const deviceKey = newDeviceKey(facts.clinicId, now);
  const db = await openDatabase({ file: place.database, mode: 'readwrite', getKeyHex: () => facts.keyHex });
  await db.write(async tx => {
    await saveDeviceKey(tx, deviceKey);
    await putSetting(tx, 'trust', { value: trust, at: now.toISOString() });
    await putSetting(tx, 'setup_step', { value: 'done', at: now.toISOString() });
  });
  await db.close();
  const key = { dbKeyId: v7(), dbk: new Redacted(Buffer.from(facts.keyHex, 'hex')) };
  const scheme = 'rsa-oaep-sha256';
  const sealed = sealToCertificate(keyPayload(facts.clinicId, key), card.auth.der, scheme);
  const entry = { id: v7(), userRef: person.id, kind: 'card' as const, alg: scheme, notAfter: null, sealed };
  await createVault(place.vault, { clinicId: facts.clinicId, dbId: facts.clinicId, key, entries: [{ ...entry, certSha256: sha256(card.auth.der) }] }, { sign: deviceSigner(deviceKey, () => now).signCms, now });
  const clinic = { id: facts.clinicId, name: 'Mätmottagningen', country: 'SE' as const, timeZone: 'Europe/Stockholm', isDemo: true };
  await writeMachine(place.machineFile, { format: 'klinikbok-machine/1', workstation: v7(), language: 'sv', draft: null, clinic, trust });
  return { dataDir, practiceFolder };
}

/** Starts the built program on it. */
export function startStation(station: Station, root: string): RunningStation {
  const built = (name: string): string => path.join(root, 'dist/electron', name);
  const supervisor: Supervisor = createSupervisor({
    host: createForkHost({ entries: { 'core': built('core.cjs'), 'card-host': built('card-host.cjs'), 'import-worker': built('import-worker.cjs') } }),
    core: { dataDir: station.dataDir, profileDir: path.join(station.dataDir, '../profile'), shell: 'browser', version: 'bench', cardProfile: 'practice', clinicKind: 'demo' },
    cards: [{ profile: 'practice', clinicKind: 'demo', practiceFolder: station.practiceFolder }],
    info: { version: 'bench', shell: 'browser', platform: 'linux' },
    onQuit: () => undefined,
    page: { reload: () => undefined, send: event => { if (event.type === 'flush') void supervisor.invoke({ path: 'shell.flushed', input: {} }); } },
  });
  const client = createClient(contract, raw => supervisor.invoke(raw));
  return {
    client,
    signIn: async () => {
      await supervisor.card('practice.insert', { cardId: CARD });
      const { phase } = await client.session.signInWithCard({ pin: PIN });
      if (phase !== 'open') throw new Error(`signed in, but the program is in phase ${phase}`);
    },
    coreMemory: () => memoryOfChild('core.cjs'),
    close: () => supervisor.close(),
  };
}

/** From /proc: the child of this process that runs this file. */
function memoryOfChild(file: string): { now: number; highest: number } | null {
  try {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const status = readIfThere(`/proc/${pid}/status`);
      if (!new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status) || !readIfThere(`/proc/${pid}/cmdline`).includes(file)) continue;
      const mb = (name: string): number => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024);
      return { now: mb('VmRSS'), highest: mb('VmHWM') };
    }
  } catch {
    return null;
  }
  return null;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process ended meanwhile
  }
}
