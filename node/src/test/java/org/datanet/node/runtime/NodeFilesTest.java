package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datanet.node.config.ConfigException;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.network.NetworkStacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {

  @TempDir Path folder;

  @Test
  void aNodeRunsOnOurStackWhereItsFileNamesNone() throws Exception {
    NodeHome home = home(Optional.empty());

    assertThat(Files.readString(home.config())).doesNotContain("stack");
    assertThat(NodeFiles.read(home).network().name()).isEqualTo(NetworkStacks.OWN);
  }

  @Test
  void aNodeRunsOnTheStackThatItsFileNames() throws Exception {
    NodeHome home = home(Optional.of(NetworkStacks.OWN));

    assertThat(Files.readString(home.config())).contains("stack");
    assertThat(NodeFiles.read(home).network().name()).isEqualTo(NetworkStacks.OWN);
  }

  @Test
  void refusesAStackThatThisBuildDoesNotHave() throws Exception {
    NodeHome home = home(Optional.of("carrier-pigeon"));

    assertThatThrownBy(() -> NodeFiles.read(home))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            home.config() + ": network.stack: this build has no 'carrier-pigeon'")
        .hasMessageContaining(NetworkStacks.OWN);
  }

  private NodeHome home(Optional<String> stack) throws Exception {
    NodeHome home = TestHomes.create(folder, 1, 150, Map.of()).getFirst();
    Files.delete(home.config());
    new NodeConfig(
            new NodeConfig.Network(
                List.of("/ip4/127.0.0.1/tcp/0"), List.of(), List.of(), false, true, stack),
            null,
            null,
            null)
        .write(home.config());
    return home;
  }
}
