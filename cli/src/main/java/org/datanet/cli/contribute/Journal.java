package org.datanet.cli.contribute;

import java.util.Base64;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;

/**
 * All that a run needs to go on after an interruption, written before anything is sent: without its
 * salts no commitment can be opened and a quarter of each bond is lost.
 *
 * @param id name of the file
 * @param networkId 64 hex digits, as {@code datanet}
 * @param account DID that signs
 * @param finished whether there is nothing left to do
 */
record Journal(
    int version,
    String id,
    String networkId,
    String datanet,
    String datanetName,
    String mediaType,
    String account,
    ContributionTerms terms,
    boolean finished,
    List<Item> items) {

  static final int VERSION = 1;

  Journal {
    items = List.copyOf(items);
  }

  /**
   * @param place file:line the record came from
   * @param content in base64
   * @param salt 64 hex digits, as {@code record}, its id
   * @param commitEnvelope base64 of the signed commitment
   */
  record Item(
      String place,
      String content,
      String category,
      List<String> labels,
      String salt,
      String record,
      long bondMicros,
      String commitEnvelope) {

    Item {
      labels = List.copyOf(labels);
    }

    Draft draft() {
      byte[] bytes = Base64.getDecoder().decode(content);
      return new Draft(place, bytes, Cid.ofContent(bytes), category, labels);
    }

    Bytes32 saltBytes() {
      return Bytes32.fromHexString(salt);
    }

    byte[] envelope() {
      return Base64.getDecoder().decode(commitEnvelope);
    }

    Item withEnvelope(byte[] envelope) {
      return new Item(
          place,
          content,
          category,
          labels,
          salt,
          record,
          bondMicros,
          Base64.getEncoder().encodeToString(envelope));
    }
  }

  Bytes32 datanetId() {
    return Bytes32.fromHexString(datanet);
  }

  Journal with(List<Item> changed) {
    return new Journal(
        version, id, networkId, datanet, datanetName, mediaType, account, terms, finished, changed);
  }

  Journal asFinished() {
    return new Journal(
        version, id, networkId, datanet, datanetName, mediaType, account, terms, true, items);
  }
}
