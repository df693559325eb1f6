import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { balanceOf, stateOfDocument } from '#shared/domain/money/balance.ts';
import { contentFaults, type PaperContent } from '#shared/domain/money/invoice-content.ts';
import { amountsOf, ChargeDraft, looksClinical, mirrored, sumOf, vatSums } from '#shared/domain/money/line.ts';
import { deskReference, isOcr, ocrOf } from '#shared/domain/money/ocr.ts';
import { amountToPay, roundingOf } from '#shared/domain/money/payment.ts';
import { PRICE_BASE_AMOUNTS, registerMeter, twelveMonthsBack } from '#shared/domain/money/register-limit.ts';
import { isBankgiro, isVatNumber } from '#shared/domain/money/settings.ts';
import { isSwishNumber, swishQrText } from '#shared/domain/money/swish.ts';
import { isAesthetic, VAT_CODES, vatInside } from '#shared/domain/money/vat.ts';

const draft = fc.record({
  kind: fc.constant('service' as const), text: fc.constant('Behandling'), quantityHundredths: fc.integer({ min: 1, max: 99_900 }), unitMinor: fc.integer({ min: 0, max: 1_000_000 }),
  discountMinor: fc.constant(0), vatCode: fc.constantFrom(...VAT_CODES), vatReasonNoteId: fc.constant(null), payerId: fc.constant(null),
});

describe('F-06 payment references', () => {
  it('base 10001 becomes 1000173', () => expect(ocrOf(10_001)).toBe('1000173'));

  it('every reference we make checks, and one wrong digit never does', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 90_000_000 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 9 }), (base, at, add) => {
      const ocr = ocrOf(base);
      expect(isOcr(ocr, { withLength: true })).toBe(true);
      const place = at % ocr.length;
      const wrong = `${ocr.slice(0, place)}${(Number(ocr[place]) + add) % 10}${ocr.slice(place + 1)}`;
      expect(isOcr(wrong, { withLength: true })).toBe(false);
    }));
  });

  it('a desk reference is never the reference of an invoice', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 1, max: 90_000_000 }), (payRef, number) => {
      expect(deskReference(payRef)).not.toBe(ocrOf(number));
    }));
  });
});

describe('F-07 Swish', () => {
  it('writes the code of the specification', () =>
    expect(swishQrText({ number: '123 785 69 01', amountMinor: 10_000, message: '12229445', editable: {} })).toBe('C1237856901;100,00;12229445;0'));

  it('says what may be changed, keeps öre, encodes the message, and leaves the amount open', () => {
    expect(swishQrText({ number: '1237856901', amountMinor: 5, message: 'å b', editable: { amount: true, message: true } })).toBe('C1237856901;0,05;%C3%A5%20b;6');
    expect(swishQrText({ number: '1237856901', amountMinor: null, message: '', editable: { payee: true } })).toBe('C1237856901;;;1');
  });

  it.each([['123 785 69 01', true], ['1237856901', true], ['0701234567', false], ['12378569', false]])('%s is a clinic number: %s', (text, is) => expect(isSwishNumber(text)).toBe(is));
});

describe('the clinic’s numbers', () => {
  it.each([['5805-6201', true], ['5805-6202', false], ['991-2346', true], ['58056201', true], ['12', false]])('bankgiro %s: %s', (text, is) => expect(isBankgiro(text)).toBe(is));
  it.each([['SE556036079301', true], ['SE556036079401', false], ['556036079301', false]])('VAT number %s: %s', (text, is) => expect(isVatNumber(text)).toBe(is));
});

describe('F-01, F-03 amounts', () => {
  it('1 000 kr with 25 % VAT holds 200 kr, with 0 % none', () => {
    expect(vatInside(100_000, 25)).toBe(20_000);
    expect(amountsOf({ quantityHundredths: 100, unitMinor: 100_000, discountMinor: 0, vatCode: 'exempt' })).toEqual({ grossMinor: 100_000, vatRate: 0, vatMinor: 0 });
  });

  it('a quantity and a discount are rounded once, on the line', () =>
    expect(amountsOf({ quantityHundredths: 150, unitMinor: 33_333, discountMinor: 1_000, vatCode: 'standard' })).toMatchObject({ grossMinor: 49_000, vatMinor: 9_800 }));

  it('net and VAT by rate always add up to what is paid', () => {
    fc.assert(fc.property(fc.array(draft, { minLength: 1, maxLength: 12 }), drafts => {
      const sums = vatSums(drafts.map(one => ({ ...one, ...amountsOf(one) })));
      expect(sums.reduce((sum, one) => sum + one.netMinor + one.vatMinor, 0)).toBe(sumOf(drafts));
    }));
  });

  it('F-02 a credit is the mirror of its document, öre for öre', () => {
    fc.assert(fc.property(fc.array(draft, { minLength: 1, maxLength: 12 }), drafts => {
      const lines = drafts.map(one => ({ ...one, ...amountsOf(one) }));
      const credit = lines.map(mirrored);
      for (const field of ['grossMinor', 'vatMinor', 'quantityHundredths'] as const) expect(lines.reduce((sum, one) => sum + one[field], 0) + credit.reduce((sum, one) => sum + one[field], 0)).toBe(0);
    }));
  });

  it('a discount larger than the price is refused', () =>
    expect(ChargeDraft.safeParse({ kind: 'service', text: 'x', quantityHundredths: 100, unitMinor: 100, discountMinor: 101, vatCode: 'exempt', vatReasonNoteId: null, payerId: null }).success).toBe(false));

  it.each([
    [{ vatCode: 'standard', rules: {} }, true], [{ vatCode: 'exempt', rules: {} }, false], [{ vatCode: 'exempt', rules: { thinkingDays: 2 } }, true], [{ vatCode: 'exempt', rules: { aesthetic: true } }, true],
  ])('%j is aesthetic: %s', (service, is) => expect(isAesthetic(service)).toBe(is));
});

describe('F-04 nothing clinical', () => {
  it.each([['M54.5', true], ['Kontroll F321', true], ['Diagnos: ryggont', true], ['19811218-9876', true], ['811218-9876', true], ['B12-injektion', false], ['Återbesök 30 min', false], ['Plåster 10x15', false]])(
    '%s looks clinical: %s', (text, is) => expect(looksClinical(text)).toBe(is),
  );
});

describe('F-05 what is owed', () => {
  it('the balance is the sum less credits and payments, whatever comes in which order', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e8 }), fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 8 }), (totalMinor, payments) => {
      const paidMinor = payments.reduce((sum, one) => sum + one, 0);
      expect(balanceOf({ totalMinor, creditedMinor: 0, paidMinor })).toBe(payments.reduce((left, one) => left - one, totalMinor));
    }));
  });

  it.each([
    [{ totalMinor: 100, creditedMinor: 0, paidMinor: 0 }, '2026-11-23', 'unpaid'], [{ totalMinor: 100, creditedMinor: 0, paidMinor: 0 }, '2026-11-21', 'overdue'],
    [{ totalMinor: 100, creditedMinor: 0, paidMinor: 40 }, '2026-11-22', 'part'], [{ totalMinor: 100, creditedMinor: 0, paidMinor: 100 }, '2026-01-01', 'paid'],
    [{ totalMinor: 100, creditedMinor: -100, paidMinor: 0 }, null, 'credited'], [{ totalMinor: 100, creditedMinor: -100, paidMinor: 100 }, null, 'refundDue'],
  ] as const)('%j due %s is %s', (settled, dueOn, state) => expect(stateOfDocument(settled, dueOn, '2026-11-22')).toBe(state));

  it('cash is paid in whole kronor and the öre are written down; a part payment is not rounded', () => {
    expect(amountToPay(9_960, 'cash')).toBe(10_000);
    expect(amountToPay(9_960, 'card')).toBe(9_960);
    expect(roundingOf(9_960, 10_000, 'cash')).toBe(-40);
    expect(roundingOf(9_940, 9_900, 'cash')).toBe(40);
    expect(roundingOf(9_960, 5_000, 'cash')).toBe(0);
    expect(roundingOf(9_960, 9_960, 'card')).toBe(0);
  });

  it('a debt paid in cash is always gone after it', () => {
    fc.assert(fc.property(fc.integer({ min: 50, max: 1e7 }), owed => {
      const amount = amountToPay(owed, 'cash');
      expect(owed - amount - roundingOf(owed, amount, 'cash')).toBe(0);
      expect(Math.abs(roundingOf(owed, amount, 'cash'))).toBeLessThanOrEqual(50);
    }));
  });
});

describe('F-08 the cash register limit', () => {
  const meter = (kronor: number, today = '2024-06-01', declared = false) => registerMeter({ sumMinor: kronor * 100, today, declared });
  it('four price base amounts are 229 200 kr in 2024', () => expect(meter(0).limitMinor).toBe(22_920_000));
  it('warns from 80 % and says when it is crossed', () => {
    expect([183_359, 183_360, 229_200, 229_201].map(kronor => meter(kronor).level)).toEqual(['ok', 'near', 'near', 'over']);
    expect(meter(229_199).percent).toBe(99);
  });
  it('has nothing to warn about with a declared register', () => expect(meter(900_000, '2024-06-01', true).level).toBe('declared'));
  it('measures a year without an amount by the latest known, and says which', () => expect(meter(1, '2031-01-01')).toMatchObject({ year: PRICE_BASE_AMOUNTS.at(-1)?.year }));
  it.each([['2026-11-22', '2025-11-23'], ['2028-02-29', '2027-03-01'], ['2027-02-28', '2026-03-01'], ['2026-12-31', '2026-01-01']])('twelve months that end %s begin %s', (today, first) => expect(twelveMonthsBack(today)).toBe(first));
});

describe('F-03 what must stand on paper', () => {
  const line = { position: 1, appointmentId: null, patientId: null, suppliedOn: '2026-11-22', kind: 'service' as const, text: 'Återbesök', patientLabel: '', quantityHundredths: 100, unitMinor: 10_000, discountMinor: 0, grossMinor: 10_000, vatCode: 'standard' as const, vatRate: 25, vatMinor: 2_000, vatReasonNoteId: null };
  const whole: PaperContent = {
    kind: 'invoice', number: 10_001, issuedOn: '2026-11-22', dueOn: '2026-12-22', isOrganisation: true, refersToNumber: null, lines: [line], totalMinor: 10_000, vatMinor: 2_000,
    seller: { name: 'Kliniken', organisationNumber: '556036-0793', vatNumber: 'SE556036079301', fTax: true, address: ['Storgatan 1', '262 32 Ängelholm'], phone: '', bankgiro: '5805-6201', swish: '', text: '' },
    buyer: { name: 'Bolaget', number: '', address: ['Gatan 1'], reference: '' },
  };
  it('finds nothing in a whole invoice', () => expect(contentFaults(whole)).toEqual([]));
  it.each<[string, Partial<PaperContent>]>([
    ['number', { number: 0 }], ['issuedOn', { issuedOn: '' }], ['dueOn', { dueOn: null }], ['seller.name', { seller: { ...whole.seller, name: '' } }],
    ['seller.organisationNumber', { seller: { ...whole.seller, organisationNumber: '' } }], ['seller.vatNumber', { seller: { ...whole.seller, vatNumber: '' } }],
    ['seller.address', { seller: { ...whole.seller, address: [] } }], ['seller.account', { seller: { ...whole.seller, bankgiro: '' } }], ['buyer.name', { buyer: { ...whole.buyer, name: '' } }],
    ['buyer.address', { buyer: { ...whole.buyer, address: [] } }], ['line.text', { lines: [{ ...line, text: ' ' }] }], ['line.clinical', { lines: [{ ...line, text: 'M54.5' }] }],
    ['line.suppliedOn', { lines: [{ ...line, suppliedOn: '' }] }], ['sum', { totalMinor: 10_001 }], ['refersTo', { kind: 'credit', dueOn: null }],
  ])('names %s when it is missing or wrong', (fault, change) => expect(contentFaults({ ...whole, ...change })).toContain(fault));
  it('asks no address, no account and no VAT number of a receipt without VAT', () =>
    expect(contentFaults({
      ...whole, kind: 'receipt', dueOn: null, isOrganisation: false, vatMinor: 0, lines: [{ ...line, vatCode: 'exempt', vatRate: 0, vatMinor: 0 }],
      seller: { ...whole.seller, address: [], bankgiro: '', vatNumber: '' }, buyer: { name: '', number: '', address: [], reference: '' },
    })).toEqual([]));
});
