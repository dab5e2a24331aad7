package org.datanet.cli.curate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.PrivateFiles;
import org.datanet.cli.session.Sender;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.MalformedJsonException;

/** The folder {@code ballots} of a home; a ballot's file is named by its commitment. */
final class Ballots {

  private static final String SUFFIX = ".json";

  private final Path folder;

  Ballots(Path folder) {
    this.folder = folder;
  }

  /** On disk when it returns. */
  void write(Ballot ballot) throws IOException {
    PrivateFiles.write(folder.resolve(ballot.commitment() + SUFFIX), ApiJson.write(ballot));
  }

  /** The account's ballots on this network about which something is still to be done. */
  List<Ballot> open(Sender sender) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<Ballot> open = new ArrayList<>();
    for (Path file : files) {
      Ballot ballot = read(file);
      if (!ballot.state().isFinal()
          && ballot.networkId().equals(sender.networkId().toUnprefixedHexString())
          && ballot.account().equals(sender.account().toDid())) {
        open.add(ballot);
      }
    }
    return open;
  }

  private static Ballot read(Path file) throws IOException {
    try {
      Ballot ballot = ApiJson.read(Files.readAllBytes(file), Ballot.class);
      if (ballot.version() != Ballot.VERSION) {
        throw new FailedException(
            "%s has version %d; this program reads %d"
                .formatted(file, ballot.version(), Ballot.VERSION));
      }
      return ballot;
    } catch (MalformedJsonException e) {
      throw new FailedException(file + " is no ballot: " + e.getMessage(), e);
    }
  }
}
