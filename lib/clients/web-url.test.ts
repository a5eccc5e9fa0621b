import { expect, it } from "vitest";
import { webUrlProblem } from "./web-url";

it.each(["https://app.example", "https://app.example:8443/a?b=c#d", "http://127.0.0.1:3000/", "http://localhost/"])(
  "people may be led to %s",
  (url) => expect(webUrlProblem(url)).toBeNull(),
);

it.each([
  ["javascript:alert(1)", "httpsRequired"],
  ["JavaScript:alert(1)", "httpsRequired"],
  ["data:text/html,x", "httpsRequired"],
  ["vbscript:x", "httpsRequired"],
  ["http://app.example/", "httpsRequired"],
  ["java\tscript:alert(1)", "invalidUrl"],
  ["https://app.example\\@evil.example", "invalidUrl"],
  ["//app.example", "invalidUrl"],
  ["https://user:x@app.example/", "urlWithUserInfo"],
])("nobody is led to %j from a consent page: %s (#74)", (url, problem) => expect(webUrlProblem(url)).toBe(problem));
