package org.datanet.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell; those whose heading starts with {@code >} go right. */
public final class Table {

  private static final String GAP = "  ";

  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... columns) {
    for (String column : columns) {
      right.add(column.startsWith(">"));
      headings.add(column.startsWith(">") ? column.substring(1) : column);
    }
  }

  public Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + headings.size());
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(row);
    return this;
  }

  public void print(Terminal terminal) {
    PrintWriter out = terminal.out();
    out.println(terminal.strong(line(headings)));
    rows.forEach(row -> out.println(line(row)));
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(width(i) - length(cell));
      line.append(i == 0 ? "" : GAP).append(right.get(i) ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = length(headings.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
