package org.datanet.fuzzkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Replays every committed input against its target. A module's {@code CorpusTest} extends it. */
public abstract class CorpusReplay {

  private final List<FuzzTarget> targets;

  /** All targets of a module. */
  protected CorpusReplay(List<FuzzTarget> targets) {
    this.targets = List.copyOf(targets);
  }

  @TestFactory
  Stream<DynamicContainer> everyInputKeepsItsTargetsInvariant() {
    return targets.stream()
        .map(
            target ->
                dynamicContainer(
                    target.name(),
                    Corpus.of(target).stream()
                        .map(
                            input ->
                                dynamicTest(
                                    input.toString(),
                                    () -> new Exploration(target).check(input.bytes())))));
  }

  @Test
  void everyCorpusHasATarget() throws IOException {
    List<String> names = targets.stream().map(target -> target.name() + ".hex").toList();

    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
