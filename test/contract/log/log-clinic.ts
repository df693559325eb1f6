import { v7 as uuid } from 'uuid';

import { findLabelled, patientLabels } from '#electron/core/repositories/patient-label.ts';
import { PROGRAM } from '#electron/core/repositories/log.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { createCheckpoints, type Checkpoints } from '#electron/core/services/log/checkpoints.ts';
import { createLogService } from '#electron/core/services/log/log-service.ts';
import { verifyChain, type LogAnchor } from '#electron/core/services/log/verify-chain.ts';
import { log } from '#shared/contract/log.ts';
import { startTestClinic } from '#test/support/harness.ts';

export const contract = { log } as const;

/** A clinic with the real log service, checkpoints signed by a real device key, and a way to write rows. */
export async function startLogClinic() {
  const anchors: LogAnchor[] = [];
  const signer = deviceSigner(newDeviceKey('clinic', new Date('2026-11-22T08:00:00.000Z')), () => new Date('2026-11-22T08:00:00.000Z'));
  const progress: number[] = [];
  const made: { checkpoints?: Checkpoints } = {};
  const clinic = await startTestClinic(contract, (deps, accessLog) => {
    const checkpoints = createCheckpoints({ db: deps.db, log: accessLog, clock: deps.clock, signer, anchor: async point => void anchors.push({ ...point }) });
    made.checkpoints = checkpoints;
    return {
      log: createLogService({
        ...deps, signer, checkpoints, anchors: () => anchors, progress: one => void progress.push(one.done), dataDir: deps.db.file.replace(/\/[^/]*$/, ''),
        findPatients: (db, text) => findLabelled(db, text, 'SE'),
        patientLabels: (db, ids) => patientLabels(db, ids, 'SE'),
      }),
    };
  });
  /** Appends rows of a few actors about a few patients, each a second after the last. */
  const fill = async (count: number, over: object = {}) => {
    await clinic.db.write(async tx => {
      for (let n = 0; n < count; n += 1) {
        clinic.clock.advance(1000);
        const entry = { action: 'PATIENT_OPEN', category: 'identity', patientId: `patient-${n % 3}`, ...over } as const;
        await clinic.log.append(tx, { ...PROGRAM, id: `actor-${n % 2}`, sessionId: uuid(), origin: 'screen' }, entry);
      }
    });
  };
  const check = (points: readonly LogAnchor[] = []) => verifyChain(clinic.db.reader, { signer, anchors: points, monotonicMs: () => clinic.clock.monotonicMs() });
  /** What somebody with the key and a SQL tool can do: the triggers do not stop them. */
  const tamper = async (...statements: string[]) => {
    await clinic.db.exclusive(async connection => {
      const triggers = (await connection.all(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('audit_event', 'audit_checkpoint')`)) as { name: string; sql: string }[];
      for (const trigger of triggers) await connection.all(`DROP TRIGGER ${trigger.name}`);
      for (const statement of statements) await connection.all(statement);
      for (const trigger of triggers) await connection.all(trigger.sql);
    });
  };
  return { ...clinic, signer, anchors, progress, checkpoints: () => made.checkpoints!, fill, check, tamper };
}
