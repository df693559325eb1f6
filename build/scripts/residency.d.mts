export function signTable(table: unknown, privatePem: string): { signature: string; publicKey: string };
export function digestOf(table: unknown): string;
