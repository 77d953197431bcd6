// A server of chat completions with TLS, by HTTP/2 or 1.1 as the client likes: node server.mjs KEY CERT
// Prints its port, and for each completion the version of HTTP by which it was asked.
import fs from 'node:fs';
import http2 from 'node:http2';

const models = {object: 'list', data: [{id: 'm1', object: 'model'}]};
const chunk = (delta, finish) => `data: ${JSON.stringify({
  id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm1',
  choices: [{index: 0, delta, finish_reason: finish}],
})}\n\n`;

const server = http2.createSecureServer(
  {key: fs.readFileSync(process.argv[2]), cert: fs.readFileSync(process.argv[3]), allowHTTP1: true},
  (request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'GET') {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(models));
        return;
      }
      console.log(`asked by ${request.httpVersion}`);
      response.setHeader('content-type', 'text/event-stream');
      response.write(chunk({role: 'assistant', content: 'Hi'}, null));
      setTimeout(() => response.end(`${chunk({content: ' there'}, 'stop')}data: [DONE]\n\n`), 20);
    });
  });
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
