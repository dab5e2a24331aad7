// A Helia node that a test drives, see lines.mjs: blocks by bitswap over js-libp2p, and no other way. CIDs are text, data is base64.
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { multiaddr } from '@multiformats/multiaddr'
import { createHeliaLight } from 'helia'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import { hostOptions } from './host.mjs'
import { obey } from './lines.mjs'

let helia

async function collect (parts) {
  const all = []
  for await (const part of parts) {
    all.push(Buffer.from(part))
  }
  return { data: Buffer.concat(all).toString('base64') }
}

function bitswap () {
  return helia.blockBrokers.find(broker => broker.name === 'bitswap').bitswap
}

function connectionTo (peer) {
  return helia.libp2p.getConnections().find(({ remotePeer }) => remotePeer.toString() === peer)
}

obey({
  async start (options) {
    helia = await withBitswap(withLibp2pLight(createHeliaLight(), await hostOptions(options))).start()
    return { peer: helia.libp2p.peerId.toString(), addresses: helia.libp2p.getMultiaddrs().map(String) }
  },

  async connect ({ address }) {
    const connection = await helia.libp2p.dial(multiaddr(address))
    return { peer: connection.remotePeer.toString() }
  },

  async put ({ data }) {
    const bytes = Buffer.from(data, 'base64')
    const cid = CID.createV1(raw.code, await sha256.digest(bytes))
    await helia.blockstore.put(cid, bytes)
    return { cid: cid.toString() }
  },

  /** From whoever has it. */
  get ({ cid, timeoutMs }) {
    return collect(helia.blockstore.get(CID.parse(cid), { signal: AbortSignal.timeout(timeoutMs) }))
  },

  /** What one peer answers to WANT_HAVE, or to WANT_BLOCK, for a block that it may lack. */
  async ask ({ cid, peer, block, timeoutMs }) {
    const { wantList } = bitswap()
    const signal = AbortSignal.timeout(timeoutMs)
    const presence = block
      ? await wantList.wantSessionBlock(CID.parse(cid), connectionTo(peer).remotePeer, { signal })
      : await wantList.wantSessionPresence(CID.parse(cid), connectionTo(peer).remotePeer, { signal })
    return { has: presence.has }
  },

  /** What a peer wants of this node now. */
  wantsOf ({ peer }) {
    return (bitswap().getPeerWantlist(connectionTo(peer).remotePeer) ?? []).map(({ cid, wantType }) => ({ cid: cid.toString(), wantType }))
  }
})
