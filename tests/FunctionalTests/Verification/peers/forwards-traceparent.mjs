// Passes on the trace of the request that it got, and nothing else.
import http from 'node:http';

http.createServer(async (request, response) => {
  if (request.url === '/healthz') {
    return response.end();
  }
  const headers = request.headers.traceparent ? { traceparent: request.headers.traceparent } : {};
  const next = await fetch(`${process.env.NEXT_URL}/chain`, { headers });
  response.end(await next.text());
}).listen(Number(process.env.PORT), '127.0.0.1');
