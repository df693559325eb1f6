import type { ComponentType } from 'react';

import type { Role } from '#shared/domain/permissions.ts';

import { useSession } from '#renderer/client/index.ts';
import { LISTS_PATH, useGo, useWorkLists, workListKey, type WorkList } from '#renderer/commands/index.ts';
import { Button, EmptyState, Section, StatusRow, useAnyText, useText } from '#renderer/ui/index.ts';

/** Somebody with several roles has several parts on the start page, and one set of lists: it stands in the first part. */
const ORDER: readonly Role[] = ['practitioner', 'assistant', 'receptionist', 'administrator'];

/** The widget for a role's part of the start page. */
export const listsWidgetOf = (role: Role): ComponentType =>
  function ListsOfRole() {
    const { data } = useSession();
    return ORDER.find(one => data?.user?.roles.includes(one)) === role ? <ListsWidget /> : null;
  };

/** On the start page: one line for each list on which something waits, with the key that opens it (tasks 4C 3). */
function ListsWidget() {
  const t = useText();
  const lists = useWorkLists();
  if (lists.length === 0) return <Section title={t('desk.lists.widget')}><EmptyState title={t('desk.lists.none')} /></Section>;
  return (
    <Section title={t('desk.lists.widget')}>
      <div>{lists.map((list, at) => <ListLine key={list.id} list={list} keys={workListKey(at)} />)}</div>
    </Section>
  );
}

function ListLine({ list, keys }: { readonly list: WorkList; readonly keys: string | undefined }) {
  const t = useText();
  const anyText = useAnyText();
  const go = useGo();
  const { count, isLate = false } = list.useCount();
  if (count === undefined) return null;
  const open = () => (list.to ? go(list.to) : go(LISTS_PATH, { search: { list: list.id } }));
  return (
    <StatusRow tone={count === 0 ? 'ok' : isLate ? 'attention' : 'none'} label={anyText(list.message)} value={t('desk.lists.count', { count })}
      action={count === 0 ? undefined : <Button size="dense" onClick={open} {...(keys ? { shortcut: keys } : {})}>{t('desk.lists.show')}</Button>} />
  );
}
