package org.datanet.node.network;

/** Hears of peers that come and go, in order, on one thread; must return at once. */
public interface PeerListener {

  void onPeerConnected(String peer);

  void onPeerDisconnected(String peer);
}
