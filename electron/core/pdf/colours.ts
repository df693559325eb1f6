/** Colours of everything on paper; readable when printed in black and white too. */
export const COLOURS = { ink: '#16232A', muted: '#51636C', line: '#D5DEE2', warning: '#A3262A', warningTint: '#FAE6E6', paper: '#F6F9FA' } as const;
