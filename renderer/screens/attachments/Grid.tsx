import { useRef, type KeyboardEvent } from 'react';

import type { Attachment } from '#shared/domain/attachments/attachment.ts';

import { useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';
import { Tile } from './Tile.tsx';

interface GridProps {
  readonly files: readonly Attachment[];
  readonly current: string | undefined;
  readonly marked: readonly string[];
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** The files, newest first. Arrows walk in both directions, Enter opens. */
export function Grid({ files, current, marked, onCurrent, onOpen }: GridProps) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent) => {
    const tiles = [...(list.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const at = tiles.indexOf(document.activeElement as HTMLButtonElement);
    const top = tiles[0]?.getBoundingClientRect().top;
    const perRow = Math.max(1, tiles.filter(tile => tile.getBoundingClientRect().top === top).length);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow, Home: -tiles.length, End: tiles.length }[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    tiles[Math.max(0, Math.min(tiles.length - 1, at + step))]?.focus();
  };
  const first = files.some(file => file.id === current) ? current : files[0]?.id;
  return (
    <ul className={classes.grid} ref={list} aria-label={t('attachments.list.label')} {...{ onKeyDown: walk }}>
      {files.map(file => (
        <li key={file.id}>
          <Tile file={file} isMarked={marked.includes(file.id)} isCurrent={file.id === first} onFocus={() => onCurrent(file.id)} onOpen={() => onOpen(file.id)} />
        </li>
      ))}
    </ul>
  );
}
