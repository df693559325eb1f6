import { useState } from 'react';

import { useErrorText, type ApiError, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, EmptyState, Text, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';
import { StepPane } from './StepPane.tsx';
import { useStamp } from './use-stamp.ts';

type Opened = OutputOf<'restore', 'unlock'>;
type Choice = Opened['choices'][number];

interface ChooseStepProps {
  readonly opened: Opened;
  readonly starting: boolean;
  readonly error: ApiError | null;
  readonly onStart: (generationId: string) => void;
}

/** Which backup: the recommended one on top, what each holds, and whether newer ones should be here. */
export function ChooseStep({ opened, starting, error, onStart }: ChooseStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const stamp = useStamp();
  const columns = useChoiceColumns();
  // The table's cursor begins on its first row, so what is recommended stands there.
  const rows = [...opened.choices].sort((a, b) => Number(b.recommended) - Number(a.recommended));
  const [cursor, setCursor] = useState<Choice>();
  const chosen = cursor ?? rows[0];
  const { expectedNewest: expected } = opened;
  return (
    <StepPane title={t('restore.choose.title')} lead={t('restore.choose.lead', { clinic: opened.clinicName })}>
      {expected && opened.olderThanExpected ? <Banner tone="danger" live title={t('restore.choose.olderTitle')}>{t('restore.choice.older', { expected: expected.seq, when: stamp(expected.createdAt) })} {t('restore.choose.olderHelp')}</Banner> : null}
      {expected && !opened.olderThanExpected ? <Text muted>{t('restore.choose.expected', { seq: expected.seq, when: stamp(expected.createdAt) })}</Text> : null}
      <div className={classes.choices}>
        <DataTable label={t('restore.choose.list')} columns={columns} rows={rows} rowKey={row => row.id} rowHeight={40} autoFocus onCursor={setCursor} onOpen={row => onStart(row.id)} rowTone={row => (row.missingPacks > 0 ? 'attention' : undefined)} empty={<EmptyState title={t('restore.choose.none')} />} height={rows.length > 8 ? 'fill' : 'content'} />
      </div>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      <div className={classes.actions}>
        {chosen ? <Button kind="primary" loading={starting} onClick={() => onStart(chosen.id)}>{t('restore.choose.start', { when: stamp(chosen.createdAt) })}</Button> : null}
      </div>
    </StepPane>
  );
}

function useChoiceColumns(): readonly DataColumn<Choice>[] {
  const t = useText();
  const stamp = useStamp();
  const { number, bytes } = useFormats();
  const condition = ({ missingPacks, recommended }: Choice): string => {
    if (missingPacks > 0) return t('restore.choice.missingPacks', { count: missingPacks });
    return recommended ? t('restore.choice.recommended') : t('restore.choose.whole');
  };
  return [
    { id: 'made', header: t('restore.choose.made'), width: '140px', numeric: true, cell: row => stamp(row.createdAt) },
    { id: 'state', header: t('restore.choose.state'), width: 'minmax(210px, 1fr)', cell: condition },
    { id: 'number', header: t('restore.choose.number'), width: '76px', align: 'end', hideBelow: 640, cell: row => number(row.seq) },
    { id: 'patients', header: t('restore.choose.patients'), width: '90px', align: 'end', cell: row => number(row.counts.patients) },
    { id: 'notes', header: t('restore.choose.notes'), width: '112px', align: 'end', cell: row => number(row.counts.notes) },
    { id: 'log', header: t('restore.choose.log'), width: '96px', align: 'end', hideBelow: 740, cell: row => number(row.counts.log) },
    { id: 'size', header: t('restore.choose.size'), width: '92px', align: 'end', hideBelow: 830, cell: row => bytes(row.databaseBytes) },
  ];
}
