/** L-03 (NIST SP 800-63B-4): at least 12 characters together with a one-time code, at most 256, no composition rule. */
export const PASSPHRASE_MIN = 12;
export const PASSPHRASE_MAX = 256;

export type PassphraseProblem = 'tooShort' | 'tooLong' | 'tooCommon';

/** The form in which a passphrase is counted, compared and sealed: NFKC, so that "Åsa" typed on any keyboard is the same. */
export const normalPassphrase = (passphrase: string): string => passphrase.normalize('NFKC');

/** Words people reach for first; what is left of a passphrase without them must still be worth guessing. */
const COMMON = [
  'password', 'passphrase', 'passwort', 'passord', 'adgangskode', 'kodeord', 'lösenord', 'losenord', 'lösenordet', 'hemligt', 'hemlig', 'secret', 'välkommen', 'valkommen',
  'welcome', 'willkommen', 'velkommen', 'letmein', 'släppin', 'admin', 'administrator', 'administratör', 'sommar', 'vinter', 'hösten', 'våren', 'summer', 'winter', 'spring',
  'autumn', 'sverige', 'sweden', 'stockholm', 'göteborg', 'goteborg', 'malmö', 'qwerty', 'qwertz', 'asdfgh', 'zxcvbn', 'qazwsx', '1q2w3e4r', 'abc123', 'iloveyou', 'jagälskardig',
  'jagalskardig', 'football', 'fotboll', 'hockey', 'ishockey', 'monkey', 'dragon', 'princess', 'prinsessa', 'sunshine', 'solsken', 'superman', 'batman', 'pokemon', 'starwars',
  'michael', 'jordan', 'master', 'shadow', 'hunter', 'klinik', 'kliniken', 'klinikbok', 'clinic', 'mottagning', 'mottagningen', 'läkare', 'lakare', 'doktor', 'doctor', 'journal',
  'sjukhus', 'hospital', 'tandläkare', 'fysioterapi', 'patient', 'reception', 'januari', 'februari', 'mars', 'april', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november', 'december',
  'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag', 'söndag', 'monday', 'friday', 'hejsan', 'hejhej', 'test', 'testtest', 'correcthorsebatterystaple',
];
const RUNS = ['abcdefghijklmnopqrstuvwxyzåäö', 'qwertyuiopåasdfghjklöäzxcvbnm', '01234567890', '09876543210'];
const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

const folded = (text: string): string => normalPassphrase(text).toLowerCase();
const unleeted = (text: string): string => [...text].map(character => LEET[character] ?? character).join('');
const wordsOf = (texts: readonly string[]): string[] => texts.flatMap(text => folded(text).split(/[^\p{L}\p{N}]+/u)).filter(word => word.length >= 3);

function without(text: string, words: readonly string[]): string {
  return [...words].sort((a, b) => b.length - a.length).reduce((rest, word) => rest.replaceAll(word, ' '), text);
}

/** Removes keyboard and alphabet runs of four or more, forwards. */
function withoutRuns(text: string): string {
  let rest = '';
  for (let at = 0; at < text.length; ) {
    let length = 4;
    while (at + length <= text.length && RUNS.some(run => run.includes(text.slice(at, at + length)))) length += 1;
    if (length > 4) at += length - 1;
    else rest += text[at++];
  }
  return rest;
}

/** True when, without the words everybody tries first, too little is left to guess. */
function isCommon(text: string, own: readonly string[]): boolean {
  const words = [...COMMON, ...wordsOf(own)];
  return [text, unleeted(text)].some(form => new Set(withoutRuns(without(form, words)).replace(/[^\p{L}\p{N}]/gu, '')).size < 5);
}

/**
 * What is wrong with a new passphrase, or null. `own` are the clinic's and the person's names: a passphrase that is
 * little more than those, common words or keyboard runs is refused.
 */
export function passphraseProblem(passphrase: string, own: readonly string[]): PassphraseProblem | null {
  const text = normalPassphrase(passphrase);
  const length = [...text].length;
  if (length < PASSPHRASE_MIN) return 'tooShort';
  if (length > PASSPHRASE_MAX) return 'tooLong';
  return isCommon(folded(text), own) ? 'tooCommon' : null;
}
