import { Fragment, type ReactNode } from 'react';

import { useText } from '../text.tsx';
import { useNoteFiles } from './note-files.ts';
import { atomText, type EditorBlock, type EditorInline, type NoteValue } from './note-value.ts';
import classes from './NoteView.module.css';

export interface NoteViewProps {
  readonly note: NoteValue;
  /** Replaced by a correction: struck through and legible (J-08). */
  readonly struck?: boolean;
  /** Headings with nothing under them are left out unless asked for. */
  readonly showEmpty?: boolean;
}

/** A kept note, read only: built from its nodes as React elements, so no text in it can become markup. */
export function NoteView({ note, struck = false, showEmpty = false }: NoteViewProps) {
  const t = useText();
  const sections = note.sections.filter(section => showEmpty || section.doc.content.some(hasText));
  const body = (
    <div className={classes.note} data-struck={struck || undefined}>
      {sections.map(section => (
        <section key={section.key} className={classes.section}>
          <h3 className={classes.heading}>{section.title}</h3>
          <div className={classes.text}>{section.doc.content.map((block, at) => <Block key={at} block={block} />)}</div>
        </section>
      ))}
      {sections.length === 0 ? <p className={classes.empty}>{t('ui.editor.empty')}</p> : null}
    </div>
  );
  return struck ? <del className={classes.del}>{body}</del> : body;
}

function hasText(block: EditorBlock): boolean {
  if (block.type === 'paragraph') return (block.content ?? []).some(inline => inline.type !== 'hardBreak');
  return block.content.some(item => item.content.some(hasText));
}

function Block({ block }: { readonly block: EditorBlock }) {
  if (block.type === 'paragraph') return <p>{(block.content ?? []).map((inline, at) => <Fragment key={at}><Inline inline={inline} /></Fragment>)}</p>;
  const items = block.content.map((item, at) => <li key={at}>{item.content.map((child, index) => <Block key={index} block={child} />)}</li>);
  return block.type === 'bulletList' ? <ul>{items}</ul> : <ol start={block.attrs?.start ?? 1}>{items}</ol>;
}

function Inline({ inline }: { readonly inline: EditorInline }): ReactNode {
  const t = useText();
  if (inline.type === 'hardBreak') return <br />;
  const text: ReactNode = inline.type === 'text' ? inline.text : inline.type === 'attachment' ? <FileReference file={inline} /> : <span className={classes[inline.type]}>{atomText(inline)}</span>;
  return (inline.marks ?? []).reduce<ReactNode>((inner, mark) => {
    if (mark.type === 'bold') return <strong>{inner}</strong>;
    if (mark.type === 'italic') return <em>{inner}</em>;
    return <span className={classes.copied} title={t('ui.editor.copied', { date: mark.attrs.date })} aria-description={t('ui.editor.copied', { date: mark.attrs.date })}>{inner}</span>;
  }, text);
}

/** A file of the journal the text refers to; a button where it can be opened from here. */
function FileReference({ file }: { readonly file: Extract<EditorInline, { type: 'attachment' }> }) {
  const t = useText();
  const open = useNoteFiles();
  const words = atomText(file);
  if (!open) return <span className={classes.attachment}>{words}</span>;
  return <button type="button" className={classes.attachment} title={t('ui.editor.openFile')} onClick={() => open(file.attrs.id)}>{words}</button>;
}
