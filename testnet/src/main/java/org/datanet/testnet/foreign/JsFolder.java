package org.datanet.testnet.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.datanet.testnet.lines.LineProcess;

/**
 * A folder with the scripts and what they import.
 *
 * @param path of the folder
 */
public record JsFolder(Path path) {

  /** Names a folder that is ready: the build's, in the profile {@code interop}. */
  public static final String PROPERTY = "datanet.interop.js";

  private static final String LOCK_FILE = "package-lock.json";
  private static final List<String> SCRIPTS =
      List.of(".npmrc", "package.json", LOCK_FILE, "host.mjs", "lines.mjs", "bench.mjs");

  /** The one that {@link #PROPERTY} names, else one in the user's cache, made at its first use. */
  public static JsFolder ready() throws IOException {
    Optional<JsFolder> named =
        Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(JsFolder::new);
    return named.isPresent() ? named.get() : cached();
  }

  /** Runs a script; see {@link LineProcess}. */
  public LineProcess run(String script, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(NodeBinary.find(path).toString(), script), Arrays.stream(arguments))
            .toList();
    return LineProcess.start(new ProcessBuilder(command).directory(path.toFile()));
  }

  private static JsFolder cached() throws IOException {
    CRC32 packages = new CRC32();
    packages.update(resource(LOCK_FILE));
    Path folder =
        Files.createDirectories(cache().resolve("js-%08x".formatted(packages.getValue())));
    for (String script : SCRIPTS) {
      Path written = Files.write(folder.resolve(script + ".new"), resource(script));
      Files.move(written, folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(folder.resolve("node_modules/.package-lock.json"))) { // npm writes it last
      install(folder);
    }
    return new JsFolder(folder);
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("datanet");
  }

  private static byte[] resource(String script) throws IOException {
    try (InputStream in = JsFolder.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IOException("this build carries no " + script);
      }
      return in.readAllBytes();
    }
  }

  private static void install(Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "ci")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (npm.waitFor() != 0) {
        throw new IOException("npm could not install the js peers; see " + log);
      }
    } catch (InterruptedException e) {
      npm.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
