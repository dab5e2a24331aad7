package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What npm installs is pinned by hash, and by nothing that only some machines can reach. The native
 * code of QUIC is so for Linux on x64, where our own runs too; for other machines by its version.
 */
class LockFileIT {

  private static final Set<String> NATIVE_ELSEWHERE =
      Stream.of(
              "darwin-arm64",
              "darwin-x64",
              "linux-arm64-gnu",
              "linux-arm64-musl",
              "linux-x64-musl",
              "win32-x64-msvc")
          .map(machine -> "node_modules/@chainsafe/libp2p-quic-" + machine)
          .collect(Collectors.toSet());

  private static JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(JsProcess.folder().resolve(file).toFile());
  }

  @Test
  void everyPackageHasItsHashAndNoneSaysWhereItComesFrom() throws IOException {
    List<String> unpinned = new ArrayList<>();
    List<String> located = new ArrayList<>();

    read("package-lock.json")
        .get("packages")
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().isEmpty()
                  && !NATIVE_ELSEWHERE.contains(entry.getKey())
                  && !entry.getValue().has("integrity")) {
                unpinned.add(entry.getKey());
              }
              if (entry.getValue().has("resolved")) {
                located.add(entry.getKey());
              }
            });

    assertThat(unpinned).isEmpty();
    assertThat(located).isEmpty();
  }

  @Test
  void whatIsAskedForByNameIsAskedForInOneVersion() throws IOException {
    JsonNode asked = read("package.json");

    List<String> loose = new ArrayList<>();
    for (String kind : List.of("dependencies", "optionalDependencies")) {
      asked
          .get(kind)
          .properties()
          .forEach(
              entry -> {
                if (!entry.getValue().asText().matches("\\d+\\.\\d+\\.\\d+")) {
                  loose.add(entry.getKey());
                }
              });
    }

    assertThat(loose).isEmpty();
  }
}
