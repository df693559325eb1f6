import { useState } from 'react';

import { NoteEditor, NoteView, Page, PatientStrip, Splitter, type Expand, type NoteValue } from '#renderer/ui/index.ts';

const paragraph = (text: string) => ({ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] });
const NOTE: NoteValue = {
  schema: 1,
  template: { id: 'visit', version: 1 },
  sections: [
    { key: 'reason', title: 'Kontaktorsak', doc: { type: 'doc', content: [paragraph('Halsont och feber sedan tre dagar.')] } },
    { key: 'history', title: 'Anamnes', doc: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Tidigare frisk. ' }, { type: 'text', text: 'Penicillinallergi', marks: [{ type: 'bold' }] }, { type: 'text', text: ' enligt patienten.' }] }] } },
    { key: 'status', title: 'Status', doc: { type: 'doc', content: [{ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('Temp 38,4')] }, { type: 'listItem', content: [paragraph('Tonsiller rodnade, beläggning')] }] }] } },
    { key: 'assessment', title: 'Bedömning', doc: { type: 'doc', content: [{ type: 'paragraph' }] } },
    { key: 'plan', title: 'Planering', doc: { type: 'doc', content: [{ type: 'paragraph' }] } },
  ],
};

/** One phrase, as the clinic's own would be. */
const expand: Expand = before => (/(?:^|\s)nsvt$/.test(before) ? { length: 4, blocks: [paragraph('Neurologiskt status väsentligen u.a.')] } : null);

/** Strip, editor and previous notes side by side, as the journal will place them. */
export function EditorPart() {
  const [value, setValue] = useState(NOTE);
  return (
    <div style={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <PatientStrip number="19811218-9876" name="Karlsson, Åsa" age={44} warnings={['Penicillin: anafylaxi']} isProtected nextVisit="2026-12-03" lastVisit="2026-10-02" />
      <div style={{ flex: '1 1 auto', minHeight: 0 }}>
        <Page title="Besöksanteckning" detail="utkast" mode="fill">
          <Splitter size={420} fixed="right" left={<NoteEditor initial={NOTE} onChange={setValue} autoFocus expand={expand} />} right={<div style={{ padding: 16 }}><NoteView note={NOTE} struck /><hr style={{ border: 0, borderTop: '1px solid var(--kb-line)' }} /><NoteView note={value} /></div>} />
        </Page>
      </div>
      <output id="value" hidden>{JSON.stringify(value)}</output>
    </div>
  );
}
