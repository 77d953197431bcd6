// LangChain: node langchain.mjs URL chat|responses|messages
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import { search, shown, tell, wanted } from "./shop.mjs";

const [, , baseURL, api] = process.argv;
const openai = (model, more) =>
  new ChatOpenAI({
    model,
    apiKey: "none",
    configuration: { baseURL },
    useResponsesApi: api === "responses",
    maxRetries: 0,
    ...more,
  });
const anthropic = (model, more) =>
  new ChatAnthropic({
    model,
    apiKey: "none",
    anthropicApiUrl: baseURL.replace(/\/v1$/, ""),
    maxRetries: 0,
    maxTokens: more?.maxTokens ?? 100,
  });
const chat = api === "messages" ? anthropic : openai;
const found = tool(() => shown, {
  name: search.name,
  description: search.description,
  schema: z.object({ item: z.string(), color: z.string().optional(), max: z.number().int().optional() }),
});
const schema = z.object({ item: z.string(), max: z.number().int(), colors: z.array(z.enum(["red", "blue"])) });

await tell({
  plain: async () => {
    const reply = await chat("slm").invoke(wanted);
    return { text: reply.text, input: reply.usage_metadata.input_tokens, output: reply.usage_metadata.output_tokens };
  },
  streamed: async () => {
    let pieces = 0;
    let text = "";
    let output = 0;
    for await (const piece of await chat("llm", { maxTokens: 8 }).stream(wanted)) {
      pieces += piece.text ? 1 : 0;
      text += piece.text;
      output += piece.usage_metadata?.output_tokens ?? 0;
    }
    return { text, pieces, output };
  },
  tools: async () => {
    const model = chat("slm").bindTools([found]);
    const messages = [new HumanMessage(wanted)];
    const called = await model.invoke(messages);
    const call = called.tool_calls[0];
    messages.push(called, new ToolMessage({ tool_call_id: call.id, content: await found.invoke(call.args) }));
    return { call: call.args, text: (await model.invoke(messages)).text };
  },
  streamedTools: async () => {
    let whole;
    for await (const piece of await chat("slm").bindTools([found]).stream(wanted)) {
      whole = whole ? whole.concat(piece) : piece;
    }
    return { call: whole.tool_calls[0].args };
  },
  object: async () => {
    const method = api === "messages" ? "functionCalling" : "jsonSchema";
    return await chat("llm").withStructuredOutput(schema, { name: "shirt", method }).invoke(wanted);
  },
  unknown: async () => (await chat("gpt-9").invoke(wanted)).text,
});
