package org.datanet.node.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.datanet.protocol.identity.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A key on disk: JSON, readable by its owner only. A person's key is sealed under a passphrase
 * (scrypt, RFC 7914, then AES-256-GCM bound to the account); a node that must start unattended
 * keeps its own in the clear, and the file says so.
 */
public final class KeyFile {

  private static final int VERSION = 1;
  private static final String NONE = "none";
  private static final String SCRYPT = "scrypt-aes256gcm";

  /**
   * OWASP's floor for scrypt with r = 8, p = 1 is 2^17; 2^15 keeps a command under 0.2 s and 32
   * MiB.
   */
  private static final int SCRYPT_N = 1 << 15;

  private static final int SCRYPT_R = 8;
  private static final int SCRYPT_P = 1;
  private static final int SALT_BYTES = 16;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Form(
      int version,
      String account,
      String protection,
      @Nullable String salt,
      @Nullable String iv,
      String seed) {}

  private KeyFile() {}

  /** The account of a key file, without opening it. */
  public static AccountId account(Path file) throws IOException {
    Form form = read(file);
    return AccountId.parse(form.account())
        .orElseThrow(() -> new IOException(file + ": its account is not a did:key"));
  }

  public static boolean isProtected(Path file) throws IOException {
    return !read(file).protection().equals(NONE);
  }

  /** A node's own key, in the clear; the file must not exist. */
  public static void writePlain(Path file, byte[] seed) throws IOException {
    write(
        file,
        new Form(VERSION, Keys.accountOf(seed).toDid(), NONE, null, null, HEX.formatHex(seed)));
  }

  /** A person's key, sealed; the file must not exist. */
  public static void writeSealed(Path file, byte[] seed, char[] passphrase, SecureRandom random)
      throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(salt);
    random.nextBytes(iv);
    String account = Keys.accountOf(seed).toDid();
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, iv, account).doFinal(seed);
      write(
          file,
          new Form(
              VERSION,
              account,
              SCRYPT,
              HEX.formatHex(salt),
              HEX.formatHex(iv),
              HEX.formatHex(sealed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  /**
   * @param passphrase not looked at where the key is in the clear
   * @throws WrongPassphraseException when it does not open the file
   */
  public static byte[] open(Path file, char[] passphrase) throws IOException {
    return open(file, read(file), passphrase);
  }

  /**
   * @param file for messages
   */
  static byte[] open(Path file, Form form, char[] passphrase) throws IOException {
    byte[] seed =
        switch (form.protection()) {
          case NONE -> hex(file, "seed", form.seed());
          case SCRYPT -> unseal(file, form, passphrase);
          default ->
              throw new IOException(file + ": unknown protection '" + form.protection() + "'");
        };
    if (seed.length != Keys.SEED_BYTES || !Keys.accountOf(seed).toDid().equals(form.account())) {
      throw new IOException(file + ": the key is not that of the account it names");
    }
    return seed;
  }

  private static byte[] unseal(Path file, Form form, char[] passphrase) throws IOException {
    byte[] salt = hex(file, "salt", form.salt());
    byte[] iv = hex(file, "iv", form.iv());
    try {
      return cipher(Cipher.DECRYPT_MODE, passphrase, salt, iv, form.account())
          .doFinal(hex(file, "seed", form.seed()));
    } catch (AEADBadTagException e) {
      throw new WrongPassphraseException(file, e);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Cipher cipher(int mode, char[] passphrase, byte[] salt, byte[] iv, String account)
      throws GeneralSecurityException {
    byte[] secret = new String(passphrase).getBytes(StandardCharsets.UTF_8);
    byte[] key = SCrypt.generate(secret, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P, 32);
    Arrays.fill(secret, (byte) 0);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(account.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] hex(Path file, String field, @Nullable String text) throws IOException {
    try {
      return HEX.parseHex(text == null ? "?" : text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": '" + field + "' is not hexadecimal", e);
    }
  }

  private static Form read(Path file) throws IOException {
    try {
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no key file " + file, e);
    }
  }

  /**
   * @param file for messages
   */
  static Form parse(Path file, String text) throws IOException {
    try {
      Form form = JSON.readValue(text, Form.class);
      if (form.version() != VERSION) {
        throw new IOException(
            "%s: key file version %d; this program reads version %d"
                .formatted(file, form.version(), VERSION));
      }
      if (form.account() == null || form.protection() == null || form.seed() == null) {
        throw new IOException(file + ": not a key file: account, protection or seed is missing");
      }
      return form;
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not a key file: " + e.getOriginalMessage(), e);
    }
  }

  /** Whole or not at all, and never readable by others, not even for a moment. */
  private static void write(Path file, Form form) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString(), null, "a key is never overwritten");
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft =
        Files.createTempFile(
            folder,
            ".key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(form) + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
