import { useState } from 'react';

import { useCommands, useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Button, Page, Tabs, useText } from '#renderer/ui/index.ts';

import { CODES_PATH, CodesSearch, PARTS, type Part } from './codes-search.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { PacksPart } from './PacksPart.tsx';
import { StatisticsPart } from './StatisticsPart.tsx';

/** The clinic's code systems with source and licence, reading in new versions, and how often codes are used (K-20). For the administrator. */
export function CodesScreen() {
  const t = useText();
  const go = useGo();
  const { part } = useRouteSearch(CodesSearch);
  const [isReading, setReading] = useState(false);
  useCommands([{ id: 'codes.import', message: 'codes.command.import', shortcut: 'n', permission: 'settings.manage', when: () => !isReading, run: () => setReading(true) }]);
  const content = { packs: <PacksPart />, statistics: <StatisticsPart /> };
  return (
    <Page title={t('codes.title')} actions={<Button kind="primary" shortcut="n" onClick={() => setReading(true)}>{t('codes.command.import')}</Button>}>
      <Tabs<Part> label={t('codes.title')} value={part} onChange={next => go(CODES_PATH, { search: { part: next }, replace: true })} tabs={PARTS.map(value => ({ value, label: t(`codes.part.${value}`), content: content[value] }))} />
      {isReading ? <ImportDialog onClose={() => setReading(false)} /> : null}
    </Page>
  );
}
