import { useCommandContext } from '#renderer/commands/index.ts';
import { useAnyText, useText } from '#renderer/ui/index.ts';

import classes from './Frame.module.css';
import { Mark } from './Mark.tsx';
import { useVisibleRail } from './use-visible-rail.ts';

/** True when the screen belongs to the entry: its own path or one below it. */
const isWithin = (path: string, to: string): boolean => path === to || (to !== '/' && path.startsWith(`${to}/`));

export function Rail() {
  const t = useText();
  const anyText = useAnyText();
  const { path, go } = useCommandContext();
  return (
    <nav className={classes.rail} aria-label={t('app.rail')}>
      <span className={classes.mark}><Mark size={26} /></span>
      {useVisibleRail().map((entry, at) => (
        <button key={entry.id} type="button" className={classes.railItem} title={at < 9 ? `${anyText(entry.message)} (${at + 1})` : anyText(entry.message)} onClick={() => go(entry.to)} {...(isWithin(path, entry.to) ? { 'aria-current': 'page' as const } : {})}>
          <entry.icon size={22} stroke={1.6} />
          <span className={classes.railWord}>{anyText(entry.message)}</span>
          {at < 9 ? <span className={classes.railKey} aria-hidden="true">{at + 1}</span> : null}
        </button>
      ))}
    </nav>
  );
}
