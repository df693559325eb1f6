import { agenda } from './agenda.ts';
import { attachments } from './attachments.ts';
import { backup } from './backup.ts';
import { breach } from './breach.ts';
import { care } from './care.ts';
import { codes } from './codes.ts';
import { desk } from './desk.ts';
import { destruction } from './destruction.ts';
import { disclosures } from './disclosures.ts';
import { documents } from './documents.ts';
import { groups } from './groups.ts';
import { incoming } from './incoming.ts';
import { journal } from './journal.ts';
import { journalSearch } from './journal-search.ts';
import { drill } from './drill.ts';
import { feeds } from './feeds.ts';
import { leaving } from './leaving.ts';
import { log } from './log.ts';
import { medications } from './medications.ts';
import { money } from './money.ts';
import { patientImport } from './patient-import.ts';
import { patients } from './patients.ts';
import { phrases } from './phrases.ts';
import { prints } from './prints.ts';
import { recalls } from './recalls.ts';
import { referrals } from './referrals.ts';
import { reminders } from './reminders.ts';
import { restore } from './restore.ts';
import { schedule } from './schedule.ts';
import { session } from './session.ts';
import { setup } from './setup.ts';
import { signing } from './signing.ts';
import { shell } from './shell.ts';
import { staff } from './staff.ts';
import { timeline } from './timeline.ts';
import { waiting } from './waiting.ts';
import { writing } from './writing.ts';

/** What can be asked before anybody is signed in; served by a core without an open database. */
export const gateContract = { session, setup, restore } as const;

/** What needs the clinic's database. One line per area. */
export const clinicContract = { patients, patientImport, agenda, schedule, desk, journal, codes, care, medications, journalSearch, timeline, phrases, writing, staff, log, backup, drill, leaving, breach, destruction, prints, feeds, waiting, groups, recalls, money, reminders, signing, attachments, incoming, documents, referrals, disclosures } as const;

/** Everything core answers. */
export const contract = { ...gateContract, ...clinicContract } as const;
export type AppContract = typeof contract;

/** The whole surface a screen can reach: core's and the supervisor's own. There is no other door. */
export const screenContract = { ...contract, shell } as const;
export type ScreenContract = typeof screenContract;
