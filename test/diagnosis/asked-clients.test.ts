import { expect, it } from "vitest";
import { CLIENT_IDS, readAskedClients } from "../../src/diagnosis/asked-clients.ts";

it("reads names, with commas or without, each once", () => {
  const named = ["java8", "chrome"];
  expect(readAskedClients(["java8, chrome", "java8"], "--client")).toEqual({ ids: named, named });
});

it("reads all, among whom those that are named matter", () => {
  expect(readAskedClients(["all"], "--client")).toEqual({ ids: CLIENT_IDS, named: [] });
  expect(readAskedClients(["chrome,all"], "--client")).toEqual({ ids: CLIENT_IDS, named: ["chrome"] });
});

it.each(["", "java99", "toString", "__proto__", "java8;"])("refuses %j and lists the names", (name) => {
  const problem = {
    code: "option_value",
    option: "--client",
    given: name,
    expected: { a: "client", of: [...CLIENT_IDS, "all"] },
  };
  expect(() => readAskedClients([name], "--client")).toThrow(expect.objectContaining({ problem }));
});
