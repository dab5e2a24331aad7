package org.datanet.node.api;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where a walk over the records in curation of several datanets stands; {@code place-cursor} in
 * text.
 *
 * @param place of the datanet in the order of founding, which only ever grows at its end
 * @param inPlace the store's cursor in that datanet's list
 */
record SeatCursor(int place, Optional<Bytes> inPlace) {

  static SeatCursor of(Call call) throws RefusedException {
    Optional<String> text = call.text("after");
    if (text.isEmpty()) {
      return new SeatCursor(0, Optional.empty());
    }
    String[] parts = text.get().split("-", 2);
    Optional<Bytes> cursor =
        parts.length == 2 && !parts[1].isEmpty()
            ? Optional.of(Call.cursor(parts[1]))
            : Optional.empty();
    return new SeatCursor(Call.index(parts[0]), cursor);
  }

  SeatCursor after(Optional<Bytes> next) {
    return next.isPresent()
        ? new SeatCursor(place, next)
        : new SeatCursor(place + 1, Optional.empty());
  }

  String text() {
    return place + "-" + inPlace.map(Render::hex).orElse("");
  }
}
