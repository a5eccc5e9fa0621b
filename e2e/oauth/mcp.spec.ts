import type { OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import type { Page } from "@playwright/test";
import { COMPANY, expect, OWNER, test } from "../fixtures";
import { callbackServer } from "../people/steps";
import { freePort, freshDatabase, freshSecrets, type Server, startServer } from "../server";
import { documentServer, mcpServer } from "./mcp-server";

/** A Model Context Protocol client is given the address of a server of tools and nothing else. */

let postern: Server;
let tools: Awaited<ReturnType<typeof mcpServer>>;
let documents: Awaited<ReturnType<typeof documentServer>>;
let callback: Awaited<ReturnType<typeof callbackServer>>;

const metadata = () => ({
  client_name: "Sample agent",
  redirect_uris: [callback.url],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
});

test.beforeAll(async () => {
  callback = await callbackServer();
  documents = await documentServer((url) => ({ client_id: url, ...metadata() }));
  tools = await mcpServer(await freePort(), () => postern.url);
  const settings = { ...(await freshDatabase()), ...freshSecrets(), LOG_LEVEL: "warn" };
  postern = await startServer({ ...settings, NODE_EXTRA_CA_CERTS: documents.certificateFile }, await freePort());
});
test.afterAll(async () => {
  for (const { close } of [callback, documents, tools]) close();
  await postern.stop();
});

/** What a client keeps for itself; `page` is the browser that it opens. */
function provider(page: Page, clientMetadataUrl?: string) {
  let information: OAuthClientInformationMixed | undefined;
  let tokens: OAuthTokens | undefined;
  let verifier = "";
  let code = "";
  const kept: OAuthClientProvider = {
    redirectUrl: callback.url,
    clientMetadata: metadata(),
    ...(clientMetadataUrl && { clientMetadataUrl }),
    clientInformation: () => information,
    saveClientInformation: (saved) => {
      information = saved;
    },
    tokens: () => tokens,
    saveTokens: (saved) => {
      tokens = saved;
    },
    saveCodeVerifier: (saved) => {
      verifier = saved;
    },
    codeVerifier: () => verifier,
    redirectToAuthorization: async (address) => {
      await page.goto(address.href);
      await expect(page.getByRole("main")).toContainText("Sample agent");
      const allow = page.getByRole("button", { name: "Allow" });
      await expect(allow).toBeVisible();
      await page.waitForTimeout(600);
      await allow.click();
      await page.waitForURL(/\/callback\?/);
      code = new URL(page.url()).searchParams.get("code") ?? "";
    },
  };
  return { kept, code: () => code, clientId: () => information?.client_id, tokens: () => tokens };
}

const newClient = () => new Client({ name: "sample-client", version: "1.0.0" });

/** Connects by the address of the server alone, and calls its one tool. */
async function call(authProvider: ReturnType<typeof provider>): Promise<string> {
  const first = new StreamableHTTPClientTransport(tools.url, { authProvider: authProvider.kept });
  await expect(newClient().connect(first)).rejects.toThrow("Unauthorized");
  await first.finishAuth(authProvider.code());
  const client = newClient();
  await client.connect(new StreamableHTTPClientTransport(tools.url, { authProvider: authProvider.kept }));
  const { content } = (await client.callTool({ name: "whoami" })) as { content: { text: string }[] };
  await client.close();
  return content[0]?.text ?? "";
}

test("a client with a document, and one that registers itself, connect to a company that lets them", async ({
  page,
  accessible,
}) => {
  await page.goto(/https?:\/\/\S+\/setup\?code=\S+/.exec(postern.output())?.[0] ?? "");
  await page.getByLabel("Name", { exact: true }).fill(OWNER.name);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByLabel("Company name").fill(COMPANY);
  await page.getByLabel("Base URL of your API").fill(tools.url.href);
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page).toHaveURL(`${postern.url}/`);

  await test.step("nobody comes by themselves before the company says so", async () => {
    await expect(
      newClient().connect(
        new StreamableHTTPClientTransport(tools.url, { authProvider: provider(page, documents.url).kept }),
      ),
    ).rejects.toThrow();
    expect(documents.reads()).toBe(0);
  });

  const agents = page.locator("section").filter({ has: page.getByRole("heading", { name: "Agents" }) });
  const admit = async (who: string) => {
    await page.goto(`${postern.url}/security`);
    await agents.getByRole("radio", { name: who }).check();
    await agents.getByLabel("Permission group").selectOption("Read only");
    await agents.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status").filter({ hasText: "are saved" })).toBeVisible();
  };

  await test.step("one that an administrator has to let in waits, and is listed by its address", async () => {
    await admit("Those that an administrator lets in");
    const asked = new URLSearchParams({ client_id: documents.url, redirect_uri: callback.url, response_type: "code" });
    const answer = await page.request.get(`${postern.url}/oauth/authorize?${asked}`, { maxRedirects: 0 });
    expect([answer.status(), (await answer.text()).includes("client_awaits_approval")]).toEqual([403, true]);
    await page.goto(postern.url);
    await expect(page.getByText("1 application waits to be let in.")).toBeVisible();
    await page.getByRole("link", { name: "Review" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: documents.url })).toContainText("Sample agent");
    await accessible();
  });

  await admit("Everybody");

  await test.step("client ID metadata document", async () => {
    const agent = provider(page, documents.url);
    expect(await call(agent)).toBe(`access ${documents.url}`);
    expect([agent.clientId(), documents.reads()]).toEqual([documents.url, 1]);
    expect(agent.tokens()).toMatchObject({ scope: "api:read", refresh_token: expect.any(String) });
  });

  const registration = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Self-registration" }) });
  await page.goto(`${postern.url}/security`);
  await registration.getByRole("radio", { name: /^Everybody/ }).check();
  await registration.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "are saved" })).toBeVisible();

  await test.step("dynamic client registration", async () => {
    const application = provider(page);
    expect(await call(application)).toBe(`access ${application.clientId()}`);
  });
});
