import type { Id } from '../../../kernel/ids.ts';
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { DemoTerritoryCode } from './people.ts';

export interface DemoPerson {
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly deviceCode: string;
}

export interface DemoTerritory {
  readonly id: Id;
  readonly code: DemoTerritoryCode;
  readonly weight: number;
  /** Who looks after its customers. */
  readonly rep: DemoPerson;
}

declare module '../../../kernel/demo.ts' {
  interface DemoStory {
    territories: readonly DemoTerritory[];
    manager: DemoPerson;
    /** Anybody by login. @throws when nobody is called so */
    person(login: string): DemoPerson;
    /** Who decides what the manager decides on a day, and in whose name where it is a deputy. */
    decidesOn(date: CalendarDate): { readonly by: DemoPerson; readonly onBehalfOf: Id | null };
    /** The legal entity that signs. */
    signerId: Id;
    /** The team that has customers together. */
    team: { readonly id: Id; readonly name: string };
    /** He who keeps the main warehouse, and the one who keeps the other. */
    storekeepers: readonly [DemoPerson, DemoPerson];
  }
}
