// Plays back requests at their instants through the official client, with a stopwatch of its own:
// node stopwatch.mjs URL MODEL FILE, where the file has a line "seconds text replyTokens" for each.
// Prints latency and time to the first token in milliseconds, one request a line.
import { readFileSync } from "node:fs";
import OpenAI from "openai";

const [, , url, model, file] = process.argv;
const client = new OpenAI({ baseURL: url, apiKey: "none", maxRetries: 0 });
const requests = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line)
  .map((line) => JSON.parse(line));

async function ask(request) {
  const begin = performance.now();
  let first = null;
  const stream = await client.chat.completions.create(
    {
      model,
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: request.replyTokens,
      ignore_eos: true,
      messages: [{ role: "user", content: request.text }],
    },
    { headers: { "X-Footfall-Shopper": request.shopper } },
  );
  let last = null;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) {
      last = performance.now();
      first ??= last;
    }
  }
  return { id: request.id, latency: last - begin, firstToken: first - begin };
}

const start = performance.now() + 500;
const done = await Promise.all(
  requests.map(
    (request) =>
      new Promise((resolve, reject) =>
        setTimeout(
          () => ask(request).then(resolve, reject),
          start + 1000 * request.at - performance.now(),
        ),
      ),
  ),
);
done.forEach((one) => console.log(JSON.stringify(one)));
