import { expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { requireCredential } from "./require";

testDatabase();

const CHUNK = new TextEncoder().encode("a".repeat(65_536));

it("reads no endless form of a stranger: it is refused after 64 kB (#449)", async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      sent += CHUNK.length;
      // An end far away, so that a reader that goes on is seen and not waited for for ever.
      if (sent > 8_000_000) stream.close();
      else stream.enqueue(CHUNK);
    },
  });
  const headers = { authorization: "Bearer x", "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body, duplex: "half" };
  const asked = requireCredential(await testContext(), new Request("http://localhost:3000/api/v1/tokens", init), {
    audience: openAudience(),
  });
  await expect(asked).rejects.toMatchObject({ name: "body_too_large", status: 413 });
  expect(sent).toBeLessThan(400_000);
});
