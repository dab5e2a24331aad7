package org.datanet.cli.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.node.client.ApiUnreachableException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The one place where a failure becomes lines on the error stream and an exit code. */
public final class Failures implements IExecutionExceptionHandler {

  /** With {@code --json}, the one line on the error stream. */
  record Report(int exitCode, String reason, String message) {}

  private final Terminal terminal;

  public Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof CommandLine.ParameterException usage) {
      return tell(command, new Report(ExitCodes.USAGE, "USAGE", message(usage)));
    }
    if (failure instanceof IOException expected) {
      return tell(command, report(expected));
    }
    failure.printStackTrace(terminal.err());
    return tell(
        command, new Report(ExitCodes.FAILED, "BUG", "this is a bug of datanet: " + failure));
  }

  private static Report report(IOException failure) {
    if (failure instanceof ApiUnreachableException) {
      return new Report(
          ExitCodes.UNREACHABLE,
          "UNREACHABLE",
          message(failure) + "; is the node running? --node names another");
    }
    if (failure instanceof ApiRefusedException refused) {
      return new Report(ExitCodes.REFUSED, refused.reason(), message(refused));
    }
    if (failure instanceof RefusedException refused) {
      return new Report(ExitCodes.REFUSED, refused.reason(), message(refused));
    }
    return new Report(ExitCodes.FAILED, "FAILED", message(failure));
  }

  /** The JDK's file exceptions carry the name of the file and leave the rest to their class. */
  private static String message(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (failure instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " exists already";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + file.getClass().getSimpleName();
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private int tell(CommandLine command, Report report) {
    PrintWriter err = terminal.err();
    if (wantsJson(command)) {
      err.println(ApiJson.writeText(report));
    } else {
      String code = report.exitCode() == ExitCodes.REFUSED ? " [" + report.reason() + "]" : "";
      err.println(terminal.bad("datanet: " + report.message() + code));
    }
    err.flush();
    return report.exitCode();
  }

  private static boolean wantsJson(CommandLine command) {
    OptionSpec json = command.getCommandSpec().findOption("--json");
    return json != null && Boolean.TRUE.equals(json.getValue());
  }
}
