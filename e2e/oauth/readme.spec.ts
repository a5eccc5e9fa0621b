import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "../fixtures";
import { freePort, freshDatabase, freshSecrets } from "../server";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = (mark: string): string[] =>
  [...readme.matchAll(new RegExp(`<!-- ${mark} -->\\n\`\`\`sh\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, block = ""]) => block,
  );

test("the README's walk-through works as it is written", async () => {
  const [start = ""] = blocks("walk-through: start");
  const walk = blocks("walk-through").join("\n");
  const dir = mkdtempSync(join(tmpdir(), "postern-readme-"));
  // The reader's folder is the clone; here it is one that can be thrown away, so the files' paths are made whole.
  const npm = `#!/bin/sh
export POSTERN_OWNER_PASSWORD_FILE="$PWD/$POSTERN_OWNER_PASSWORD_FILE"
export POSTERN_BOOTSTRAP_TOKEN_FILE="$PWD/$POSTERN_BOOTSTRAP_TOKEN_FILE"
exec node "${join(root, "scripts/start.mjs")}"
`;
  writeFileSync(join(dir, "npm"), npm, { mode: 0o755 });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: "",
    ...freshSecrets(),
    ...(await freshDatabase()),
    NODE_ENV: "production",
    PATH: `${dir}:${process.env.PATH}`,
    PORT: String(port),
    POSTERN_URL: url,
    POSTERN: url,
  } as NodeJS.ProcessEnv;
  const server = spawn("bash", ["-c", start], { cwd: dir, env, stdio: "ignore", detached: true });
  try {
    await expect
      .poll(
        () =>
          fetch(`${url}/api/health/ready`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 50_000 },
      )
      .toBe(200);
    const { stdout, stderr } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", walk], { cwd: dir, env });
    expect(stderr).toBe("");
    expect(stdout).toContain(`"issuer":"${url}"`);
    expect(stdout).toContain('"subject":{"kind":"client"');
    expect(stdout).toContain('"active":true');
    expect(stdout.match(/^(verify|revoke): \d+$/gm)).toEqual(["verify: 200", "revoke: 200", "verify: 401"]);
    expect(stdout).toContain('"action":"client.created"');
  } finally {
    if (server.pid) process.kill(-server.pid, "SIGTERM");
  }
});
