// Calls the next service with no header of the request that it got.
import http from 'node:http';

http.createServer(async (request, response) => {
  if (request.url === '/healthz') {
    return response.end();
  }
  const next = await fetch(`${process.env.NEXT_URL}/chain`);
  response.end(await next.text());
}).listen(Number(process.env.PORT), '127.0.0.1');
