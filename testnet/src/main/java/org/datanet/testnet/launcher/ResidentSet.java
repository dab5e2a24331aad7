package org.datanet.testnet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Memory of a process that is in RAM, as Linux tells it. */
final class ResidentSet {

  private static final String FIELD = "VmRSS:";

  private ResidentSet() {}

  /** Empty on other systems, and for a process that ended meanwhile. */
  static Optional<Long> kib(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(FIELD))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
