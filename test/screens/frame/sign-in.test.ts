import { describe, expect, it } from 'vitest';

import { openFakeClinic, Refusal, type FakePage } from '#test/support/fake-clinic.ts';
import { aCard, anOpenSession, aSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll, focused } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';

const { keep, shot } = oneScreen();
const open = async (...input: Parameters<typeof openFakeClinic>): Promise<FakePage> => keep(await openFakeClinic(...input));

describe('signing in (product.md: card in, PIN, I am where I was)', () => {
  it('puts the cursor in the PIN field by itself when a card comes, and Enter is all that is left', async () => {
    const { page, send, calls } = await open({ ...baseAnswers(aSession()), 'session.signInWithCard': anOpenSession(['practitioner']) });
    await send({ type: 'card', presence: aCard({ state: 'noCard' }) });
    await page.getByRole('heading', { name: 'Sätt i ditt kort' }).waitFor();
    await send({ type: 'card', presence: aCard({ generation: 2 }) });
    await page.getByLabel('PIN-kod för legitimering').waitFor();
    expect(await focused(page)).toBe('PIN-kod för legitimering');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Huvudmeny' }).waitFor();
    expect(calls.filter(call => call.path === 'session.signInWithCard')).toEqual([{ path: 'session.signInWithCard', input: { pin: '123456' } }]);
  });

  it('keeps the PIN nowhere: the field is empty after Enter, not offered to be stored or filled in', async () => {
    const { page, send } = await open({ ...baseAnswers(aSession()), 'session.signInWithCard': () => { throw new Refusal('card.pinWrong', { triesLeft: 2 }); } });
    await send({ type: 'card', presence: aCard() });
    const field = page.getByLabel('PIN-kod för legitimering');
    await field.fill('000000');
    await field.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await field.inputValue()).toBe('');
    expect(await field.getAttribute('autocomplete')).toBe('off');
    expect(await field.getAttribute('type')).toBe('password');
    expect(await page.content()).not.toContain('000000');
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('PIN-kod för legitimering');
  });

  it('does not try a PIN that is too short to be one, because a try on the card is counted', async () => {
    const { page, send, calls } = await open(baseAnswers(aSession()));
    await send({ type: 'card', presence: aCard({ minPin: 6 }) });
    await page.getByLabel('PIN-kod för legitimering').fill('123');
    await page.keyboard.press('Enter');
    expect(calls.some(call => call.path === 'session.signInWithCard')).toBe(false);
  });

  it.each([
    ['moduleMissing', 'Kortprogrammet saknas'],
    ['moduleFailed', 'Kortprogrammet svarar inte'],
    ['noReader', 'Anslut kortläsaren'],
    ['noCard', 'Sätt i ditt kort'],
  ] as const)('says what to do when the reader reports %s', async (state, heading) => {
    const { page, send } = await open(baseAnswers(aSession()));
    await send({ type: 'card', presence: aCard({ state }) });
    await page.getByRole('heading', { name: heading }).waitFor();
    await expectAccessible(page);
  });

  it('warns before the last try and asks for no PIN when the card is blocked', async () => {
    const { page, send } = await open(baseAnswers(aSession()));
    await send({ type: 'card', presence: aCard({ pin: 'final' }) });
    await page.getByText('Ett försök kvar.').waitFor();
    await send({ type: 'card', presence: aCard({ pin: 'locked', generation: 2 }) });
    await page.getByRole('heading', { name: 'Kortet är spärrat' }).waitFor();
    expect(await page.getByLabel('PIN-kod för legitimering').count()).toBe(0);
  });

  it('says why it was locked and that nothing was lost', async () => {
    const { page } = await open(baseAnswers(aSession({ lastLock: 'cardRemoved' })));
    await page.getByText('Kortet togs ut. Det du skrev är sparat.').waitFor();
  });

  it('takes a passphrase and a code from those who have no card (L-02), by keyboard alone', async () => {
    const { page, send, calls } = await open({ ...baseAnswers(aSession()), 'session.signInWithPassphrase': () => { throw new Refusal('auth.wrongCredentials'); } });
    await send({ type: 'card', presence: aCard({ state: 'noCard' }) });
    await page.getByRole('button', { name: 'Logga in med lösenfras och kod' }).press('Enter');
    await page.getByLabel('Användarnamn').waitFor();
    expect(await focused(page)).toBe('Användarnamn');
    await page.keyboard.type('maja');
    await page.keyboard.press('Tab');
    await page.keyboard.type('fyra glada ord i rad');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123 456');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(calls.at(-1)).toEqual({ path: 'session.signInWithPassphrase', input: { userName: 'maja', passphrase: 'fyra glada ord i rad', code: '123456' } });
    expect(await page.getByLabel('Lösenfras').inputValue()).toBe('');
  });

  it('offers the kit when a card opens nothing yet, and enrols it with the codes and the PIN (L-10), by keyboard alone', async () => {
    const { page, send, calls } = await open({
      ...baseAnswers(aSession({ passphraseUsers: false })),
      'session.signInWithCard': () => { throw new Refusal('vault.entryMissing'); },
      'session.recoverWithKit': ({ kit }: { kit: string }) => {
        if (kit.startsWith('AAAAA')) throw new Refusal('restore.kitWrong');
        return anOpenSession(['administrator']);
      },
    });
    await send({ type: 'card', presence: aCard() });
    await page.getByLabel('PIN-kod för legitimering').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Använd återställningskitet', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Nytt kort med återställningskitet' }).waitFor();
    expect(await page.getByLabel('Kitets koder').evaluate(field => field === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await page.keyboard.type('AAAAA BBBBB');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Koderna hör inte till den här kliniken', { exact: false }).waitFor();
    expect(await page.getByLabel('PIN-kod för legitimering').inputValue()).toBe('');
    expect(await page.getByLabel('Kitets koder').inputValue()).toBe('AAAAA BBBBB');
    await page.getByLabel('Kitets koder').fill('CCCCC BBBBB');
    await page.getByLabel('PIN-kod för legitimering').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Huvudmeny' }).waitFor();
    expect(calls.filter(call => call.path === 'session.recoverWithKit').map(call => call.input)).toEqual([{ kit: 'AAAAA BBBBB', pin: '123456' }, { kit: 'CCCCC BBBBB', pin: '123456' }]);
    expect(await page.content()).not.toContain('CCCCC');
  });

  it('asks an administrator what to do when a new program has no proven backup (J-20): again, or anyway with a reason; by keyboard alone', async () => {
    const question = { problem: 'backup.placeMissing', person: 'Maria Ek', decides: 1 };
    const answer = ({ goOn }: { goOn?: object }) => {
      if (goOn === undefined) throw new Refusal('update.unproven', question);
      return anOpenSession(['administrator']);
    };
    const { page, send, calls } = await open({ ...baseAnswers(aSession()), 'session.signInWithCard': answer });
    await send({ type: 'card', presence: aCard() });
    const pin = page.getByLabel('PIN-kod för legitimering');
    await pin.fill('123456');
    await pin.press('Enter');
    await page.getByText('men platsen gick inte att nå. Inget är ändrat än.', { exact: false }).waitFor();
    await expectAccessible(page);
    await shot('update-question');
    await pin.fill('123456');
    await pin.press('Enter');
    await expect.poll(() => calls.filter(call => call.path === 'session.signInWithCard').length, { timeout: 15_000 }).toBe(2);
    await page.getByRole('radio', { name: 'Kontrollera igen' }).focus();
    await page.keyboard.press('ArrowRight');
    const reason = page.getByLabel('Varför');
    await reason.waitFor();
    await pin.fill('123456');
    await pin.press('Enter');
    await page.getByText('Skriv varför innan du loggar in.').waitFor();
    await expect.poll(() => reason.evaluate(element => element === document.activeElement), { timeout: 15_000 }).toBe(true);
    expect(calls.filter(call => call.path === 'session.signInWithCard')).toHaveLength(2); // no try on the card is spent
    await reason.fill('Disken är hos IT.');
    await page.getByText('Skrivs i loggen med ditt namn, Maria Ek.').waitFor();
    await expectAccessible(page);
    await shot('update-anyway');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Huvudmeny' }).waitFor();
    expect(calls.filter(call => call.path === 'session.signInWithCard').map(call => call.input)).toEqual([{ pin: '123456' }, { pin: '123456' }, { pin: '123456', goOn: { reason: 'Disken är hos IT.' } }]);
  });

  it('tells anybody else plainly, who may go on because somebody waits for care', async () => {
    const refuse = () => { throw new Refusal('update.unproven', { problem: 'server.denied', person: 'Rut Östlund', decides: 0 }); };
    const { page, send, calls } = await open({ ...baseAnswers(aSession()), 'session.signInWithPassphrase': refuse });
    await send({ type: 'card', presence: aCard({ state: 'noCard' }) });
    await page.getByRole('button', { name: 'Logga in med lösenfras och kod' }).click();
    const type = async () => {
      for (const [label, text] of [['Användarnamn', 'rut'], ['Lösenfras', 'tre gula paraplyer'], ['Engångskod', '123456']] as const) await page.getByLabel(label).fill(text);
      await page.getByLabel('Engångskod').press('Enter');
    };
    await type();
    await page.getByText('men servern släppte inte in oss', { exact: false }).waitFor();
    await page.getByText('Be en administratör logga in först', { exact: false }).waitFor();
    await page.getByText('Gå vidare ändå').click();
    expect(await page.getByLabel('Varför').count()).toBe(0);
    await expectAccessible(page);
    await shot('update-other');
    await type();
    await expect.poll(() => calls.at(-1)?.input, { timeout: 15_000 }).toMatchObject({ goOn: { reason: '' } });
  });

  it('has a quiet way to the kit without a try, which spends no PIN without codes and forgets them when it is left', async () => {
    const { page, send, calls } = await open(baseAnswers(aSession()));
    await send({ type: 'card', presence: aCard() });
    await page.getByRole('button', { name: 'Alla kort borta? Använd återställningskitet' }).press('Enter');
    await page.getByLabel('PIN-kod för legitimering').fill('123456');
    await page.keyboard.press('Enter');
    expect(calls.some(call => call.path === 'session.recoverWithKit')).toBe(false);
    await page.getByLabel('Kitets koder').fill('CCCCC');
    await page.getByText('English').click();
    await page.getByRole('heading', { name: 'New card with the recovery kit' }).waitFor();
    await page.getByRole('button', { name: 'Back to sign-in' }).press('Enter');
    await page.getByRole('button', { name: 'All cards gone? Use the recovery kit' }).press('Enter');
    expect(await page.getByLabel('The codes of the kit').inputValue()).toBe('');
  });

  it('says in words why the database cannot be opened, and that nothing was changed', async () => {
    const { page } = await open(baseAnswers(aSession({ phase: 'broken', problem: 'db.missing' })));
    await page.getByRole('heading', { name: 'Klinikens databas kan inte öppnas' }).waitFor();
    await page.getByText('Ingenting har ändrats.').waitFor();
  });

  it('always says that a demo clinic is one (decision 15), and follows the chosen language at once', async () => {
    const base = aSession();
    const { page, send, calls } = await open(baseAnswers({ ...base, clinic: { ...base.clinic!, isDemo: true } }));
    await send({ type: 'card', presence: aCard() });
    await page.getByText('Demoklinik.').waitFor();
    await page.getByText('English').click();
    await page.getByText('Demo clinic.').waitFor();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(calls.some(call => call.path === 'session.setLanguage')).toBe(true);
  });

  it.each(['light', 'dark'] as const)('has no accessibility finding and no side scroll in %s, also at twice the size', async colorScheme => {
    const { page, send } = await open(baseAnswers(aSession({ lastLock: 'idle' })), { colorScheme, viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });
    await send({ type: 'card', presence: aCard() });
    await page.getByLabel('PIN-kod för legitimering').waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });
});
