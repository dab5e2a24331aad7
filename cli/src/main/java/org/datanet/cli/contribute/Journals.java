package org.datanet.cli.contribute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.PrivateFiles;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.MalformedJsonException;

/** The folder {@code contributions} of a home. */
final class Journals {

  private static final String SUFFIX = ".json";
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{1,40}");

  private final Path folder;

  Journals(Path folder) {
    this.folder = folder;
  }

  Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }

  /** On disk when it returns. */
  void write(Journal journal) throws IOException {
    PrivateFiles.write(file(journal.id()), ApiJson.write(journal));
  }

  /** The one asked for, or the only one that is not finished. */
  Journal open(Optional<String> id) throws IOException {
    if (id.isPresent()) {
      if (!ID.matcher(id.get()).matches() || !Files.exists(file(id.get()))) {
        throw new FailedException(
            "there is no contribution '%s' in %s".formatted(id.get(), folder));
      }
      return read(file(id.get()));
    }
    List<Journal> unfinished = unfinished();
    return switch (unfinished.size()) {
      case 0 -> throw new FailedException("there is no unfinished contribution in " + folder);
      case 1 -> unfinished.get(0);
      default ->
          throw new FailedException(
              "several contributions are unfinished, name one with --resume ID: "
                  + String.join(", ", unfinished.stream().map(Journal::id).toList()));
    };
  }

  private List<Journal> unfinished() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<Journal> unfinished = new ArrayList<>();
    for (Path file : files) {
      Journal journal = read(file);
      if (!journal.finished()) {
        unfinished.add(journal);
      }
    }
    return unfinished;
  }

  private static Journal read(Path file) throws IOException {
    try {
      Journal journal = ApiJson.read(Files.readAllBytes(file), Journal.class);
      if (journal.version() != Journal.VERSION) {
        throw new FailedException(
            "%s has version %d; this program reads %d"
                .formatted(file, journal.version(), Journal.VERSION));
      }
      return journal;
    } catch (MalformedJsonException e) {
      throw new FailedException(file + " is no journal of a contribution: " + e.getMessage(), e);
    }
  }
}
