/** Hands a file to the person; the address is given back as soon as the download has begun. */
export function saveFile(base64: string, name: string, type: string): void {
  handOver(new Blob([Uint8Array.from(atob(base64), character => character.charCodeAt(0))], { type }), name);
}

/** The same for a text, as UTF-8. */
export function saveText(text: string, name: string, type: string): void {
  handOver(new Blob([text], { type }), name);
}

function handOver(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
