import { IconFilePlus } from '@tabler/icons-react';

import { useMay, useQueryOf } from '#renderer/client/index.ts';
import { useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { ListFrame, SideItem } from '#renderer/parts/list-frame/index.ts';
import { Button, Page, useText } from '#renderer/ui/index.ts';

import { FolderList } from './FolderList.tsx';
import { INCOMING_PATH, IncomingSearch, type ListName } from './incoming-search.ts';
import { askToRegister } from './incoming-store.ts';
import { PapersList } from './PapersList.tsx';

/** Papers that came to the clinic: to sign off, to assign, and in the scan folder (K-02). */
export function IncomingScreen() {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const { list } = useRouteSearch(IncomingSearch);
  const signs = may('journal.sign');
  const names: readonly ListName[] = signs ? ['mine', 'all', 'toAssign', 'folder'] : ['toAssign', 'folder'];
  const shown = names.find(name => name === list) ?? names[0] ?? 'toAssign';
  const mine = useQueryOf('incoming', 'countToSign', {}, { enabled: signs }).data?.count;
  const toAssign = useQueryOf('incoming', 'countToAssign', {}).data?.count;
  const counts: Readonly<Partial<Record<ListName, number | undefined>>> = { mine, toAssign };
  const side = names.map(name => {
    const count = counts[name];
    return <SideItem key={name} word={t(`incoming.side.${name}`)} isChosen={name === shown} onChoose={() => go(INCOMING_PATH, { search: { list: name } })} {...(count === undefined ? {} : { count, countWord: t('incoming.side.count', { count }) })} />;
  });
  const add = <Button icon={<IconFilePlus size={16} aria-hidden />} shortcut="n" onClick={() => askToRegister({})}>{t('incoming.register.save')}</Button>;
  return (
    <Page title={t('incoming.title')} mode="fill" actions={add}>
      <ListFrame side={side} sideLabel={t('incoming.side.label')} head={null} foot={null}>{shown === 'folder' ? <FolderList /> : <PapersList key={shown} list={shown} />}</ListFrame>
    </Page>
  );
}
