import { DECISION_HOURS, type CopyScope } from '#shared/domain/documents/disclosure.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { printText, type PrintKey, type PrintLanguage, type PrintText } from '../../pdf/print-text.ts';
import { findDisclosure, type StoredDisclosure } from '../../repositories/disclosure.ts';
import type { ServiceDeps } from '../service-deps.ts';

export type DecidedCopy = StoredDisclosure & { readonly scope: CopyScope };

interface Asked {
  readonly patientId: string;
  readonly disclosureId: string;
}

/** The examination of this patient's journal made within the day (J-18); nothing leaves without one: disclosures.missing. */
export async function decidedCopy(deps: Pick<ServiceDeps, 'db' | 'clock'>, { patientId, disclosureId }: Asked): Promise<DecidedCopy> {
  const disclosure = await findDisclosure(deps.db.reader, patientId, disclosureId);
  if (!disclosure?.scope || deps.clock.now().getTime() - Date.parse(disclosure.at) > DECISION_HOURS * 3_600_000) throw new AppError('disclosures.missing');
  return { ...disclosure, scope: disclosure.scope };
}

/** The same, made of this note and of no other. */
export async function decidedNote(deps: Pick<ServiceDeps, 'db' | 'clock'>, { noteId, ...asked }: Asked & { readonly noteId: string }): Promise<DecidedCopy> {
  const disclosure = await decidedCopy(deps, asked);
  if (disclosure.scope.noteId !== noteId) throw new AppError('disclosures.missing');
  return disclosure;
}

/** The examination in words, on the first page: who receives it, the ground, who decided, what is left out and why. */
export function disclosureLines(disclosure: DecidedCopy, language: PrintLanguage): string[] {
  const t = printText(language);
  const counted = new Map<string, number>();
  for (const { reason } of disclosure.withheld) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  return [
    t('copyRecipient', { kind: t(`recipient.${disclosure.recipientKind}`), name: disclosure.recipientName }),
    t('copyBasis', { basis: [t(`basis.${disclosure.basis}`), disclosure.basisText].filter(Boolean).join('. ') }),
    t('copyDecided', { name: disclosure.decidedBy }),
    ...scopeLines(disclosure.scope, t),
    ...[...counted].map(([reason, count]) => t('copyWithheld', { count, reason: t(`withheld.${reason}` as PrintKey) })),
  ];
}

function scopeLines(scope: CopyScope, t: PrintText): string[] {
  if (scope.noteId !== undefined) return [t('copyOneNote')];
  const left: [boolean, PrintKey][] = [[scope.withNotes, 'copyWithoutNotes'], [scope.withDocuments, 'copyWithoutLetters'], [scope.withAttachments, 'copyWithoutAttachments']];
  const period = scope.from === null && scope.to === null ? t('copyWhole') : t('copyPeriod', { from: scope.from ?? '…', to: scope.to ?? '…' });
  return [period, ...left.filter(([isIn]) => !isIn).map(([, key]) => t(key))];
}
