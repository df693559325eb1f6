import type { BackupStatus } from '#shared/contract/backup.ts';
import { daysUntilExpiry, MINIMUM_PLACES, type OverallStanding, type TargetStanding } from '#shared/domain/backup/standing.ts';
import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useFormats, useText } from '#renderer/ui/index.ts';

import { useProblemText } from './use-problem-text.ts';
import { useTimes } from './use-times.ts';

export interface ProofWords {
  /** The line: "Återställningsbar: provåterställd 4 min 12 s, för 1 timme sedan". */
  readonly headline: string;
  /** What it means and what to do. */
  readonly details: readonly string[];
  /** For the status line: "Säkerhetskopia 1 h sedan, återställningsbar". */
  readonly short: string;
}

const hostOf = ({ place }: TargetStatus): string => (place.kind === 's3' ? new URL(place.endpoint).host : '');

/** Puts the standing of one place into words. */
function useTargetWords(): (standing: TargetStanding, target: TargetStatus) => ProofWords {
  const t = useText();
  const problem = useProblemText();
  const { duration } = useFormats();
  const { ago, agoShort, now } = useTimes();
  return (standing, target) => {
    const { last, attempt, certificate, lastFullProof: whole } = target;
    const made = last?.createdAt ?? target.addedAt;
    const tried = attempt?.endedAt ?? attempt?.startedAt ?? target.addedAt;
    const proved = certificate?.verifiedAt ?? target.addedAt;
    const madeAt = () => t('backup.proof.madeAt', { when: ago(made), patients: last?.counts.patients ?? 0, notes: last?.counts.notes ?? 0 });
    const lastGood = () => (last ? t('backup.proof.lastGood', { when: ago(made) }) : t('backup.proof.lastGoodNone'));
    const wholeProof = () => (whole ? t('backup.proof.lightDetail', { when: ago(whole.verifiedAt), duration: duration(whole.durationMs) }) : t('backup.proof.lightNever'));
    const restorable = () => t('backup.short.ok', { age: agoShort(made) });
    const tooOld = () => t('backup.short.late', { age: agoShort(made) });
    const words: Readonly<Record<TargetStanding, () => ProofWords>> = {
      full: () => ({ headline: t('backup.proof.full', { duration: duration(certificate?.durationMs ?? 0), when: ago(proved) }), details: [madeAt()], short: restorable() }),
      light: () => ({ headline: t('backup.proof.light', { when: ago(proved) }), details: [madeAt(), wholeProof()], short: restorable() }),
      late: () => ({ headline: t('backup.proof.late', { when: ago(made) }), details: [t('backup.proof.lateDetail')], short: tooOld() }),
      alarm: () => ({ headline: t('backup.proof.alarm', { when: ago(made) }), details: [t('backup.proof.lateDetail')], short: tooOld() }),
      expiring: () => ({ headline: t('backup.proof.expiring', { days: daysUntilExpiry(target, now) ?? 0 }), details: [t('backup.proof.expiringDetail', { when: ago(made) })], short: t('backup.short.expiring') }),
      failed: () => ({ headline: t('backup.proof.failed', { when: ago(tried) }), details: [problem(attempt?.errorCode, hostOf(target)), lastGood()], short: t('backup.short.failed', { age: agoShort(tried) }) }),
      cancelled: () => ({ headline: t('backup.proof.cancelled', { when: ago(tried) }), details: [t('backup.proof.cancelledDetail'), lastGood()], short: t('backup.short.cancelled', { age: agoShort(tried) }) }),
      offline: () => ({ headline: t('backup.proof.offline', { when: ago(made) }), details: [problem(attempt?.errorCode, hostOf(target)), t('backup.proof.offlineDetail')], short: t('backup.short.offline') }),
      proofFailed: () => ({ headline: t('backup.proof.proofFailed', { when: ago(proved) }), details: [t('backup.proof.proofFailedDetail')], short: t('backup.short.failed', { age: agoShort(proved) }) }),
      place: () => ({ headline: t('backup.proof.place'), details: [problem(target.problem, hostOf(target)), lastGood()], short: t('backup.short.place') }),
      protectionLost: () => ({ headline: t('backup.proof.protectionLost'), details: [t('backup.proof.protectionLostDetail')], short: t('backup.short.protectionLost') }),
      awayTooLong: () => ({ headline: t('backup.proof.awayTooLong', { when: ago(made) }), details: [t('backup.proof.awayTooLongDetail')], short: t('backup.short.awayTooLong') }),
      away: () => ({ headline: t('backup.proof.away', { when: ago(made) }), details: [t('backup.proof.awayDetail'), madeAt()], short: restorable() }),
      new: () => ({ headline: t('backup.proof.new'), details: [t('backup.proof.newDetail')], short: t('backup.short.new') }),
      notReady: () => ({ headline: t('backup.proof.notReady'), details: [t('backup.proof.notReadyDetail')], short: t('backup.short.notReady') }),
      none: () => ({ headline: t('backup.proof.none'), details: [t('backup.proof.noneDetail')], short: t('backup.short.none') }),
    };
    return words[standing]();
  };
}

/** The line about all places: that of the worst, named where there are several, and what good there is besides. */
export function useProofWords(): (overall: OverallStanding<TargetStatus>, status: BackupStatus) => ProofWords {
  const t = useText();
  const wordsOf = useTargetWords();
  const { ago } = useTimes();
  return ({ standing, tone, target }, { targets }) => {
    if (target === null || standing === 'noPlace') return { headline: t('backup.proof.noPlace'), details: [t('backup.proof.noPlaceDetail')], short: t('backup.short.noPlace') };
    const words = wordsOf(standing, target);
    const isNamed = tone !== 'ok' && targets.length > 1 && standing !== 'none';
    const good = tone === 'ok' ? [] : targets.filter(other => other.id !== target.id && other.last !== null && other.certificate?.outcome === 'ok');
    const [best] = good.sort((one, other) => (other.last?.createdAt ?? '').localeCompare(one.last?.createdAt ?? ''));
    return {
      ...words,
      headline: isNamed ? t('backup.proof.ofPlace', { name: target.name, line: words.headline }) : words.headline,
      details: [
        ...words.details,
        ...(best?.last ? [t('backup.proof.elsewhere', { name: best.name, when: ago(best.last.createdAt) })] : []),
        ...(targets.length < MINIMUM_PLACES ? [t('backup.proof.onePlace')] : []),
      ],
    };
  };
}

/** The state of one place on its line, without its name. */
export function useTargetLine(): (standing: TargetStanding, target: TargetStatus) => ProofWords {
  return useTargetWords();
}
