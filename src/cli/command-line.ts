/** The words of a call as a shell would take them again. */
export function commandLine(words: readonly string[]): string {
  const quote = (text: string): string =>
    /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
  return ['atommem', ...words].map(quote).join(' ');
}
