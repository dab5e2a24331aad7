package org.datanet.testnet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/** The networks under a user's home, and which of them commands mean when they name none. */
public record Testnets(Path folder) {

  private static final int NAME_HEX_DIGITS = 6;

  /** {@code home} is {@code $DATANET_HOME} or {@code ~/.datanet}. */
  public static Testnets under(Path home) {
    return new Testnets(home.resolve("testnets"));
  }

  /** {@code lexnet-} and six hex digits. */
  public static String newName(Random random) {
    return "lexnet-" + HexFormat.of().toHexDigits(random.nextInt(), NAME_HEX_DIGITS);
  }

  public Path folderOf(String name) {
    return folder.resolve(name);
  }

  /** The network that {@code up} made last. */
  public Optional<Path> current() throws IOException {
    Path pointer = folder.resolve("current");
    return Files.exists(pointer)
        ? Optional.of(Path.of(Files.readString(pointer).strip())).filter(Files::isDirectory)
        : Optional.empty();
  }

  public void setCurrent(Path network) throws IOException {
    Files.createDirectories(folder);
    Path draft = folder.resolve("current.new");
    Files.writeString(draft, network.toAbsolutePath().normalize() + "\n");
    Files.move(draft, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
  }
}
