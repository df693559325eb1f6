import type { ErrorCode } from '#shared/kernel/app-error.ts';
import type { MessageKey } from '#shared/messages/index.ts';

import { useAnyText } from '#renderer/ui/index.ts';

const REASONS: Readonly<Partial<Record<ErrorCode, MessageKey>>> = {
  'backup.placeMissing': 'drill.reason.absent', 'server.unreachable': 'drill.reason.absent', 'server.timedOut': 'drill.reason.absent', 'restore.noBackups': 'drill.reason.noBackups',
  'backup.placeRolledBack': 'drill.reason.rolledBack', 'backup.placeForeign': 'drill.reason.foreign', 'backup.placeDamaged': 'drill.reason.damaged', 'backup.placeFailing': 'drill.reason.failing', 'restore.signatureWrong': 'drill.reason.signature',
  'restore.kitWrong': 'drill.reason.keys', 'restore.diskFull': 'drill.reason.diskFull', 'restore.computerDisk': 'drill.reason.computerDisk', 'backup.verifyFailed': 'drill.reason.content',
  'backup.notConfigured': 'drill.reason.notConfigured', internal: 'drill.reason.internal', 'server.keyUnknown': 'drill.reason.denied', 'server.secretWrong': 'drill.reason.denied', 'server.denied': 'drill.reason.denied',
};

/** Why a drill failed, as half a sentence; the code's own sentence speaks of what to do with a backup, and its figures are not kept. */
export function useReason(): (code: ErrorCode | null) => string {
  const t = useAnyText();
  return code => t(code === null ? 'drill.reason.content' : (REASONS[code] ?? 'drill.reason.server'));
}
