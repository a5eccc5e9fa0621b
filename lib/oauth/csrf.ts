import "server-only";
import { hashOf, sameHash } from "@/lib/crypto/hash";

type Form = { sessionId: string; requestId: string };

const hashFor = ({ sessionId, requestId }: Form) => hashOf(JSON.stringify(["consent", sessionId, requestId]), "csrf");

/** What a consent form carries, so that only the page that we wrote for this session and request can send it. */
export const csrfToken = (form: Form): string => hashFor(form).toString("base64url");

export const isCsrfToken = (form: Form, token: string): boolean =>
  sameHash(hashFor(form), Buffer.from(token, "base64url"));
