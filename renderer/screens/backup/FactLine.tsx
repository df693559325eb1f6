import { Fragment } from 'react';

import classes from './Backup.module.css';

/** Short facts one after the other; a line breaks between two of them, not within one. */
export function FactLine({ facts }: { readonly facts: readonly string[] }) {
  return <p className={classes.targetFacts}>{facts.map((fact, at) => <Fragment key={fact}><span className={classes.fact}>{at < facts.length - 1 ? `${fact} ·` : fact}</span> </Fragment>)}</p>;
}
