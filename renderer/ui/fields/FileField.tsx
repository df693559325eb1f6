import { IconUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { Button } from '../Button.tsx';
import classes from './FileField.module.css';

export interface FileFieldProps {
  readonly label: string;
  readonly button: string;
  readonly help?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Choose a file with the button or drop it on the field. */
export function FileField({ label, button, help, accept, multiple = false, disabled = false, onFiles }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
    if (input.current) input.current.value = '';
  };
  const field = useRef<HTMLDivElement>(null);
  const drop = useRef(take);
  drop.current = disabled ? () => undefined : take;
  useEffect(() => {
    const box = field.current;
    const onDrag = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === 'dragover');
      if (event.type === 'drop') drop.current(event.dataTransfer?.files ?? null);
    };
    for (const kind of ['dragover', 'dragleave', 'drop'] as const) box?.addEventListener(kind, onDrag);
    return () => {
      for (const kind of ['dragover', 'dragleave', 'drop'] as const) box?.removeEventListener(kind, onDrag);
    };
  }, []);
  return (
    <div ref={field} className={classes.field} role="group" aria-label={label} data-over={over || undefined}>
      <Button icon={<IconUpload size={16} stroke={1.6} aria-hidden />} disabled={disabled} onClick={() => input.current?.click()}>{button}</Button>
      {help ? <span className={classes.help}>{help}</span> : null}
      <input ref={input} type="file" hidden aria-label={label} tabIndex={-1} multiple={multiple} {...(accept ? { accept } : {})} onChange={event => take(event.currentTarget.files)} />
    </div>
  );
}
