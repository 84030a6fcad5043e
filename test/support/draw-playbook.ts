import { catalogFor } from "../../src/locales/catalogs.ts";
import type { NodeId, OutcomeId } from "../../src/playbook/playbook.ts";
import { playbook } from "../../src/playbook/playbook.ts";
import { choicesOf, follow, isQuestion } from "../../src/playbook/walk.ts";
import { describeChoice } from "../../src/report/conversation-words.ts";

/** An arrow with more choices than this says how many. */
const MAX_NAMED = 2;

/** The tree as Mermaid, in English, in a page of Markdown. */
export function drawPlaybook(): string {
  const catalog = catalogFor("en");
  const context = {
    target: { host: "api.example.com", port: 443, serverName: "api.example.com" },
    addresses: [],
    place: null,
  };
  const nodes = Object.keys(playbook) as NodeId[];
  const draw = (node: NodeId): string => {
    if (!isQuestion(node)) return `  ${node}([${quote(catalog.causes[node])}])`;
    const { text } = catalog.playbook.questions[node](context);
    const choices = choicesOf(node);
    const ends = [...new Set(choices.map((choice) => follow(node, choice)))];
    const arrows = ends.map((next) => {
      const leading = choices.filter((choice) => follow(node, choice) === next);
      const names = leading.map((choice) => describeChoice(node, choice, catalog));
      // Where the choice is the cause itself, its name stands in the outcome.
      if (names.length === 1 && isCause(next) && names[0] === catalog.causes[next])
        return `  ${node} --> ${next}`;
      const label = names.length > MAX_NAMED ? `${names.length} of them` : names.join(" / ");
      return `  ${node} -->|${quote(label)}| ${next}`;
    });
    return [`  ${node}{${quote(text)}}`, ...arrows].join("\n");
  };
  const lines = nodes.map(draw);
  return `# The decision tree

Drawn from \`src/playbook/playbook.ts\` by \`npx vitest run test/playbook -u\`. Diamonds are questions; what probe, captures, files and pasted
messages show is not asked (\`src/playbook/known.ts\`). Rounded boxes are causes, whose words depend on the place.

\`\`\`mermaid
flowchart LR
${lines.join("\n")}
\`\`\`
`;
}

function isCause(node: NodeId): node is OutcomeId {
  return !isQuestion(node);
}

/** Mermaid reads HTML entities in quotes. */
function quote(text: string): string {
  return `"${text.replaceAll('"', "#quot;")}"`;
}
