import { Modal } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState, type FormEvent, type ReactNode, type RefObject } from 'react';

import { Button } from './Button.tsx';
import classes from './Dialog.module.css';
import { useText } from './text.tsx';
import { holdKeys } from './keyboard-line.ts';
import { giveKeptKeys, keepTypedAhead } from './typed-ahead.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Names the object: "Avboka Åsa Karlsson 22 november 09:00?" */
  readonly title: string;
  readonly children?: ReactNode;
  /** The safe way out comes first and has the focus when the action is dangerous. */
  readonly safeLabel?: string;
  readonly action?: { readonly label: string; readonly onRun: () => void; readonly danger?: boolean; readonly disabled?: boolean; readonly loading?: boolean; /** What it needs is on its way: an Enter that comes before it counts when it is there. */ readonly waits?: boolean; readonly shortcut?: string; /** Has the focus at once, so that Enter is enough, where no field waits for words. */ readonly focused?: boolean };
  readonly size?: 'small' | 'medium' | 'large';
}

/** The focus comes back in the next turn; longer than this nothing waits for it. */
const LONGEST_RETURN_MS = 500;
/** What takes longer is a long operation: keys mean what they mean in its dialog. */
const LONGEST_RUN_MS = 2_000;

const WIDTH = { small: 440, medium: 620, large: 900 } as const;

/** Mantine gives the focus back when a dialog closes, not when it is taken off the screen while open, as most of ours are. */
function useReturnedFocus(open: boolean): void {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  if (open && !wasOpen.current) opener.current = document.activeElement;
  wasOpen.current = open;
  useEffect(() => {
    if (!open) return undefined;
    const giveBack = () => {
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (isFree && opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus({ preventScroll: true });
    };
    return () => {
      const goOn = holdKeys({ until: () => false, limitMs: LONGEST_RETURN_MS, atLimit: 'press' });
      setTimeout(() => {
        giveBack();
        goOn();
      });
    };
  }, [open]);
}

/** The focus comes to a dialog a moment after the dialog: what is typed in between belongs to its first field. */
function useTypedAhead(open: boolean, form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    if (!open) return undefined;
    const stop = keepTypedAhead(element => element !== null && (form.current?.closest('[role="dialog"]')?.contains(element) ?? false));
    giveKeptKeys();
    return stop;
  }, [open, form]);
}

/** While core is asked whether it may be so, nobody knows whether the dialog stays: keys wait for what comes of it. */
function useKeysWhileRunning(isRunning: boolean): void {
  useLayoutEffect(() => {
    if (!isRunning) return undefined;
    const goOn = holdKeys({ until: () => false, limitMs: LONGEST_RUN_MS, atLimit: 'press' });
    // What follows, another dialog or the focus given back, is there first.
    return () => void setTimeout(goOn);
  }, [isRunning]);
}

/** Runs at once, or, while what it needs is on its way, when that is there; says whether it was asked for and waits. */
function useRunWhenReady(action: DialogProps['action']): { readonly run: () => void; readonly isWanted: boolean } {
  const [isWanted, setWanted] = useState(false);
  const latest = useRef(action);
  latest.current = action;
  const waits = action?.waits === true;
  useEffect(() => {
    if (!isWanted || waits) return;
    setWanted(false);
    if (latest.current && !latest.current.disabled) latest.current.onRun();
  }, [isWanted, waits]);
  const run = () => {
    if (!action || action.disabled || action.loading) return;
    if (waits) setWanted(true);
    else action.onRun();
  };
  return { run, isWanted: isWanted && waits };
}

/** Where no field asks for the focus the form has it, and Enter runs the action: never the cross, which Enter would press. */
function FirstFocus({ form, onEnter }: { readonly form: RefObject<HTMLFormElement | null>; readonly onEnter: () => void }) {
  const latest = useRef(onEnter);
  latest.current = onEnter;
  useLayoutEffect(() => {
    const element = form.current;
    if (!element) return undefined;
    if (!element.querySelector('[data-autofocus]')) element.setAttribute('data-autofocus', 'true');
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.target !== element) return;
      event.preventDefault();
      latest.current();
    };
    element.addEventListener('keydown', listen);
    return () => element.removeEventListener('keydown', listen);
  }, [form]);
  return null;
}

/** A question or a form above the screen. Escape closes it, focus goes back to where it was, Enter in a field runs the action. */
export function Dialog({ open, onClose, title, children, safeLabel, action, size = 'small' }: DialogProps) {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  useReturnedFocus(open);
  useTypedAhead(open, form);
  const { run, isWanted } = useRunWhenReady(action);
  useKeysWhileRunning(open && (isWanted || action?.loading === true));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <Modal opened={open} onClose={onClose} title={title} size={WIDTH[size]} centered closeButtonProps={{ 'aria-label': t('ui.close'), tabIndex: -1 }} classNames={{ content: classes.content ?? '', header: classes.header ?? '', title: classes.title ?? '', body: classes.body ?? '' }} returnFocus>
      <form ref={form} className={classes.form} tabIndex={-1} onSubmit={submit} noValidate>
        <FirstFocus form={form} onEnter={() => { if (action?.shortcut === 'enter' && !action.danger) run(); }} />
        {children}
        <footer className={classes.footer} data-danger={action?.danger || undefined}>
          <Button onClick={onClose} autoFocus={action?.danger === true}>{safeLabel ?? (action ? t('ui.cancel') : t('ui.close'))}</Button>
          {action ? (
            <Button type="submit" kind={action.danger ? 'danger' : 'primary'} autoFocus={action.focused === true} disabled={action.disabled ?? false} loading={isWanted || action.loading === true} {...(action.shortcut ? { shortcut: action.shortcut } : {})}>
              {action.label}
            </Button>
          ) : null}
        </footer>
      </form>
    </Modal>
  );
}
