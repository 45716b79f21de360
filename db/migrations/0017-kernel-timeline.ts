import { integer, type Migration, withDefault } from './vocabulary.ts';

/** From which version on a server that was put back has another history. */
export const kernelTimeline: Migration = {
  id: '0017-kernel-timeline',
  side: 'server',
  up: (schema) => {
    schema.addColumn('companyVersion', 'timelineVersion', withDefault(integer, 0));
  },
};
