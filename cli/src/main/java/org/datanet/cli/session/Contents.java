package org.datanet.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.content.Cid;

/** Contents of records, as a node gives them and as people read them. */
public final class Contents {

  private static final ObjectMapper PRETTY =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Contents() {}

  /**
   * @throws FailedException if the node's answer is not the content of that name
   */
  public static byte[] fetch(ApiClient client, String cidText) throws IOException {
    Cid cid =
        Cid.parse(cidText)
            .orElseThrow(() -> new FailedException("the node names a content " + cidText));
    byte[] content = client.content(cid);
    if (!Cid.ofContent(content).equals(cid)) {
      throw new FailedException(
          "the node at %s gave another content than %s".formatted(client.base(), cid));
    }
    return content;
  }

  /**
   * JSON is indented, other text as it is. Control characters do not reach the terminal: a record
   * is written by strangers.
   */
  public static String pretty(byte[] content) {
    String text;
    try {
      text = PRETTY.writeValueAsString(PRETTY.readTree(content));
    } catch (JsonProcessingException e) {
      text = new String(content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    return text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
