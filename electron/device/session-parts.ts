/** What signing in needs, and what it gives. */
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { SignInResponse } from '#shared/protocol/auth.ts';
import type { SessionState } from '#shared/protocol/bridge.ts';
import type { Demo } from './device-messages.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { Person, PersonFolder, Profile } from './profile.ts';
import type { ServerClient } from './server-client.ts';

export interface Credentials {
  readonly server: string;
  readonly login: string;
  readonly password: string;
}

/** An invitation that somebody takes, with the password that they choose. */
export interface Joining {
  readonly server: string;
  readonly code: string;
  readonly password: string;
  /** What the company's list of devices calls this one. */
  readonly deviceName: string;
}

export interface SignInAnswer extends SignInResponse {
  /** By this machine's clock, uncorrected. */
  readonly askedAt: Instant;
}

/** Someone whose database is open; `folder` always holds the newest of the profile. */
export interface Opened {
  folder: PersonFolder;
  readonly key: Uint8Array;
  /** Empty after a sign-out, until the server was asked again. */
  token: string;
  pushToken: string;
  readonly database: OpenedDatabase;
  readonly password: string;
  /** Null when the server has not been asked at this sign-in: it may have news, and the token may be old. */
  readonly answer: SignInAnswer | null;
}

export interface NewHistory {
  readonly response: SignInAnswer;
  adopt(): void;
}

export interface SessionParts {
  readonly world: World;
  readonly profile: Profile;
  readonly client: ServerClient;
  readonly osSecret: Uint8Array | null;
  readonly appVersion: string;
  readonly deviceName: string;
  readonly defaultServer: string | null;
  /** A key came to hand of somebody whom this device was closed for. */
  keyFound(): void;
  open(path: string, key: Uint8Array, person: Person): Promise<OpenedDatabase>;
}

export interface Session {
  /** What was set aside or missing and has not been seen: one after the other. */
  readonly setAside: Reason | null;
  /** Whoever was told of it has signed out. */
  seen(): void;
  /** null: this device does not work with the demo, and its people are not shown. */
  setDemo(demo: Demo | null): void;
  /** The demo's company as far as it is known. */
  readonly demo: Demo | null;
  /** The server that the sign-in screen proposes from now on. */
  proposeServer(server: string): void;
  /** The key of a database that a backup brought: it opens even where the password was changed since. */
  rememberKey(folder: PersonFolder, key: Uint8Array): void;
  /** Tells whoever looks next, as what was set aside is told. @param insteadOf a code that it takes the place of */
  tellLater(reason: Reason, insteadOf?: string): void;
  /** The key of a person's database where no password is needed for it. */
  keyOf(folder: PersonFolder): Uint8Array | null;
  /** The person's data is destroyed here. */
  forgetKey(folder: PersonFolder): void;
  /** A person of the demo works with its server wherever that is now. */
  followDemo(opened: Opened): void;
  signedOutState(): SessionState;
  /** Opens the person's database. @throws Refusal with a code of session.* */
  signIn(credentials: Credentials): Promise<Opened>;
  /** Takes an invitation and opens a database of one's own. @throws Refusal with a code of session.* */
  join(joining: Joining): Promise<Opened>;
  /**
   * Asks the server for a fresh token, with the password that opened the database.
   * @returns why the server does not take it, or null
   * @throws NetworkUnreachable
   */
  renew(opened: Opened, password: string): Promise<SignInAnswer | Reason>;
  /**
   * Asks the server for a new history of this device, with a code of its own.
   * @returns the answer and what writes it to the profile, or why the server does not give one
   * @throws NetworkUnreachable
   */
  askHistory(opened: Opened, password: string): Promise<NewHistory | Reason>;
}
