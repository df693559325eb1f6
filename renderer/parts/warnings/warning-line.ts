import type { Warning } from '#shared/domain/patients/patient.ts';

import type { Translate } from '#renderer/ui/index.ts';

/** "Överkänslighet: Penicillin (livshotande)": kind, text and severity, as K-21 wants them everywhere. */
export function warningLine(t: Translate, { kind, text, severity }: Pick<Warning, 'kind' | 'text' | 'severity'>): string {
  const line = { kind: t(`patients.warning.kind.${kind}`), text };
  return severity === 'notRated' ? t('patients.warning.line', line) : t('patients.warning.lineRated', { ...line, severity: t(`patients.warning.severity.${severity}`).toLowerCase() });
}
