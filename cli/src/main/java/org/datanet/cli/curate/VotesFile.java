package org.datanet.cli.curate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.datanet.cli.session.FailedException;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.MalformedJsonException;
import org.datanet.protocol.curation.Vote;

/** Votes made elsewhere: a line {@code {"record":"64 hex digits","vote":"APPROVE"}} for each. */
final class VotesFile {

  /** A vote is far shorter. */
  private static final int FILE_BYTES_MAX = 64 << 20;

  private record Line(String record, Vote vote) {}

  private VotesFile() {}

  /** By record. */
  static Map<String, Vote> read(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new FailedException(file + " is too large for a file of votes");
    }
    Map<String, Vote> votes = new TreeMap<>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (text.isBlank()) {
          continue;
        }
        Line line =
            ApiJson.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Line.class);
        Vote before = votes.put(line.record(), line.vote());
        if (before != null) {
          throw new FailedException(
              "%s:%d: a second vote on record %s; nothing was sent"
                  .formatted(file, number, line.record()));
        }
      }
    } catch (MalformedJsonException e) {
      throw new FailedException(
          "%s:%d: not a vote: %s; nothing was sent".formatted(file, number, e.getMessage()), e);
    } catch (CharacterCodingException e) {
      throw new FailedException(file + " is not UTF-8; nothing was sent", e);
    }
    return votes;
  }
}
