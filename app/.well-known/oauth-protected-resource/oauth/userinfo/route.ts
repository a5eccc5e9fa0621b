import { endpoint } from "@/lib/doors/endpoint";
import { resourceMetadata } from "@/lib/verify/resource-metadata";

const run = resourceMetadata("identity");

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ GET: run, HEAD: run });
