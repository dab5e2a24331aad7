package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

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

  @Test
  void saysHowToBuildTheStackThatAProfileBrings() throws Exception {
    assumeThat(NetworkStacks.named("jvm-libp2p")).isEmpty();
    NodeHome home = home(Optional.of("jvm-libp2p"));

    assertThatThrownBy(() -> NodeFiles.read(home))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            home.config()
                + ": network.stack: this build has no 'jvm-libp2p', only [datanet]; build with"
                + " profile jvm-libp2p, as docs/interop.md says");
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
