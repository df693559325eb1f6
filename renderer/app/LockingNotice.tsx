import { createPortal } from 'react-dom';

import { useHeld } from '#renderer/client/hold-page.ts';
import { useText } from '#renderer/ui/index.ts';

import classes from './LockingNotice.module.css';

/** Why the keyboard does nothing for the moment between the last save and the lock. */
export function LockingNotice() {
  const t = useText();
  // Beside the page and not in it: what is inert is not read aloud either.
  return useHeld() ? createPortal(<div role="status" className={classes.notice}>{t('app.locking')}</div>, document.body) : null;
}
