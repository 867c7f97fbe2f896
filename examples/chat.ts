// Chats with a model, word by word: `npm run example -- chat "What is a lakehouse?"`.
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
