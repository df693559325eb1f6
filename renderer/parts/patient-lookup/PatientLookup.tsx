import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';

import { useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Button, Columns, Row, Text, TextField, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../patient-form/index.ts';
import { usePaced } from '../use-settled.ts';
import classes from './PatientLookup.module.css';

type Hit = OutputOf<'patients', 'search'>[number];

/** Somebody in the register, or a name and a phone as long as there is no patient (C-08). */
export type LookedUp = { readonly kind: 'known'; readonly id: string; readonly name: string } | { readonly kind: 'byName'; readonly name: string; readonly phone: string };

interface PatientLookupProps {
  readonly picked: LookedUp | undefined;
  readonly onPick: (picked: LookedUp | undefined) => void;
  readonly allowByName: boolean;
  readonly autoFocus: boolean;
  readonly error?: string | undefined;
}

/** Who it is about: type a number, a name, a birth date or a phone; arrows and Enter choose. */
export function PatientLookup(props: PatientLookupProps) {
  const { picked, onPick } = props;
  const t = useText();
  if (!picked) return <LookupField {...props} />;
  const change = <Button size="dense" kind="quiet" onClick={() => onPick(undefined)}>{t('patients.lookup.change')}</Button>;
  if (picked.kind === 'known') return <Row justify="between"><Text strong>{picked.name}</Text>{change}</Row>;
  return (
    <Columns min={180} gap={3}>
      <TextField label={t('patients.lookup.name')} value={picked.name} onChange={name => onPick({ ...picked, name })} maxLength={80} required />
      <TextField label={t('patients.lookup.phone')} value={picked.phone} onChange={phone => onPick({ ...picked, phone })} maxLength={40} numeric autoFocus />
      {change}
    </Columns>
  );
}

function useHits(typed: string): { readonly hits: readonly Hit[]; readonly isFresh: boolean } {
  const text = typed.trim();
  const settled = usePaced(text);
  const { data, isPlaceholderData, isPending } = useQueryOf('patients', 'search', { text: settled, limit: 7 }, { enabled: settled.length > 0, keepPrevious: true });
  return { hits: settled.length > 0 ? (data ?? []) : [], isFresh: settled === text && (settled === '' || (!isPlaceholderData && !isPending)) };
}

function LookupField({ onPick, allowByName, autoFocus, error }: PatientLookupProps) {
  const t = useText();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [isWaiting, setWaiting] = useState(false);
  const { hits, isFresh } = useHits(typed);
  const text = typed.trim();
  const count = hits.length + (allowByName && text.length > 1 ? 1 : 0);
  const take = (index: number): void => {
    const hit = hits[index];
    if (hit) onPick({ kind: 'known', id: hit.id, name: nameOf(hit) });
    else if (index < count) onPick({ kind: 'byName', name: text, phone: '' });
  };
  // Enter means who fits what was typed, not who stood there a moment before.
  const chosen = useRef(take);
  chosen.current = take;
  useEffect(() => {
    if (!isWaiting || !isFresh) return;
    setWaiting(false);
    chosen.current(at);
  }, [isWaiting, isFresh, at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(count - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') setWaiting(text !== '');
    else return;
    event.preventDefault();
  };
  const change = (next: string): void => {
    setTyped(next);
    setAt(0);
    setWaiting(false);
  };
  const option = (index: number) => ({
    id: `${id}-${index}`, role: 'option', tabIndex: -1, 'aria-selected': index === at, className: classes.hit,
    onMouseDown: (event: { preventDefault: () => void }) => { event.preventDefault(); take(index); },
  });
  return (
    <div>
      <TextField label={t('patients.lookup.who')} value={typed} onChange={change} onKeyDown={onKeyDown} placeholder={t('patients.lookup.placeholder')} autoFocus={autoFocus} error={error} required />
      {count > 0 ? (
        <div role="listbox" aria-label={t('patients.lookup.hits')} className={classes.hits}>
          {hits.map((hit, index) => (
            <div key={hit.id} {...option(index)}>
              <span className={classes.number}>{hit.number ?? hit.birthDate ?? ''}</span>
              <span className={classes.name}>{nameOf(hit)}</span>
              <span className={classes.phone}>{hit.protection === 'none' ? hit.phone : t('patients.lookup.protected')}</span>
            </div>
          ))}
          {count > hits.length ? <div {...option(hits.length)} data-plain>{t('patients.lookup.byName', { name: text })}</div> : null}
        </div>
      ) : null}
      <div className="kb-visually-hidden" aria-live="polite">{hits[at] ? `${nameOf(hits[at])} ${hits[at].number ?? ''}` : ''}</div>
    </div>
  );
}
