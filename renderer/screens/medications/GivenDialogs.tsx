import { useState } from 'react';
import { v7 } from 'uuid';

import { toInstant, toLocal } from '#shared/domain/agenda/zone.ts';
import type { Given, GivenDraft } from '#shared/domain/medications/medication.ts';

import { useClinicDay, useCommandOf, useQueryOf } from '#renderer/client/index.ts';
import { Columns, DateField, Dialog, SelectField, Stack, TextField, TimeField, useText } from '#renderer/ui/index.ts';

import { noteBeingWritten } from './medication-store.ts';
import { Failure } from './TakenDialogs.tsx';

interface GivenDialogProps {
  readonly patientId: string;
  readonly row: Given | undefined;
  readonly onClose: () => void;
}

type Fields = Omit<GivenDraft, 'givenAt'> & { readonly date: string | null; readonly time: string | null; readonly reason: string };

function fieldsOf(row: Given | undefined, timeZone: string): Fields {
  const { date, time } = toLocal(row?.givenAt ?? new Date().toISOString(), timeZone);
  return { product: row?.product ?? '', substance: row?.substance ?? '', batch: row?.batch ?? '', amount: row?.amount ?? '', site: row?.site ?? '', givenBy: row?.givenBy ?? '', date, time, reason: '' };
}

/** The moment typed on the clinic's clock; undefined while it is none. */
function momentOf({ date, time }: Fields, timeZone: string): string | undefined {
  if (!date || !time) return undefined;
  try {
    return toInstant({ date, time, choice: 'later' }, timeZone);
  } catch {
    return undefined;
  }
}

/** What was given, with its batch number (K-22). A correction says why and leaves what it corrects readable. */
export function GivenDialog({ patientId, row, onClose }: GivenDialogProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const record = useCommandOf('medications', 'recordGiven');
  const correct = useCommandOf('medications', 'correctGiven');
  const [id] = useState(() => v7());
  const [fields, setFields] = useState(() => fieldsOf(row, timeZone));
  const set = (change: Partial<Fields>): void => setFields(before => ({ ...before, ...change }));
  const givenAt = momentOf(fields, timeZone);
  const save = (): void => {
    if (givenAt === undefined) return;
    const { date: _date, time: _time, reason, ...rest } = fields;
    const draft = { ...rest, givenAt };
    if (row) correct.start({ patientId, id, replacesId: row.id, reason, draft }, onClose);
    else {
      const note = noteBeingWritten(patientId);
      record.start({ patientId, id, draft, noteId: note?.noteId ?? null }, () => {
        onClose();
        note?.take({ ...draft, id, patientId });
      });
    }
  };
  const isReady = fields.product.trim() !== '' && givenAt !== undefined && (!row || fields.reason.trim() !== '');
  return (
    <Dialog open onClose={onClose} size="medium" title={t(row ? 'medications.given.correct' : 'medications.given.new')}
      action={{ label: t('medications.save'), disabled: !isReady, loading: record.isRunning || correct.isRunning, shortcut: 'enter', onRun: save }}>
      <Stack gap={3}>
        {row ? <TextField label={t('medications.given.why')} value={fields.reason} onChange={reason => set({ reason })} maxLength={200} autoFocus required /> : <LastUsed onChoose={set} />}
        <GivenFields fields={fields} set={set} focus={!row} />
        <Failure error={record.error ?? correct.error} />
      </Stack>
    </Dialog>
  );
}

interface GivenFieldsProps {
  readonly fields: Fields;
  readonly set: (change: Partial<Fields>) => void;
  readonly focus: boolean;
}

function GivenFields({ fields, set, focus }: GivenFieldsProps) {
  const t = useText();
  const { today } = useClinicDay();
  return (
    <>
      <TextField label={t('medications.given.product')} value={fields.product} onChange={product => set({ product })} maxLength={200} autoFocus={focus} required />
      <Columns min={180} gap={3}>
        <TextField label={t('medications.given.batch')} value={fields.batch} onChange={batch => set({ batch })} maxLength={60} numeric help={t('medications.given.batchHelp')} />
        <TextField label={t('medications.given.amount')} value={fields.amount} onChange={amount => set({ amount })} maxLength={60} />
        <TextField label={t('medications.given.site')} value={fields.site} onChange={site => set({ site })} maxLength={120} />
        <TextField label={t('medications.taken.substance')} value={fields.substance} onChange={substance => set({ substance })} maxLength={200} />
        <DateField label={t('medications.given.date')} value={fields.date} onChange={date => set({ date })} today={today} max={today} required />
        <TimeField label={t('medications.given.time')} value={fields.time} onChange={time => set({ time })} required />
        <TextField label={t('medications.given.by')} value={fields.givenBy} onChange={givenBy => set({ givenBy })} maxLength={120} help={t('medications.given.byHelp')} />
      </Columns>
    </>
  );
}

/** The same product and batch as before, chosen instead of typed: nothing is filled in by itself, a wrong batch is worse than none. */
function LastUsed({ onChoose }: { readonly onChoose: (change: Partial<Fields>) => void }) {
  const t = useText();
  const { data } = useQueryOf('medications', 'lastUsed', {});
  const [chosen, setChosen] = useState<string | null>(null);
  if (!data || data.length === 0) return null;
  const choose = (value: string | null): void => {
    setChosen(value);
    const one = data[Number(value)];
    if (value !== null && one) onChoose(one);
  };
  return <SelectField label={t('medications.given.lastUsed')} value={chosen} onChange={choose} options={data.map((one, at) => ({ value: String(at), label: [one.product, one.batch].filter(Boolean).join(', ') }))} clearable />;
}

/** It was never given: taken out of account with the reason, in sight all the same. */
export function WithdrawDialog({ patientId, row, onClose }: GivenDialogProps & { readonly row: Given }) {
  const t = useText();
  const correct = useCommandOf('medications', 'correctGiven');
  const [id] = useState(() => v7());
  const [reason, setReason] = useState('');
  return (
    <Dialog open onClose={onClose} title={t('medications.given.withdrawTitle', { product: row.product })}
      action={{ label: t('medications.given.withdraw'), disabled: reason.trim() === '', loading: correct.isRunning, shortcut: 'enter', onRun: () => correct.start({ patientId, id, replacesId: row.id, reason, draft: null }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('medications.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus required />
        <Failure error={correct.error} />
      </Stack>
    </Dialog>
  );
}
