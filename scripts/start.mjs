// `npm start`, `npm run demo`, `npm run dev`. This file alone is read by whatever Node is there, so it uses nothing new.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Postern needs Node 20.9 or newer; this is ${process.versions.node}. Install it and start again.`);
  process.exit(1);
}
const { start } = await import("./start/run.mjs");
await start(process.argv.slice(2));
