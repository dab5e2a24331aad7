package org.datanet.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The first Ed25519 key of the did:key method's test vectors. */
class AccountIdTest {

  private static final String DID = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
  private static final AccountId ACCOUNT =
      AccountId.of(
          HexFormat.of()
              .parseHex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"));

  @Test
  void printsAndReadsThePublishedDid() {
    assertThat(ACCOUNT.toDid()).isEqualTo(DID);
    assertThat(AccountId.parse(DID)).contains(ACCOUNT);
  }

  @Test
  void everyKeyComesBack() {
    for (int fill = 0; fill < 256; fill += 5) {
      AccountId account = AccountId.of(Bytes.repeat((byte) fill, 32));
      assertThat(AccountId.parse(account.toDid())).contains(account);
    }
  }

  @Test
  void readsNoOtherForm() {
    String x25519 = "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F";

    assertThat(AccountId.parse(x25519)).isEmpty();
    assertThat(AccountId.parse("")).isEmpty();
    assertThat(AccountId.parse(DID.substring(8))).isEmpty();
    assertThat(AccountId.parse(DID + " ")).isEmpty();
    assertThat(AccountId.parse(DID.replace("did:key:z", "did:key:Z"))).isEmpty();
    assertThat(AccountId.parse(DID.substring(0, 55) + "0")).isEmpty();
    assertThat(AccountId.parse("did:key:z" + "z".repeat(47))).isEmpty();
    assertThat(AccountId.parse("did:key:z" + "1".repeat(47))).isEmpty();
  }

  @Test
  void ordersByUnsignedBytes() {
    AccountId low = AccountId.of(Bytes.repeat((byte) 0x7f, 32));
    AccountId high = AccountId.of(Bytes.repeat((byte) 0x80, 32));

    assertThat(low).isLessThan(high);
  }
}
