package org.datanet.testnet.interop;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.bitswap.Bitswap;
import org.datanet.node.libp2p.bitswap.BlockSource;
import org.datanet.node.libp2p.bitswap.FetchOutcome;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.protocol.content.Cid;

/** A host of ours with bitswap, in this JVM, on loopback. */
final class OurBlocks implements AutoCloseable {

  private final Host host;
  private final Bitswap bitswap;
  private final Map<String, byte[]> held = new ConcurrentHashMap<>();
  private final Map<String, byte[]> fetched = new ConcurrentHashMap<>();

  private OurBlocks(Host host) {
    this.host = host;
    this.bitswap = new Bitswap(host, new Held());
  }

  static OurBlocks start(int number) {
    OurBlocks blocks = new OurBlocks(OurHost.create(number));
    blocks.bitswap.start();
    Futures.get(blocks.host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    return blocks;
  }

  Host host() {
    return host;
  }

  Multiaddr address() {
    return host.listenAddresses().getFirst().withPeerId(host.peerId());
  }

  Cid put(byte[] block) {
    Cid cid = Cid.ofContent(block);
    held.put(key(cid.toBytes().toArrayUnsafe()), block);
    return cid;
  }

  CompletionStage<FetchOutcome> fetch(List<Cid> cids, Optional<PeerId> preferred, long timeoutMs) {
    return bitswap.fetch(
        cids.stream().map(cid -> cid.toBytes().toArrayUnsafe()).toList(),
        preferred,
        timeoutMs,
        (from, cid, data) -> fetched.put(key(cid), data));
  }

  Optional<byte[]> fetched(Cid cid) {
    return Optional.ofNullable(fetched.get(key(cid.toBytes().toArrayUnsafe())));
  }

  @Override
  public void close() {
    bitswap.close();
    host.close();
  }

  private static String key(byte[] cid) {
    return HexFormat.of().formatHex(cid);
  }

  private final class Held implements BlockSource {
    @Override
    public Optional<byte[]> block(byte[] cid) {
      return Optional.ofNullable(held.get(key(cid)));
    }

    @Override
    public boolean has(byte[] cid) {
      return held.containsKey(key(cid));
    }
  }
}
