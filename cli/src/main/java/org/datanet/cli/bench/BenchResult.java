package org.datanet.cli.bench;

import java.util.List;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiJson;
import org.datanet.testnet.bench.BenchRow;

/** What a measurement came to, and on what; {@code --json} prints it as it is. */
record BenchResult(String bench, int processors, String java, List<BenchRow> rows) {

  static BenchResult of(String bench, List<BenchRow> rows) {
    return new BenchResult(
        bench, Runtime.getRuntime().availableProcessors(), Runtime.version().toString(), rows);
  }

  void show(Terminal terminal, boolean json) {
    if (json) {
      terminal.out().println(ApiJson.writeText(this));
    } else {
      print(terminal);
    }
    terminal.out().flush();
  }

  private void print(Terminal terminal) {
    Table table = new Table("WHAT", "MEASURED", "UNIT", "GOAL", "");
    for (BenchRow row : rows) {
      table.row(
          row.what(),
          row.valueText(),
          row.unit(),
          row.goal().orElse(""),
          row.met().map(met -> met ? terminal.good("met") : terminal.bad("not met")).orElse(""));
    }
    table.print(terminal);
    terminal.out().println("%d processors, Java %s".formatted(processors, java));
  }
}
