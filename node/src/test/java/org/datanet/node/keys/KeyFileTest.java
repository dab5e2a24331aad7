package org.datanet.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  @TempDir Path folder;

  private final byte[] seed = Keys.newSeed(new SecureRandom());

  @Test
  void aSealedKeyOpensWithItsPassphraseAndHidesTheSeed() throws IOException {
    Path file = folder.resolve("alice.key");
    KeyFile.writeSealed(file, seed, "correct horse".toCharArray(), new SecureRandom());

    assertThat(KeyFile.open(file, "correct horse".toCharArray())).isEqualTo(seed);
    assertThat(KeyFile.account(file)).isEqualTo(Keys.accountOf(seed));
    assertThat(Files.readString(file)).doesNotContain(java.util.HexFormat.of().formatHex(seed));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aWrongPassphraseIsSaidToBeWrong() throws IOException {
    Path file = folder.resolve("alice.key");
    KeyFile.writeSealed(file, seed, "right".toCharArray(), new SecureRandom());

    assertThatThrownBy(() -> KeyFile.open(file, "wrong".toCharArray()))
        .isInstanceOf(WrongPassphraseException.class)
        .hasMessageContaining("alice.key");
  }

  @Test
  void aNodesKeyOpensUnattended() throws IOException {
    Path file = folder.resolve("node.key");
    KeyFile.writePlain(file, seed);

    assertThat(KeyFile.isProtected(file)).isFalse();
    assertThat(KeyFile.open(file, new char[0])).isEqualTo(seed);
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    Path file = folder.resolve("node.key");
    KeyFile.writePlain(file, seed);

    assertThatThrownBy(() -> KeyFile.writePlain(file, Keys.newSeed(new SecureRandom())))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(KeyFile.open(file, new char[0])).isEqualTo(seed);
  }

  @Test
  void aDamagedFileIsRefusedByName() throws IOException {
    Path file = folder.resolve("broken.key");
    Files.writeString(file, "{\"version\":1,");

    assertThatThrownBy(() -> KeyFile.open(file, new char[0])).hasMessageContaining("broken.key");
  }

  @Test
  void anAccountThatIsNotTheSeedsIsRefused() throws IOException {
    Path file = folder.resolve("swapped.key");
    KeyFile.writePlain(file, seed);
    byte[] other = Arrays.copyOf(seed, seed.length);
    other[0] ^= 1;
    Files.writeString(
        file,
        Files.readString(file)
            .replace(Keys.accountOf(seed).toDid(), Keys.accountOf(other).toDid()));

    assertThatThrownBy(() -> KeyFile.open(file, new char[0]))
        .hasMessageContaining("not that of the account");
  }

  @Test
  void aSignatureOfTheSeedVerifiesUnderTheStrictRule() {
    byte[] message = {1, 2, 3};

    byte[] signature = Keys.signer(seed).sign(message);

    assertThat(
            Ed25519Providers.choose()
                .verifier()
                .verify(Keys.accountOf(seed).toBytes(), message, signature))
        .isTrue();
  }
}
