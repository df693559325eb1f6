/**
 * The only Trusted Types policy of the page (the CSP allows no other name). Libraries may still fill `<style>` elements,
 * whose text has no `<`; any markup written into the document by string is refused. A call without a sink is ProseMirror
 * reading pasted text in a detached document, from which only the nodes of our own schema survive.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(text: string, type?: string, sink?: string): string | null }): unknown;
}

const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;

factory?.createPolicy('default', {
  createHTML: (text, _type, sink) => (sink === undefined || !text.includes('<') ? text : null),
});
