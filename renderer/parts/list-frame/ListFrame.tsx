import type { ReactNode } from 'react';

import { applies, useCommandContext, type Command } from '#renderer/commands/index.ts';
import { ActionRow, useAnyText, useText } from '#renderer/ui/index.ts';

import classes from './ListFrame.module.css';

interface ListFrameProps {
  /** What to choose among, at the left; on narrow screens above. */
  readonly side?: ReactNode;
  readonly sideLabel?: string;
  readonly sideTitle?: string;
  readonly head: ReactNode;
  /** Why something was refused, above the rows. */
  readonly notice?: ReactNode;
  readonly foot: ReactNode;
  /** The rows: a DataTable with `height="fill"`. */
  readonly children: ReactNode;
}

/** A list to work through: what to choose among, the rows, and what can be done with the row under the cursor. */
export function ListFrame({ side, sideLabel, sideTitle, head, notice, foot, children }: ListFrameProps) {
  return (
    <div className={classes.frame}>
      {side ? <nav className={classes.side} aria-label={sideLabel}>{sideTitle ? <div className={classes.sideHead}>{sideTitle}</div> : null}{side}</nav> : null}
      <section className={classes.main}>
        {head}
        {notice ? <div className={classes.notice}>{notice}</div> : null}
        <div className={classes.body}>{children}</div>
        {foot}
      </section>
    </div>
  );
}

/** Above the rows: what they are, a word of help, and choices at the right. */
export const ListHead = ({ title, help, children }: { readonly title: string; readonly help?: string; readonly children?: ReactNode }) => (
  <div className={classes.head}><h2>{title}</h2>{help ? <span className={classes.help}>{help}</span> : null}{children ? <div className={classes.end}>{children}</div> : null}</div>
);

/** A word above a part of what there is to choose at the left. */
export const SideHead = ({ children }: { readonly children: ReactNode }) => <div className={classes.sideHead}>{children}</div>;

interface SideItemProps {
  readonly word: string;
  readonly detail?: string;
  readonly count?: number;
  /** What the number means, for screen readers. */
  readonly countWord?: string;
  readonly tone?: 'attention' | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One thing to choose at the left. */
export const SideItem = ({ word, detail, count, countWord, tone, isChosen, onChoose }: SideItemProps) => (
  <button type="button" className={classes.item} onClick={onChoose} {...(isChosen ? { 'aria-current': 'true' as const } : {})}>
    <span className={classes.word}>{word}</span>
    {count === undefined ? null : <span className={classes.count} data-tone={tone}><span aria-hidden="true">{count}</span><span className="kb-visually-hidden">{countWord ?? count}</span></span>}
    {detail ? <span className={classes.small}>{detail}</span> : null}
  </button>
);

/** What can be done with the row under the cursor, each with its key; the same commands as the palette's. */
export function RowFoot({ name, commands }: { readonly name: string | undefined; readonly commands: readonly Command[] }) {
  const t = useText();
  const anyText = useAnyText();
  const context = useCommandContext();
  return (
    <footer className={classes.foot} aria-label={t('ui.rowActions')}>
      {name === undefined ? null : <span className={classes.footName} title={name}>{name}</span>}
      <ActionRow actions={commands.filter(command => applies(command, context)).map(command => ({ id: command.id, label: anyText(command.message, command.params), ...(command.shortcut ? { shortcut: command.shortcut } : {}), onRun: () => command.run(context) }))} />
    </footer>
  );
}
