package org.datanet.testnet.interop;

import java.io.IOException;
import java.nio.file.Path;
import org.datanet.testnet.foreign.JsFolder;
import org.datanet.testnet.lines.LineProcess;

/** Processes of the scripts beside {@code package.json}. */
final class JsProcess {

  private JsProcess() {}

  /**
   * @param script a file of the folder that holds the installed packages
   */
  static LineProcess run(String script, String... arguments) throws IOException {
    return new JsFolder(folder()).run(script, arguments);
  }

  /** Where the build has copied the scripts and installed what they import. */
  static Path folder() {
    return Path.of(System.getProperty(JsFolder.PROPERTY, "target/interop/js"));
  }
}
