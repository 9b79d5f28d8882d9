// How messages between the extension and its server become bytes: MessagePack, with typed arrays as binary.
// Both sides use it. Knows no stream, no process and no message's meaning.
import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';

/** Server's command line flag for this codec; without it the server speaks JSON as any language server. */
export const codecFlag = '--msgpack';

type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array;
type Constructor = new (buffer: ArrayBuffer) => TypedArray;

/** Extension type number → array. Numbers are part of the format: append, never reorder. */
const arrayTypes: readonly Constructor[] = [Float64Array, Float32Array, Int32Array, Uint8Array];

const extensions = new ExtensionCodec();
arrayTypes.forEach((type, number) => {
  extensions.register({
    type: number,
    encode: (value) =>
      value instanceof type ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
    // A copy: the message's bytes may stand at an offset that the array type does not allow. (A Buffer's own `slice`
    // would not copy.)
    decode: (bytes) => new type(new Uint8Array(bytes).buffer),
  });
});

/** The bytes of one message; keys that are `undefined` are left out, as in JSON. */
export const encode = (message: unknown): Uint8Array<ArrayBuffer> =>
  new Encoder({ extensionCodec: extensions, ignoreUndefined: true }).encode(message);

/** The message in these bytes. Throws where they are no MessagePack. */
export const decode = (bytes: Uint8Array): unknown => new Decoder({ extensionCodec: extensions }).decode(bytes);

/** Anything that JSON-RPC sends; what is in it is the peer's good faith. */
interface Message {
  readonly jsonrpc: string;
}

const name = 'application/msgpack';

/** Options of a `StreamMessageReader` for the other side's {@link binaryWriter}. */
export const binaryReader = {
  contentTypeDecoder: { name, decode: async (bytes: Uint8Array): Promise<Message> => decode(bytes) as Message },
};

/** Options of a `StreamMessageWriter` whose messages are MessagePack. */
export const binaryWriter = {
  contentTypeEncoder: { name, encode: async (message: Message): Promise<Uint8Array> => encode(message) },
};
