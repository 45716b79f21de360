/** A page of a running application, spoken to over its debugging port: as little between as can be. */

export interface Page {
  /** Runs an expression in the page, waits for its promise, and gives its value. */
  evaluate<Value>(expression: string): Promise<Value>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly targetInfo?: { readonly type: string } };
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
  readonly error?: { readonly message: string };
}

/**
 * Attaches to the first page.
 * @param address of the browser's debugger, `ws://…`
 */
export async function attachToPage(address: string): Promise<Page> {
  const socket = new WebSocket(address);
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened, { once: true });
    socket.addEventListener('error', () => failed(new Error('the debugging port is closed')), { once: true });
  });
  let lastId = 0;
  const open = new Map<number, (message: Message) => void>();
  let foundPage: (sessionId: string) => void;
  const sessionId = new Promise<string>((found) => {
    foundPage = found;
  });
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) {
      open.get(message.id)?.(message);
      open.delete(message.id);
    } else if (message.method === 'Target.attachedToTarget' && message.params?.targetInfo?.type === 'page') {
      foundPage(message.params.sessionId ?? '');
    }
  });
  socket.addEventListener('close', () => {
    for (const answer of open.values()) answer({ error: { message: 'the page has gone' } });
    open.clear();
  });

  const send = (method: string, params: object, session?: string): Promise<Message> =>
    new Promise((answered) => {
      lastId += 1;
      open.set(lastId, answered);
      socket.send(JSON.stringify({ id: lastId, method, params, ...(session ? { sessionId: session } : {}) }));
    });

  await send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  const session = await sessionId;
  return {
    async evaluate<Value>(expression: string): Promise<Value> {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const { result, error } = await send('Runtime.evaluate', params, session);
      if (error) throw new Error(error.message);
      if (result?.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails).slice(0, 2_000));
      return result?.result?.value as Value;
    },
    close: () => socket.close(),
  };
}
