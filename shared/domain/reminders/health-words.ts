/**
 * Parts of words that tell what somebody is treated for. A text message lies readable on a telephone: it says that
 * there is a time, never what kind (C-11, 0.6). Swedish, English, Danish, Norwegian, German. Compared with their
 * accents: "läser" is not "laser" and "smart" is not "smärta".
 */
const PARTS = [
  'psyk', 'psych', 'psykolog', 'psykiatr', 'psychol', 'psychiat', 'beroende', 'missbruk', 'addict', 'avhengig', 'suchtber', 'könsmott', 'venere', 'hiv', 'fertil', 'ivf', 'abort', 'gynek', 'gynäk', 'gynae',
  'urolog', 'androlog', 'sexolog', 'sexual', 'sexuell', 'onkolog', 'oncolog', 'cancer', 'kreft', 'kræft', 'krebs', 'tumör', 'tumor', 'dermat', 'hudklin', 'hudmott', 'hudläk', 'hautarzt', 'estetik', 'estetisk', 'ästhet',
  'aesthet', 'esthetic', 'botox', 'filler', 'injektion', 'injection', 'laser', 'plastikkir', 'plastisk', 'kirurg', 'surgery', 'surgeon', 'chirurg', 'smärt', 'smert', 'schmerz', 'fysio', 'physio', 'naprapat', 'kiroprakt',
  'chiropract', 'osteopat', 'tandläk', 'tandlæg', 'tannleg', 'zahnarzt', 'dentist', 'dental', 'ortoped', 'orthop', 'kardiolog', 'cardiolog', 'hjärtmott', 'reumat', 'rheumat', 'diabet', 'epilep', 'neurolog', 'hepat', 'allerg',
  'ungdomsmott', 'barnmorsk', 'jordmor', 'midwife', 'hebamme', 'obesitas', 'obesity', 'demens', 'dementia', 'palliat', 'logoped', 'dietist', 'vaccin', 'impfung', 'provsvar', 'provtagning', 'blodprov', 'röntgen', 'operation',
  'behandling', 'behandlung', 'treatment', 'undersökning', 'undersøgels', 'undersøkels', 'untersuchung', 'examination', 'diagnos', 'terapi', 'therap', 'sjukdom', 'sygdom', 'sykdom', 'krankheit', 'disease', 'illness',
];
/** Shorter parts stand inside ordinary words; they count only where a word begins with them. */
const ANYWHERE_FROM = 6;

const tells = (word: string): boolean => PARTS.some(part => (part.length >= ANYWHERE_FROM ? word.includes(part) : word.startsWith(part)));

/** The first word in the text that tells something, as written; undefined when there is none. */
export const healthWordIn = (text: string): string | undefined =>
  (text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []).find(word => tells(word.toLowerCase()));
