package org.datanet.node.api.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiJsonTest {

  private static final OperationOutcome ACCEPTED =
      new OperationOutcome("bafkrei", true, Optional.empty(), Optional.empty());

  @Test
  void writesWhatIsNotThereAsNull() {
    assertThat(ApiJson.writeText(ACCEPTED))
        .isEqualTo("{\"id\":\"bafkrei\",\"accepted\":true,\"reason\":null,\"message\":null}");
  }

  @Test
  void readsBackWhatItWrote() throws MalformedJsonException {
    OperationOutcomes outcomes = new OperationOutcomes(List.of(ACCEPTED));

    assertThat(ApiJson.read(ApiJson.write(outcomes), OperationOutcomes.class)).isEqualTo(outcomes);
  }

  @Test
  void readsAnUnknownOperationAsOneWithoutFields() throws MalformedJsonException {
    OperationInfo unknown =
        new OperationInfo(
            "bafkrei",
            OperationInfo.State.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(ApiJson.read(ApiJson.write(unknown), OperationInfo.class)).isEqualTo(unknown);
  }

  @Test
  void readsEveryEventByItsName() throws MalformedJsonException {
    NodeEvent moved = new NodeEvent.RecordMoved("aa", "bb", "ACCEPTED", 7);

    assertThat(ApiJson.readEvent(moved.name(), ApiJson.write(moved))).contains(moved);
    assertThat(ApiJson.readEvent("later-invention", ApiJson.write(moved))).isEmpty();
  }

  @Test
  void ignoresFieldsOfANewerNode() throws MalformedJsonException {
    byte[] json = "{\"epoch\":3,\"amountMicros\":4,\"colour\":\"red\"}".getBytes(UTF_8);

    assertThat(ApiJson.read(json, VestingInfo.class)).isEqualTo(new VestingInfo(3, 4));
  }

  @Test
  void refusesAnswersThatLackAField() {
    byte[] json = "{\"epoch\":3}".getBytes(UTF_8);

    assertThatThrownBy(() -> ApiJson.read(json, VestingInfo.class))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("amountMicros");
  }

  @Test
  void refusesBase64ThatIsNone() {
    byte[] json = "{\"operations\":[\"%%%\"]}".getBytes(UTF_8);

    assertThatThrownBy(() -> ApiJson.read(json, OperationUpload.class))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void doesNotSendAWholeBodyBackInItsRefusal() {
    byte[] json = ("{\"operations\":[\"%" + "x".repeat(100_000) + "\"]}").getBytes(UTF_8);

    assertThatThrownBy(() -> ApiJson.read(json, OperationUpload.class))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("byte[]")
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void refusesASecondValueBehindTheFirst() {
    byte[] json = "{\"operations\":[]} {}".getBytes(UTF_8);

    assertThatThrownBy(() -> ApiJson.read(json, OperationUpload.class))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] looksLikeUtf32 = {0, 0, 0, 0, 0, 0x7e, 0x65, 0, 0x7b, 0x22, 0x6f, 0x70};

    assertThatThrownBy(() -> ApiJson.read(looksLikeUtf32, OperationUpload.class))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("UTF-32");
  }

  @Test
  void refusesJsonThatNestsWithoutEnd() {
    byte[] json = ("{\"operations\":" + "[".repeat(100_000)).getBytes(UTF_8);

    assertThatThrownBy(() -> ApiJson.read(json, OperationUpload.class))
        .isInstanceOf(MalformedJsonException.class);
  }
}
