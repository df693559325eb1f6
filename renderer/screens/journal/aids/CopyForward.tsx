import { useState } from 'react';

import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextToPlain } from '#shared/domain/journal/plain-text.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { PickList } from '#renderer/parts/pick-list/PickList.tsx';
import { Banner, Dialog, Text, useText, type NoteEditorHandle } from '#renderer/ui/index.ts';

interface CopyForwardProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly templateId: string | null;
  readonly nameOf: (templateId: string | null) => string;
  readonly editor: NoteEditorHandle;
  readonly onClose: () => void;
}

/** How far back the arrows reach. */
const REACH = 50;

/** Text of an earlier note into this one, a heading with its digit or all of it with Alt+C again; marked as copied until touched (task 4B 5). */
export function CopyForward({ patientId, noteId, templateId, nameOf, editor, onClose }: CopyForwardProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const [back, setBack] = useState(0);
  const { data: timeline } = useQueryOf('journal', 'timeline', { patientId, limit: REACH });
  const written = (timeline?.entries ?? []).filter(entry => !entry.hidden && entry.noteId !== noteId && entry.noteType !== 'system' && entry.noteType !== 'opinion' && entry.text !== '');
  // The same template first: its headings answer to each other. Without one, whatever was written last.
  const same = written.filter(entry => entry.templateId === templateId);
  const earlier = same.length > 0 ? same : written;
  const from = earlier[Math.min(back, earlier.length - 1)];
  const { data: detail } = useQueryOf('journal', 'get', { patientId, noteId: from?.noteId ?? noteId }, { enabled: from !== undefined });
  const content = detail?.versions.find(version => version.no === detail.head.version)?.content ?? detail?.draft?.content;
  const filled = from ? sectionsOf(content) : [];
  const date = from ? toLocal(from.eventTime, timeZone).date : '';
  const copy = (sections: typeof filled) => {
    if (from) for (const section of sections) editor.append(section.key, section.doc, { noteId: from.noteId, date });
    onClose();
    setTimeout(() => editor.refocus());
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={from ? t('journal.copy.title', { date, name: nameOf(from.templateId) }) : t('journal.copy.none')}>
      {timeline && !from ? <Banner tone="info">{t('journal.copy.noneHelp')}</Banner> : null}
      {filled.length > 0 ? <Text muted small>{t('journal.copy.help', { count: earlier.length })}</Text> : null}
      <PickList
        rows={filled.map(section => ({ key: section.key, title: section.title, detail: richTextToPlain(section.doc) }))}
        onPick={at => copy(filled.slice(at, at + 1))}
        again={{ letter: 'c', run: () => copy(filled) }}
        onStep={step => setBack(now => Math.max(0, Math.min(earlier.length - 1, now - step)))}
      />
    </Dialog>
  );
}

const sectionsOf = (content: NoteContent | null | undefined) => (content?.sections ?? []).filter(section => richTextToPlain(section.doc) !== '');
