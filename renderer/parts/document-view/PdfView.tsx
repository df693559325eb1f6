import { useEffect, useMemo, useRef, useState } from 'react';

import { Banner, Text, useText } from '#renderer/ui/index.ts';

import classes from './DocumentView.module.css';
import { fromFrame, type PdfRefusal, type ToFrame } from './frame-messages.ts';
import { SCROLLS } from './scrolls.ts';

/** A document that has shown nothing by then is given up; its parser ends with the frame. */
const PATIENCE_MS = 20_000;

/** Readers look for the end mark in the last kilobyte (ISO 32000-1, annex H). A file without it was cut off on its way: what is drawn may lack pages. */
const END_BYTES = 1024;
const endsWhole = (bytes: Uint8Array): boolean => new TextDecoder('latin1').decode(bytes.subarray(-END_BYTES)).includes('%%EOF');

type State = { readonly kind: 'waiting' } | { readonly kind: 'shown'; readonly pages: number } | { readonly kind: 'refused'; readonly why: PdfRefusal };

/** Turns keys into movements of the frame, which never has the keyboard itself. */
const MOVES: Readonly<Record<string, ToFrame>> = {
  PageDown: { kind: 'scroll', by: 1 }, PageUp: { kind: 'scroll', by: -1 }, ' ': { kind: 'scroll', by: 1 }, ArrowDown: { kind: 'scroll', by: 0.12 }, ArrowUp: { kind: 'scroll', by: -0.12 },
  Home: { kind: 'scroll', by: -100_000 }, End: { kind: 'scroll', by: 100_000 }, '+': { kind: 'zoom', factor: 1.25 }, '-': { kind: 'zoom', factor: 0.8 },
};

/**
 * A PDF drawn as pictures in a frame with an origin of its own and no connection (security.md H34, ADR 0011). It gets the bytes
 * by message and sends back how many pages there are, or why not.
 */
export function PdfView({ bytes, label }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly label: string }) {
  const t = useText();
  const frame = useRef<HTMLIFrameElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State>({ kind: 'waiting' });
  useEffect(() => {
    const tell = (message: ToFrame, transfer: Transferable[] = []) => frame.current?.contentWindow?.postMessage(message, '*', transfer);
    const listen = (event: MessageEvent) => {
      if (event.source === null || event.source !== frame.current?.contentWindow) return;
      const message = fromFrame(event.data);
      if (message?.kind === 'ready') {
        const copy = bytes.slice().buffer;
        tell({ kind: 'open', bytes: copy }, [copy]);
      } else if (message) setState(message);
    };
    const patience = setTimeout(() => setState(now => (now.kind === 'waiting' ? { kind: 'refused', why: 'slow' } : now)), PATIENCE_MS);
    // A click into the frame would take the keyboard away from the screen.
    const keepKeys = () => setTimeout(() => { if (document.activeElement === frame.current) box.current?.focus({ preventScroll: true }); });
    window.addEventListener('message', listen);
    window.addEventListener('blur', keepKeys);
    return () => {
      clearTimeout(patience);
      window.removeEventListener('message', listen);
      window.removeEventListener('blur', keepKeys);
    };
  }, [bytes]);
  const move = (event: React.KeyboardEvent) => {
    const message = event.ctrlKey || event.altKey || event.metaKey ? undefined : MOVES[event.key];
    if (!message) return;
    event.preventDefault();
    frame.current?.contentWindow?.postMessage(message, '*');
  };
  const isCut = useMemo(() => !endsWhole(bytes), [bytes]);
  if (state.kind === 'refused') return <Banner tone="attention" live>{t(`attachments.pdf.${state.why}`)}</Banner>;
  return (
    <div ref={box} className={classes.pdf} {...SCROLLS} {...{ onKeyDown: move }} role="group" aria-label={label} data-pages={state.kind === 'shown' ? state.pages : undefined}>
      {state.kind === 'shown' && isCut ? <Banner tone="attention" live>{t('attachments.pdf.cut')}</Banner> : null}
      {state.kind === 'waiting' ? <div className={classes.waiting}><Text muted>{t('attachments.pdf.waiting')}</Text></div> : null}
      <iframe ref={frame} className={classes.frame} src="./pdf-frame.html" sandbox="allow-scripts" referrerPolicy="no-referrer" title={label} tabIndex={-1} />
    </div>
  );
}
