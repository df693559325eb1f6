import { useEffect, useRef, useState } from 'react';

import { client, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, holdKeys, KeyHint, SegmentedChoice, Text, TextField, useText } from '#renderer/ui/index.ts';

import { ChoiceList } from './ChoiceList.tsx';
import classes from './CodePicker.module.css';
import { useChoices, type Choice } from './use-choices.ts';
import { useCursor } from './use-cursor.ts';

const FRAMES_AWAY = 3;
const LONGEST_AWAY_MS = 1_000;

interface CodePickerProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly system: string;
  readonly onSystem: (system: string) => void;
  readonly onPut: (choice: Choice) => void;
  readonly onClose: () => void;
}

/** Type a code or words, arrows and Enter put it into the note; Shift+Enter puts it there and stays for more. */
export function CodePicker({ patientId, noteId, system, onSystem, onPut, onClose }: CodePickerProps) {
  const t = useText();
  const errorText = useErrorText();
  const field = useRef<HTMLInputElement>(null);
  const isBack = useRef(true);
  const [typed, setTyped] = useState('');
  const [put, setPut] = useState<readonly Choice[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const { choices, isFresh, edition, isSample, error } = useChoices({ patientId, noteId, system, typed });
  const take = (choice: Choice, more: boolean): void => {
    onPut(choice);
    if (!more) return onClose();
    isBack.current = false;
    holdKeys({ until: () => isBack.current, limitMs: LONGEST_AWAY_MS, atLimit: 'press' });
    setPut(before => [...before, choice]);
    setTyped('');
  };
  const pin = (choice: Choice): void => {
    setFailure(undefined);
    field.current?.focus();
    client.codes.pin({ system: choice.system, code: choice.code, pinned: !choice.isPinned }).catch(setFailure);
  };
  const cursor = useCursor({ choices, isFresh, listKey: `${system} ${typed.trim()}`, onTake: take, onPin: pin });
  // The text takes the focus in the frame after the code was put there; the next one is typed here, and no letter of it elsewhere.
  useEffect(() => {
    if (put.length === 0) return undefined;
    let [frames, handle] = [0, 0];
    const comeBack = (): void => {
      field.current?.focus();
      frames += 1;
      if (frames < FRAMES_AWAY) handle = requestAnimationFrame(comeBack);
      else isBack.current = true;
    };
    handle = requestAnimationFrame(comeBack);
    return () => {
      cancelAnimationFrame(handle);
      isBack.current = true;
    };
  }, [put]);
  const problem = failure ?? error;
  const canPin = cursor.current !== undefined && (cursor.current.isPinned || cursor.current.standing === 'selectable');
  return (
    <Dialog open onClose={onClose} size="large" title={t('codes.picker.title')}>
      <div className={classes.picker}>
        <div className={classes.top}>
          <TextField ref={field} label={t('codes.picker.field')} value={typed} onChange={setTyped} onKeyDown={cursor.onKeyDown} placeholder={t('codes.picker.placeholder')} maxLength={100} autoFocus />
          <Systems system={system} onSystem={onSystem} />
        </div>
        {problem ? <Banner tone="danger" live>{errorText(problem).text}</Banner> : null}
        {put.length > 0 ? <div className={classes.put} role="status">{t('codes.picker.put', { codes: put.map(one => one.code).join(', ') })}</div> : null}
        <ChoiceList choices={choices} at={isFresh ? cursor.at : -1} isBlank={typed.trim() === ''} isFresh={isFresh} hasPack={edition !== null} onPoint={cursor.point} onTake={choice => take(choice, false)} />
        <Details choice={cursor.current} />
        <footer className={classes.foot}>
          <span><KeyHint keys="enter" /> {t('codes.picker.enter')}</span>
          <span><KeyHint keys="shift+enter" /> {t('codes.picker.more')}</span>
          <Button size="dense" kind="quiet" shortcut="f4" disabled={!canPin} onClick={cursor.pin}>{t(cursor.current?.isPinned ? 'codes.picker.unpin' : 'codes.picker.pin')}</Button>
          <span className={classes.source}>{edition === null ? '' : isSample ? t('codes.picker.sample', { system }) : t('codes.picker.edition', { system, edition })}</span>
        </footer>
      </div>
    </Dialog>
  );
}

/** The clinic's code systems; two have keys of their own, the others are chosen here. */
function Systems({ system, onSystem }: { readonly system: string; readonly onSystem: (system: string) => void }) {
  const t = useText();
  const { data } = useQueryOf('codes', 'packs', {});
  const names = [...new Set((data ?? []).filter(pack => pack.isCurrent).map(pack => pack.system))];
  if (names.length < 2) return null;
  return <SegmentedChoice label={t('codes.picker.system')} value={system} onChange={onSystem} options={names.map(name => ({ value: name, label: name }))} />;
}

/** What the list says about the code under the cursor: what belongs to it and what does not. */
function Details({ choice }: { readonly choice: Choice | undefined }) {
  const t = useText();
  const { includes = '', excludes = '' } = choice ?? {};
  return (
    <div className={classes.details} aria-live="polite">
      {includes === '' ? null : <Text small><strong>{t('codes.picker.includes')}</strong> {includes}</Text>}
      {excludes === '' ? null : <Text small><strong>{t('codes.picker.excludes')}</strong> {excludes}</Text>}
    </div>
  );
}
