import { type Migration, nullable, text } from './vocabulary.ts';

/** What the device's seal does not cover: when a command came and ran, and what it was answered. */
export const kernelAnswerSeals: Migration = {
  id: '0031-kernel-answer-seals',
  side: 'server',
  up: (schema) => {
    schema.addColumn('commandTopics', 'seal', nullable(text));
  },
};
