package org.datanet.testnet.demo;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.testnet.lexicon.Lexicon;
import org.datanet.testnet.lexicon.LexiconEntry;

/**
 * A lexicon record on its way: what is committed first, and what opens it later. The salt follows
 * from the contributor's secret and the content.
 */
public record Contribution(Bytes32 datanet, LexiconEntry entry, Bytes content, Bytes32 salt) {

  private static final String MEDIA_TYPE = "application/json";

  public static Contribution of(Bytes32 secret, Bytes32 datanet, LexiconEntry entry) {
    Bytes content = Bytes.wrap(entry.content());
    Bytes32 salt = Hasher.of("contribution-salt").add(secret).addBytes(content).digest();
    return new Contribution(datanet, entry, content, salt);
  }

  public Operation.CommitContribution commit(Bytes32 networkId, AccountId author, long bondMicros) {
    return new Operation.CommitContribution(datanet, commitment(networkId, author), bondMicros);
  }

  /** The id that the record will have. */
  public Bytes32 recordId(Bytes32 networkId, AccountId author) {
    return Commitments.recordId(networkId, datanet, commitment(networkId, author));
  }

  private Bytes32 commitment(Bytes32 networkId, AccountId author) {
    return Commitments.contribution(networkId, datanet, cid(), salt, author);
  }

  public Operation.Contribute opening() {
    return new Operation.Contribute(
        datanet,
        cid(),
        content.size(),
        MEDIA_TYPE,
        Lexicon.LICENCE,
        new Operation.Provenance(Operation.Provenance.Kind.IMPORTED, List.of(), Lexicon.SOURCE_URL),
        entry.category().manifestName(),
        List.of(entry.label()),
        salt);
  }

  public Cid cid() {
    return Cid.ofContent(content.toArrayUnsafe());
  }
}
