/**
 * What happens in every company every day, and befalls nobody: it is told to the auditor as faults are, and counted apart.
 * A fault takes something away that was there (a message, a process, a file, a right, an hour), or has two sides do what
 * cannot both be; scenery is how people and their machines are on any day.
 */
export const scenery: ReadonlySet<string> = new Set([
  'night',
  'deviceRestarted',
  'serverAway',
  'networkAway',
  'laptopHandedOver',
  'rejectedSaidAnotherWay',
  'unsentTakenBack',
  'hundredsPending',
  'scopeGranted',
  'rightsGiven',
]);
