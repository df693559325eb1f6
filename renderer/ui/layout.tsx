import type { ReactNode } from 'react';

import classes from './layout.module.css';

type Gap = 0 | 1 | 2 | 3 | 4 | 5 | 6;

interface BoxProps {
  readonly children: ReactNode;
  /** Steps of 4 px. */
  readonly gap?: Gap;
  readonly align?: 'start' | 'center' | 'end' | 'stretch' | 'baseline';
  readonly justify?: 'start' | 'center' | 'end' | 'between';
  readonly grow?: boolean;
  readonly wrap?: boolean;
}

const flow = ({ gap = 2, align, justify, grow, wrap }: Omit<BoxProps, 'children'>) => ({
  'data-gap': gap, 'data-align': align, 'data-justify': justify, 'data-grow': grow || undefined, 'data-wrap': wrap || undefined,
});

/** Things side by side. */
export const Row = ({ children, align = 'center', ...rest }: BoxProps) => <div className={classes.row} {...flow({ align, ...rest })}>{children}</div>;

/** Things under each other. */
export const Stack = ({ children, ...rest }: BoxProps) => <div className={classes.stack} {...flow(rest)}>{children}</div>;

/** Fields in as many equal columns as fit; `min` is the narrowest column in px. */
export const Columns = ({ children, min = 220, gap = 4 }: { readonly children: ReactNode; readonly min?: number; readonly gap?: Gap }) => (
  <div className={classes.columns} data-gap={gap} style={{ '--kb-min': `${min}px` } as React.CSSProperties}>{children}</div>
);

interface PageProps {
  readonly title: string;
  /** Small line under or beside the title. */
  readonly detail?: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  /** `fill`: the content takes the rest of the height and scrolls by itself (tables, agenda, editor). */
  readonly mode?: 'scroll' | 'fill';
  /** Wide enough to read, for forms: 760 px. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** One screen: a heading line and its content. */
export function Page({ title, detail, actions, mode = 'scroll', narrow = false, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.pageHead}>
        <h1 className={classes.title}>{title}</h1>
        {detail ? <div className={classes.detail}>{detail}</div> : null}
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      <div className={classes.pageBody} data-mode={mode} data-narrow={narrow || undefined}>{children}</div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Heading level, 2 by default. */
  readonly level?: 2 | 3;
}

/** A part of a page under its own heading, set off by a line; never a card. */
export function Section({ title, actions, children, level = 2 }: SectionProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={classes.section}>
      <header className={classes.sectionHead}>
        <Heading className={classes.subtitle}>{title}</Heading>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** Labels and values that belong together, e.g. what a card recorded. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(fact => (
        <div key={fact.label} className={classes.fact}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Running text. `muted` for explanations, `small` for 12 px. */
export function Text({ children, muted, small, strong, num }: { readonly children: ReactNode; readonly muted?: boolean; readonly small?: boolean; readonly strong?: boolean; readonly num?: boolean }) {
  return (
    <span className={classes.text} data-muted={muted || undefined} data-small={small || undefined} data-strong={strong || undefined} data-num={num || undefined}>
      {children}
    </span>
  );
}
