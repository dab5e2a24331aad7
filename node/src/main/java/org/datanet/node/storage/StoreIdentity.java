package org.datanet.node.storage;

import org.apache.tuweni.bytes.Bytes32;

/**
 * What a store must belong to before anything in it is believed.
 *
 * @param networkId hash of genesis
 * @param formatVersion of the layout on disk
 */
public record StoreIdentity(Bytes32 networkId, int formatVersion) {

  /** The layout that {@code KeyLayout} describes; any change to it counts this up. */
  public static final int FORMAT_VERSION = 3;

  public static StoreIdentity of(Bytes32 networkId) {
    return new StoreIdentity(networkId, FORMAT_VERSION);
  }
}
