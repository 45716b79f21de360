/** Everybody's password in tests. */
export const PASSWORD = 'correct horse battery';
