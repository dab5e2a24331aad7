package org.datanet.node.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.datanet.fuzzkit.FuzzTarget;

/** A key file opens to the key of the account that it names, or its error names the file. */
public final class KeyFileTarget implements FuzzTarget {

  private static final Path FILE = Path.of("some.key");

  @Override
  public String name() {
    return "key-file";
  }

  @Override
  public void accept(byte[] input) {
    try {
      KeyFile.Form form = KeyFile.parse(FILE, new String(input, UTF_8));
      // A sealed key costs 32 MiB and 0.1 s a try, on purpose.
      if (form.protection().equals("none")) {
        byte[] seed = KeyFile.open(FILE, form, new char[0]);
        assertThat(Keys.accountOf(seed).toDid()).isEqualTo(form.account());
      }
    } catch (IOException refused) {
      assertThat(refused.getMessage()).startsWith("some.key: ");
    }
  }

  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (256 << 10) + 512L * inputBytes;
  }
}
