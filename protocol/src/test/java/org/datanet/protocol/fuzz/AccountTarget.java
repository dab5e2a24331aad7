package org.datanet.protocol.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.identity.AccountId;

/** One account has one text. */
public final class AccountTarget implements FuzzTarget {

  @Override
  public String name() {
    return "account";
  }

  @Override
  public void accept(byte[] input) {
    String text = new String(input, UTF_8);
    AccountId.parse(text).ifPresent(account -> assertThat(account.toDid()).isEqualTo(text));
    if (input.length == 32) {
      AccountId account = AccountId.of(input);
      assertThat(AccountId.parse(account.toDid())).contains(account);
    }
  }
}
