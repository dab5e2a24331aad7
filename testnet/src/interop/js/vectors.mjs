// Prints what js-libp2p signs, for unit tests that run without it: node/src/test/resources/libp2p/js-signed.json.
//   node vectors.mjs > …/js-signed.json
// Keys are of fixed seeds where they can be; RSA keys and sequence numbers are new each time.
import { generateKeyPair, generateKeyPairFromSeed, publicKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { PeerRecord, RecordEnvelope } from '@libp2p/peer-record'
import { multiaddr } from '@multiformats/multiaddr'
// Not exported: the code that publishes.
import { buildRawMessage } from './node_modules/@libp2p/gossipsub/dist/src/utils/buildRawMessage.js'
import { msgIdFnStrictSign } from './node_modules/@libp2p/gossipsub/dist/src/utils/msgIdFn.js'
import { RPC } from './node_modules/@libp2p/gossipsub/dist/src/message/rpc.js'

const hex = bytes => Buffer.from(bytes).toString('hex')

async function message (privateKey) {
  const author = peerIdFromPrivateKey(privateKey)
  const config = { type: 0, author, key: publicKeyToProtobuf(privateKey.publicKey), privateKey }
  const data = new TextEncoder().encode('signed by js')
  const { raw, msg } = await buildRawMessage(config, 'topic', data, data)
  return { author: author.toString(), rpc: hex(RPC.encode({ subscriptions: [], messages: [raw] })), id: hex(msgIdFnStrictSign(msg)) }
}

async function record (privateKey) {
  const peerId = peerIdFromPrivateKey(privateKey)
  const multiaddrs = [multiaddr('/ip4/192.0.2.1/tcp/4001'), multiaddr('/ip6/2001:db8::1/udp/4001/quic-v1')]
  const envelope = await RecordEnvelope.seal(new PeerRecord({ peerId, multiaddrs, seqNumber: 5n }), privateKey)
  return { peer: peerId.toString(), envelope: hex(envelope.marshal()) }
}

const ed25519 = await generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(7))
const rsa = await generateKeyPair('RSA', 2048)
console.log(JSON.stringify({
  messages: { ed25519: await message(ed25519), rsa: await message(rsa) },
  records: { ed25519: await record(ed25519), rsa: await record(rsa) }
}, null, 2))
