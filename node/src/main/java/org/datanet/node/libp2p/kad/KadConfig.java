package org.datanet.node.libp2p.kad;

/**
 * @param protocol its id, such as {@code /datanet/<network>/kad/1.0.0}
 * @param seed of random walks, which peers should not foresee
 */
public record KadConfig(String protocol, Mode mode, KadTiming timing, long seed) {

  /** Whether others ask us, and keep us in their tables (kad-dht, "Client and server mode"). */
  public enum Mode {
    /** From the start: for whoever can be reached, and for networks where everyone can. */
    SERVER,
    /** Never. */
    CLIENT,
    /** From when a peer has reached us from a public address. */
    WHEN_REACHED
  }

  public static KadConfig of(String protocol, Mode mode, long seed) {
    return new KadConfig(protocol, mode, KadTiming.DEFAULT, seed);
  }

  public KadConfig withTiming(KadTiming timing) {
    return new KadConfig(protocol, mode, timing, seed);
  }
}
