/** Places a command: more are made by several, one after the other. */
export const PLACES_LIMIT_ROWS = 500;
