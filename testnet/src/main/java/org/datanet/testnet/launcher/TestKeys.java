package org.datanet.testnet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;

/**
 * All keys of a test network, derived from one secret, so that equal seeds make equal accounts and
 * every process of the network finds them. Never for money that is worth anything.
 */
public final class TestKeys {

  private final byte[] secret;

  private TestKeys(byte[] secret) {
    this.secret = secret;
  }

  /** The same for everybody who knows {@code seed}. */
  public static TestKeys ofSeed(long seed) {
    return new TestKeys(Hasher.of("testnet-secret").addLong(seed).digest().toArray());
  }

  public static TestKeys random() {
    return new TestKeys(Keys.newSeed(new SecureRandom()));
  }

  static TestKeys read(Path file) throws IOException {
    return new TestKeys(KeyFile.open(file, new char[0]));
  }

  /** Readable by its owner only; the file must not exist. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    KeyFile.writePlain(file, secret);
  }

  /** {@code index} counts the accounts of a role from 0. */
  public byte[] seed(Role role, int index) {
    return derived(role.label(), index).toArray();
  }

  public AccountId account(Role role, int index) {
    return Keys.accountOf(seed(role, index));
  }

  public Signer signer(Role role, int index) {
    return Keys.signer(seed(role, index));
  }

  /** A secret for something that is no account, such as a bot's accuracy. */
  public Bytes32 derived(String what, int index) {
    return Hasher.of("testnet-key").addBytes(secret).addText(what).addInt(index).digest();
  }
}
