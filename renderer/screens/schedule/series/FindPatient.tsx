import { useState } from 'react';

import { useQueryOf } from '#renderer/client/index.ts';
import { usePaced } from '#renderer/parts/use-settled.ts';
import { Button, Row, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from '../Schedule.module.css';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Who the visits are for, found by name, number, birth date or phone. */
export function FindPatient({ person, onChange }: { readonly person: Person | undefined; readonly onChange: (person: Person | undefined) => void }) {
  const t = useText();
  const [text, setText] = useState('');
  const settled = usePaced(text.trim());
  const { data } = useQueryOf('patients', 'search', { text: settled, limit: 5 }, { enabled: settled.length > 0, keepPrevious: true });
  if (person) return <Row justify="between"><Text strong>{person.name}</Text><Button size="dense" kind="quiet" onClick={() => onChange(undefined)}>{t('schedule.series.changePatient')}</Button></Row>;
  const hits = settled.length > 0 ? (data ?? []) : [];
  return (
    <Stack gap={2}>
      <TextField label={t('schedule.series.findPatient')} value={text} onChange={setText} placeholder={t('agenda.booking.patientPlaceholder')} autoFocus required />
      {hits.length > 0 ? (
        <div className={classes.hits} role="group" aria-label={t('agenda.booking.hits')}>
          {hits.map(hit => {
            const name = `${hit.familyName}, ${hit.givenName}`;
            return <Button key={hit.id} kind="quiet" onClick={() => onChange({ id: hit.id, name })}>{[name, hit.birthDate].filter(Boolean).join(' · ')}</Button>;
          })}
        </div>
      ) : null}
    </Stack>
  );
}
