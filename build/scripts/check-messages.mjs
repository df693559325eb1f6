/** The same as `generate-messages.mjs --check`: complete, valid, equal in both languages, and the generated file up to date. */
process.argv.push('--check');
await import('./generate-messages.mjs');
