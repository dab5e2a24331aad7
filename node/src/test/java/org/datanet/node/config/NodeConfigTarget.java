package org.datanet.node.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.datanet.fuzzkit.FuzzTarget;

/** A node.toml is a configuration, or its error names the file. */
public final class NodeConfigTarget implements FuzzTarget {

  private static final Path FILE = Path.of("node.toml");

  @Override
  public String name() {
    return "node-toml";
  }

  @Override
  public void accept(byte[] input) throws IOException {
    try {
      NodeConfig config = NodeConfig.parse(FILE, new String(input, UTF_8));
      assertThat(NodeConfig.parse(FILE, TomlFiles.text(config))).isEqualTo(config);
    } catch (ConfigException refused) {
      assertThat(refused).hasMessageStartingWith("node.toml: ");
    }
  }

  /** The parser's buffers. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (512 << 10) + 1024L * inputBytes;
  }
}
