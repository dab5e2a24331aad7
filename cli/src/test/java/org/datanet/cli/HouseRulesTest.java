package org.datanet.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.datanet.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HouseRulesTest {

  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.datanet.cli");

  @Test
  void commandsNeverTouchTheStore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.datanet.node.storage..", "org.rocksdb..")
        .check(CLI);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.datanet.cli.(*)..").should().beFreeOfCycles().check(CLI);
  }

  /** {@code node run} has no result, a test plan's node prints JSON anyway; groups have no work. */
  @Test
  void everyCommandHasHelpWithExamplesAndCanAnswerInJson() {
    List<String> without = new ArrayList<>();
    collect(Main.commandLine(Terminal.ofProcess()), without);

    assertThat(without)
        .containsExactlyInAnyOrder(
            "datanet node run: --json", "datanet testnet gossipsub-interop: --json");
  }

  private static void collect(CommandLine command, List<String> without) {
    String name = command.getCommandSpec().qualifiedName();
    if (command.getSubcommands().isEmpty()) {
      if (command.getCommandSpec().findOption("--json") == null) {
        without.add(name + ": --json");
      }
      if (!command.getUsageMessage(CommandLine.Help.Ansi.OFF).contains("Examples:\n  datanet")
          && !command.getUsageMessage(CommandLine.Help.Ansi.OFF).contains("DATANET_PASSPHRASE=…")) {
        without.add(name + ": examples");
      }
    }
    command.getSubcommands().values().forEach(sub -> collect(sub, without));
  }
}
