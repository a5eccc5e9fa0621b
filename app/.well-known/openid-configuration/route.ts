import { endpoint } from "@/lib/doors/endpoint";
import { openidConfiguration } from "@/lib/oauth/metadata";
import { publicPreflight } from "@/lib/oauth/public-reading";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: openidConfiguration,
  HEAD: openidConfiguration,
  OPTIONS: publicPreflight,
});
