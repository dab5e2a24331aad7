package org.datanet.node.libp2p.quic;

import java.util.function.Supplier;
import org.datanet.node.libp2p.crypto.Identity;
import org.jspecify.annotations.Nullable;

/** A host's certificate and contexts, made when they are first asked for. Any thread. */
final class LazySecurity implements Supplier<QuicSecurity> {

  private final Identity identity;
  private volatile @Nullable QuicSecurity made;

  LazySecurity(Identity identity) {
    this.identity = identity;
  }

  /** True once {@link #get} takes no time. */
  boolean isReady() {
    return made != null;
  }

  @Override
  public QuicSecurity get() {
    QuicSecurity present = made;
    return present == null ? make() : present;
  }

  private synchronized QuicSecurity make() {
    QuicSecurity present = made;
    if (present == null) {
      present = QuicSecurity.of(identity);
      made = present;
    }
    return present;
  }
}
