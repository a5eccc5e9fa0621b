import "server-only";

type Waiting<I, O> = { item: I; resolve: (value: O) => void; reject: (error: unknown) => void };

/**
 * Lets concurrent calls share one statement: a call starts at once when none is under way, and all that arrive
 * meanwhile go together in the next. No timer, so an idle process adds no delay.
 *
 * @param run answers the items in their order
 * @param most how many items one statement may carry
 */
export function coalesced<I, O>(run: (items: I[]) => Promise<O[]>, most = 500): (item: I) => Promise<O> {
  let waiting: Waiting<I, O>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const taken = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const answers = await run(taken.map(({ item }) => item));
        taken.forEach(({ resolve }, index) => {
          resolve(answers[index] as O);
        });
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    busy = false;
  }

  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void drain();
    });
}
