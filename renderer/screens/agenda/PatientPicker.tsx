import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';

import { useClinicDay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { nameOf } from '#renderer/parts/patient-form/index.ts';
import { usePaced } from '#renderer/parts/use-settled.ts';
import { Button, Columns, DateField, KeyHint, Row, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';

export type PickedPatient =
  | { readonly kind: 'known'; readonly id: string; readonly name: string }
  | { readonly kind: 'walkIn'; readonly name: string; readonly phone: string; readonly birthDate: string | null };

type Hit = OutputOf<'patients', 'search'>[number];

interface PatientPickerProps {
  readonly picked: PickedPatient | undefined;
  readonly onPick: (picked: PickedPatient | undefined) => void;
  /** Offers to book somebody by name who is not registered yet (C-08). */
  readonly allowWalkIn: boolean;
  /** Offers to register whoever was typed. */
  readonly onRegister?: ((typed: string) => void) | undefined;
  readonly autoFocus: boolean;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}

/** Who the visit is for: type a number, a name, a birth date or a phone; arrows and Enter choose. */
export function PatientPicker(props: PatientPickerProps) {
  const { picked, onPick } = props;
  const t = useText();
  const { today } = useClinicDay();
  if (!picked) return <PatientSearch {...props} />;
  const change = <Button size="dense" kind="quiet" onClick={() => onPick(undefined)}>{t('agenda.booking.changePatient')}</Button>;
  if (picked.kind === 'known') return <Row justify="between"><Text strong>{picked.name}</Text>{change}</Row>;
  return (
    <Stack gap={2}>
      <Columns min={150} gap={3}>
        <TextField label={t('agenda.booking.walkInName')} value={picked.name} onChange={name => onPick({ ...picked, name })} maxLength={80} />
        <TextField label={t('agenda.booking.phone')} value={picked.phone} onChange={phone => onPick({ ...picked, phone })} maxLength={40} numeric autoFocus />
        <DateField label={t('agenda.booking.birthDate')} value={picked.birthDate} onChange={birthDate => onPick({ ...picked, birthDate })} today={today} max={today} />
      </Columns>
      <Row justify="between"><Text muted small>{t('agenda.booking.walkInHelp')}</Text>{change}</Row>
    </Stack>
  );
}

/** What fits the typed text right now; `isFresh` is false while the list still belongs to what stood there before. */
function useHits(typed: string): { readonly hits: readonly Hit[]; readonly isFresh: boolean } {
  const text = typed.trim();
  const settled = usePaced(text);
  const { data, isPlaceholderData, isPending } = useQueryOf('patients', 'search', { text: settled, limit: 7 }, { enabled: settled.length > 0, keepPrevious: true });
  const isFresh = settled === text && (settled === '' || (!isPlaceholderData && !isPending));
  return { hits: settled.length > 0 ? (data ?? []) : [], isFresh };
}

type Choice = { readonly kind: 'hit'; readonly hit: Hit } | { readonly kind: 'register' | 'walkIn'; readonly text: string };

function PatientSearch({ onPick, allowWalkIn, onRegister, autoFocus, typed, onTyped }: PatientPickerProps) {
  const t = useText();
  const id = useId();
  const [at, setAt] = useState(0);
  const [isWaiting, setWaiting] = useState(false);
  const { hits, isFresh } = useHits(typed);
  const text = typed.trim();
  const choices: Choice[] = [
    ...hits.map(hit => ({ kind: 'hit' as const, hit })),
    ...(onRegister && text.length > 1 ? [{ kind: 'register' as const, text }] : []),
    ...(allowWalkIn && text.length > 1 ? [{ kind: 'walkIn' as const, text }] : []),
  ];
  const take = (choice: Choice | undefined): void => {
    if (choice?.kind === 'hit') onPick({ kind: 'known', id: choice.hit.id, name: nameOf(choice.hit) });
    else if (choice?.kind === 'register') onRegister?.(choice.text);
    else if (choice) onPick({ kind: 'walkIn', name: choice.text, phone: '', birthDate: null });
  };
  const latest = useRef(() => undefined as void);
  latest.current = () => take(choices[at]);
  // Enter means who fits what was typed, not who stood there a moment before.
  useEffect(() => {
    if (!isWaiting || !isFresh) return;
    setWaiting(false);
    latest.current();
  }, [isWaiting, isFresh]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(choices.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') setWaiting(text !== '');
    else return;
    event.preventDefault();
  };
  const change = (next: string): void => {
    onTyped(next);
    setAt(0);
    setWaiting(false);
  };
  const current = choices[at];
  return (
    <div className={classes.picker}>
      <TextField label={t('agenda.booking.patient')} value={typed} onChange={change} onKeyDown={onKeyDown} placeholder={t('agenda.booking.patientPlaceholder')} autoFocus={autoFocus} required />
      {choices.length > 0 ? (
        <div role="listbox" aria-label={t('agenda.booking.hits')} className={classes.hits}>
          {choices.map((choice, index) => <ChoiceRow key={choice.kind === 'hit' ? choice.hit.id : choice.kind} id={`${id}-${index}`} choice={choice} isCurrent={isFresh && index === at} onTake={() => take(choice)} />)}
        </div>
      ) : null}
      <div className="kb-visually-hidden" aria-live="polite">{current?.kind === 'hit' ? `${nameOf(current.hit)} ${current.hit.number ?? ''}` : ''}</div>
    </div>
  );
}

function ChoiceRow({ id, choice, isCurrent, onTake }: { readonly id: string; readonly choice: Choice; readonly isCurrent: boolean; readonly onTake: () => void }) {
  const t = useText();
  const hit = choice.kind === 'hit' ? choice.hit : undefined;
  return (
    <div id={id} role="option" tabIndex={-1} aria-selected={isCurrent} className={classes.hit} onMouseDown={event => { event.preventDefault(); onTake(); }}>
      {hit ? (
        <>
          <span className={classes.hitNumber}>{hit.number ?? hit.birthDate ?? ''}</span>
          <span className={classes.hitName}>{nameOf(hit)}</span>
          <span className={classes.hitPhone}>{hit.protection === 'none' ? hit.phone : t('agenda.flag.protected')}</span>
        </>
      ) : null}
      {choice.kind === 'register' ? <span className={classes.hitDo}>{t('agenda.booking.register', { name: choice.text })}<KeyHint keys="alt+n" /></span> : null}
      {choice.kind === 'walkIn' ? <span className={classes.hitDo}>{t('agenda.booking.bookByName', { name: choice.text })}</span> : null}
    </div>
  );
}
