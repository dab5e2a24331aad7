package org.datanet.testnet.gossipsim;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * A hostile peer: it follows the topic, pushes itself into every mesh, passes nothing on, abuses
 * its peers once a second, and comes back when it is thrown out.
 */
public final class Abuser implements SimPeer {

  private static final int HEARD_MAX = 64;

  private final PeerId id;
  private final InetAddress address;
  private final String topic;
  private final Abuse abuse;
  private final long returnMicros;
  private final SplittableRandom random;
  private final Deque<Message> heard = new ArrayDeque<>();
  private SimLinks links = NoLinks.INSTANCE;
  private long received;

  /**
   * @param returnMicros after which it dials again whoever threw it out
   */
  public Abuser(
      PeerId id, InetAddress address, String topic, Abuse abuse, long returnMicros, long seed) {
    this.id = id;
    this.address = address;
    this.topic = topic;
    this.abuse = abuse;
    this.returnMicros = returnMicros;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public InetAddress address() {
    return address;
  }

  Abuse abuse() {
    return abuse;
  }

  /** Messages that came to it. */
  public long received() {
    return received;
  }

  @Override
  public void joined(SimLinks network) {
    links = network;
  }

  @Override
  public void onConnected(SimPeer peer, boolean outbound) {
    RPC.Builder hello = RPC.newBuilder();
    hello.addSubscriptionsBuilder().setSubscribe(true).setTopicid(topic);
    hello.getControlBuilder().addGraftBuilder().setTopicID(topic);
    links.send(peer, hello.build());
  }

  @Override
  public void onDisconnected(SimPeer peer) {
    links.in(returnMicros, () -> links.connect(peer));
  }

  @Override
  public void onRpc(SimPeer from, RPC rpc) {
    received += rpc.getPublishCount();
    for (Message message : rpc.getPublishList()) {
      heard.addLast(message);
      if (heard.size() > HEARD_MAX) {
        heard.removeFirst();
      }
    }
  }

  @Override
  public void onHeartbeat() {
    RPC rpc = abuse.rpc(topic, List.copyOf(heard), random);
    links.connected().forEach(peer -> links.send(peer, rpc));
  }
}
