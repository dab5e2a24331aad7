package org.datanet.cli.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.Contents;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.RecordDetail;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A record with its panel and what it is still to be paid. */
@Command(
    name = "record",
    description = "Show a record: its state, its panel and what vests.",
    footer = {"  datanet record 4f0c…", "  datanet record 4f0c… --content"})
public final class RecordCommand extends ClientCommand {

  @Parameters(paramLabel = "ID", description = "The record's id, 64 hex digits.")
  private Bytes32 record = Bytes32.ZERO;

  @Option(names = "--content", description = "Print its content too, checked against its CID.")
  private boolean content;

  /** What {@code --json} prints with {@code --content}, which is text as people read it. */
  record WithContent(@JsonUnwrapped RecordDetail record, String content) {}

  public RecordCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      RecordDetail detail = client.record(record);
      if (content) {
        String text = Contents.pretty(Contents.fetch(client, detail.entry().cid()));
        show(
            new WithContent(detail, text),
            () -> {
              print(detail);
              line("%s", text);
            });
      } else {
        show(detail, () -> print(detail));
      }
      return ExitCodes.DONE;
    }
  }

  private void print(RecordDetail detail) {
    RecordInfo entry = detail.entry();
    line("Record      %s", entry.record());
    line("Datanet     %s", entry.datanet());
    line("State       %s%s", entry.state(), settled(entry));
    line("Content     %s, %,d bytes", entry.cid(), entry.sizeBytes());
    line("Owner       %s", entry.owner());
    line("Category    %s  %s", entry.category(), String.join(", ", entry.labels()));
    line("Licence     %s, %s", entry.licence(), entry.provenance().kind());
    line("Committed   epoch %,d, sealed in %,d", entry.commitEpoch(), entry.sealedEpoch());
    line("Bond        %s", Money.text(entry.bondMicros()));
    line("Earned      %s", Money.text(entry.paidMicros()));
    detail.panel().ifPresent(this::print);
    if (!detail.vesting().isEmpty()) {
      line("");
      Table table = new Table(">VESTS AT CLOSE OF", ">AMOUNT");
      detail.vesting().forEach(part -> table.row(part.epoch(), Money.micros(part.amountMicros())));
      table.print(terminal);
    }
  }

  private static String settled(RecordInfo entry) {
    return entry
        .settledEpoch()
        .map(
            epoch ->
                " in epoch %,d, %d for and %d against"
                    .formatted(epoch, entry.approvals(), entry.refusals()))
        .orElse("");
  }

  private void print(RecordDetail.PanelInfo panel) {
    line("");
    line(
        "Panel       drawn in epoch %,d; %d approvals accept",
        panel.seedEpoch(), panel.acceptQuorum());
    Table table = new Table("CURATOR", "BALLOT", "VOTE");
    for (RecordDetail.SeatInfo seat : panel.seats()) {
      table.row(seat.curator(), seat.committed() ? "committed" : "-", seat.vote().orElse("-"));
    }
    table.print(terminal);
  }
}
