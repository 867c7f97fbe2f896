// Asks a model and prints its answer while it is being written:
// `npm run example -- chat "What is a lakehouse?"`. A local workspace, having no model, repeats the
// question.
import { WorkspaceClient } from "databricks-sdk-ts";

const [question = "What is a lakehouse?"] = process.argv.slice(2);

await using w = new WorkspaceClient();
const answer = await w.servingEndpoints.queryStream({
  name: process.env["CHAT_ENDPOINT"] ?? "databricks-meta-llama-3-3-70b-instruct",
  messages: [{ role: "user", content: question }],
  max_tokens: 200,
});
for await (const { choices = [] } of answer) {
  process.stdout.write(choices[0]?.delta?.content ?? "");
}
process.stdout.write("\n");
