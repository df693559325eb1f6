import { useErrorText, useQueryOf, type InputOf } from '#renderer/client/index.ts';
import { Banner, Columns, Stack, Text, useText } from '#renderer/ui/index.ts';

const PARTS = ['notes', 'versions', 'documents', 'attachments', 'papers', 'warnings', 'medications', 'given', 'copies', 'remarks'] as const;

/** Exactly what goes, counted, and what stays. */
export function WhatGoes(what: InputOf<'destruction', 'preview'>) {
  const t = useText();
  const errorText = useErrorText();
  const { data: counts, error } = useQueryOf('destruction', 'preview', what, { keepPrevious: true });
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  if (counts === undefined) return null;
  return (
    <Columns min={280}>
      <Stack gap={1}>
        <Text strong>{t('destruction.goes.title')}</Text>
        {PARTS.filter(part => counts[part] > 0).map(part => <Text key={part}>{t(`destruction.goes.${part}`, { count: counts[part] })}</Text>)}
        <Text muted>{t('destruction.goes.index')}</Text>
      </Stack>
      <Stack gap={1}>
        <Text strong>{t('destruction.stays.title')}</Text>
        {(['register', 'money', 'log', 'tombstone', 'disclosures', 'backups'] as const).map(part => <Text key={part}>{t(`destruction.stays.${part}`)}</Text>)}
      </Stack>
    </Columns>
  );
}
