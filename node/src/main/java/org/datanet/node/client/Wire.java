package org.datanet.node.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.ErrorBody;
import org.datanet.node.api.model.MalformedJsonException;

/** Requests and answers as bytes; turns every failure into an {@link ApiException}. */
final class Wire implements AutoCloseable {

  /** Above the largest answer, a page of 1,000 records with all their labels. */
  private static final int ANSWER_BYTES_MAX = 32 << 20;

  private final URI base;
  private final ApiTimeouts timeouts;
  private final HttpClient http;

  Wire(URI base, ApiTimeouts timeouts) {
    this.base = base;
    this.timeouts = timeouts;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(timeouts.connectMs()))
            .build();
  }

  URI base() {
    return base;
  }

  <T> T get(String target, TypeReference<T> type) throws ApiException {
    return parse(getBytes(target), type);
  }

  byte[] getBytes(String target) throws ApiException {
    return body(send(request(target).GET().build()));
  }

  <T> T post(String path, Object body, TypeReference<T> type) throws ApiException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(ApiJson.write(body)))
            .build();
    return parse(body(send(request)), type);
  }

  <T> T delete(String path, TypeReference<T> type) throws ApiException {
    return parse(body(send(request(path).DELETE().build())), type);
  }

  /** A stream that lasts; the caller closes it. */
  InputStream open(String path, String accept) throws ApiException {
    HttpResponse<InputStream> response = send(request(path).header("Accept", accept).GET().build());
    if (response.statusCode() != 200) {
      throw refused(response.statusCode(), body(response.body()));
    }
    return response.body();
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(base.resolve(target))
        .timeout(Duration.ofMillis(timeouts.readMs()));
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws ApiException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiUnreachableException("interrupted while waiting for " + base, e);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private byte[] body(HttpResponse<InputStream> response) throws ApiException {
    byte[] bytes = body(response.body());
    if (response.statusCode() != 200) {
      throw refused(response.statusCode(), bytes);
    }
    return bytes;
  }

  private byte[] body(InputStream stream) throws ApiException {
    byte[] bytes;
    try (stream) {
      bytes = stream.readNBytes(ANSWER_BYTES_MAX + 1);
    } catch (IOException e) {
      throw unreachable(e);
    }
    if (bytes.length > ANSWER_BYTES_MAX) {
      throw new ApiUnreachableException(base + " answers with more than 32 MiB");
    }
    return bytes;
  }

  private ApiUnreachableException unreachable(IOException cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ApiUnreachableException("no answer from " + base + " (" + why + ")", cause);
  }

  private ApiException refused(int httpStatus, byte[] body) {
    try {
      ErrorBody error = ApiJson.read(body, ErrorBody.class);
      return new ApiRefusedException(httpStatus, error.reason(), error.message());
    } catch (MalformedJsonException e) {
      return new ApiUnreachableException(
          base + " answers with status " + httpStatus + " and not as a node does", e);
    }
  }

  /** An answer that is one message of the protocol. */
  <T> T getMessage(String target, Parser<T> parser) throws ApiException {
    try {
      return parser.parseFrom(getBytes(target));
    } catch (InvalidProtocolBufferException e) {
      throw new ApiUnreachableException(
          base + " does not answer as a node of this version does: " + e.getMessage(), e);
    }
  }

  private <T> T parse(byte[] body, TypeReference<T> type) throws ApiException {
    try {
      return ApiJson.readAs(body, type);
    } catch (MalformedJsonException e) {
      throw new ApiUnreachableException(
          base + " does not answer as a node of this version does: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // Streams may still be open: an orderly close would wait for them.
    http.shutdownNow();
  }
}
