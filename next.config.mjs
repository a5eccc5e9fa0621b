import createNextIntlPlugin from "next-intl/plugin";

// All pages and assets stand under the path of the public address, which a build has to know (lib/base-path.ts).
const basePath = new URL(process.env.POSTERN_URL || "http://localhost").pathname.replace(/\/$/, "");

/** @type {import("next").NextConfig} */
const config = {
  basePath,
  env: { POSTERN_BASE_PATH: basePath },
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser is a server-side fetcher and decoder that no page needs (catalogue T5).
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: "256kb" } },
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
