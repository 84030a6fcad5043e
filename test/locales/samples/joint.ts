import type { Catalog } from "../../../src/locales/catalog.ts";
import type { SamplesOf } from "./samples.ts";

const between = { client: "192.0.2.61:40061", server: "192.0.2.62:4462" };

export const joint: SamplesOf<Catalog>["joint"] = {
  between: [
    [{ ...between, serverName: "odd-63.example", alert: "handshake_failure" }],
    [{ ...between, serverName: null, alert: null }],
  ],
  more: [[64], [1]],
  alone: [["odd summary 65"]],
};
