package org.datanet.node.fuzz;

import java.util.List;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.api.model.ApiJsonTarget;
import org.datanet.node.config.GenesisFileTarget;
import org.datanet.node.config.NodeConfigTarget;
import org.datanet.node.keys.KeyFileTarget;
import org.datanet.node.libp2p.bitswap.BitswapTarget;
import org.datanet.node.libp2p.crypto.PublicKeyTarget;
import org.datanet.node.libp2p.gossipsub.GossipTarget;
import org.datanet.node.libp2p.identify.IdentifyTarget;
import org.datanet.node.libp2p.kad.KadTarget;
import org.datanet.node.libp2p.mdns.LocalTextTarget;
import org.datanet.node.libp2p.multiformats.MultiaddrTarget;
import org.datanet.node.libp2p.multiformats.PeerIdTarget;
import org.datanet.node.libp2p.multiformats.VarintTarget;
import org.datanet.node.libp2p.multistream.NegotiationTarget;
import org.datanet.node.libp2p.noise.HandshakePayloadTarget;
import org.datanet.node.libp2p.noise.HandshakeTarget;
import org.datanet.node.libp2p.noise.NoiseTransportTarget;
import org.datanet.node.libp2p.peerbook.KeptPeerTarget;
import org.datanet.node.libp2p.record.PeerRecordTarget;
import org.datanet.node.libp2p.reqresp.ReplyTarget;
import org.datanet.node.libp2p.streams.FramesTarget;
import org.datanet.node.libp2p.tls.CertificateTarget;
import org.datanet.node.libp2p.yamux.YamuxTarget;
import org.datanet.node.sync.RecordSchemaTarget;
import org.datanet.node.sync.SyncServerTarget;

/** All targets of the module. */
final class Targets {

  private Targets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new ApiJsonTarget(),
        new BitswapTarget(),
        new CertificateTarget(),
        new FramesTarget(),
        new GenesisFileTarget(),
        new GossipTarget(),
        new HandshakePayloadTarget(),
        new HandshakeTarget(),
        new IdentifyTarget(),
        new KadTarget(),
        new KeyFileTarget(),
        new MultiaddrTarget(),
        new NegotiationTarget(),
        new NodeConfigTarget(),
        new NoiseTransportTarget(),
        new PeerIdTarget(),
        new PeerRecordTarget(),
        new PublicKeyTarget(),
        new RecordSchemaTarget(),
        new ReplyTarget(),
        new KeptPeerTarget(),
        new LocalTextTarget(),
        new SyncServerTarget(),
        new VarintTarget(),
        new YamuxTarget());
  }
}
