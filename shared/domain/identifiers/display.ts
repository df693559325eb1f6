import type { IdentifierKind } from './identifier.ts';

/** The number as people write it: `19811218-9876`, `020160-9995`, `410215 12345`, `T000012-5`. */
export function displayIdentifier(kind: IdentifierKind, value: string): string {
  switch (kind) {
    case 'personnummer':
    case 'samordningsnummer':
    case 'reservnummer':
    case 'reservnummerStockholm':
    case 'reservnummerVgr':
      return `${value.slice(0, 8)}-${value.slice(8)}`;
    case 'cpr':
    case 'ecpr':
      return `${value.slice(0, 6)}-${value.slice(6)}`;
    case 'fnr':
    case 'dnr':
    case 'hnr':
      return `${value.slice(0, 6)} ${value.slice(6)}`;
    case 'temporary':
      return `${value.slice(0, -1)}-${value.slice(-1)}`;
    case 'kvnr':
    case 'external':
      return value;
  }
}
