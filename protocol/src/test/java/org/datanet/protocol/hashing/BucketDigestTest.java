package org.datanet.protocol.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class BucketDigestTest {

  private static final byte[] NOTHING = {};

  @Test
  void rootsAreThoseOfAnIndependentScript() {
    BucketDigest digest = BucketDigest.empty();
    assertThat(digest.root().toUnprefixedHexString())
        .isEqualTo("ce896a505f7a0f3876f24c65452c5f8fcb12cd487f594b864d257a6a39e764eb");

    digest.insert(ascii("account/1"), ascii("100"));
    digest.insert(ascii("account/2"), ascii("250"));
    digest.insert(ascii("record/7"), NOTHING);

    assertThat(digest.root().toUnprefixedHexString())
        .isEqualTo("c9ad70441c0d88ff9d7b8f11f8464fefd14cb99c33c2355bfd66db7e91fcdce7");
    assertThat(digest.occupiedBuckets()).containsExactly(2062, 3654, 3811);
    assertThat(BucketDigest.bucketOf(ascii("account/1"))).isEqualTo(3654);
  }

  @Test
  void incrementalRootEqualsTheRootOfTheFinalMapWhateverTheHistory() {
    SplittableRandom random = new SplittableRandom(42);
    Map<String, String> model = new TreeMap<>();
    BucketDigest digest = BucketDigest.empty();
    for (int step = 0; step < 3_000; step++) {
      String key = "key/" + random.nextInt(400);
      String value = "value/" + random.nextInt();
      change(digest, model, key, value, random.nextInt(3) == 0);
      if (step % 500 == 0) {
        digest.root();
      }
    }

    BucketDigest rebuilt = BucketDigest.empty();
    model.forEach((key, value) -> rebuilt.insert(ascii(key), ascii(value)));
    assertThat(digest.root()).isEqualTo(rebuilt.root());
    assertThat(digest.root()).isEqualTo(MerkleTree.root(bucketRows(digest)));
  }

  private static void change(
      BucketDigest digest, Map<String, String> model, String key, String value, boolean remove) {
    String old = model.getOrDefault(key, "");
    if (!model.containsKey(key)) {
      digest.insert(ascii(key), ascii(value));
      model.put(key, value);
    } else if (remove) {
      digest.remove(ascii(key), ascii(old));
      model.remove(key);
    } else {
      digest.replace(ascii(key), ascii(old), ascii(value));
      model.put(key, value);
    }
  }

  @Test
  void removingEverythingLeadsBackToTheEmptyRoot() {
    BucketDigest digest = BucketDigest.empty();
    Bytes32 empty = digest.root();
    digest.insert(ascii("a"), ascii("1"));
    assertThat(digest.root()).isNotEqualTo(empty);

    digest.remove(ascii("a"), ascii("1"));

    assertThat(digest.root()).isEqualTo(empty);
    assertThat(digest.occupiedBuckets()).isEmpty();
  }

  @Test
  void bordersBetweenKeyAndValueCount() {
    BucketDigest one = BucketDigest.empty();
    one.insert(ascii("ab"), ascii("c"));
    BucketDigest other = BucketDigest.empty();
    other.insert(ascii("a"), ascii("bc"));

    assertThat(one.root()).isNotEqualTo(other.root());
  }

  @Test
  void forkAndOriginalChangeApart() {
    BucketDigest original = BucketDigest.empty();
    original.insert(ascii("a"), ascii("1"));
    Bytes32 before = original.root();

    BucketDigest fork = original.fork();
    fork.replace(ascii("a"), ascii("1"), ascii("2"));
    assertThat(original.root()).isEqualTo(before);
    original.insert(ascii("b"), ascii("1"));
    original.remove(ascii("a"), ascii("1"));

    BucketDigest expected = BucketDigest.empty();
    expected.insert(ascii("a"), ascii("2"));
    assertThat(fork.root()).isEqualTo(expected.root()).isNotEqualTo(before);
  }

  @Test
  void bucketsRestoredFromASnapshotGiveTheSameRoot() {
    BucketDigest source = BucketDigest.empty();
    for (int i = 0; i < 50; i++) {
      source.insert(ascii("key" + i), ascii("value"));
    }
    BucketDigest target = BucketDigest.empty();
    for (int bucket : source.occupiedBuckets()) {
      target.restore(bucket, source.snapshot(bucket));
    }

    assertThat(target.root()).isEqualTo(source.root());
  }

  @Test
  void everyBucketIsProvedUnderTheRoot() {
    BucketDigest digest = BucketDigest.empty();
    digest.insert(ascii("account/1"), ascii("100"));
    byte[] row = BucketDigest.bucketHash(digest.snapshot(3654)).toArray();

    assertThat(digest.proof(3654).verify(row, digest.root())).isTrue();
    assertThat(digest.proof(3655).verify(row, digest.root())).isFalse();
  }

  @Test
  void refusesBucketsThatDoNotExist() {
    BucketDigest digest = BucketDigest.empty();

    assertThatThrownBy(() -> digest.snapshot(4096)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> digest.restore(0, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<byte[]> bucketRows(BucketDigest digest) {
    List<byte[]> rows = new ArrayList<>();
    for (int bucket = 0; bucket < BucketDigest.BUCKETS; bucket++) {
      rows.add(BucketDigest.bucketHash(digest.snapshot(bucket)).toArray());
    }
    return rows;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
