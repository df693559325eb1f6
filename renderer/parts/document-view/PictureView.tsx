import { useEffect, useRef } from 'react';

import classes from './DocumentView.module.css';
import type { Looking } from './looking.ts';
import { SCROLLS } from './scrolls.ts';
import { useObjectUrl } from './use-object-url.ts';

interface PictureViewProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly looking: Looking;
  readonly onLook?: (looking: Looking) => void;
}

const middle = (at: number, seen: number, whole: number): number => (whole > seen ? (at + seen / 2) / whole : 0.5);

/** A picture that fits, or is larger and moved about. Two that get the same `looking` show the same part. */
export function PictureView({ bytes, type, label, looking, onLook }: PictureViewProps) {
  const url = useObjectUrl(bytes, type);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    element.scrollTo({ left: looking.x * element.scrollWidth - element.clientWidth / 2, top: looking.y * element.scrollHeight - element.clientHeight / 2 });
  }, [looking, url]);
  const look = () => {
    const element = box.current;
    if (!element || !onLook) return;
    const x = middle(element.scrollLeft, element.clientWidth, element.scrollWidth);
    const y = middle(element.scrollTop, element.clientHeight, element.scrollHeight);
    // Scrolling that our own effect caused ends here.
    if (Math.abs(x - looking.x) > 0.01 || Math.abs(y - looking.y) > 0.01) onLook({ ...looking, x, y });
  };
  return (
    <div ref={box} className={classes.picture} onScroll={look} {...SCROLLS} role="group" aria-label={label}>
      <div className={classes.canvas} style={{ width: `${looking.zoom * 100}%`, height: `${looking.zoom * 100}%` }}>
        {url ? <img src={url} alt={label} draggable={false} /> : null}
      </div>
    </div>
  );
}
