/** The program's sign: an open book whose spine is a plus. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="5" fill="var(--kb-primary)" />
      <path d="M12 6.2v11.6M6.2 12h11.6" stroke="var(--kb-on-primary)" strokeWidth="3" />
    </svg>
  );
}
