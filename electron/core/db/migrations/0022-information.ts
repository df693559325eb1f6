import type { Writer } from '../handles.ts';
import { refuse } from './record-history.ts';

/** The information before an aesthetic treatment as a signed note (J-23): its template, what a note informs about, and that only a closed note counts. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
  await tx.raw(
    `INSERT INTO note_template (id, version, note_type, name_sv, name_en, headings, position)
     VALUES ('treatment-information', 1, 'visit', 'Information före estetisk behandling', 'Information before aesthetic treatment', ?, (SELECT max(position) + 1 FROM note_template WHERE position < 90))`,
    [JSON.stringify(HEADINGS.map(([key, sv, en, covers]) => ({ key, title: { sv, en }, covers })))],
  );
}

const STATEMENTS = [
  // What a note informs about, said while it is written or afterwards. The newest row counts; what was said before stays.
  `CREATE TABLE note_informs (
    id INTEGER PRIMARY KEY NOT NULL,
    note_id TEXT NOT NULL REFERENCES note (id),
    service_ids TEXT NOT NULL CHECK (json_valid(service_ids)),
    how TEXT NOT NULL CHECK (how IN ('inPerson', 'video', 'written')),
    said_at TEXT NOT NULL,
    said_by TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT`,
  `CREATE INDEX note_informs_of ON note_informs (note_id, id)`,
  refuse('note_informs', 'UPDATE'),
  refuse('note_informs', 'DELETE'),
  // INSERT OR REPLACE deletes without firing delete triggers.
  `CREATE TRIGGER note_informs_never_replaced BEFORE INSERT ON note_informs WHEN EXISTS (SELECT 1 FROM note_informs WHERE id = NEW.id)
   BEGIN SELECT RAISE(ABORT, 'note_informs is append-only'); END`,
  `CREATE INDEX information_note_of ON information_note (note_id, information_id)`,
  // J-23: nobody is informed by a draft, nor by an administrative note.
  `CREATE TRIGGER information_note_closed BEFORE INSERT ON information_note
   WHEN NOT EXISTS (SELECT 1 FROM note n WHERE n.id = NEW.note_id AND n.final_no IS NOT NULL AND n.note_type NOT IN ('system', 'opinion'))
   BEGIN SELECT RAISE(ABORT, 'information is documented in a closed note'); END`,
];

// Lag 2021:363 9 §: what the client is told. The headings that PDL 3:6 asks for (J-02) stand among them, as in every clinical template.
const HEADINGS: readonly (readonly [key: string, sv: string, en: string, covers: string | null])[] = [
  ['treatment', 'Behandling och metod', 'Treatment and method', null],
  ['background', 'Hälsa, läkemedel och tidigare behandlingar', 'Health, medication and earlier treatments', 'background'],
  ['expected', 'Förväntat resultat', 'Expected result', null],
  ['risks', 'Risker, biverkningar och komplikationer', 'Risks, side effects and complications', 'information'],
  ['alternatives', 'Alternativ till behandlingen', 'Alternatives to the treatment', null],
  ['aftercare', 'Eftervård och vart patienten vänder sig', 'Aftercare and whom to turn to', null],
  ['cost', 'Pris och villkor', 'Price and terms', null],
  ['information', 'Frågor och svar, betänketid', 'Questions and answers, time to think', 'information'],
  ['diagnosis', 'Bedömning', 'Assessment', 'diagnosis'],
  ['measures', 'Planering', 'Plan', 'measures'],
  ['refusal', 'Vård som patienten avstår från', 'Care declined', 'refusal'],
  ['identity', 'Identitet och ålder kontrollerade', 'Identity and age checked', 'identity'],
];
