import { expect, it } from "vitest";
import { isPublicAddress, outwardUrlProblem } from "./address";

it.each([
  ...["0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1"],
  ...["192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"],
  ...["224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8.8", "::10.0.0.1"],
  ...["64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:db8::1", "2002:a00:1::1"],
  ...["3fff::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1", "", "x"],
])("knows no special-use address as public: %s (#233, #245)", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"])(
  "knows a public one: %s",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

const INSIDE = [
  ...["https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest", "https://[::ffff:a00:1]/x"],
  ...["https://localhost/x", "https://db/x", "https://a.local/x", "https://a.internal/x", "https://client.example./x"],
];
const MISSHAPEN = [
  ...["http://client.example/x", "ftp://client.example/x", "https://0x7f.1/x", "https://2130706433/x"],
  ...[
    "https://u@client.example/x",
    "https://u:p@client.example/x",
    "https://client.example/x#f",
    "https://client.example/x#",
  ],
  ...[
    "https://client.example/a/../x",
    "https://client.example/./x",
    "https://client.example/%2e%2e/x",
    "//client.example/x",
  ],
  ...[
    "https://CLIENT.example/x",
    "https://client.example:443/x",
    "https://client.example\\x",
    "https://client.exämple/x",
  ],
  ...["https://client.example/ x", "https://client.example/x\n", `https://client.example/${"x".repeat(1000)}`, ""],
];

it.each([...INSIDE, ...MISSHAPEN])("sends no request to %j (#233, #244)", (url) => {
  expect(outwardUrlProblem(url, { mayUseLoopback: false })).not.toBeNull();
});

it.each(["https://client.example/x", "https://client.example:8443/x?y=z", "https://client.example"])(
  "sends one to %s",
  (url) => {
    expect(outwardUrlProblem(url, { mayUseLoopback: false })).toBeNull();
  },
);

it("reaches this machine where the installation is a developer's, and no other of its network", () => {
  const problem = (url: string) => outwardUrlProblem(url, { mayUseLoopback: true });
  for (const url of ["http://127.0.0.1:4000/x", "http://localhost:4000/x", "https://[::1]:4000/x"])
    expect(problem(url)).toBeNull();
  for (const url of ["http://10.0.0.1/x", "https://10.0.0.1/x", "http://a.localhost/x", "ftp://127.0.0.1/x"])
    expect(problem(url)).not.toBeNull();
});
