import { useText } from '#renderer/ui/index.ts';

import classes from './DemoLine.module.css';

/** A demo clinic always says that it is one (product.md decision 15). */
export function DemoLine() {
  const t = useText();
  return <div className={classes.demo} role="note">{t('app.demo')}</div>;
}
