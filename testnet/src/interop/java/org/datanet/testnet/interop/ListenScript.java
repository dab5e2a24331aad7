package org.datanet.testnet.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.testnet.foreign.NodeBinary;

/** The script of {@code docs/interop.md} as it stands there, run as the reader would. */
final class ListenScript implements AutoCloseable {

  private static final Path DOCS = Path.of("../docs");
  private static final String FENCE = "```";

  private final Process process;

  private ListenScript(Process process) {
    this.process = process;
  }

  /** What {@code docs/interop.md} shows as the file {@code name}. */
  static String shown(String name) throws IOException {
    String markdown = Files.readString(DOCS.resolve("interop.md"));
    int marked = markdown.indexOf("<!-- " + name + " -->");
    int fence = markdown.indexOf(FENCE + "js\n", marked);
    if (marked < 0 || fence < 0) {
      throw new IOException("docs/interop.md shows no " + name);
    }
    int begin = fence + FENCE.length() + "js\n".length();
    return markdown.substring(begin, markdown.indexOf(FENCE, begin));
  }

  static Path file(String name) {
    return DOCS.resolve("js").resolve(name);
  }

  /** Runs the script that the docs show, beside the module that it imports. */
  static ListenScript ofTheDocs(Multiaddr node) throws IOException {
    Path folder = Files.createDirectories(JsProcess.folder().resolve("docs"));
    Files.writeString(folder.resolve("listen.mjs"), shown("listen.mjs"));
    Files.writeString(
        folder.resolve("contributions.mjs"), Files.readString(file("contributions.mjs")));
    return new ListenScript(
        new ProcessBuilder(
                NodeBinary.find(JsProcess.folder()).toString(), "listen.mjs", node.toString())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Waits for {@code lines} lines and gives the first {@code words} words of each. */
  TreeSet<String> firstWordsOfLines(int words, int lines) {
    return Futures.get(
        CompletableFuture.supplyAsync(
            () -> {
              TreeSet<String> printed = new TreeSet<>();
              for (String line : read(lines)) {
                printed.add(String.join(" ", Arrays.asList(line.split(" ")).subList(0, words)));
              }
              return printed;
            }));
  }

  private List<String> read(int lines) {
    BufferedReader printed =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return printed.lines().limit(lines).toList();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
