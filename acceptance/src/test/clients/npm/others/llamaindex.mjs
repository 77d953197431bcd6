// LlamaIndex: node llamaindex.mjs URL chat|responses
import { OpenAI, OpenAIResponses } from "@llamaindex/openai";
import { tool } from "llamaindex";
import { z } from "zod";
import { search, shown, tell, wanted } from "./shop.mjs";

const [, , baseURL, api] = process.argv;
const Client = api === "responses" ? OpenAIResponses : OpenAI;
const llm = (model, more) => new Client({ model, apiKey: "none", baseURL, maxRetries: 0, ...more });
const found = tool({
  name: search.name,
  description: search.description,
  parameters: z.object({ item: z.string(), color: z.string().optional(), max: z.number().int().optional() }),
  execute: () => shown,
});
const messages = [{ role: "user", content: wanted }];
const inputOf = (call) => (typeof call.input === "string" ? JSON.parse(call.input) : call.input);

async function object() {
  const schema = z.object({ item: z.string(), max: z.number().int(), colors: z.array(z.enum(["red", "blue"])) });
  const reply = await llm("llm").chat({ messages, responseFormat: schema });
  return schema.parse(JSON.parse(reply.message.content));
}

await tell({
  plain: async () => ({ text: (await llm("slm").chat({ messages })).message.content }),
  streamed: async () => {
    let pieces = 0;
    let text = "";
    const options = api === "responses" ? { maxOutputTokens: 8 } : { maxTokens: 8 };
    for await (const piece of await llm("llm", options).chat({ messages, stream: true })) {
      pieces += piece.delta ? 1 : 0;
      text += piece.delta;
    }
    return { text, pieces };
  },
  tools: async () => {
    const called = await llm("slm").chat({ messages, tools: [found] });
    const call = called.message.options.toolCall[0];
    const result = { id: call.id, result: await found.call(inputOf(call)), isError: false };
    const told = { role: "user", content: result.result, options: { toolResult: result } };
    const advised = await llm("slm").chat({ messages: [...messages, called.message, told], tools: [found] });
    return { call: inputOf(call), text: advised.message.content };
  },
  streamedTools: async () => {
    let call;
    for await (const piece of await llm("slm").chat({ messages, tools: [found], stream: true })) {
      call = piece.options?.toolCall?.[0] ?? call;
    }
    return { call: inputOf(call) };
  },
  ...(api === "chat" && { object }), // In Responses it does not pass the schema on.
  unknown: async () => (await llm("gpt-9").chat({ messages })).message.content,
});
