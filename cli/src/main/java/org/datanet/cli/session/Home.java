package org.datanet.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person's folder: {@code config.toml}, {@code keys/}, and what unfinished work needs to go on,
 * {@code contributions/} and {@code ballots/}.
 */
public record Home(Path folder) {

  public static final String ENVIRONMENT = "DATANET_HOME";
  public static final String FIRST_KEY = "main";

  private static final URI DEFAULT_NODE = URI.create("http://127.0.0.1:9190");
  private static final String KEY_SUFFIX = ".json";
  private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

  private static final TomlMapper TOML = new TomlMapper();

  /**
   * config.toml.
   *
   * @param networkId where set, nothing is signed for another network
   */
  public record Config(URI node, String key, Optional<String> networkId) {}

  private record Form(@Nullable URI node, @Nullable String key, @Nullable String networkId) {}

  public Path configFile() {
    return folder.resolve("config.toml");
  }

  public Path contributions() {
    return folder.resolve("contributions");
  }

  public Path ballots() {
    return folder.resolve("ballots");
  }

  public Path keyFile(String name) throws FailedException {
    if (!KEY_NAME.matcher(name).matches()) {
      throw new FailedException(
          "'" + name + "' is no name for a key: letters, digits, - and _, at most 40");
    }
    return folder.resolve("keys").resolve(name + KEY_SUFFIX);
  }

  /** Names of the keys, sorted. */
  public List<String> keys() throws IOException {
    Path keys = folder.resolve("keys");
    if (!Files.isDirectory(keys)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(keys)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(KEY_SUFFIX))
          .map(name -> name.substring(0, name.length() - KEY_SUFFIX.length()))
          .filter(name -> KEY_NAME.matcher(name).matches())
          .forEach(names::add);
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** What is not set, and all of a home without the file, has its default. */
  public Config config() throws IOException {
    if (!Files.exists(configFile())) {
      return new Config(DEFAULT_NODE, FIRST_KEY, Optional.empty());
    }
    try {
      Form form = TOML.readValue(Files.readString(configFile()), Form.class);
      return new Config(
          form.node() == null ? DEFAULT_NODE : form.node(),
          form.key() == null ? FIRST_KEY : form.key(),
          Optional.ofNullable(form.networkId()));
    } catch (JsonProcessingException e) {
      throw new FailedException(configFile() + ": " + e.getOriginalMessage(), e);
    }
  }

  public void writeConfig(Config config) throws IOException {
    String networkId =
        config
            .networkId()
            .map(id -> "networkId = \"%s\"\n".formatted(id))
            .orElse("# networkId = \"64 hex digits, as `datanet status` shows them\"\n");
    String text =
        """
        # The node that commands talk to.
        node = "%s"
        # The key that signs where no --key is given.
        key = "%s"
        # Nothing is signed for another network than this one.
        %s"""
            .formatted(config.node(), config.key(), networkId);
    PrivateFiles.write(configFile(), text.getBytes(StandardCharsets.UTF_8));
  }
}
