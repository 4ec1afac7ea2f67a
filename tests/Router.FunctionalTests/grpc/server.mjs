// A gRPC server on a free port; prints the port. Ends with its standard input.
import { Chat, grpc } from './chat.mjs';

const server = new grpc.Server();
server.addService(Chat.service, {
  Say(call, done) {
    const trailers = new grpc.Metadata();
    trailers.add('x-key-seen', call.metadata.get('x-sandbox-key').join());
    done(null, { text: `fork: ${call.request.text}` }, trailers);
  },
  Fail(call, done) {
    done({ code: grpc.status.FAILED_PRECONDITION, details: 'not today' });
  },
  Count(call) {
    for (let i = 0; i < 3; i++) {
      call.write({ text: String(i) });
    }
    call.end();
  },
  Talk(call) {
    call.on('data', line => call.write({ text: line.text.toUpperCase() }));
    call.on('end', () => call.end());
  },
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.resume().on('end', () => process.exit(0));
