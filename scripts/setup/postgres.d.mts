/** The folder with `bin`, `lib` and `share` of PostgreSQL, readable by the user that the server will run as. */
export function findPostgresPrograms(): Promise<string>;
