// Calls every kind of method through the router and prints what came back as one line of JSON.
import { Chat, grpc } from './chat.mjs';

const [address, key] = process.argv.slice(2);
const client = new Chat(address, grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
metadata.add('x-sandbox-key', key);

const say = await new Promise(resolve => {
  const seen = {};
  const call = client.Say({ text: 'hello' }, metadata, (error, line) => {
    seen.text = line?.text;
    seen.code = error?.code ?? 0;
  });
  call.on('metadata', head => (seen.route = head.get('x-sandbox-route').join()));
  call.on('status', status => {
    seen.keySeen = status.metadata.get('x-key-seen').join();
    resolve(seen);
  });
});
const fail = await new Promise(resolve =>
  client.Fail({ text: '' }, metadata, error => resolve({ code: error.code, details: error.details })));
const count = await collect(client.Count({ text: '' }, metadata));
const talk = client.Talk(metadata);
const talked = [];
const ended = new Promise(resolve => talk.on('end', resolve).on('error', resolve));
for (const word of ['one', 'two']) {
  // The next message goes out only after the answer to the one before came in.
  const answer = new Promise(resolve => talk.once('data', line => resolve(line.text)));
  talk.write({ text: word });
  talked.push(await Promise.race([answer, ended.then(() => 'ended')]));
}
talk.end();
talk.resume();
await ended;
client.close();
console.log(JSON.stringify({ say, fail, count, talked }));

function collect(stream) {
  return new Promise(resolve => {
    const texts = [];
    stream.on('data', line => texts.push(line.text));
    stream.on('error', error => resolve([error.code]));
    stream.on('end', () => resolve(texts));
  });
}
