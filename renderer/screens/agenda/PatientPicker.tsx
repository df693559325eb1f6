import { useEffect, useId, useState, type KeyboardEvent } from 'react';

import { useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Button, Row, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';

export type PickedPatient = { readonly kind: 'known'; readonly id: string; readonly name: string } | { readonly kind: 'walkIn'; readonly name: string; readonly phone: string };

type Hit = OutputOf<'patients', 'search'>[number];

interface PatientPickerProps {
  readonly picked: PickedPatient | undefined;
  readonly onPick: (picked: PickedPatient | undefined) => void;
  /** Offers to book somebody by name who is not registered yet (C-08). */
  readonly allowWalkIn: boolean;
  readonly autoFocus: boolean;
}

const nameOf = (hit: Hit): string => `${hit.familyName}, ${hit.givenName}`;

/** Who the visit is for: type a number, a name, a birth date or a phone; arrows and Enter choose. */
export function PatientPicker({ picked, onPick, allowWalkIn, autoFocus }: PatientPickerProps) {
  const t = useText();
  if (!picked) return <PatientSearch onPick={onPick} allowWalkIn={allowWalkIn} autoFocus={autoFocus} />;
  const change = <Button size="dense" kind="quiet" onClick={() => onPick(undefined)}>{t('agenda.booking.changePatient')}</Button>;
  if (picked.kind === 'known') return <Row justify="between"><Text strong>{picked.name}</Text>{change}</Row>;
  return (
    <Row align="end" gap={3}>
      <TextField label={t('agenda.booking.walkInName')} value={picked.name} onChange={name => onPick({ ...picked, name })} maxLength={80} />
      <TextField label={t('agenda.booking.phone')} value={picked.phone} onChange={phone => onPick({ ...picked, phone })} maxLength={40} autoFocus />
      {change}
    </Row>
  );
}

/** Waits until typing pauses, so that each search is one row in the log and not one a letter. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 90);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function PatientSearch({ onPick, allowWalkIn, autoFocus }: Omit<PatientPickerProps, 'picked'>) {
  const t = useText();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const settled = useSettled(text.trim());
  const { data } = useQueryOf('patients', 'search', { text: settled, limit: 7 }, { enabled: settled.length > 0, keepPrevious: true });
  const hits = settled.length > 0 ? (data ?? []) : [];
  const walkIn = allowWalkIn && text.trim().length > 1 ? [text.trim()] : [];
  const count = hits.length + walkIn.length;
  const take = (index: number): void => {
    const hit = hits[index];
    if (hit) onPick({ kind: 'known', id: hit.id, name: nameOf(hit) });
    else if (walkIn[0]) onPick({ kind: 'walkIn', name: walkIn[0], phone: '' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(count - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') take(at);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.picker}>
      <TextField label={t('agenda.booking.patient')} value={text} onChange={next => { setText(next); setAt(0); }} onKeyDown={onKeyDown} placeholder={t('agenda.booking.patientPlaceholder')} autoFocus={autoFocus} required />
      {count > 0 ? (
        <div role="listbox" aria-label={t('agenda.booking.hits')} className={classes.hits}>
          {hits.map((hit, index) => <HitRow key={hit.id} id={`${id}-${index}`} hit={hit} isCurrent={index === at} onTake={() => take(index)} />)}
          {walkIn.map(name => (
            <div key="walk-in" role="option" tabIndex={-1} aria-selected={at === hits.length} className={classes.hit} onMouseDown={event => { event.preventDefault(); take(hits.length); }}>
              {t('agenda.booking.bookByName', { name })}
            </div>
          ))}
        </div>
      ) : null}
      <div className="kb-visually-hidden" aria-live="polite">{count > 0 && hits[at] ? `${nameOf(hits[at])} ${hits[at].number ?? ''}` : ''}</div>
    </div>
  );
}

function HitRow({ id, hit, isCurrent, onTake }: { readonly id: string; readonly hit: Hit; readonly isCurrent: boolean; readonly onTake: () => void }) {
  const t = useText();
  return (
    <div id={id} role="option" tabIndex={-1} aria-selected={isCurrent} className={classes.hit} onMouseDown={event => { event.preventDefault(); onTake(); }}>
      <span className={classes.hitNumber}>{hit.number ?? hit.birthDate ?? ''}</span>
      <span className={classes.hitName}>{nameOf(hit)}</span>
      <span className={classes.hitPhone}>{hit.protection === 'none' ? hit.phone : t('agenda.flag.protected')}</span>
    </div>
  );
}
