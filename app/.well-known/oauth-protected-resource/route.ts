import { endpoint } from "@/lib/doors/endpoint";
import { publicPreflight } from "@/lib/oauth/public-reading";
import { companyResourceMetadata as run } from "@/lib/verify/resource-metadata";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: run,
  HEAD: run,
  OPTIONS: publicPreflight,
});
