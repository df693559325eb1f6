import { IconExternalLink } from '@tabler/icons-react';
import * as z from 'zod';

import { LISTS_PATH, useGo, useRouteSearch, useWorkLists, workListKey, type Go, type WorkList } from '#renderer/commands/index.ts';
import { EmptyState, KeyHint, Page, useAnyText, useText } from '#renderer/ui/index.ts';

import classes from '../Desk.module.css';

export const ListsSearch = z.object({ list: z.string().max(60).optional().catch(undefined) });

/** Opens a list: its rows here, or its own screen. */
function open(go: Go, list: WorkList): void {
  if (list.to) go(list.to);
  else go(LISTS_PATH, { search: { list: list.id }, replace: true });
}

/** Everything that waits for this person in one place: a list of lists with counts, and the rows of the one chosen. */
export function ListsScreen() {
  const t = useText();
  const lists = useWorkLists();
  const { list: asked } = useRouteSearch(ListsSearch);
  const drawn = lists.filter(list => list.component !== undefined);
  const chosen = drawn.find(list => list.id === asked) ?? drawn[0];
  if (lists.length === 0) return <Page title={t('desk.lists.title')}><EmptyState title={t('desk.lists.none')} /></Page>;
  return (
    <Page title={t('desk.lists.title')} mode="fill">
      <div className={classes.hub}>
        <nav className={classes.lists} aria-label={t('desk.lists.choose')}>
          {lists.map((list, at) => <ListItem key={list.id} list={list} keys={workListKey(at)} isChosen={list === chosen} />)}
        </nav>
        <section className={classes.rows}>{chosen?.component ? <chosen.component key={chosen.id} /> : <EmptyState title={t('desk.lists.opens')} />}</section>
      </div>
    </Page>
  );
}

function ListItem({ list, keys, isChosen }: { readonly list: WorkList; readonly keys: string | undefined; readonly isChosen: boolean }) {
  const t = useText();
  const anyText = useAnyText();
  const go = useGo();
  const { count, isLate } = list.useCount();
  return (
    <button type="button" className={classes.listItem} onClick={() => open(go, list)} {...(isChosen ? { 'aria-current': 'true' as const } : {})}>
      <span className={classes.listWord}>{anyText(list.message)}{list.to ? <> <IconExternalLink size={12} stroke={1.8} aria-hidden /></> : null}</span>
      <span className={classes.listCount} data-none={count === 0 || undefined} data-late={(isLate && count !== 0) || undefined}>
        {count === undefined ? '–' : <><span aria-hidden="true">{count}</span><span className="kb-visually-hidden">{t('desk.lists.count', { count })}</span></>}
      </span>
      {keys ? <KeyHint keys={keys} /> : null}
    </button>
  );
}
