import { useState } from 'react';

import { client, useClinicDay, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';
import { PatientWarnings } from '#renderer/parts/warnings/index.ts';
import { Banner, Button, Stack, Text, useFormats, useText } from '#renderer/ui/index.ts';

import type { Booking } from './BookingDialog.tsx';

/** What should be said before the visit is booked: the law's rules, the late-cancel rule, and bookings by name that may be the same person's. */
export function BookingNotices({ booking }: { readonly booking: Booking }) {
  const { fields, service } = booking;
  const patientId = fields.patient?.kind === 'known' ? fields.patient.id : undefined;
  return (
    <Stack gap={2}>
      {patientId ? <PatientWarnings patientId={patientId} /> : null}
      {service && patientId ? <LawNotice serviceId={service.id} patientId={patientId} /> : null}
      <LateRule hours={service?.rules.lateCancelHours} feeMinor={service?.rules.noShowFeeMinor} />
      {patientId ? <SamePerson key={patientId} patientId={patientId} /> : null}
    </Stack>
  );
}

/** J-23 and G-10, before core has to refuse. */
export function LawNotice({ serviceId, patientId }: { readonly serviceId: string; readonly patientId: string }) {
  const t = useText();
  const { data } = useQueryOf('agenda', 'rulesFor', { serviceId, patientId });
  const { stamp } = useFormats();
  if (!data) return null;
  const words = lawWords(data, t, stamp);
  if (words.length === 0) return null;
  const isBarred = data.isTooYoung || (data.identityMissing && data.identityFirst) || (data.thinkingDays !== null && data.earliest === null);
  return <Banner tone={isBarred ? 'danger' : 'attention'}>{words.map(text => <div key={text}>{text}</div>)}</Banner>;
}

function lawWords(rules: OutputOf<'agenda', 'rulesFor'>, t: ReturnType<typeof useText>, stamp: (instant: string) => string): string[] {
  const { thinkingDays, earliest, minimumAge, isTooYoung, identityMissing, identityFirst, consentMissing } = rules;
  return [
    ...(isTooYoung && minimumAge !== null ? [t('agenda.rules.tooYoung', { age: minimumAge })] : []),
    ...(thinkingDays !== null && earliest === null ? [t('agenda.rules.informationMissing', { days: thinkingDays })] : []),
    ...(thinkingDays !== null && earliest !== null && Date.parse(earliest) > Date.now() ? [t('agenda.rules.earliest', { earliest: stamp(earliest), days: thinkingDays })] : []),
    ...(identityMissing ? [t(identityFirst ? 'agenda.rules.identityFirst' : 'agenda.rules.bringId')] : []),
    ...(consentMissing && earliest !== null ? [t('agenda.rules.consentMissing')] : []),
  ];
}

/** C-07: told when booking, so that it can be told to the patient. */
function LateRule({ hours, feeMinor }: { readonly hours: number | undefined; readonly feeMinor: number | undefined }) {
  const t = useText();
  const { said } = useKronor();
  if (!hours || !feeMinor) return null;
  return <Text muted small num>{t('agenda.booking.lateRule', { hours, fee: said(feeMinor) })}</Text>;
}

/** C-08: somebody who rang before they were registered has a time already. */
function SamePerson({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const errorText = useErrorText();
  const { timeZone } = useClinicDay();
  const { shortDate, time } = useFormats();
  const { data } = useQueryOf('agenda', 'unlinked', { patientId });
  const [error, setError] = useState<unknown>();
  if (!data || data.length === 0) return null;
  const link = (visit: (typeof data)[number]): void => void client.agenda.linkPatient({ id: visit.id, version: visit.version, patientId }).catch(setError);
  return (
    <Banner tone="info" title={t('agenda.unlinked.title')}>
      {data.map(visit => (
        <div key={visit.id}>
          {t('agenda.unlinked.line', { date: shortDate(visit.start.slice(0, 10)), time: time(visit.start, timeZone), name: visit.name, because: visit.because })}{' '}
          <Button size="dense" kind="quiet" onClick={() => link(visit)}>{t('agenda.unlinked.link')}</Button>
        </div>
      ))}
      {error ? errorText(error).text : null}
    </Banner>
  );
}
