import { endpoint } from "@/lib/doors/endpoint";
import { forwardAuth as run } from "@/lib/verify/forward-auth";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  { GET: run, HEAD: run, POST: run, PUT: run, PATCH: run, DELETE: run, OPTIONS: run },
  { shape: "empty" },
);
