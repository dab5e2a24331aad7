package org.datanet.node.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A network, what it has heard, and what it answers. */
final class NetworkNode {

  final PeerNetwork network;

  /** How often each text was delivered, probes left out. */
  final Map<String, Integer> heard = new ConcurrentHashMap<>();

  final Map<String, Boolean> probedBy = new ConcurrentHashMap<>();

  /** Verdicts on texts that are not simply accepted; they may come later. */
  final Map<String, CompletableFuture<Verdict>> verdicts = new ConcurrentHashMap<>();

  /** Peers that came ({@code +id}) and went ({@code -id}). */
  final List<String> events = new CopyOnWriteArrayList<>();

  final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  /** Requests that will never be answered. */
  final AtomicInteger stuck = new AtomicInteger();

  NetworkNode(PeerNetwork network) {
    this.network = network;
    network.subscribe(NetworkFixture.TOPIC, (from, data) -> judge(data));
    network.serve(
        NetworkFixture.PROTOCOL, (from, body) -> answer(new String(body, StandardCharsets.UTF_8)));
    network.serveContent(new Contents());
    network.addListener(new Events());
  }

  String id() {
    return network.localPeerId();
  }

  String address() {
    return network.listenAddresses().get(0);
  }

  /** The address without the peer id. */
  String socket() {
    return address().substring(0, address().indexOf("/p2p/"));
  }

  PeerInfo info(NetworkNode peer) {
    return network.peers().stream()
        .filter(info -> info.peerId().equals(peer.id()))
        .findFirst()
        .orElseThrow();
  }

  void judges(String text, Verdict verdict) {
    verdicts.put(text, CompletableFuture.completedFuture(verdict));
  }

  /** Serves this content from now on; gives its CID. */
  byte[] hold(byte[] data) throws NoSuchAlgorithmException {
    byte[] cid = NetworkFixture.cid(data);
    contents.put(HexFormat.of().formatHex(cid), data);
    return cid;
  }

  private CompletionStage<Verdict> judge(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    if (text.startsWith("probe ")) {
      probedBy.put(text.substring(text.lastIndexOf(' ') + 1), true);
      return CompletableFuture.completedFuture(Verdict.ACCEPT);
    }
    heard.merge(text, 1, Integer::sum);
    CompletableFuture<Verdict> verdict = verdicts.get(text);
    return verdict == null ? CompletableFuture.supplyAsync(() -> Verdict.ACCEPT) : verdict;
  }

  private CompletionStage<Response> answer(String request) {
    return switch (request) {
      case "refuse" -> CompletableFuture.completedFuture(new Response.Refused(17, "no such epoch"));
      case "fail" -> CompletableFuture.failedFuture(new IOException("the disk is gone"));
      case "4 MiB" -> CompletableFuture.completedFuture(new Response.Ok(new byte[4 << 20]));
      case "5 MiB" -> CompletableFuture.completedFuture(new Response.Ok(new byte[5 << 20]));
      case "never" -> {
        stuck.incrementAndGet();
        yield new CompletableFuture<>();
      }
      default -> CompletableFuture.completedFuture(new Response.Ok(NetworkFixture.bytes(request)));
    };
  }

  private final class Contents implements ContentSource {
    @Override
    public Optional<byte[]> content(byte[] cid) {
      return Optional.ofNullable(contents.get(HexFormat.of().formatHex(cid)));
    }

    @Override
    public boolean has(byte[] cid) {
      return content(cid).isPresent();
    }
  }

  private final class Events implements PeerListener {
    @Override
    public void onPeerConnected(String peer) {
      events.add("+" + peer);
    }

    @Override
    public void onPeerDisconnected(String peer) {
      events.add("-" + peer);
    }
  }
}
