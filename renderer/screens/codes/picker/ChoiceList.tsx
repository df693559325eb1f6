import { IconPinFilled } from '@tabler/icons-react';
import { Fragment, useEffect, useId, useRef } from 'react';

import { EmptyState, useText } from '#renderer/ui/index.ts';

import classes from './CodePicker.module.css';
import type { Choice } from './use-choices.ts';

interface ChoiceListProps {
  readonly choices: readonly Choice[];
  /** The line under the cursor; -1 while the list is not the typed text's. */
  readonly at: number;
  readonly isBlank: boolean;
  readonly isFresh: boolean;
  /** False when no version of the system is in use that day. */
  readonly hasPack: boolean;
  readonly onPoint: (index: number) => void;
  readonly onTake: (choice: Choice) => void;
}

/** The codes that fit, under headings as long as nothing is typed. What cannot be chosen says why. */
export function ChoiceList({ choices, at, isBlank, isFresh, hasPack, onPoint, onTake }: ChoiceListProps) {
  const t = useText();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, choices]);
  if (choices.length === 0) {
    const message = !hasPack ? 'codes.picker.noPack' : isBlank ? 'codes.picker.begin' : 'codes.picker.nothing';
    return <div className={classes.list}>{isFresh ? <EmptyState title={t(message)} /> : null}</div>;
  }
  return (
    <div ref={list} role="listbox" aria-label={t('codes.picker.hits')} className={classes.list}>
      {choices.map((choice, index) => (
        <Fragment key={`${choice.from} ${choice.code}`}>
          {isBlank && choices[index - 1]?.from !== choice.from && choice.from !== 'list' ? <div className={classes.group} role="presentation">{t(`codes.picker.from.${choice.from}`)}</div> : null}
          <ChoiceLine id={`${id}-${index}`} choice={choice} isCurrent={index === at} onTake={() => (choice.standing === 'selectable' ? onTake(choice) : onPoint(index))} />
        </Fragment>
      ))}
    </div>
  );
}

interface ChoiceLineProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isCurrent: boolean;
  readonly onTake: () => void;
}

function ChoiceLine({ id, choice, isCurrent, onTake }: ChoiceLineProps) {
  const t = useText();
  const canChoose = choice.standing === 'selectable';
  const why = choice.standing === 'selectable' ? '' : choice.standing === 'heading' ? t('codes.standing.heading') : t(`codes.standing.${choice.standing}`, { day: choice.endedOn ?? '' });
  return (
    <div id={id} role="option" tabIndex={-1} aria-selected={isCurrent} aria-disabled={!canChoose} className={classes.line} onMouseDown={event => { event.preventDefault(); onTake(); }}>
      <span className={classes.code}>{choice.code}</span>
      <span className={classes.text} title={choice.text}>{choice.text}</span>
      <span className={classes.note}>{why !== '' ? why : choice.uses > 0 ? t('codes.picker.uses', { count: choice.uses }) : ''}</span>
      <span className={classes.pin}>{choice.isPinned ? <IconPinFilled size={14} role="img" aria-label={t('codes.picker.pinned')} /> : null}</span>
    </div>
  );
}
