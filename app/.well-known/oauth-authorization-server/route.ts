import { endpoint } from "@/lib/doors/endpoint";
import { metadata, metadataPreflight } from "@/lib/oauth/metadata";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET: metadata,
  HEAD: metadata,
  OPTIONS: metadataPreflight,
});
