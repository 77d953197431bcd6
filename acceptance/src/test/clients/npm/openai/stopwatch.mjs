// Plays back requests at their instants, with a stopwatch of its own, through the official client, or
// with "plain" through Node's own HTTP client: node stopwatch.mjs URL MODEL FILE [plain]. The file has
// a line of JSON for each: id, at (seconds), text, replyTokens and shopper.
// Prints latency and time to the first token in milliseconds, one request a line.
import { readFileSync } from "node:fs";
import http from "node:http";
import OpenAI from "openai";

const [, , url, model, file, kind] = process.argv;
const agent = new http.Agent({ keepAlive: true });
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

function askPlainly(request) {
  const body = JSON.stringify({
    model,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: request.replyTokens,
    ignore_eos: true,
    messages: [{ role: "user", content: request.text }],
  });
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    let first = null;
    let last = null;
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "X-Footfall-Shopper": request.shopper,
    };
    const call = http.request(url + "/chat/completions", { method: "POST", agent, headers }, (reply) => {
      reply.on("data", (piece) => {
        if (piece.includes('"content"')) {
          last = performance.now();
          first ??= last;
        }
      });
      reply.on("end", () => resolve({ id: request.id, latency: last - begin, firstToken: first - begin }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

const start = performance.now() + 500;
const done = await Promise.all(
  requests.map(
    (request) =>
      new Promise((resolve, reject) =>
        setTimeout(
          () => (kind === "plain" ? askPlainly : ask)(request).then(resolve, reject),
          start + 1000 * request.at - performance.now(),
        ),
      ),
  ),
);
done.forEach((one) => console.log(JSON.stringify(one)));
