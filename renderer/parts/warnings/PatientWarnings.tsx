import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';
import { ClinicalWarning, Row, Text, useText } from '#renderer/ui/index.ts';

import { warningLine } from './warning-line.ts';

/** The current warnings of one patient in a dialog, where no patient strip stands above; or that none are known and since when, or that nobody has asked (K-21). */
export function PatientWarnings({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const may = useMay();
  const { timeZone } = useClinicDay();
  const { data } = useQueryOf('patients', 'strip', { id: patientId }, { enabled: may('patients.read') });
  if (!data) return null;
  if (data.warnings.length === 0) return <Text muted small>{data.noneKnown ? t('patients.warning.noneKnownOn', { date: toLocal(data.noneKnown.at, timeZone).date }) : t('patients.warning.notAsked')}</Text>;
  return <Row gap={2} wrap>{data.warnings.map(warning => <ClinicalWarning key={warning.id}>{warningLine(t, warning)}</ClinicalWarning>)}</Row>;
}
