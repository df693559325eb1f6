import type { Plugin } from 'vite';

/** The line V8 looks for at the beginning of a file. */
export const COMPILE_AHEAD = '//# allFunctionsCalledOnLoad\n';

/**
 * Marks what is loaded behind the gate to be compiled as a whole when it is loaded (V8's explicit compile hints, Chromium
 * 136; a comment to everybody else). Compiled function by function at the first use, a journal's first opening after a
 * sign-in took 45 ms longer; the gate itself stays lazy, so that it is drawn at once. Figures: build/docs/speed.md.
 */
export const compileAhead = (): Plugin => ({
  name: 'compile-ahead',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && !chunk.isEntry) chunk.code = COMPILE_AHEAD + chunk.code;
      }
    },
  },
});
