package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlGraft;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIDontWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.PeerInfo;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Drives a router with lines of text and gives its actions as lines of text. Peers are letters or
 * {@code p<number>}, messages are words. Events: {@code connect A out|in [ip]}, {@code speaks A
 * 1.2}, {@code leave A}, {@code join t}, {@code quit t}, {@code publish t word}, {@code recv A
 * <part>; <part>…} with the parts {@code sub t}, {@code unsub t}, {@code msg t word}, {@code graft
 * t}, {@code prune t [seconds [peer,peer]]}, {@code ihave t word,word}, {@code iwant word,word},
 * {@code idontwant word,word}; {@code accept|ignore|reject t word}, {@code rate A <P5>}, {@code
 * wait <ms>}, {@code beat}. Peers speak v1.2 unless told otherwise.
 */
final class RouterScript {

  final GossipRouter router;
  private final Map<PeerId, String> peerNames = new TreeMap<>();
  private final Map<PeerId, Double> ratings = new TreeMap<>();
  private final Map<MessageId, String> words = new java.util.HashMap<>();
  private long nowMs = 1_000_000;

  RouterScript(GossipParams params) {
    this(params, TopicRules.UNSIGNED);
  }

  RouterScript(GossipParams params, TopicRules rules) {
    router = new GossipRouter(params, rules, new Ratings(), 7);
  }

  RouterScript() {
    this(GossipParams.DEFAULT);
  }

  /** The actions of the last of these events. */
  List<String> run(String... events) {
    List<String> actions = List.of();
    for (String event : events) {
      actions = step(event);
    }
    return actions;
  }

  List<String> mesh(String topic) {
    return router.mesh(topic).stream().map(peerNames::get).sorted().toList();
  }

  VerdictCounts counts(String peer) {
    return router.standings().getOrDefault(peer(peer), PeerStanding.NEW).verdicts();
  }

  double score(String peer) {
    return router.score(peer(peer)).score();
  }

  long nowMs() {
    return nowMs;
  }

  PeerId peer(String name) {
    byte[] key = new byte[32];
    for (int i = 0; i < name.length(); i++) {
      key[i] = (byte) name.charAt(i);
    }
    PeerId peer = PeerId.ofEd25519(key);
    peerNames.put(peer, name);
    return peer;
  }

  private List<String> step(String event) {
    String[] words = event.split(" ", 3);
    return switch (words[0]) {
      case "connect" -> connect(peer(words[1]), words[2].split(" "));
      case "speaks" -> {
        router.negotiated(peer(words[1]), protocol(words[2]));
        yield List.of();
      }
      case "leave" -> {
        router.peerDisconnected(peer(words[1]), nowMs);
        yield List.of();
      }
      case "pardon" -> {
        router.pardon(peer(words[1]));
        yield List.of();
      }
      case "join" -> text(router.subscribe(words[1]));
      case "quit" -> text(router.unsubscribe(words[1], nowMs));
      case "publish" -> text(router.publish(Messages.unsigned(words[1], data(words[2])), nowMs));
      case "recv" -> text(router.received(peer(words[1]), rpc(words[2]), nowMs));
      case "accept" -> verdict(words, Verdict.ACCEPT);
      case "ignore" -> verdict(words, Verdict.IGNORE);
      case "reject" -> verdict(words, Verdict.REJECT);
      case "rate" -> {
        ratings.put(peer(words[1]), Double.valueOf(words[2]));
        yield List.of();
      }
      case "wait" -> {
        nowMs += Long.parseLong(words[1]);
        yield List.of();
      }
      case "beat" -> {
        nowMs += 1_000;
        yield text(router.heartbeat(nowMs));
      }
      default -> throw new IllegalArgumentException(event);
    };
  }

  /** Connects {@code p0}, {@code p1}… and lets each say hello. */
  void connect(int count, String how, String hello) {
    for (int i = 0; i < count; i++) {
      run("connect p" + i + " " + how, "recv p" + i + " " + hello);
    }
  }

  private List<String> connect(PeerId peer, String[] how) {
    Optional<InetAddress> address =
        how.length > 1
            ? Multiaddr.parse("/ip4/" + how[1] + "/tcp/1").ipAddress()
            : Optional.empty();
    List<String> actions = text(router.peerConnected(peer, how[0].equals("out"), address, nowMs));
    router.negotiated(peer, Protocol.V1_2);
    return actions;
  }

  private static Protocol protocol(String version) {
    return switch (version) {
      case "1.2" -> Protocol.V1_2;
      case "1.1" -> Protocol.V1_1;
      case "1.0" -> Protocol.V1_0;
      case "floodsub" -> Protocol.FLOODSUB;
      default -> throw new IllegalArgumentException(version);
    };
  }

  private List<String> verdict(String[] words, Verdict verdict) {
    MessageRef ref = new MessageRef(words[1], MessageId.of(data(words[2])));
    return text(router.validated(ref, verdict, nowMs));
  }

  ByteString data(String word) {
    ByteString data = ByteString.copyFromUtf8(word);
    words.put(MessageId.of(data), word);
    return data;
  }

  RPC rpc(String parts) {
    RPC.Builder rpc = RPC.newBuilder();
    for (String part : parts.split("; ")) {
      String[] words = part.split(" ");
      ControlMessage.Builder control = rpc.getControlBuilder();
      switch (words[0]) {
        case "sub" -> rpc.addSubscriptionsBuilder().setSubscribe(true).setTopicid(words[1]);
        case "unsub" -> rpc.addSubscriptionsBuilder().setSubscribe(false).setTopicid(words[1]);
        case "msg" ->
            rpc.addPublish(Message.newBuilder().setTopic(words[1]).setData(data(words[2])));
        case "graft" -> control.addGraft(ControlGraft.newBuilder().setTopicID(words[1]));
        case "prune" -> {
          ControlPrune.Builder prune = ControlPrune.newBuilder().setTopicID(words[1]);
          if (words.length > 2) {
            prune.setBackoff(Long.parseLong(words[2]));
          }
          if (words.length > 3) {
            Stream.of(words[3].split(",")).forEach(name -> prune.addPeers(info(name)));
          }
          control.addPrune(prune);
        }
        case "ihave" ->
            control.addIhave(
                ControlIHave.newBuilder().setTopicID(words[1]).addAllMessageIDs(ids(words[2])));
        case "iwant" -> control.addIwant(ControlIWant.newBuilder().addAllMessageIDs(ids(words[1])));
        case "idontwant" ->
            control.addIdontwant(ControlIDontWant.newBuilder().addAllMessageIDs(ids(words[1])));
        default -> throw new IllegalArgumentException(part);
      }
    }
    return rpc.build();
  }

  private PeerInfo info(String name) {
    return PeerInfo.newBuilder().setPeerID(ByteString.copyFrom(peer(name).bytes())).build();
  }

  private List<ByteString> ids(String list) {
    return Stream.of(list.split(",")).map(word -> MessageId.of(data(word)).bytes()).toList();
  }

  private List<String> text(List<Action> actions) {
    return actions.stream().map(this::text).toList();
  }

  private String text(Action action) {
    return switch (action) {
      case Action.SendRpc send -> peerNames.get(send.peer()) + ": " + text(send.rpc());
      case Action.Deliver deliver ->
          "deliver %s %s %s"
              .formatted(
                  peerNames.get(deliver.from()),
                  deliver.ref().topic(),
                  deliver.data().toStringUtf8());
      case Action.CheckSignature check -> "check " + check.ticket();
      case Action.Disconnect disconnect ->
          "%s %s %s"
              .formatted(
                  disconnect.forAbuse() ? "expel" : "disconnect",
                  peerNames.get(disconnect.peer()),
                  disconnect.reason());
      case Action.Introduce introduce ->
          "introduce %s %s"
              .formatted(
                  peerNames.get(introduce.from()),
                  names(introduce.peers().stream().map(Action.Introduced::peer)));
      case Action.Connect connect -> "wanted " + peerNames.get(connect.peer());
    };
  }

  private String text(RPC rpc) {
    List<String> parts = new ArrayList<>();
    rpc.getSubscriptionsList()
        .forEach(sub -> parts.add((sub.getSubscribe() ? "sub " : "unsub ") + sub.getTopicid()));
    rpc.getPublishList()
        .forEach(msg -> parts.add("msg " + msg.getTopic() + " " + msg.getData().toStringUtf8()));
    ControlMessage control = rpc.getControl();
    control.getGraftList().forEach(graft -> parts.add("graft " + graft.getTopicID()));
    control.getPruneList().forEach(prune -> parts.add(text(prune)));
    control
        .getIhaveList()
        .forEach(
            ihave ->
                parts.add(
                    "ihave " + ihave.getTopicID() + " " + wordsOf(ihave.getMessageIDsList())));
    control
        .getIwantList()
        .forEach(iwant -> parts.add("iwant " + wordsOf(iwant.getMessageIDsList())));
    control
        .getIdontwantList()
        .forEach(ids -> parts.add("idontwant " + wordsOf(ids.getMessageIDsList())));
    return String.join("; ", parts);
  }

  private String text(ControlPrune prune) {
    String text = "prune " + prune.getTopicID();
    if (prune.hasBackoff()) {
      text += " " + prune.getBackoff();
    }
    if (prune.getPeersCount() > 0) {
      text +=
          " "
              + names(
                  prune.getPeersList().stream()
                      .map(info -> PeerId.decode(info.getPeerID().toByteArray()).orElseThrow()));
    }
    return text;
  }

  private String names(Stream<PeerId> peers) {
    return peers.map(peerNames::get).sorted().collect(Collectors.joining(","));
  }

  private String wordsOf(List<ByteString> ids) {
    return ids.stream().map(id -> words.get(new MessageId(id))).collect(Collectors.joining(","));
  }

  /** P5 is what the script says, so that a test can give a peer any score. */
  private final class Ratings implements PeerKnowledge {

    @Override
    public double appScore(PeerId peer) {
      return ratings.getOrDefault(peer, 0.0);
    }

    @Override
    public Optional<ByteString> signedRecord(PeerId peer) {
      return Optional.of(ByteString.copyFromUtf8("record of " + peerNames.get(peer)));
    }
  }
}
