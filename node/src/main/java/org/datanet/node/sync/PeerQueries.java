package org.datanet.node.sync;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Response;
import org.datanet.node.network.Topics;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.EpochsResponse;
import org.datanet.protocol.wire.TablesRequest;
import org.datanet.protocol.wire.TablesResponse;

/**
 * Questions to one peer, asked on a thread that may wait. Whatever goes wrong is an {@link
 * IOException}.
 */
final class PeerQueries {

  private final PeerNetwork network;
  private final Topics topics;

  PeerQueries(PeerNetwork network, Topics topics) {
    this.network = network;
    this.topics = topics;
  }

  EpochsResponse epochs(String peer, EpochsRequest request)
      throws IOException, InterruptedException {
    byte[] body = ask(peer, topics.epochs(), request.toByteArray());
    try {
      return EpochsResponse.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(peer + " does not answer with an EpochsResponse", e);
    }
  }

  TablesResponse tables(String peer, TablesRequest request)
      throws IOException, InterruptedException {
    byte[] body = ask(peer, topics.tables(), request.toByteArray());
    try {
      return TablesResponse.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(peer + " does not answer with a TablesResponse", e);
    }
  }

  private byte[] ask(String peer, String protocol, byte[] body)
      throws IOException, InterruptedException {
    try {
      Response response =
          network
              .request(peer, protocol, body, SyncLimits.REQUEST_TIMEOUT_MS)
              .toCompletableFuture()
              .get();
      return switch (response) {
        case Response.Ok ok -> ok.body();
        case Response.Refused refused ->
            throw new IOException(
                "%s refused %s: %d %s"
                    .formatted(peer, protocol, refused.code(), refused.message()));
      };
    } catch (ExecutionException e) {
      throw new IOException(peer + " does not answer " + protocol, e.getCause());
    }
  }
}
