import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

import { ActionMenu, type MenuItem } from './ActionMenu.tsx';
import classes from './ActionRow.module.css';
import { Button } from './Button.tsx';
import { useText } from './text.tsx';

interface ActionRowProps {
  readonly actions: readonly MenuItem[];
  /** Where all of them are found, with its key; otherwise what does not fit is found in a menu of its own. */
  readonly more?: { readonly shortcut: string; readonly onRun: () => void };
}

/** Actions on one line, each whole: as many as there is room for, the others behind "Mer". */
export function ActionRow({ actions, more }: ActionRowProps) {
  const t = useText();
  const row = useRef<HTMLDivElement>(null);
  const [fitting, setFitting] = useState(actions.length);
  const measure = useCallback(() => {
    const shown = [...(row.current?.children ?? [])] as HTMLElement[];
    const wrapped = shown.findIndex(one => one.offsetTop > (shown[0]?.offsetTop ?? 0));
    setFitting(wrapped < 0 ? shown.length : wrapped);
  }, []);
  const words = actions.map(action => `${action.label} ${action.shortcut ?? ''}`).join('\n');
  useLayoutEffect(measure, [measure, words]);
  useEffect(() => {
    if (!row.current?.parentElement) return;
    const watch = new ResizeObserver(measure);
    watch.observe(row.current.parentElement);
    return () => watch.disconnect();
  }, [measure]);
  const isCut = fitting < actions.length;
  return (
    <div className={classes.frame}>
      <div ref={row} className={classes.row}>
        {actions.map((action, index) => (
          <span key={action.id} className={classes.action} data-hidden={index >= fitting || undefined}>
            <Button size="dense" kind="quiet" onClick={action.onRun} {...(action.shortcut ? { shortcut: action.shortcut } : {})}>{action.label}</Button>
          </span>
        ))}
      </div>
      {isCut ? <span className={classes.more}>{more
        ? <Button size="dense" kind="quiet" shortcut={more.shortcut} onClick={more.onRun}>{t('ui.more')}</Button>
        : <ActionMenu target={<Button size="dense" kind="quiet">{t('ui.more')}</Button>} items={actions.slice(fitting)} />}</span> : null}
    </div>
  );
}
