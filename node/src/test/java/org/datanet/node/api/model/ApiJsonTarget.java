package org.datanet.node.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datanet.fuzzkit.FuzzTarget;

/**
 * Input: the number of a type, then JSON. What reads as a type is written so that it reads again.
 */
public final class ApiJsonTarget implements FuzzTarget {

  private static final List<Class<?>> TYPES =
      List.of(
          OperationUpload.class,
          ContentUpload.class,
          NodeStatus.class,
          EpochInfo.class,
          RecordDetail.class,
          UseExplanation.class,
          DatanetInfo.class,
          OperationOutcomes.class,
          ErrorBody.class);

  @Override
  public String name() {
    return "api-json";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Class<?> type = TYPES.get((input[0] & 0xff) % TYPES.size());
    byte[] json = java.util.Arrays.copyOfRange(input, 1, input.length);
    try {
      byte[] written = ApiJson.write(ApiJson.read(json, type));
      assertThat(ApiJson.write(ApiJson.read(written, type))).isEqualTo(written);
    } catch (MalformedJsonException refused) {
      assertThat(refused.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
    }
  }

  /** The parser's buffers, and an exception that knows where in the tree it was. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (256 << 10) + 512L * inputBytes;
  }
}
