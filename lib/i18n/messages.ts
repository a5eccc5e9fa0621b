import { type Locale, NAMESPACES } from "./locales";
import type { Messages } from "./messages-type";

/** All texts of one language. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const files = await Promise.all(
    NAMESPACES.map(
      async (namespace) => [namespace, (await import(`./messages/${locale}/${namespace}.json`)).default] as const,
    ),
  );
  return Object.fromEntries(files) as Messages;
}
