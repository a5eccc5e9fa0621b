import { describe, expect, it } from "vitest";
import { newOpaqueId } from "@/lib/crypto/id";
import { consentPath, provenBack } from "./consent-address";

const id = newOpaqueId();

const told = (redirectUri: string) => {
  const { searchParams } = new URL(consentPath(id, redirectUri), "http://localhost:3000");
  return { back: searchParams.get("back"), proof: searchParams.get("proof") };
};

describe("the address of the consent page", () => {
  it.each([
    ["https://client.example/callback?a=b", "https://client.example"],
    ["https://client.example:8443/", "https://client.example:8443"],
    ["http://127.0.0.1:54321/cb", "http://127.0.0.1:54321"],
    ["http://[::1]:54321/cb", "http:"],
    ["com.example.app:/callback", "com.example.app:"],
    // A host that could end the policy's directive is never written into it.
    ["https://a;script-src/", "https:"],
  ])("tells where %s leads, provenly: %s", (redirectUri, expected) => {
    const { back, proof } = told(redirectUri);
    expect(back).toBe(expected);
    expect(provenBack(id, back, proof)).toBe(expected);
  });

  it("is believed for its own request and origin alone (#56)", () => {
    const { back, proof } = told("https://client.example/callback");
    expect(provenBack(newOpaqueId(), back, proof)).toBeNull();
    expect(provenBack(id, "https://evil.example", proof)).toBeNull();
    for (const wrong of [null, "", "x", proof?.slice(1) ?? null, `${proof}AA`])
      expect(provenBack(id, back, wrong)).toBeNull();
    for (const wrong of [null, "", "*", "'self'", "https://a b", "https://a;", "https:// *"])
      expect(provenBack(id, wrong, proof)).toBeNull();
  });
});
