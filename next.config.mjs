import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser is a server-side fetcher and decoder that no page needs (catalogue T5).
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: "256kb" } },
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
