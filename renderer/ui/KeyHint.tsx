import classes from './KeyHint.module.css';
import { keyParts } from './keys.ts';
import { useText } from './text.tsx';

/** Shows a shortcut as key caps: `mod+k` → Ctrl K. Decorative for screen readers; commands announce themselves. */
export function KeyHint({ keys, onFilled = false }: { readonly keys: string; readonly onFilled?: boolean }) {
  const t = useText();
  return (
    <span className={classes.hint} data-filled={onFilled || undefined} aria-hidden="true">
      {keyParts(keys, t).map(part => (
        <kbd key={part} className={classes.key}>{part}</kbd>
      ))}
    </span>
  );
}
