import "server-only";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { PROOF_ALGORITHMS } from "./dpop/check";
import { findSystemApi } from "./store";

const CACHED = { "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" };

/** The metadata of one of the three APIs that Postern itself serves (RFC 9728 §3.2); public, so any origin may read it. */
export const resourceMetadata =
  (systemKey: "open" | "admin" | "identity") =>
  async ({ db }: Context, _request: Request): Promise<Response> => {
    const { name, audience, scopes } = await findSystemApi(db, systemKey);
    return json(
      {
        resource: audience,
        resource_name: name,
        authorization_servers: [issuerUrl()],
        scopes_supported: scopes.map(({ key }) => key),
        bearer_methods_supported: ["header"],
        // The admin API takes personal tokens alone, which are bound to no key.
        ...(systemKey === "open" && { dpop_signing_alg_values_supported: PROOF_ALGORITHMS }),
      },
      { headers: CACHED },
    );
  };
