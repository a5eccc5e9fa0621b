import "server-only";
import { seconds } from "@/lib/duration";
import { oncePerProcess } from "@/lib/runtime";
import { outwardUrlProblem } from "./address";
import { download, type Fetched, failed, type Limits } from "./download";
import { allowedAddresses, type Network, ownNetwork } from "./network";

type Kept = { answer: Promise<Fetched>; until: number };
type State = { kept: Map<string, Kept>; underWay: number };

/** A document that was just read serves those who asked meanwhile; one that could not be had is not asked for at once. */
const KEPT_MS = seconds(10);
const REFUSED_MS = seconds(30);
const MOST_KEPT = 500;
/** Requests at once: whoever names many slow hosts takes no more of us than this. */
const MOST_UNDER_WAY = 32;

const state = (): State => oncePerProcess("outbound", () => ({ kept: new Map(), underWay: 0 }));

async function withinTime(url: URL, limits: Limits, network: Network): Promise<Fetched> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<Fetched>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve(failed("too_slow"));
    }, limits.timeoutMs);
  });
  const work = async (): Promise<Fetched> => {
    const addresses = await allowedAddresses(url, network);
    if (abort.signal.aborted) return failed("too_slow");
    return addresses ? download(url, { ...limits, addresses }, abort.signal) : failed("forbidden_address");
  };
  try {
    return await Promise.race([work().catch(() => failed("unreachable")), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

async function fetched(url: string, limits: Limits, network: Network): Promise<Fetched> {
  if (outwardUrlProblem(url, network) !== null) return failed("forbidden_address");
  const own = state();
  if (own.underWay >= MOST_UNDER_WAY) return failed("busy");
  own.underWay++;
  try {
    return await withinTime(new URL(url), limits, network);
  } finally {
    own.underWay--;
  }
}

function keep(key: string, answer: Promise<Fetched>): Promise<Fetched> {
  const { kept } = state();
  const entry: Kept = { answer, until: Number.POSITIVE_INFINITY };
  kept.set(key, entry);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  void answer.then(({ ok }) => {
    entry.until = Date.now() + (ok ? KEPT_MS : REFUSED_MS);
  });
  return answer;
}

/**
 * The JSON document at an address that a stranger named, or why there is none; it never throws. The address must be
 * https on the public Internet; its name is resolved once, refused if any of its addresses is special-use, and the
 * connection goes to those addresses, so that a name that changes its meaning leads nowhere (OWASP ASVS 1.3.6). No
 * redirect is followed, nothing is unpacked, and size and time are bounded.
 *
 * However many ask for the same address at once, one request is sent.
 */
export function fetchDocument(url: string, limits: Limits, network: Network = ownNetwork()): Promise<Fetched> {
  const key = `${limits.maxBytes} ${url}`;
  const known = state().kept.get(key);
  if (known && known.until > Date.now()) return known.answer;
  state().kept.delete(key);
  return keep(key, fetched(url, limits, network));
}
