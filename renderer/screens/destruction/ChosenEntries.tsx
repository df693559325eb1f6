import { useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Destruction.module.css';
import type { ListedDestruction } from './DestructionScreen.tsx';

/** The entries a decision names, by kind, time and writer: what the second person holds against the paper. */
export function ChosenEntries({ chosen }: Pick<ListedDestruction, 'chosen'>) {
  const t = useText();
  const { stamp } = useFormats();
  if (chosen.length === 0) return null;
  return (
    <ul className={classes.chosen} aria-label={t('destruction.form.which')}>
      {chosen.map(entry => <li key={entry.id}>{t(`destruction.entry.${entry.kind}`, { when: stamp(entry.at), name: entry.author })}</li>)}
    </ul>
  );
}
