/** A name that every system takes for a file, of whatever a document is called. */
export const fileName = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are no part of a name
  name.replace(/[\u0000-\u001f<>:"/\\|?*]/g, ' ').trim();
