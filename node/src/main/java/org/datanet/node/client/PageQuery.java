package org.datanet.node.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which part of a list is wanted, with the filters of the endpoint. Immutable. */
public final class PageQuery {

  private final SortedMap<String, String> parameters;

  private PageQuery(SortedMap<String, String> parameters) {
    this.parameters = parameters;
  }

  static PageQuery none() {
    return new PageQuery(new TreeMap<>());
  }

  /** The first {@code limit} items; 1 to 1,000. */
  public static PageQuery first(int limit) {
    return none().with("limit", Optional.of(Integer.toString(limit)));
  }

  /** What follows the page whose {@code next} is given. */
  public static PageQuery after(int limit, String next) {
    return first(limit).with("after", Optional.of(next));
  }

  PageQuery with(String name, Optional<String> value) {
    SortedMap<String, String> more = new TreeMap<>(parameters);
    value.ifPresent(text -> more.put(name, text));
    return new PageQuery(more);
  }

  String on(String path) {
    if (parameters.isEmpty()) {
      return path;
    }
    return parameters.entrySet().stream()
        .map(PageQuery::pair)
        .collect(Collectors.joining("&", path + "?", ""));
  }

  private static String pair(Map.Entry<String, String> parameter) {
    return parameter.getKey() + "=" + encode(parameter.getValue());
  }

  /** Percent-encoded for a segment of a path or a value of a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
