import { IconClockPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import { useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { KeyHint, notify, useText } from '#renderer/ui/index.ts';

import type { Freed } from './use-answers.ts';
import classes from './Waiting.module.css';
import { useWhen } from './wish-words.ts';

const isSamePlace = (a: Freed, b: Freed): boolean => a.groupId === b.groupId && a.resourceId === b.resourceId && a.start < b.end && a.end > b.start;

/** A time that just became free and suits somebody is said once, with the key that opens it; after that a quiet number stands in the status line. */
export function WaitingStatusItem() {
  const t = useText();
  const go = useGo();
  const when = useWhen();
  const { data } = useQueryOf('waiting', 'freed', {});
  const known = useRef<readonly Freed[]>(undefined);
  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = data;
    // What is left of a free time when part of it is taken is not news.
    const fresh = before && data.find(slot => !before.some(old => isSamePlace(old, slot)));
    if (fresh) notify(t('waiting.notice', { when: when(fresh.start), count: fresh.waiting }), 'waiting.freed');
  });
  if (!data || data.length === 0) return null;
  return (
    <button type="button" className={classes.statusItem} onClick={() => go('/lists/waiting', { search: { slot: 'first' } })}>
      <IconClockPlus size={14} stroke={1.8} aria-hidden />{t('waiting.status', { count: data.length })}<KeyHint keys="alt+v" />
    </button>
  );
}
