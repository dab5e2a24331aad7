package org.datanet.node.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.wire.Genesis;

/** A genesis.toml is a genesis, valid or not, or its error names the file. */
public final class GenesisFileTarget implements FuzzTarget {

  private static final Path FILE = Path.of("genesis.toml");

  @Override
  public String name() {
    return "genesis-toml";
  }

  @Override
  public void accept(byte[] input) throws IOException {
    try {
      Genesis genesis = GenesisFile.parse(FILE, new String(input, UTF_8));
      assertThat(Genesis.parseFrom(genesis.toByteArray())).isEqualTo(genesis);
      assertThat(GenesisRules.check(genesis)).isNotNull();
    } catch (ConfigException refused) {
      assertThat(refused).hasMessageStartingWith("genesis.toml: ");
    }
  }

  /** The parser's buffers. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (512 << 10) + 1024L * inputBytes;
  }
}
