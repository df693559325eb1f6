import { describe, expect, it } from 'vitest';

import { toLocal } from '#shared/domain/agenda/zone.ts';
import { countSegments } from '#shared/domain/reminders/segments.ts';
import { healthWordIn } from '#shared/domain/reminders/health-words.ts';
import { startSettings, settingsProblems } from '#shared/domain/reminders/settings.ts';
import { DEFAULT_TEMPLATES, lintTemplate, longestText, MESSAGE_LANGUAGES, whenWords } from '#shared/domain/reminders/template.ts';
import { dueAt, expiresAt, isQuiet, type SendingRules } from '#shared/domain/reminders/timing.ts';

const RULES: SendingRules = { windows: [48 * 60, 2 * 60], quiet: { from: '20:00', to: '08:00' }, timeZone: 'Europe/Stockholm' };
const CONTEXT = { clinic: 'Lindens Läkarmottagning', revealingName: null, allowPractitioner: false, services: ['Nybesök'], practitioner: 'Amanda Sjöberg-Åkerström' };

describe('texts', () => {
  it.each(MESSAGE_LANGUAGES)('C-11 the proposed text in %s passes the linter and fits two messages with the longest date', language => {
    expect(lintTemplate(DEFAULT_TEMPLATES[language], language, CONTEXT)).toEqual([]);
    const count = countSegments(longestText(DEFAULT_TEMPLATES[language], language, CONTEXT));
    expect(count).toMatchObject({ unicode: false });
    expect(count.segments).toBeLessThanOrEqual(2);
  });

  it('C-11 everything a new clinic starts with passes', () => {
    expect(settingsProblems(startSettings('Lindens Läkarmottagning', 'sv'), CONTEXT)).toEqual([]);
  });

  it.each([['a'.repeat(160), 160, 1], ['a'.repeat(161), 161, 2], ['å'.repeat(306), 306, 2], ['a'.repeat(307), 307, 3], ['€'.repeat(80), 160, 1], ['ж'.repeat(70), 70, 1], ['ж'.repeat(71), 71, 2], ['👍', 2, 1]])(
    'counts places as the network does (3GPP 23.038) %#', (text, length, segments) => {
      expect(countSegments(text)).toMatchObject({ length, segments });
    });

  it.each([['Hej från fysioterapin', 'fysioterapin'], ['BARNPSYKOLOGEN', 'BARNPSYKOLOGEN'], ['Smärtlindring', 'Smärtlindring'], ['Tandläkarna', 'Tandläkarna'], ['your treatment', 'treatment']])('C-11 finds what tells too much: %s', (text, word) => {
    expect(healthWordIn(text)).toBe(word);
  });

  it.each(['Ring receptionen i god tid', 'Smart läsning för Stina', 'Lindens Läkarmottagning', 'Kan du inte komma, ring oss', 'Bitte rufen Sie uns an'])('leaves ordinary words alone: %s', text => {
    expect(healthWordIn(text)).toBeUndefined();
  });

  it("writes dates as each language does, on the clinic's clock", () => {
    const dates = { sv: /^måndag 23 november$/, en: /^Monday,? 23 November$/, da: /^mandag (den )?23\. november$/, no: /^mandag 23\. november$/, de: /^Montag, 23\. November$/ };
    for (const language of MESSAGE_LANGUAGES) expect(whenWords('2026-11-23T08:00:00.000Z', language, 'Europe/Stockholm')).toEqual({ date: expect.stringMatching(dates[language]) as string, time: '09:00' });
  });
});

describe('when a reminder goes', () => {
  const local = (instant: string) => Object.values(toLocal(instant, RULES.timeZone)).join(' ');

  it.each([
    ['in the daytime at the window', '2026-11-25T13:00:00.000Z', 120, '2026-11-25 12:00'],
    ['two hours before 08:30 would be night: the evening before, an hour before the quiet begins', '2026-11-25T07:30:00.000Z', 120, '2026-11-24 19:00'],
    ['two days before 07:00 would be night: that morning', '2026-11-25T06:00:00.000Z', 2880, '2026-11-23 08:00'],
    ['two days before 21:00 would be evening: the morning after', '2026-11-25T20:00:00.000Z', 2880, '2026-11-24 08:00'],
    ['over the change to summer time two days are 48 hours', '2027-03-29T08:00:00.000Z', 2880, '2027-03-27 09:00'],
    ['over the change to winter time as well', '2026-10-26T09:00:00.000Z', 2880, '2026-10-24 11:00'],
  ])('C-11 %s', (_what, start, windowMin, expected) => {
    expect(local(dueAt(start, windowMin, RULES))).toBe(expected);
  });

  it('C-11 is never quiet, always before the visit, and of no use after the next one, for every quarter of a year', () => {
    for (let at = Date.parse('2026-09-01T00:00:00Z'); at < Date.parse('2027-09-01T00:00:00Z'); at += 45 * 60_000 * 7) {
      const start = new Date(at).toISOString();
      for (const windowMin of RULES.windows) {
        const due = dueAt(start, windowMin, RULES);
        expect(isQuiet(due, RULES)).toBe(false);
        expect(due < start).toBe(true);
        expect(expiresAt(start, windowMin, RULES) < start).toBe(true);
      }
      expect(expiresAt(start, 2880, RULES) <= dueAt(start, 120, RULES)).toBe(true);
    }
  });
});
