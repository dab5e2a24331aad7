package org.datanet.node.libp2p.identify;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/**
 * What a peer says of itself; a part it left out is empty. Addresses of kinds this host does not
 * know are left out.
 *
 * @param observedAddress where the peer sees us
 * @param signedRecord an envelope that should hold the peer's record, unopened
 */
public record PeerReport(
    Optional<String> agentVersion,
    Optional<String> protocolVersion,
    List<String> protocols,
    List<Multiaddr> listenAddresses,
    Optional<Multiaddr> observedAddress,
    Optional<ByteString> signedRecord) {

  public PeerReport {
    protocols = List.copyOf(protocols);
    listenAddresses = List.copyOf(listenAddresses);
  }
}
