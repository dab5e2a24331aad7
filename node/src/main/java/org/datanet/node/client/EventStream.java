package org.datanet.node.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.MalformedJsonException;
import org.datanet.node.api.model.NodeEvent;

/**
 * A node's events as they come (server-sent events, WHATWG HTML §9.2). For one reading thread; any
 * thread may close it, which ends a waiting {@link #next()}. Events from before it was opened are
 * not told.
 */
public final class EventStream implements AutoCloseable {

  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  private final InputStream stream;
  private final BufferedReader lines;
  private volatile boolean closed;

  EventStream(InputStream stream) {
    this.stream = stream;
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /**
   * Waits for the next event. Kinds that this version does not know are passed over.
   *
   * @return empty once the stream is closed on this side or ended by the node in good order
   * @throws ApiUnreachableException if the connection broke, or carries something else
   */
  public Optional<NodeEvent> next() throws ApiUnreachableException {
    String name = "";
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(EVENT)) {
          name = line.substring(EVENT.length());
        } else if (line.startsWith(DATA)) {
          data = line.substring(DATA.length());
        } else if (line.isEmpty() && !data.isEmpty()) {
          Optional<NodeEvent> event =
              ApiJson.readEvent(name, data.getBytes(StandardCharsets.UTF_8));
          if (event.isPresent()) {
            return event;
          }
          name = "";
          data = "";
        }
      }
      return Optional.empty();
    } catch (MalformedJsonException e) {
      throw new ApiUnreachableException("not an event of this version: " + e.getMessage(), e);
    } catch (IOException e) {
      if (closed) {
        return Optional.empty();
      }
      throw new ApiUnreachableException("the stream of events broke: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws ApiUnreachableException {
    closed = true;
    try {
      // Not the reader: its lock is held by whoever waits in next().
      stream.close();
    } catch (IOException e) {
      throw new ApiUnreachableException("closing the stream failed: " + e.getMessage(), e);
    }
  }
}
