import { useMemo, useState } from 'react';
import { v7 } from 'uuid';

import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { IdentifierResult, Sex } from '#shared/domain/identifiers/identifier.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';
import type { PatientDraft, ProtectionLevel } from '#shared/domain/patients/patient.ts';
import { isEmail, normalizePhone } from '#shared/domain/patients/phone.ts';

import { useClinicDay, useCommandOf, useSession } from '#renderer/client/index.ts';

export interface RegistrationText {
  readonly number: string;
  readonly country: Country;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly sex: Sex | null;
  readonly mobile: string;
  readonly email: string;
  readonly street: string;
  readonly postCode: string;
  readonly city: string;
  readonly protection: ProtectionLevel;
  readonly note: string;
}

export interface Registration {
  readonly text: RegistrationText;
  readonly set: (change: Partial<RegistrationText>) => void;
  /** What the number is, as typed so far; null while it is empty. */
  readonly parsed: IdentifierResult | null;
  /** The form's own values, or what the number proposes until a person has chosen (I-11). */
  readonly birthDate: string | null;
  readonly sex: Sex;
  readonly problems: { readonly name: boolean; readonly number: boolean; readonly mobile: boolean; readonly email: boolean };
  readonly isReady: boolean;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly save: (onDone: (saved: { id: string; number: string; name: string }) => void) => void;
}

/** What was typed in a search: digits are a number, words are a name ("Åsa Karlsson"). */
export function textOf(typed: string): Partial<RegistrationText> {
  if (/^[\d\s+-]+$/.test(typed)) return { number: typed };
  const [family = '', given = ''] = typed.includes(',') ? typed.split(',') : [typed.split(/\s+/).slice(1).join(' '), typed.split(/\s+/)[0] ?? ''];
  return { familyName: family.trim(), givenName: given.trim() };
}

function startOf(country: Country, start: Partial<RegistrationText>): RegistrationText {
  const blank = { number: '', country, givenName: '', familyName: '', birthDate: null, sex: null, mobile: '', email: '', street: '', postCode: '', city: '', protection: 'none', note: '' } as const;
  return { ...blank, ...start };
}

/** The state of one registration. Its id is made once, so that saving twice registers once. `start`: what is known already. */
export function useRegistration(start: () => Partial<RegistrationText> = () => ({})): Registration {
  const { today } = useClinicDay();
  const { data: session } = useSession();
  const country = (session?.clinic?.country ?? 'SE') as Country;
  const [id] = useState(() => v7());
  const [text, setText] = useState(() => startOf(country, start()));
  const command = useCommandOf('patients', 'register');
  const parsed = useMemo(() => (text.number.trim() === '' ? null : parseIdentifier(text.number, text.country, today)), [text.number, text.country, today]);
  const { birthDate, sex } = proposed(text, parsed);
  const problems = problemsOf(text, parsed, country);
  const isReady = !Object.values(problems).some(Boolean);
  return {
    text, parsed, birthDate, sex, problems, isReady, isRunning: command.isRunning, error: command.error,
    set: change => {
      command.reset();
      setText(before => ({ ...before, ...change }));
    },
    save: onDone => {
      if (!isReady || command.isRunning) return;
      const draft = draftOf(text, { birthDate, sex });
      command.start({ id, draft }, saved => onDone({ ...saved, name: `${draft.givenName} ${draft.familyName}` }));
    },
  };
}

/** What a person chose, else what the number says (I-11). */
function proposed(text: RegistrationText, parsed: IdentifierResult | null): { birthDate: string | null; sex: Sex } {
  const said = parsed?.ok ? parsed : { birthDate: null, sex: null };
  return { birthDate: text.birthDate ?? said.birthDate, sex: text.sex ?? said.sex ?? 'U' };
}

const problemsOf = (text: RegistrationText, parsed: IdentifierResult | null, country: Country): Registration['problems'] => ({
  name: text.givenName.trim() === '' || text.familyName.trim() === '',
  number: parsed !== null && !parsed.ok,
  mobile: text.mobile.trim() !== '' && normalizePhone(text.mobile, country) === null,
  email: text.email.trim() !== '' && !isEmail(text.email.trim()),
});

function draftOf(text: RegistrationText, about: { birthDate: string | null; sex: Sex }): PatientDraft {
  const mobile = text.mobile.trim() === '' ? [] : [{ kind: 'mobile' as const, value: text.mobile.trim(), note: '' }];
  const email = text.email.trim() === '' ? [] : [{ kind: 'email' as const, value: text.email.trim(), note: '' }];
  const hasAddress = [text.street, text.postCode, text.city].some(part => part.trim() !== '');
  return {
    givenName: text.givenName.trim(), familyName: text.familyName.trim(), birthDate: about.birthDate, sex: about.sex,
    number: text.number.trim() === '' ? null : { country: text.country, text: text.number.trim() },
    identityLevel: null, protection: text.protection, registrationNote: text.note, contacts: [...mobile, ...email],
    address: hasAddress ? { kind: 'home', street: text.street, careOf: '', postCode: text.postCode, city: text.city, country: '' } : null,
  };
}
