// Loads the service that both peers speak.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('./chat.proto', import.meta.url));
export const Chat = grpc.loadPackageDefinition(loader.loadSync(path)).sandbox.test.Chat;
export { grpc };
