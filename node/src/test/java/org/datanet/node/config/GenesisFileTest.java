package org.datanet.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.ParameterSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenesisFileTest {

  private static final ByteString ACCOUNT = ByteString.copyFrom(new byte[32]);
  private static final Genesis GENESIS =
      Genesis.newBuilder()
          .setNetwork("test")
          .setParameters(
              NetworkParameters.newBuilder().setDefaults(ParameterSet.getDefaultInstance()))
          .addAccounts(GenesisAccount.newBuilder().setAccount(ACCOUNT).setBalanceMicros(5))
          .addValidators(
              GenesisValidator.newBuilder()
                  .setAccount(ACCOUNT)
                  .setStakeMicros(7)
                  .setBeacon(
                      BeaconCommitment.newBuilder()
                          .setTip(ByteString.copyFrom(new byte[] {1, 2}))
                          .setFirstEpoch(1)
                          .setLayers(9)))
          .build();

  @TempDir private Path folder;

  private Path written() throws IOException {
    Path file = folder.resolve("genesis.toml");
    GenesisFile.write(file, GENESIS);
    return file;
  }

  @Test
  void readsAGenesisBackAsWritten() throws IOException {
    assertThat(GenesisFile.read(written())).isEqualTo(GENESIS);
  }

  @Test
  void namesTheFieldThatAValidatorLacks() throws IOException {
    String text = Files.readString(written());

    assertThatThrownBy(
            () -> GenesisFile.parse(Path.of("g"), text.replaceAll("tip = '[^']*', ", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("g: 'tip' is missing");
    assertThatThrownBy(
            () -> GenesisFile.parse(Path.of("g"), text.replaceAll("account = '[^']*', ", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("g: 'account' is missing");
  }
}
