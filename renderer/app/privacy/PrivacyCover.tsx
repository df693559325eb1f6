import { IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

import { client, useClinicDay, useSession } from '#renderer/client/index.ts';
import { matches, parseChord } from '#renderer/commands/index.ts';
import { holdKeys, KeyHint, useFormats, useText } from '#renderer/ui/index.ts';

import { useSwitch } from '../switch.ts';
import { covered, coverPage, COVER_ATTRIBUTE, uncover } from './privacy.ts';
import classes from './PrivacyCover.module.css';

export const PRIVACY_KEY = 'f8';
const F8 = parseChord(PRIVACY_KEY);
/** By then the program has locked. */
const LONGEST_COVER_MS = 3_600_000;
const LOCK = parseChord('mod+l');

/** What hands may do while the cover lies there: show again with F8 or the button, lock with Ctrl+L, walk with Tab. */
function onHand(event: Event): void {
  const onButton = event.target instanceof Element && event.target.closest('[data-privacy-show]') !== null;
  if (event.type === 'click' && onButton) return uncover();
  if (!(event instanceof KeyboardEvent)) return event.cancelable && !onButton ? event.preventDefault() : undefined;
  if (event.key === 'Tab' || (onButton && (event.key === 'Enter' || event.key === ' '))) return;
  event.preventDefault();
  if (event.type !== 'keydown' || event.repeat) return;
  if (matches(event, F8)) uncover();
  else if (matches(event, LOCK)) void client.shell.lock({}).catch(() => undefined);
}

/** Covers the window from a command, a button or F8. */
export function cover(): void {
  // What was typed for something that was still opening goes there when the cover is taken away.
  holdKeys({ until: () => !covered.isOn(), isAside: true, limitMs: LONGEST_COVER_MS, atLimit: 'drop' });
  coverPage(onHand);
}

/** F8 reaches this before any field, dialog or editor; the cover is drawn over everything. */
export function PrivacyCover() {
  const isCovered = useSwitch(covered);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (covered.isOn() || event.repeat || !matches(event, F8)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      cover();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      uncover();
    };
  }, []);
  return isCovered ? createPortal(<Cover />, document.body) : null;
}

function Cover() {
  const t = useText();
  const { time } = useFormats();
  const { timeZone } = useClinicDay();
  const { data } = useSession();
  const [now, setNow] = useState(() => new Date().toISOString());
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    const timer = setInterval(() => setNow(new Date().toISOString()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div ref={box} className={classes.cover} {...{ [COVER_ATTRIBUTE]: '' }} role="dialog" aria-modal="true" aria-labelledby="privacy-words" tabIndex={-1}>
      <p className={classes.clinic}>{data?.clinic?.name}</p>
      <p className={classes.clock}>{time(now, timeZone)}</p>
      <p className={classes.words} id="privacy-words"><IconEyeOff size={18} stroke={1.6} aria-hidden /> {t('app.privacy.covered')}</p>
      <button type="button" className={classes.show} data-privacy-show="">{t('app.privacy.show')} <KeyHint keys={PRIVACY_KEY} /></button>
    </div>
  );
}
