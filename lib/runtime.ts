import "server-only";

const KEY = Symbol.for("postern.runtime");
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, unknown> };

/**
 * One value a process, however often the module that asks for it is evaluated: route, action and start-up bundles
 * each carry their own copy of a module, and a second database or queue would break what the first one promises.
 */
export function oncePerProcess<T>(name: string, make: () => T): T {
  holder[KEY] ??= new Map();
  const kept = holder[KEY];
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}
