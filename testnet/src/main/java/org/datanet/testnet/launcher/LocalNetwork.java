package org.datanet.testnet.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiException;
import org.datanet.node.client.ApiTimeouts;

/**
 * A network of node processes on this machine, in a folder of its own. Every change is written to
 * the folder before the next, so that a later command finds what an earlier one started. One
 * command at a time; not for several threads.
 */
public final class LocalNetwork {

  private static final String NODE_MAIN = "org.datanet.node.Main";

  /** Four JVMs start on two busy cores. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** A node closes its store in well under a second. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(15);

  private static final ApiTimeouts PROBE_TIMEOUTS = new ApiTimeouts(1_000, 5_000);

  private final NetworkFolder folder;
  private NetworkState state;

  private LocalNetwork(NetworkFolder folder, NetworkState state) {
    this.folder = folder;
    this.state = state;
  }

  /** Lays down the files of a new network; nothing runs yet. The folder must not hold one. */
  public static LocalNetwork create(Path path, NetworkPlan plan, TestKeys keys, String name)
      throws IOException {
    NetworkFolder folder = new NetworkFolder(path.toAbsolutePath().normalize());
    if (NetworkState.isIn(folder.path())) {
      throw new IOException(folder.path() + " holds a network already");
    }
    NetworkState state = folder.layDown(plan, keys, name);
    return new LocalNetwork(folder, state);
  }

  /** The network that is in the folder, running or not. */
  public static LocalNetwork open(Path path) throws IOException {
    NetworkFolder folder = new NetworkFolder(path.toAbsolutePath().normalize());
    return new LocalNetwork(folder, NetworkState.read(folder.path()));
  }

  public static boolean isIn(Path path) {
    return NetworkState.isIn(path);
  }

  public Path path() {
    return folder.path();
  }

  public String name() {
    return state.name();
  }

  public String networkId() {
    return state.networkId();
  }

  public int size() {
    return state.nodes().size();
  }

  /** Curator bots that the network was made for. */
  public int curators() {
    return state.curators();
  }

  public TestKeys keys() throws IOException {
    return TestKeys.read(folder.secret());
  }

  public URI apiUri(int node) {
    return NetworkFolder.apiUri(state.nodes().get(node));
  }

  public int apiPort(int node) {
    return state.nodes().get(node).apiPort();
  }

  public String peerId(int node) {
    return state.nodes().get(node).peerId();
  }

  /** DID. */
  public String account(int node) {
    return state.nodes().get(node).account();
  }

  /** Process id of the last start; -1 before the first and after a clean end. */
  public long pid(int node) {
    return state.nodes().get(node).process().map(OwnProcess::pid).orElse(-1L);
  }

  /** With the node's configuration, its key and its store. */
  public Path home(int node) {
    return folder.home(node);
  }

  public Path log(int node) {
    return folder.log(node);
  }

  public boolean isAlive(int node) {
    return state.nodes().get(node).process().filter(OwnProcess::isAlive).isPresent();
  }

  public boolean botsAlive() {
    return state.bots().filter(OwnProcess::isAlive).isPresent();
  }

  /**
   * Starts all nodes and waits until each answers.
   *
   * @throws IOException if one runs already or does not come up; those started are ended then
   */
  public void up() throws IOException {
    for (int node = 0; node < size(); node++) {
      if (isAlive(node)) {
        throw new IOException(
            "%s runs already (node %d has process %d); end it with `datanet testnet down`"
                .formatted(state.name(), node, pid(node)));
      }
    }
    boolean complete = false;
    try {
      for (int node = 0; node < size(); node++) {
        begin(node);
      }
      for (int node = 0; node < size(); node++) {
        awaitUp(node);
      }
      complete = true;
    } finally {
      if (!complete) {
        down();
      }
    }
  }

  /** Starts a node that does not run; {@link #isUp} tells when it answers. */
  public void launch(int node) throws IOException {
    if (isAlive(node)) {
      throw new IOException("node " + node + " runs already");
    }
    begin(node);
  }

  private void begin(int node) throws IOException {
    Files.deleteIfExists(folder.running(node));
    OwnProcess process =
        JvmProcess.start(
            folder.home(node),
            folder.log(node),
            NODE_MAIN,
            List.of("--home", folder.home(node).toString()));
    change(state.withProcess(node, Optional.of(process)));
  }

  private void awaitUp(int node) throws IOException {
    if (!Waiting.until(START_PATIENCE, () -> isUp(node))) {
      throw new IOException(
          failedStart(node, "did not come up within " + START_PATIENCE.toSeconds() + " s"));
    }
  }

  /**
   * Whether a node that was launched announced itself and answers.
   *
   * @throws IOException if it ended instead, with the end of its log
   */
  public boolean isUp(int node) throws IOException {
    if (!isAlive(node)) {
      throw new IOException(failedStart(node, "ended while it started"));
    }
    if (!Files.exists(folder.running(node))) {
      return false;
    }
    try (ApiClient client = new ApiClient(apiUri(node), PROBE_TIMEOUTS)) {
      return answers(client);
    }
  }

  private String failedStart(int node, String what) throws IOException {
    return "node %d %s; the end of its log %s:%n%s"
        .formatted(node, what, folder.log(node), folder.endOfLog(node));
  }

  private static boolean answers(ApiClient client) {
    try {
      client.status();
      return true;
    } catch (ApiException e) {
      return false; // asked again until the patience ends
    }
  }

  /** Starts the process of the curator bots, which acts on every node of the network. */
  public void startBots(String mainClass) throws IOException {
    if (botsAlive()) {
      throw new IOException("the curator bots run already");
    }
    Path bots = Files.createDirectories(folder.bots());
    OwnProcess process =
        JvmProcess.start(
            bots, bots.resolve("bots.log"), mainClass, List.of(folder.path().toString()));
    change(state.withBots(Optional.of(process)));
  }

  /** SIGKILL: no goodbye to peers, nothing flushed. */
  public void kill(int node) {
    state.nodes().get(node).process().ifPresent(OwnProcess::kill);
  }

  /** Ends everything that this network started and that still runs. */
  public void down() throws IOException {
    state.bots().ifPresent(process -> process.end(END_PATIENCE));
    change(state.withBots(Optional.empty()));
    List<OwnProcess> running =
        state.nodes().stream().flatMap(node -> node.process().stream()).toList();
    // All at once: each has its own store to close.
    running.parallelStream().forEach(process -> process.end(END_PATIENCE));
    for (int node = 0; node < size(); node++) {
      change(state.withProcess(node, Optional.empty()));
    }
  }

  public List<NodeReport> report() throws IOException {
    return new NodeProbe(folder, PROBE_TIMEOUTS).reports(state);
  }

  private void change(NetworkState next) throws IOException {
    state = next;
    state.write(folder.path());
  }
}
