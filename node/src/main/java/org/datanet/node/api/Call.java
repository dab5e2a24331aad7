package org.datanet.node.api;

import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.storage.Page;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;

/**
 * The parameters of one request, read strictly: every text form has one spelling. Of a parameter
 * given twice the first counts.
 */
record Call(Map<String, String> path, Map<String, String> query) {

  /** Hex of the store's longest cursor, with room. */
  private static final int CURSOR_CHARS_MAX = 256;

  Call {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  String segment(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no parameter " + name);
    }
    return value;
  }

  AccountId account() throws RefusedException {
    return account(segment("did"));
  }

  private static AccountId account(String text) throws RefusedException {
    return AccountId.parse(text)
        .orElseThrow(
            () -> RefusedException.badRequest("an account is did:key:z6Mk… of an Ed25519 key"));
  }

  OperationId operation() throws RefusedException {
    return OperationId.parse(segment("id"))
        .orElseThrow(() -> RefusedException.badRequest("an operation id is a CIDv1, bafkrei…"));
  }

  Cid cid() throws RefusedException {
    return Cid.parse(segment("cid"))
        .orElseThrow(
            () -> RefusedException.badRequest("a content is named by its CIDv1, bafkrei…"));
  }

  Bytes32 record() throws RefusedException {
    return record(segment("record"));
  }

  private static Bytes32 record(String text) throws RefusedException {
    return digest(text)
        .orElseThrow(() -> RefusedException.badRequest("a record id has 64 hex digits"));
  }

  /** 64 lower-case hex digits; empty for anything else. */
  static Optional<Bytes32> digest(String text) {
    return text.length() == 2 * Bytes32.SIZE && isHex(text)
        ? Optional.of(Bytes32.fromHexString(text))
        : Optional.empty();
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** A decided epoch's number as given, or empty for {@code latest}. */
  Optional<Long> epoch() throws RefusedException {
    String text = segment("epoch");
    return text.equals("latest") ? Optional.empty() : Optional.of(number("epoch", text));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<Long> numberOf(String name) throws RefusedException {
    Optional<String> text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(number(name, text.get()));
  }

  Optional<AccountId> accountOf(String name) throws RefusedException {
    Optional<String> text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(account(text.get()));
  }

  Optional<Bytes32> recordOf(String name) throws RefusedException {
    Optional<String> text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(record(text.get()));
  }

  private static long number(String name, String text) throws RefusedException {
    // 18 digits cannot pass 2^63, and no epoch needs more.
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw RefusedException.badRequest(name + " is a whole number from 0");
    }
    return Long.parseLong(text);
  }

  int limit() throws RefusedException {
    long limit = numberOf("limit").orElse((long) ApiLimits.PAGE_ITEMS_DEFAULT);
    if (limit < 1 || limit > ApiLimits.PAGE_ITEMS_MAX) {
      throw RefusedException.badRequest("limit is 1 to " + ApiLimits.PAGE_ITEMS_MAX);
    }
    return (int) limit;
  }

  /** A page of the store's lists; cursors travel in hex. */
  Page.Request page() throws RefusedException {
    Optional<String> after = text("after");
    if (after.isEmpty()) {
      return Page.Request.first(limit());
    }
    return Page.Request.after(limit(), cursor(after.get()));
  }

  static Bytes cursor(String text) throws RefusedException {
    if (text.length() > CURSOR_CHARS_MAX || text.length() % 2 != 0 || !isHex(text)) {
      throw foreignCursor();
    }
    return Bytes.fromHexString(text);
  }

  private static RefusedException foreignCursor() {
    return RefusedException.badRequest("after is the next of another page");
  }

  static Optional<String> next(Page<?> page) {
    return page.next().map(Bytes::toUnprefixedHexString);
  }

  /** A place in a table or a batch: pages of these continue by index. */
  int afterIndex() throws RefusedException {
    Optional<String> after = text("after");
    return after.isEmpty() ? 0 : index(after.get());
  }

  static int index(String text) throws RefusedException {
    long index = number("after", text);
    if (index > Integer.MAX_VALUE) {
      throw foreignCursor();
    }
    return (int) index;
  }
}
