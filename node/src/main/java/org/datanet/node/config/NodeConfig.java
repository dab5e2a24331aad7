package org.datanet.node.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * node.toml. Every section may be left out; docs/protocol.md §9 shows it with comments.
 *
 * @param network where the node listens and whom it dials first
 * @param api the loopback HTTP interface
 * @param storage where the store is and how much memory outside the heap it may use
 * @param faults what a test network may have this node do wrong
 */
public record NodeConfig(Network network, Api api, Storage storage, Faults faults) {

  public NodeConfig(
      @Nullable Network network,
      @Nullable Api api,
      @Nullable Storage storage,
      @Nullable Faults faults) {
    this.network =
        network == null ? new Network(null, null, null, null, null, Optional.empty()) : network;
    this.api = api == null ? new Api(null, null) : api;
    this.storage = storage == null ? new Storage(null, null) : storage;
    this.faults = faults == null ? new Faults(0) : faults;
  }

  /**
   * @param listen multiaddrs; port 0 takes a free one
   * @param bootstrap multiaddrs with /p2p/… of peers to keep a connection to
   * @param mdns find others in the local network
   * @param kad find others through those that are known
   * @param stack what speaks libp2p, where this build has more than its own
   */
  public record Network(
      List<String> listen,
      List<String> bootstrap,
      List<String> announce,
      boolean mdns,
      boolean kad,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> stack) {

    /** Both transports on one number: peers dial QUIC first and fall back to TCP. */
    public static final List<String> DEFAULT_LISTEN =
        List.of("/ip4/0.0.0.0/udp/4190/quic-v1", "/ip4/0.0.0.0/tcp/4190");

    @com.fasterxml.jackson.annotation.JsonCreator
    public Network(
        @com.fasterxml.jackson.annotation.JsonProperty("listen") @Nullable List<String> listen,
        @com.fasterxml.jackson.annotation.JsonProperty("bootstrap")
            @Nullable List<String> bootstrap,
        @com.fasterxml.jackson.annotation.JsonProperty("announce") @Nullable List<String> announce,
        @com.fasterxml.jackson.annotation.JsonProperty("mdns") @Nullable Boolean mdns,
        @com.fasterxml.jackson.annotation.JsonProperty("kad") @Nullable Boolean kad,
        @com.fasterxml.jackson.annotation.JsonProperty("stack") Optional<String> stack) {
      this(
          listen == null ? DEFAULT_LISTEN : listen,
          bootstrap == null ? List.of() : bootstrap,
          announce == null ? List.of() : announce,
          mdns == null || mdns,
          kad == null || kad,
          stack);
    }

    public Network {
      listen = List.copyOf(listen);
      bootstrap = List.copyOf(bootstrap);
      announce = List.copyOf(announce);
    }
  }

  public record Api(String host, int port) {
    public static final int DEFAULT_PORT = 9190;

    @com.fasterxml.jackson.annotation.JsonCreator
    public Api(
        @com.fasterxml.jackson.annotation.JsonProperty("host") @Nullable String host,
        @com.fasterxml.jackson.annotation.JsonProperty("port") @Nullable Integer port) {
      this(host == null ? "127.0.0.1" : host, port == null ? DEFAULT_PORT : port.intValue());
    }
  }

  /**
   * @param path relative to the node's home
   * @param nativeMiB block cache and memtables
   */
  public record Storage(String path, int nativeMiB) {
    public static final int DEFAULT_NATIVE_MIB = 48;

    @com.fasterxml.jackson.annotation.JsonCreator
    public Storage(
        @com.fasterxml.jackson.annotation.JsonProperty("path") @Nullable String path,
        @com.fasterxml.jackson.annotation.JsonProperty("nativeMiB") @Nullable Integer nativeMiB) {
      this(
          path == null ? "store" : path,
          nativeMiB == null ? DEFAULT_NATIVE_MIB : nativeMiB.intValue());
    }
  }

  /**
   * @param tamperMicros added to the first reward row of every epoch; test networks only
   */
  public record Faults(long tamperMicros) {}

  public static NodeConfig read(Path file) throws IOException {
    return TomlFiles.read(file, NodeConfig.class);
  }

  /** As {@link #read}; the file is for messages. */
  static NodeConfig parse(Path file, String text) throws ConfigException {
    return TomlFiles.parse(file, text, NodeConfig.class);
  }

  /** The file that {@link #read} takes for this configuration. */
  public void write(Path file) throws IOException {
    TomlFiles.write(file, this);
  }
}
