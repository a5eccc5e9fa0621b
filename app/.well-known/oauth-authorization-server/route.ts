import { endpoint } from "@/lib/doors/endpoint";
import { metadata } from "@/lib/oauth/metadata";
import { publicPreflight } from "@/lib/oauth/public-reading";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: metadata,
  HEAD: metadata,
  OPTIONS: publicPreflight,
});
