/** What an icon of Tabler is made of: its elements and their attributes. */
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  export const __iconNode: readonly (readonly [element: string, attributes: Readonly<Record<string, string>>])[];
}
