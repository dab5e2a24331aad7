package org.datanet.protocol.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.testing.Fixtures.NETWORK_ID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.testing.Fixtures;
import org.junit.jupiter.api.Test;

/** Against envelopes that {@code vectors/operations.py} made without any code of ours. */
class OperationVectorsTest {

  private final Map<String, JsonNode> vectors = read();

  @Test
  void signsEveryKindIntoTheBytesOfAnIndependentScript() {
    assertThat(vectors).containsOnlyKeys(SampleOperations.all().keySet());
    SampleOperations.all()
        .forEach(
            (name, operation) ->
                assertThat(Fixtures.signed(operation).envelope())
                    .as(name)
                    .isEqualTo(envelope(name)));
  }

  @Test
  void decodesThemIntoTheOperationsTheyStandFor() {
    SampleOperations.all()
        .forEach(
            (name, operation) -> {
              DecodeResult result =
                  OperationCodec.decode(envelope(name).toArray(), NETWORK_ID, Fixtures.verifier());
              assertThat(result)
                  .as(name)
                  .isInstanceOfSatisfying(
                      DecodeResult.Decoded.class,
                      decoded -> {
                        assertThat(decoded.operation().operation()).isEqualTo(operation);
                        assertThat(decoded.operation().author())
                            .isEqualTo(Fixtures.ALICE.account());
                        assertThat(decoded.operation().expiresEpoch()).isEqualTo(50);
                        assertThat(decoded.operation().envelope()).isEqualTo(envelope(name));
                      });
            });
  }

  @Test
  void idsAreTheContentIdsOfTheEnvelopes() {
    vectors.forEach(
        (name, vector) -> {
          OperationId id = OperationId.of(envelope(name));
          assertThat(id).as(name).hasToString(vector.get("id").textValue());
          assertThat(OperationId.parse(id.toString())).contains(id);
        });
  }

  private Bytes envelope(String name) {
    return Bytes.fromHexString(vectors.get(name).get("envelope").textValue());
  }

  private static Map<String, JsonNode> read() {
    Map<String, JsonNode> vectors = new TreeMap<>();
    try (InputStream file =
        OperationVectorsTest.class.getResourceAsStream("/vectors/operations.json")) {
      new ObjectMapper()
          .readTree(file)
          .forEach(vector -> vectors.put(vector.get("name").textValue(), vector));
    } catch (IOException e) {
      throw new IllegalStateException("the vectors do not read", e);
    }
    return vectors;
  }
}
