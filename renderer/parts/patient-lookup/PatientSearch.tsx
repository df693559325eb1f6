import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';

import { holdKeys, KeyHint, TextField, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../patient-form/index.ts';
import { PatientName } from '../warnings/index.ts';
import classes from './PatientLookup.module.css';
import { usePatientHits, type PatientHit } from './use-patient-hits.ts';

/** Something else than a patient of the register that the typed text can become: a new patient, a name and no more. */
export interface OtherChoice {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly onTake: (text: string) => void;
}

export interface PatientSearchProps {
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  readonly onHit: (hit: PatientHit) => void;
  /** What stands below the hits once two letters are typed. */
  readonly others: (text: string) => readonly OtherChoice[];
  readonly autoFocus: boolean;
  readonly error?: string | undefined;
  readonly required?: boolean;
}

const HITS = 7;
/** An answer that takes longer is none: keys go into the search again. */
const LONGEST_MS = 4_000;

interface Line {
  readonly id: string;
  readonly hit?: PatientHit;
  readonly other?: OtherChoice;
  readonly take: () => void;
}

/**
 * Arrows move, Enter takes. Enter means who fits what was typed, not who stood there a moment before; so it waits for
 * the answer, and what is typed after it belongs to whatever has the focus once somebody is chosen.
 */
function useChoice(lines: readonly Line[], { hasText, isFresh }: { readonly hasText: boolean; readonly isFresh: boolean }) {
  const [at, setAt] = useState(0);
  const [isWaiting, setWaiting] = useState(false);
  const goOn = useRef<() => void>(undefined);
  const take = useRef(() => undefined as void);
  take.current = () => lines[at]?.take();
  useEffect(() => {
    if (!isWaiting || !isFresh) return;
    setWaiting(false);
    if (lines.length === 0) goOn.current?.();
    take.current();
  }, [isWaiting, isFresh, lines.length]);
  // The search gives way to who was chosen; only then does the focus stand where the next Enter belongs.
  useEffect(() => () => goOn.current?.(), []);
  const wait = (): void => {
    if (!hasText || isWaiting) return;
    goOn.current = holdKeys({ until: () => false, limitMs: LONGEST_MS, atLimit: 'press' });
    setWaiting(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.max(0, Math.min(lines.length - 1, at + 1)));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') wait();
    else return;
    event.preventDefault();
  };
  const restart = (): void => {
    setAt(0);
    setWaiting(false);
    goOn.current?.();
  };
  return { at, onKeyDown, restart };
}

/** A line to type in (number, name, birth date or phone), and who fits below it. */
export function PatientSearch({ typed, onTyped, onHit, others, autoFocus, error, required = true }: PatientSearchProps) {
  const t = useText();
  const id = useId();
  const { text, hits, isFresh } = usePatientHits(typed, HITS);
  const lines: Line[] = [
    ...hits.map(hit => ({ id: hit.id, hit, take: () => onHit(hit) })),
    ...(text.length > 1 ? others(text).map(other => ({ id: other.id, other, take: () => other.onTake(text) })) : []),
  ];
  const choice = useChoice(lines, { hasText: text !== '', isFresh });
  const change = (next: string): void => {
    onTyped(next);
    choice.restart();
  };
  const current = lines[choice.at]?.hit;
  return (
    <div>
      <TextField label={t('patients.lookup.who')} value={typed} onChange={change} onKeyDown={choice.onKeyDown} placeholder={t('patients.lookup.placeholder')} autoFocus={autoFocus} error={error} required={required} />
      {lines.length > 0 ? (
        <div role="listbox" aria-label={t('patients.lookup.hits')} className={classes.hits}>
          {lines.map((line, index) => <SearchLine key={line.id} id={`${id}-${index}`} line={line} isCurrent={isFresh && index === choice.at} />)}
        </div>
      ) : null}
      <div className="kb-visually-hidden" aria-live="polite">{current ? `${nameOf(current)} ${current.number ?? ''}` : ''}</div>
    </div>
  );
}

function SearchLine({ id, line: { hit, other, take }, isCurrent }: { readonly id: string; readonly line: Line; readonly isCurrent: boolean }) {
  const t = useText();
  return (
    <div id={id} role="option" tabIndex={-1} aria-selected={isCurrent} className={classes.hit} data-plain={other ? '' : undefined} onMouseDown={event => { event.preventDefault(); take(); }}>
      {hit ? (
        <>
          <span className={classes.number}>{hit.number ?? hit.birthDate ?? ''}</span>
          <PatientName id={hit.id} name={nameOf(hit)} />
          <span className={classes.phone}>{hit.protection === 'none' ? hit.phone : t('patients.lookup.protected')}</span>
        </>
      ) : null}
      {other ? <>{other.label}{other.keys ? <KeyHint keys={other.keys} /> : null}</> : null}
    </div>
  );
}
