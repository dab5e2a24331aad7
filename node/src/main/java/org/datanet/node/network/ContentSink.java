package org.datanet.node.network;

/** Takes content as it arrives, checked against its CID. Must return at once. */
@FunctionalInterface
public interface ContentSink {

  void onContent(byte[] cid, byte[] data);
}
