package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays {@code src/test/resources/consensus/*.txt} and compares what comes out. In a transcript
 * the first line that is no comment says who we are and the weights ({@code self b weights 1 1 1
 * 1}); {@code > } begins something said to the machine in the words of {@link Conversation}; the
 * indented lines after it are the answer. {@code -Ddatanet.rewriteTranscripts=true} writes the
 * answers of today into the files: read the diff before committing it.
 */
class TranscriptTest {

  private static final String FOLDER = "consensus";

  static List<String> transcripts() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(TranscriptTest.class.getClassLoader().getResource(FOLDER));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void answersAsWritten(String name) throws IOException {
    Path source = Path.of("src/test/resources", FOLDER, name);
    String written = Files.readString(source);

    String replayed = replay(written);

    if (Boolean.getBoolean("datanet.rewriteTranscripts")) {
      Files.writeString(source, replayed);
    }
    assertThat(replayed).isEqualTo(Files.readString(source));
  }

  private static String replay(String transcript) {
    StringBuilder replayed = new StringBuilder();
    Conversation conversation = null;
    for (String line : transcript.lines().toList()) {
      if (line.startsWith("  ")) {
        continue;
      }
      replayed.append(line).append('\n');
      if (line.startsWith("self ")) {
        conversation = begin(line);
      } else if (line.startsWith("> ")) {
        Objects.requireNonNull(conversation, "a transcript begins with 'self'")
            .on(line.substring(2))
            .forEach(answer -> replayed.append("  ").append(answer).append('\n'));
      }
    }
    return replayed.toString();
  }

  private static Conversation begin(String line) {
    String[] words = line.split(" ");
    long[] weights = new long[words.length - 3];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Long.parseLong(words[i + 3]);
    }
    String names = "abcdefgh".substring(0, weights.length);
    return new Conversation(words[1].charAt(0), Fixtures.validators(names, weights), true);
  }
}
