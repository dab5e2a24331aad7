package org.datanet.testnet.launcher;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * network.json: what later commands must know of a network that an earlier one started.
 *
 * @param networkId 64 hex digits
 * @param curators bonded bots that {@code bots} runs, 0 without
 * @param bots the process of the curator bots, empty while it does not run
 */
record NetworkState(
    int version,
    String name,
    String networkId,
    long minEpochMs,
    int curators,
    List<Node> nodes,
    Optional<OwnProcess> bots) {

  static final int VERSION = 1;

  /** Each write is whole or not at all, so no reader sees half a file. */
  private static final String FILE = "network.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * @param process empty before the first start and after a clean end
   */
  record Node(
      int index,
      int apiPort,
      int peerPort,
      String peerId,
      String account,
      Optional<OwnProcess> process) {

    Node with(Optional<OwnProcess> other) {
      return new Node(index, apiPort, peerPort, peerId, account, other);
    }
  }

  NetworkState {
    nodes = List.copyOf(nodes);
  }

  NetworkState withProcess(int node, Optional<OwnProcess> process) {
    return new NetworkState(
        version,
        name,
        networkId,
        minEpochMs,
        curators,
        nodes.stream().map(n -> n.index() == node ? n.with(process) : n).toList(),
        bots);
  }

  NetworkState withBots(Optional<OwnProcess> process) {
    return new NetworkState(version, name, networkId, minEpochMs, curators, nodes, process);
  }

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static NetworkState read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      NetworkState state = JSON.readValue(Files.readString(file), NetworkState.class);
      if (state.version() != VERSION) {
        throw new IOException(
            file + ": written by another version; make a new network with `datanet testnet up`");
      }
      return state;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no network in " + folder, e);
    }
  }

  void write(Path folder) throws IOException {
    Path draft = folder.resolve(FILE + ".new");
    Files.writeString(draft, JSON.writeValueAsString(this) + "\n");
    Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
