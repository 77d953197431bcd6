// The AI SDK of Vercel: node vercel.mjs URL chat|responses|messages|compatible
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateObject, generateText, streamObject, streamText, stepCountIs, tool } from "ai";
import { z } from "zod";
import { search, shown, tell, wanted } from "./shop.mjs";

const [, , baseURL, api] = process.argv;
const openai = createOpenAI({ baseURL, apiKey: "none" });
const anthropic = createAnthropic({ baseURL, apiKey: "none" });
const compatible = createOpenAICompatible({ name: "footfall", baseURL, includeUsage: true, supportsStructuredOutputs: true });
const models = { chat: openai.chat, responses: openai.responses, messages: anthropic, compatible };
const model = (name) => models[api](name);
const calls = [];
const tools = {
  search: tool({
    description: search.description,
    inputSchema: z.object({ item: z.string(), color: z.string().optional(), max: z.number().int().optional() }),
    execute: (input) => {
      calls.push(input);
      return shown;
    },
  }),
};
const schema = z.object({ item: z.string(), max: z.number().int(), colors: z.array(z.enum(["red", "blue"])) });

/** What was said at last: the stream goes on only while somebody reads it. */
async function lastText(result) {
  await result.consumeStream();
  return await result.text;
}

await tell({
  plain: async () => {
    const { text, finishReason, usage } = await generateText({ model: model("slm"), prompt: wanted, maxRetries: 0 });
    return { text, finishReason, input: usage.inputTokens, output: usage.outputTokens };
  },
  streamed: async () => {
    const result = streamText({ model: model("llm"), prompt: wanted, maxOutputTokens: 8, maxRetries: 0 });
    let pieces = 0;
    let text = "";
    for await (const piece of result.textStream) {
      pieces++;
      text += piece;
    }
    return { text, pieces, finishReason: await result.finishReason, output: (await result.usage).outputTokens };
  },
  tools: async () => {
    const { text, steps } = await generateText({ model: model("slm"), tools, prompt: wanted, stopWhen: stepCountIs(3), maxRetries: 0 });
    return { call: calls[0], text, steps: steps.length };
  },
  streamedTools: async () => {
    calls.length = 0;
    const result = streamText({ model: model("slm"), tools, prompt: wanted, stopWhen: stepCountIs(3), maxRetries: 0 });
    return { text: await lastText(result), call: calls[0] };
  },
  object: async () => (await generateObject({ model: model("llm"), schema, prompt: wanted, maxRetries: 0 })).object,
  streamedObject: async () => {
    const result = streamObject({ model: model("llm"), schema, prompt: wanted, maxRetries: 0 });
    for await (const part of result.partialObjectStream) {
      // It goes on only while somebody reads it.
    }
    return await result.object;
  },
  unknown: async () => (await generateText({ model: model("gpt-9"), prompt: wanted, maxRetries: 0 })).text,
});
