package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.ControlGraft;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.ControlPrune;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * Drives a router with lines of text and gives its actions as lines of text. Peers are letters or
 * {@code p<number>}, messages are words. Events: {@code connect A out|in}, {@code leave A}, {@code
 * join t}, {@code quit t}, {@code publish t word}, {@code recv A <part>; <part>…} with the parts
 * {@code sub t}, {@code unsub t}, {@code msg t word}, {@code graft t}, {@code prune t [seconds]},
 * {@code ihave t word,word}, {@code iwant word,word}; {@code accept|ignore|reject t word}, {@code
 * wait <ms>}, {@code beat}.
 */
final class RouterScript {

  final GossipRouter router;
  private final Map<PeerId, String> peerNames = new TreeMap<>();
  private final Map<MessageId, String> words = new java.util.HashMap<>();
  private long nowMs = 1_000_000;

  RouterScript(GossipParams params) {
    router = new GossipRouter(params, 7);
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
    return router.verdicts().getOrDefault(peer(peer), VerdictCounts.NONE);
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
      case "connect" -> text(router.peerConnected(peer(words[1]), words[2].equals("out"), nowMs));
      case "leave" -> {
        router.peerDisconnected(peer(words[1]));
        yield List.of();
      }
      case "join" -> text(router.subscribe(words[1]));
      case "quit" -> text(router.unsubscribe(words[1], nowMs));
      case "publish" -> text(router.publish(words[1], data(words[2]), nowMs));
      case "recv" -> text(router.received(peer(words[1]), rpc(words[2]), nowMs));
      case "accept" -> verdict(words, Verdict.ACCEPT);
      case "ignore" -> verdict(words, Verdict.IGNORE);
      case "reject" -> verdict(words, Verdict.REJECT);
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
          control.addPrune(prune);
        }
        case "ihave" ->
            control.addIhave(
                ControlIHave.newBuilder().setTopicID(words[1]).addAllMessageIDs(ids(words[2])));
        case "iwant" -> control.addIwant(ControlIWant.newBuilder().addAllMessageIDs(ids(words[1])));
        default -> throw new IllegalArgumentException(part);
      }
    }
    return rpc.build();
  }

  private List<ByteString> ids(String list) {
    return Stream.of(list.split(",")).map(word -> MessageId.of(data(word)).digest()).toList();
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
      case Action.Disconnect disconnect -> "disconnect " + peerNames.get(disconnect.peer());
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
    control
        .getPruneList()
        .forEach(prune -> parts.add("prune " + prune.getTopicID() + " " + prune.getBackoff()));
    control
        .getIhaveList()
        .forEach(
            ihave ->
                parts.add(
                    "ihave " + ihave.getTopicID() + " " + wordsOf(ihave.getMessageIDsList())));
    control
        .getIwantList()
        .forEach(iwant -> parts.add("iwant " + wordsOf(iwant.getMessageIDsList())));
    return String.join("; ", parts);
  }

  private String wordsOf(List<ByteString> ids) {
    return ids.stream().map(id -> words.get(new MessageId(id))).collect(Collectors.joining(","));
  }
}
