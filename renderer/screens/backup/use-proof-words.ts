import type { BackupStatus } from '#shared/contract/backup.ts';
import type { ErrorCode } from '#shared/kernel/app-error.ts';

import { ApiError, useErrorText } from '#renderer/client/index.ts';
import { useFormats, useText } from '#renderer/ui/index.ts';

import type { Standing } from './standing.ts';
import { useTimes } from './use-times.ts';

export interface ProofWords {
  /** The line: "Återställningsbar: provåterställd 4 min 12 s, för 1 timme sedan". */
  readonly headline: string;
  /** What it means and what to do. */
  readonly details: readonly string[];
  /** For the status line: "Säkerhetskopia 1 h sedan, återställningsbar". */
  readonly short: string;
}

/** Sentences for codes whose own carries figures, as only the code of an attempt is kept. */
const WITHOUT_FIGURES = { 'backup.placeRolledBack': 'backup.problem.rolledBack', 'restore.diskFull': 'backup.problem.diskFull' } as const satisfies Partial<Record<ErrorCode, string>>;
const hasOwnText = (code: ErrorCode): code is keyof typeof WITHOUT_FIGURES => code in WITHOUT_FIGURES;

function useProblemText(): (code: ErrorCode | null | undefined) => string {
  const t = useText();
  const errorText = useErrorText();
  return code => (code && hasOwnText(code) ? t(WITHOUT_FIGURES[code]) : errorText(new ApiError({ code: code ?? 'internal', params: {}, traceId: '' })).text);
}

/** Puts each standing into words. */
export function useProofWords(): (standing: Standing, status: BackupStatus) => ProofWords {
  const t = useText();
  const problem = useProblemText();
  const { duration } = useFormats();
  const { ago, agoShort } = useTimes();
  return (standing, { last, attempt, certificate, lastFullProof: whole, place }) => {
    const made = last?.createdAt ?? '';
    const tried = attempt?.endedAt ?? attempt?.startedAt ?? '';
    const proved = certificate?.verifiedAt ?? '';
    const madeAt = () => t('backup.proof.madeAt', { when: ago(made), patients: last?.counts.patients ?? 0, notes: last?.counts.notes ?? 0 });
    const lastGood = () => (last ? t('backup.proof.lastGood', { when: ago(made) }) : t('backup.proof.lastGoodNone'));
    const wholeProof = () => (whole ? t('backup.proof.lightDetail', { when: ago(whole.verifiedAt), duration: duration(whole.durationMs) }) : t('backup.proof.lightNever'));
    const restorable = () => t('backup.short.ok', { age: agoShort(made) });
    const tooOld = () => t('backup.short.late', { age: agoShort(made) });
    const words: Readonly<Record<Standing, () => ProofWords>> = {
      full: () => ({ headline: t('backup.proof.full', { duration: duration(certificate?.durationMs ?? 0), when: ago(proved) }), details: [madeAt()], short: restorable() }),
      light: () => ({ headline: t('backup.proof.light', { when: ago(proved) }), details: [madeAt(), wholeProof()], short: restorable() }),
      late: () => ({ headline: t('backup.proof.late', { when: ago(made) }), details: [t('backup.proof.lateDetail')], short: tooOld() }),
      alarm: () => ({ headline: t('backup.proof.alarm', { when: ago(made) }), details: [t('backup.proof.lateDetail')], short: tooOld() }),
      failed: () => ({ headline: t('backup.proof.failed', { when: ago(tried) }), details: [problem(attempt?.errorCode), lastGood()], short: t('backup.short.failed', { age: agoShort(tried) }) }),
      cancelled: () => ({ headline: t('backup.proof.cancelled', { when: ago(tried) }), details: [t('backup.proof.cancelledDetail'), lastGood()], short: t('backup.short.cancelled', { age: agoShort(tried) }) }),
      proofFailed: () => ({ headline: t('backup.proof.proofFailed', { when: ago(proved) }), details: [t('backup.proof.proofFailedDetail')], short: t('backup.short.failed', { age: agoShort(proved) }) }),
      place: () => ({ headline: t('backup.proof.place'), details: [problem(place?.problem), lastGood()], short: t('backup.short.place') }),
      noPlace: () => ({ headline: t('backup.proof.noPlace'), details: [t('backup.proof.noPlaceDetail')], short: t('backup.short.noPlace') }),
      none: () => ({ headline: t('backup.proof.none'), details: [t('backup.proof.noneDetail')], short: t('backup.short.none') }),
    };
    return words[standing]();
  };
}
