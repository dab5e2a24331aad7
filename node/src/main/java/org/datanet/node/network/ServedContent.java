package org.datanet.node.network;

import java.io.IOException;
import java.util.Optional;
import org.datanet.node.libp2p.bitswap.BlockSource;

/** Our content as bitswap wants it; nothing where no source was given. Any thread. */
final class ServedContent implements BlockSource {

  private volatile Optional<ContentSource> source = Optional.empty();

  void from(ContentSource given) {
    source = Optional.of(given);
  }

  @Override
  public Optional<byte[]> block(byte[] cid) throws IOException {
    Optional<ContentSource> current = source;
    return current.isPresent() ? current.get().content(cid) : Optional.empty();
  }

  @Override
  public boolean has(byte[] cid) throws IOException {
    Optional<ContentSource> current = source;
    return current.isPresent() && current.get().has(cid);
  }
}
