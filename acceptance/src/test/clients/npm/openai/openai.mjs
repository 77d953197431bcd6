// Talks to the gateway as any program does that uses the official client, and prints what it saw.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "none", maxRetries: 0 });
const model = process.argv[3];
const user = (content) => [{ role: "user", content }];
const tools = [
  {
    type: "function",
    function: {
      name: "search",
      description: "finds products",
      parameters: {
        type: "object",
        properties: { item: { type: "string" }, color: { type: "string" }, max: { type: "integer" } },
      },
    },
  },
];
const seen = {};

seen.models = (await client.models.list()).data.map((m) => m.id);

const plain = await client.chat.completions.create({
  model: "slm",
  messages: user("show me a red shirt under 800"),
});
seen.plain = plain.choices[0].message.content;
seen.usage = plain.usage.total_tokens === plain.usage.prompt_tokens + plain.usage.completion_tokens;

let streamed = "";
let finish = null;
let usage = null;
let chunks = 0;
const stream = await client.chat.completions.create({
  model: "llm",
  stream: true,
  stream_options: { include_usage: true },
  max_completion_tokens: 8,
  messages: user("show me a red shirt"),
});
for await (const chunk of stream) {
  chunks++;
  streamed += chunk.choices[0]?.delta?.content ?? "";
  finish = chunk.choices[0]?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}
seen.streamed = { text: streamed, finish, chunks, completion: usage.completion_tokens };

const messages = user("show me a red shirt under 800");
const called = await client.chat.completions.create({ model: "slm", messages, tools });
const call = called.choices[0].message.tool_calls[0];
seen.tool = { name: call.function.name, arguments: JSON.parse(call.function.arguments) };
messages.push(called.choices[0].message, {
  role: "tool",
  tool_call_id: call.id,
  content: "2* B11 640; 5* K42 720",
});
const advised = await client.chat.completions.create({ model: "slm", messages, tools });
seen.advice = advised.choices[0].message.content;

const runner = client.chat.completions.stream({
  model: "slm",
  messages: user("show me a red shirt under 800"),
  tools,
});
const final = await runner.finalChatCompletion();
seen.streamedTool = final.choices[0].message.tool_calls[0].function.name;

seen.routed = [];
for (let i = 0; i < 20; i++) {
  const reply = await client.chat.completions.create({ model, messages: user("hello") });
  seen.routed.push(reply.choices[0].finish_reason);
}

seen.errors = {};
for (const [name, request] of Object.entries({
  unknown: { model: "gpt-9", messages: user("hi") },
  empty: { model, messages: [] },
  long: { model: "slm", messages: user("red shirt ".repeat(400)) },
})) {
  try {
    await client.chat.completions.create(request);
  } catch (error) {
    seen.errors[name] = { type: error.constructor.name, status: error.status, code: error.code };
  }
}

const gone = new AbortController();
const left = await client.chat.completions.create(
  { model: "llm", stream: true, messages: user("hello") },
  { signal: gone.signal },
);
try {
  for await (const chunk of left) {
    gone.abort();
  }
} catch (error) {
  seen.aborted = error.constructor.name;
}
seen.aborted ??= "quietly";

console.log(JSON.stringify(seen));
