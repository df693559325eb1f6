import type { AreaHandlers } from '#shared/contract/define.ts';
import type { log } from '#shared/contract/log.ts';
import type { CallContext } from '../../api/context.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import { findLabelled, patientLabels } from '../../repositories/patient-label.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createLogService, type LogDeps } from './log-service.ts';

export interface LogOfClinicDeps extends ServiceDeps {
  readonly open: OpenClinic;
  readonly dataDir: string;
  readonly progress: LogDeps['progress'];
  /** Notes a signed point in the anchors outside the database. */
  readonly advance: (point: { readonly auditSeq: number; readonly auditHash: string }) => Promise<void>;
}

export interface LogOfClinic {
  readonly handlers: AreaHandlers<typeof log, CallContext>;
  /** Begins to take checkpoints while somebody is signed in. */
  readonly start: () => void;
  /** Takes the last checkpoint; call once the row about the lock is written. */
  readonly seal: () => Promise<void>;
}

/** The log area of an open clinic, with its checkpoints and what is known about the log outside the database. */
export function logOfClinic(deps: LogOfClinicDeps): LogOfClinic {
  const { open, clock, dataDir, progress } = deps;
  const anchor = (point: { readonly seq: number; readonly hash: string }) => deps.advance({ auditSeq: point.seq, auditHash: point.hash });
  const checkpoints = createCheckpoints({ db: open.db, log: open.log, clock, signer: open.signer, anchor });
  let stop: (() => void) | undefined;
  const anchors = () => {
    const { auditSeq, auditHash } = open.vault.anchor;
    return auditHash === null ? [] : [{ seq: auditSeq, hash: auditHash }];
  };
  const labels: LogDeps['patientLabels'] = (db, ids) => patientLabels(db, ids, deps.clinic.country);
  return {
    handlers: createLogService({ ...deps, signer: open.signer, checkpoints, anchors, progress, dataDir, patientLabels: labels, findPatients: (db, text) => findLabelled(db, text, deps.clinic.country) }),
    start: () => {
      stop ??= checkpoints.start();
    },
    seal: async () => {
      stop?.();
      stop = undefined;
      await checkpoints.take();
    },
  };
}
