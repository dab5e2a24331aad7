package org.datanet.node.runtime;

import java.nio.file.Path;

/**
 * The files of a node: {@code node.toml}, {@code genesis.toml}, {@code node.key}, the store, and
 * what a stop left behind.
 */
public record NodeHome(Path folder) {

  public Path config() {
    return folder.resolve("node.toml");
  }

  public Path genesis() {
    return folder.resolve("genesis.toml");
  }

  public Path key() {
    return folder.resolve("node.key");
  }

  /** Port, process id and addresses of the running node, for those who started it. */
  public Path running() {
    return folder.resolve("running.json");
  }

  /** Why the node stopped by itself, if it did. */
  public Path haltReport() {
    return folder.resolve("halted").resolve("report.json");
  }
}
