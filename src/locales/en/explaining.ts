import type { Catalog } from "../catalog.ts";

export const explaining: Catalog["explaining"] = {
  refusal: ({ by, alert }) => {
    if (by === "other_side")
      return alert === null
        ? "The other side refused: it sent an alert."
        : `The other side refused: it sent the alert ${alert}.`;
    if (by === "this_side")
      return alert === null
        ? "The side that wrote this message refused what the other one sent."
        : `The side that wrote this message refused, and sent the alert ${alert}.`;
    return `The alert is ${alert}; the text does not tell who sent it.`;
  },
  nothing:
    "I recognise no TLS error in this message. Name the host, and I find out; or drop the log or the capture here.",
  already: "The likely causes of this message stand in its thread already.",
  fileOutOfReach:
    "I cannot see the file of this message. Type /invite @tlscheck in its channel and ask again, or send it with the form that /tlscheck opens.",
  thisMessage: "This message",
  help: (command) =>
    `“Diagnose this TLS error” in a message's menu, or @tlscheck and the error: I answer in the thread with the likely causes, and read the files of the message. For you alone: ${command} explain ERROR MESSAGE.`,
};
