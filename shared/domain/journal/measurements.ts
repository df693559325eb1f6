import type { MeasurementNode } from './inline.ts';
import type { TemplateLanguage } from './template.ts';

export interface MeasurementKind {
  readonly kind: string;
  readonly label: Readonly<Record<TemplateLanguage, string>>;
  /** As written after the value (UCUM's meaning, the clinic's spelling). */
  readonly unit: string;
  /** What somebody types before the value, in lower case; any language works in any language. */
  readonly short: readonly string[];
  /** Smallest and largest value that can be meant; outside it the text stays text. For blood pressure: of the upper value. */
  readonly range: readonly [number, number];
}

/** What is measured often enough to be typed in a few keys. Ranges hold what a body can show, not what is healthy. */
export const MEASUREMENTS: readonly MeasurementKind[] = [
  { kind: 'bloodPressure', label: { sv: 'Blodtryck', en: 'Blood pressure' }, unit: 'mmHg', short: ['bt', 'blodtryck', 'bp'], range: [40, 320] },
  { kind: 'pulse', label: { sv: 'Puls', en: 'Pulse' }, unit: '/min', short: ['puls', 'pulse', 'hf'], range: [20, 320] },
  { kind: 'weight', label: { sv: 'Vikt', en: 'Weight' }, unit: 'kg', short: ['vikt', 'weight'], range: [0.2, 500] },
  { kind: 'height', label: { sv: 'Längd', en: 'Height' }, unit: 'cm', short: ['längd', 'height'], range: [20, 260] },
  { kind: 'temperature', label: { sv: 'Temp', en: 'Temp' }, unit: '°C', short: ['temp'], range: [25, 45] },
  { kind: 'saturation', label: { sv: 'Saturation', en: 'Saturation' }, unit: '%', short: ['sat', 'saturation', 'spo2'], range: [30, 100] },
  { kind: 'respiration', label: { sv: 'Andningsfrekvens', en: 'Respiratory rate' }, unit: '/min', short: ['af', 'rr'], range: [3, 90] },
  { kind: 'glucose', label: { sv: 'P-glukos', en: 'P-glucose' }, unit: 'mmol/l', short: ['glukos', 'p-glukos', 'glucose'], range: [0.5, 80] },
  { kind: 'pain', label: { sv: 'VAS', en: 'VAS' }, unit: '', short: ['vas', 'nrs'], range: [0, 10] },
];

const BY_SHORT = new Map(MEASUREMENTS.flatMap(one => one.short.map(short => [short, one] as const)));
const VALUE = /^\d{1,3}(?:[.,]\d{1,2})?$/;
const PRESSURE = /^(\d{2,3})\/(\d{2,3})$/;
const TYPED = /(?:^|[\s(,;])([\p{L}\d-]{2,20}) ([\d.,/]{1,9})$/u;

/** `135/85`: the upper higher than the lower and both possible; else one number within the range. The decimal comma is kept as typed. */
export function isPossible({ kind, range: [low, high] }: MeasurementKind, value: string): boolean {
  const pressure = PRESSURE.exec(value);
  if (kind === 'bloodPressure') return pressure !== null && Number(pressure[1]) <= high && Number(pressure[1]) >= low && Number(pressure[2]) >= 20 && Number(pressure[2]) < Number(pressure[1]);
  const number = Number(value.replace(',', '.'));
  return VALUE.test(value) && number >= low && number <= high;
}

/** "bt 135/85" at the end of what was typed, as a measurement and how many characters it stands for; null: it stays text. */
export function measurementTyped(before: string, language: TemplateLanguage): { readonly length: number; readonly node: MeasurementNode } | null {
  const match = TYPED.exec(before);
  const [, word = '', value = ''] = match ?? [];
  const found = BY_SHORT.get(word.toLowerCase());
  if (!found || !isPossible(found, value)) return null;
  return { length: word.length + 1 + value.length, node: measurementOf(found, value, language) };
}

/** A value of this kind as it stands in a note. */
export const measurementOf = ({ kind, label, unit }: MeasurementKind, value: string, language: TemplateLanguage): MeasurementNode => ({
  type: 'measurement', attrs: { kind, label: label[language], value, unit },
});
